"""Brings bookings of another system in from a file: mapping → rows → bookings → batches, with a report."""
