"""Measures the product against floors of the same run: ``python -m bench``. Reports, never fails by time."""
