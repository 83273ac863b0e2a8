"""Reads the board: one statement on read models, as columns ready to be written out (contract section 3)."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from addons.pms.db.queries.calendar import BOARD, DONE_SEQ, STATE
from addons.pms.domain.reservation_status import HOLDING_INVENTORY, ReservationStatus
from addons.pms.domain.stay_dates import iso_weeks
from addons.pms.services import board_rooms
from addons.pms.services.board_rooms import BoardRooms
from addons.pms.services.properties import PropertyRecord, resolve_property
from oppsera_host.db import unit_of_work
from oppsera_host.db.fast_read import fetch_all, tenant_select
from oppsera_host.identity.actor import Actor

LONGEST_WAIT = 0.3
FIRST_PAUSE = 0.01
#: The version row that all weeks share: rooms and settings of the property.
WHOLE_PROPERTY = date(1, 1, 1)
_LAYOUT = "1"
_INACTIVE = sorted(status.value for status in set(ReservationStatus) - HOLDING_INVENTORY)
#: Statuses that are shown only on demand, as an array's text.
INACTIVE = "{" + ",".join(_INACTIVE) + "}"
_HIDDEN = {True: "{}", False: INACTIVE}
_BOARD, _STATE, _DONE_SEQ = tenant_select(BOARD), tenant_select(STATE), tenant_select(DONE_SEQ)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRequest:
    """Which board is asked for: ``days`` nights from ``start``; None as property = the only one."""

    start: date
    days: int
    property_id: UUID | None = None
    room_type_id: UUID | None = None
    min_seq: int = 0
    inactive: bool = False

    @property
    def end(self) -> date:
        """The day after the last night."""
        return self.start + timedelta(days=self.days)


class SegmentRow(NamedTuple):
    """A stay in one room, or a closure (``kind``): days count from the board's start, ids are text.

    ``name`` is the guest's, empty for callers who may not read guests; of a closure it is the reason. ``badges`` are
    addons' codes parted by blanks.
    """

    kind: str
    name: str
    status: str
    source: str
    id: str
    reservation_id: str | None
    room_id: str
    room_type_id: str
    version: int
    balance_due: int
    start: int
    nights: int
    check_in: int
    stay: int
    adults: int
    children: int
    flags: int
    badges: str


class Night(NamedTuple):
    """The counts of one night."""

    physical: int
    out_of_order: int
    held: int
    sold: int
    occupied: int
    arrivals: int
    departures: int

    @property
    def available(self) -> int:
        """Rooms that are there, usable and neither held nor sold; never below zero."""
        return max(0, self.physical - self.out_of_order - self.held - self.sold)


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the board; ``segments`` (fields of ``SegmentRow``) and ``closures`` in no particular order."""

    property_id: UUID
    start: date
    end: date
    seq: int
    stale: bool
    etag: str
    rooms: BoardRooms
    segments: list[tuple[Any, ...]]
    closures: list[SegmentRow]
    nights: list[Night]


def read_board(actor: Actor, wanted: WeekRequest, known_etag: str = "") -> Board | str:
    """Return the board, or its ETag alone when that is in ``known_etag`` and the board is not stale.

    Waits up to 300 ms for the projection to reach ``min_seq``; a board that has not is ``stale``.

    Args:
        actor: who looks; row-level security is the tenant's in scope.
        wanted: which board.
        known_etag: the If-None-Match header, or empty.

    Returns:
        The board; or, unchanged, its ETag as text with quotes.

    Raises:
        DomainError: NOT_FOUND for the property; VALIDATION_ERROR when it was left out and is ambiguous.
        AppError: UNAVAILABLE.
    """
    property_id, rooms = _property_and_rooms(actor, wanted.property_id)
    names = actor.may("pms.guests.read")
    binds = _binds(wanted, property_id) | {"names": names}
    salt = f"{_LAYOUT}{names}{property_id}"
    if known_etag:
        model_version, seq, versions = fetch_all(_STATE, binds)[0]
        etag = _etag(salt, model_version, versions)
        if etag in known_etag and seq >= wanted.min_seq:
            return etag
    parts = _fetch(binds, rooms)
    if parts.seq < wanted.min_seq and _reached(wanted.min_seq):
        parts = _fetch(binds, rooms)
    return _board(actor, wanted, property_id, rooms, parts, salt)


