"""Wall-clock times of a property as instants, across clock changes (IANA zones, PEP 495)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from addons.pms.domain.errors import invalid_fields

_HOURS_MINUTES = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


def parse_time(text: str, field: str) -> time:
    """Return the local time ``text``, written ``HH:MM`` from 00:00 to 23:59.

    Raises:
        DomainError: VALIDATION_ERROR on ``field`` otherwise.
    """
    if not _HOURS_MINUTES.fullmatch(text):
        raise invalid_fields({field: ["Write the time as HH:MM, e.g. 15:00."]})
    return time.fromisoformat(text)


def parse_zone(name: str, field: str = "timezone") -> ZoneInfo:
    """Return the IANA zone ``name``, e.g. ``Europe/Lisbon``.

    Raises:
        DomainError: VALIDATION_ERROR on ``field`` when there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # unknown, malformed, or a folder such as "Europe"
        raise invalid_fields({field: ["Not a time zone; use a name such as Europe/Lisbon."]}) from error


def instant_at(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the UTC instant by which the clocks of ``zone`` have surely passed ``at`` on ``day``.

    A time the clock skips counts as that much later; of a time it shows twice, the second one counts. So a
    deadline never falls early.
    """
    wall = datetime.combine(day, at, tzinfo=zone)
    return max(wall.replace(fold=0).astimezone(UTC), wall.replace(fold=1).astimezone(UTC))
