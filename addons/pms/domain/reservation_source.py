"""Where a reservation came from."""

from __future__ import annotations

from enum import StrEnum


class SourceType(StrEnum):
    """The way it reached the house; ``sourceRef`` is its number there."""

    DIRECT = "DIRECT"
    PHONE = "PHONE"
    WALK_IN = "WALK_IN"
    BOOKING_ENGINE = "BOOKING_ENGINE"
    CHANNEL = "CHANNEL"
    IMPORT = "IMPORT"