class _Parts:
    """The rows of one answer, told apart by kind."""

    __slots__ = (
        "closures",
        "model_version",
        "nights",
        "rooms",
        "rooms_version",
        "segments",
        "seq",
        "versions",
    )

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self.rooms: str | None = None
        self.nights: dict[int, tuple[Any, ...]] = {}
        self.closures: list[tuple[Any, ...]] = []
        self.segments = [row for row in rows if row[0] == "RESERVATION"]
        for row in [row for row in rows if row[0] != "RESERVATION"]:
            kind = row[0]
            if kind == "NIGHT":
                self.nights[row[10]] = row
            elif kind == "ROOMS":
                self.rooms = row[1]
            elif kind == "STATE":
                self.versions, self.seq, self.rooms_version, self.model_version = (
                    row[1],
                    row[8],
                    row[9],
                    row[10],
                )
            else:
                self.closures.append(row)


def _property_and_rooms(actor: Actor, property_id: UUID | None) -> tuple[UUID, BoardRooms | None]:
    if property_id is not None:
        rooms = board_rooms.kept(actor.tenant_id, property_id)
        if rooms is not None:
            return property_id, rooms
    found = _find_property(actor, property_id)
    return found.id, board_rooms.kept(actor.tenant_id, found.id)


def _find_property(actor: Actor, property_id: UUID | None) -> PropertyRecord:
    with unit_of_work.reading(actor) as session:
        return resolve_property(session, actor.tenant_id, property_id)


def _binds(wanted: WeekRequest, property_id: UUID) -> dict[str, Any]:
    weeks = iso_weeks(wanted.start, wanted.end)
    return {
        "property": property_id,
        "start": wanted.start,
        "end": wanted.end,
        "weeks": weeks,
        "first_week": weeks[0],
        "versioned": [WHOLE_PROPERTY, *weeks],
        "type": wanted.room_type_id,
        "hidden": _HIDDEN[wanted.inactive],
    }


def _fetch(binds: dict[str, Any], rooms: BoardRooms | None) -> _Parts:
    rooms_version, model_version = rooms.versions if rooms is not None else (None, None)
    known = {"known_rooms": rooms_version, "known_model": model_version}
    return _Parts(fetch_all(_BOARD, binds | known))


def reached() -> int:
    """Return the event up to which the board of the tenant in scope is; 0 before its first."""
    rows = fetch_all(_DONE_SEQ, {})
    return int(rows[0][0]) if rows else 0


def _reached(seq: int) -> bool:
    """Wait until the projection has come to ``seq``; False when it has not after ``LONGEST_WAIT``."""
    until = time.monotonic() + LONGEST_WAIT
    pause = FIRST_PAUSE
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(pause, left))
        if reached() >= seq:
            return True
        pause *= 2
    return False


def _etag(salt: str, model_version: int | None, versions: str) -> str:
    """Return a weak ETag: ``seq`` and compression differ between answers that show the same board."""
    digest = hashlib.blake2b(f"{salt};{model_version};{versions}".encode(), digest_size=12)
    return f'"{digest.hexdigest()}"'


def _board(
    actor: Actor,
    wanted: WeekRequest,
    property_id: UUID,
    rooms: BoardRooms | None,
    parts: _Parts,
    salt: str,
) -> Board:
    versions = (parts.rooms_version, parts.model_version)
    if rooms is None or rooms.versions != versions:
        # The currency of a property is fixed as soon as it has a room type.
        settled = rooms is not None and rooms.types
        currency = rooms.currency if rooms and settled else _find_property(actor, property_id).currency
        rooms = board_rooms.from_json(parts.rooms, versions, currency)
        board_rooms.keep(actor.tenant_id, property_id, rooms)
    shown = rooms if wanted.room_type_id is None else rooms.of_type(str(wanted.room_type_id))
    return Board(
        property_id=property_id,
        start=wanted.start,
        end=wanted.end,
        seq=parts.seq,
        stale=parts.seq < wanted.min_seq,
        etag=_etag(salt, parts.model_version, parts.versions),
        rooms=shown,
        segments=parts.segments,
        closures=[SegmentRow._make(row) for row in parts.closures],
        nights=[_night(parts.nights.get(offset), len(shown.rooms)) for offset in range(wanted.days)],
    )


def _night(row: tuple[Any, ...] | None, rooms: int) -> Night:
    """Return the counts of a night; one on which nothing is counted has all its rooms free."""
    if row is None:
        return Night(rooms, 0, 0, 0, 0, 0, 0)
    physical, out_of_order, held, sold, occupied = row[11:16]
    return Night(physical, out_of_order, held, sold, occupied, arrivals=int(row[9]), departures=int(row[8]))
