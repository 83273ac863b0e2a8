"""What to offer when the wanted room is taken: up to five rooms and dates, the closest to the wish first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from addons.pms.domain.conflicts import Alternative
from addons.pms.domain.errors import DomainError
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.stay_dates import Span, StayDates

LIMIT = 5
SHIFTS = (1, -1, 2, -2, 3, -3)

_SAME_TYPE, _HIGHER_TYPE, _SAME_ROOM_SHIFTED, _SAME_TYPE_SHIFTED = 100, 75, 50, 30


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for and refused.

    Attributes:
        dates: of the stay (or of the part of it that moves).
        room_type_id: the type that was wanted.
        type_rank: how good that type is; a higher number is better.
        room_id: the room that was wanted; None when any of the type would do.
        number: its number, for nearness; may be empty.
        floor: its floor, for nearness.
        earliest: no other arrival is offered before this date (the business date).
        dates_fixed: True when only another room helps, as for an in-house guest.
        standard: the house's own ranking, where it has made one already.
    """

    dates: StayDates
    room_type_id: UUID
    type_rank: int
    room_id: UUID | None
    number: str
    floor: str | None
    earliest: date
    dates_fixed: bool = False
    standard: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidateRoom:
    """A room in service, its ``free`` spans around the wanted dates, and whether its type takes the party."""

    room_id: UUID
    number: str
    room_type_id: UUID
    type_rank: int
    floor: str | None
    fits_party: bool
    free: tuple[Span, ...]


def free_spans(window: Span, taken: Iterable[Span]) -> tuple[Span, ...]:
    """Return what the ``taken`` spans leave of ``window``; they may overlap, an empty one takes nothing."""
    spans = []
    start = window.start
    for span in sorted(span for span in taken if span.start < span.end):
        if start < min(span.start, window.end):
            spans.append(Span(start, min(span.start, window.end)))
        start = max(start, span.end)
    if start < window.end:
        spans.append(Span(start, window.end))
    return tuple(spans)


def rank_alternatives(wish: Wish, rooms: Sequence[CandidateRoom], limit: int = LIMIT) -> list[Alternative]:
    """Return up to ``limit`` alternatives, best first, one per room; the same input gives the same list.

    Order: another room of the type on the same dates (same floor and near number first); a higher type that
    fits the party; the same room one to three days off; another room of the type one to three days off.
    """
    best = {}
    for room in rooms:
        offers = list(_offers(wish, room)) if room.fits_party else []
        if offers:
            best[room.room_id] = max(offers, key=lambda offer: offer.score)
    ordered = sorted(
        best.values(), key=lambda offer: (-offer.score, trailing_number(offer.number), offer.number)
    )
    return ordered[:limit]


def _offers(wish: Wish, room: CandidateRoom) -> Iterator[Alternative]:
    same_type = room.room_type_id == wish.room_type_id
    if room.room_id != wish.room_id and _is_free(room, wish.dates):
        if same_type:
            yield _offer(room, wish.dates, _SAME_TYPE - _distance(wish, room), _same_type_reason(wish, room))
        elif room.type_rank > wish.type_rank:
            steps = min(10, room.type_rank - wish.type_rank)
            score = _HIGHER_TYPE - steps - _distance(wish, room) // 2
            yield _offer(room, wish.dates, score, Sentence("A higher room type on the same dates."))
    if wish.dates_fixed or not same_type:
        return
    for place, days in enumerate(SHIFTS):
        dates = _shifted(wish, days)
        if dates is None or not _is_free(room, dates):
            continue
        if room.room_id == wish.room_id:
            yield _offer(
                room, dates, _SAME_ROOM_SHIFTED - place, Sentence("The same room, {days}.", days=_days(days))
            )
        else:
            score = _SAME_TYPE_SHIFTED - place - _distance(wish, room) // 2
            yield _offer(room, dates, score, Sentence("Same room type, {days}.", days=_days(days)))


def _same_type_reason(wish: Wish, room: CandidateRoom) -> Sentence:
    if not (room.floor and wish.floor):
        return Sentence("Same room type, same dates.")
    if _same_floor(wish, room):
        return Sentence("Same room type, same dates, on the same floor.")
    return Sentence("Same room type, same dates, on another floor.")


def _offer(room: CandidateRoom, dates: StayDates, score: int, reason: str) -> Alternative:
    return Alternative(
        room.room_id, room.number, room.room_type_id, dates.check_in, dates.check_out, score, reason
    )


def _is_free(room: CandidateRoom, dates: StayDates) -> bool:
    return any(span.covers(dates.span) for span in room.free)


def _shifted(wish: Wish, days: int) -> StayDates | None:
    """Return the wanted dates ``days`` off; None when too early, or when the calendar has no such day."""
    try:
        check_in = date.fromordinal(wish.dates.check_in.toordinal() + days)
        return wish.dates.shift_to(check_in) if check_in >= wish.earliest else None
    except (ValueError, OverflowError, DomainError):
        return None


def _same_floor(wish: Wish, room: CandidateRoom) -> bool:
    return wish.floor is not None and room.floor == wish.floor


def _distance(wish: Wish, room: CandidateRoom) -> int:
    """Return 0 to 20: how far the room is from the wanted one, another floor being the farthest."""
    apart = abs(trailing_number(room.number) - trailing_number(wish.number)) if wish.number else 0
    return min(9, apart) + (0 if _same_floor(wish, room) or wish.floor is None else 11)


def trailing_number(number: str) -> int:
    """Return the last digits of a room number, by which neighbours are told; 0 when it has none."""
    digits = re.findall(r"[0-9]+", number)
    return int(digits[-1][-6:]) if digits else 0


def _days(days: int) -> Sentence:
    if days > 0:
        return Sentence.counted("one day later", "{count} days later", days)
    return Sentence.counted("one day earlier", "{count} days earlier", -days)
