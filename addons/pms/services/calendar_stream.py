"""What is new on the board since an event: the stays that changed, as they now stand in the read model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from addons.pms.db.queries.calendar import CHANGES, SEGMENTS_OF_STAYS
from addons.pms.domain.stay_dates import iso_weeks
from addons.pms.projections.touched import EVENT_TYPES
from addons.pms.services.calendar_week import INACTIVE, reached
from oppsera_host.db.fast_read import fetch_all, tenant_select

MOST_EVENTS = 500
"""Of more than these at once nobody wants to hear one by one."""
EPOCH = date(2000, 1, 1)
"""Days of the segments count from here."""
_TYPES = "{" + ",".join(sorted(EVENT_TYPES)) + "}"
_CHANGES, _SEGMENTS = tenant_select(CHANGES), tenant_select(SEGMENTS_OF_STAYS)


@dataclass(frozen=True, slots=True)
class News:
    """What a stretch of events changed on one property's board.

    Attributes:
        seq: the last event of the stretch.
        reservation_ids: stays that changed, as text; one without segments is no longer on the board.
        segments: where they stand now (fields of ``calendar_week.SegmentRow``, days from ``EPOCH``).
        whole_board: something else changed too, or too much at once: only reading the board again tells.
    """

    seq: int
    reservation_ids: list[str]
    segments: list[tuple[Any, ...]]
    whole_board: bool


def news_since(property_id: UUID, after: int, *, names: bool) -> News | None:
    """Return what is new on the board of the tenant in scope since event ``after``; None while nothing is.

    Args:
        property_id: whose board.
        after: the seq of the last event the caller knows of.
        names: whether the caller may read guests.
    """
    upto = reached()
    if upto <= after:
        return None
    rows = fetch_all(_CHANGES, {"after": after, "upto": upto, "types": _TYPES, "most": MOST_EVENTS + 1})
    if len(rows) > MOST_EVENTS:
        return News(upto, [], [], whole_board=True)
    ours = [row for row in rows if row[3] is None or row[3] == str(property_id)]
    stays = [row for row in ours if row[1] == "reservation" and row[4] is not None]
    ids = list(dict.fromkeys(row[2] for row in stays))
    segments = _segments(property_id, ids, stays, names=names) if ids else []
    return News(upto, ids, segments, whole_board=len(stays) < len(ours))


def _segments(
    property_id: UUID, ids: list[str], stays: list[tuple[Any, ...]], *, names: bool
) -> list[tuple[Any, ...]]:
    weeks = {week for row in stays for week in _weeks(row[4], row[5])}
    return fetch_all(
        _SEGMENTS,
        {
            "property": property_id,
            "ids": [UUID(each) for each in ids],
            "weeks": sorted(weeks),
            "names": names,
            "start": EPOCH,
            "hidden": INACTIVE,
        },
    )


def _weeks(check_in: str, check_out: str) -> list[date]:
    first, last = date.fromisoformat(check_in), date.fromisoformat(check_out)
    return iso_weeks(first, max(last, first + timedelta(days=1)))
