"""Drives the front desk through the API with a season of real bookings, and compares with what is known of it."""
