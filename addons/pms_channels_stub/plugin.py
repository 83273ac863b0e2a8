"""Hook implementations of the channels stub."""
