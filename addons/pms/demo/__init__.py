"""A made-up lodge with a year behind it and half a year ahead, for development and demonstration."""
