"""Addons: found by entry points, started in order of dependency, switched on and off per tenant."""
