"""JSON of the board, for its description only: the answer is written column by column without schemas."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from oppsera_host.web.schema import BaseSchema, Date, Money, StrictBoolean, StrictInteger


def _said(text: str) -> dict[str, Any]:
    return {"metadata": {"description": text}, "required": True}


def _numbers(text: str) -> fields.List:
    return fields.List(StrictInteger(), **_said(text))


class BoardRoomSchema(BaseSchema):
    """A row of the board."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    room_type_id = fields.UUID(required=True)
    room_type_code = fields.String(required=True)
    floor = fields.String(required=True, allow_none=True)
    status = fields.String(
        **_said("VACANT_CLEAN, VACANT_DIRTY, OCCUPIED or OUT_OF_ORDER on the business date.")
    )
    condition = fields.String(**_said("DIRTY, CLEAN or INSPECTED."))


class WeekSegmentSchema(BaseSchema):
    """A stay in one room; a stay that changes rooms has several. Never clipped to the board."""

    id = fields.UUID(required=True)
    reservation_id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    room_id = fields.UUID(required=True, allow_none=True)
    room_type_id = fields.UUID(**_said("The type whose stock it takes."))
    check_in_date = Date(required=True)
    check_out_date = Date(required=True)
    segment_start = Date(required=True)
    segment_end = Date(
        **_said("The day after the last night in this room; equal to the start for a day use.")
    )
    status = fields.String(required=True)
    guest_name = fields.String(**_said("Empty for callers who may not read guests."))
    source_type = fields.String(required=True)
    adults = fields.Integer(required=True)
    children = fields.Integer(required=True)
    day_use = StrictBoolean(required=True)
    room_locked = StrictBoolean(required=True)
    balance_due = Money(
        required=True, allow_none=True, metadata={"description": "null when nothing is owed."}
    )
    color_key = fields.String(**_said("Which colours the chip has: its status."))
    badges = fields.List(
        fields.String(),
        metadata={
            "description": "Addons' codes, at most three. Only where there are any; never after a change."
        },
    )


class BoardClosureSchema(BaseSchema):
    """Nights on which a room cannot be slept in."""

    block_id = fields.UUID(required=True)
    room_id = fields.UUID(required=True)
    start_date = Date(required=True)
    end_date = Date(required=True)
    kind = fields.String(**_said("OUT_OF_ORDER or HOUSE_USE."))
    reason = fields.String(required=True)


class BoardNightSchema(BaseSchema):
    """Counts of one night over the rooms shown."""

    date = Date(required=True)
    physical = fields.Integer(required=True)
    out_of_order = fields.Integer(required=True)
    held = fields.Integer(**_said("Stays on HOLD."))
    sold = fields.Integer(**_said("CONFIRMED, CHECKED_IN and CHECKED_OUT stays."))
    occupied = fields.Integer(**_said("CHECKED_IN and CHECKED_OUT stays."))
    available = fields.Integer(**_said("physical - outOfOrder - held - sold, never below zero."))
    arrivals = fields.Integer(**_said("Sold stays that arrive; a day use counts here and in departures."))
    departures = fields.Integer(required=True)


class WeekSchema(BaseSchema):
    """The board, row by row."""

    property_id = fields.UUID(required=True)
    start_date = Date(required=True)
    end_date = Date(**_said("The day after the last night."))
    seq = fields.Integer(**_said("The last event this board contains."))
    stale = StrictBoolean(**_said("true when `minSeq` was not reached in time."))
    rooms = fields.List(fields.Nested(BoardRoomSchema), required=True)
    segments = fields.List(fields.Nested(WeekSegmentSchema), required=True)
    unassigned = fields.List(fields.Nested(WeekSegmentSchema), **_said("Stays without a room."))
    closures = fields.List(fields.Nested(BoardClosureSchema), required=True)
    occupancy = fields.List(fields.Nested(BoardNightSchema), required=True)


class CompactSegmentsSchema(BaseSchema):
    """One array per property, one place per segment; days count from `startDate` and may be negative."""

    id = fields.List(fields.UUID(), required=True)
    reservation_id = fields.List(fields.UUID(), required=True)
    version = _numbers("The reservation's version.")
    room = _numbers("Index into `rooms`; -1 for a stay without a room.")
    start = _numbers("First night in this room, in days.")
    nights = _numbers("Nights in this room; 0 for a day use.")
    check_in = _numbers("Arrival of the whole stay, in days.")
    stay = _numbers("Nights of the whole stay.")
    status = _numbers("Index into `statuses`.")
    name = _numbers("Index into `names`.")
    source = _numbers("Index into `sources`.")
    adults = _numbers("Adults.")
    children = _numbers("Children.")
    flags = _numbers("Sum of 1 (room locked), 2 (balance due), 4 (day use).")
    type = _numbers("Index into `types`: whose stock it takes.")
    badges = fields.List(
        fields.List(fields.Raw()),
        metadata={
            "description": "[place in the other arrays, code, …] of each segment with addons' badges."
            " Only where there are any."
        },
    )


class CompactNightsSchema(BaseSchema):
    """One array per count, one place per night."""

    physical = _numbers("Rooms there are.")
    out_of_order = _numbers("Of which closed.")
    held = _numbers("On HOLD.")
    sold = _numbers("CONFIRMED, CHECKED_IN, CHECKED_OUT.")
    occupied = _numbers("CHECKED_IN, CHECKED_OUT.")
    available = _numbers("Left, never below zero.")
    arrivals = _numbers("Sold stays that arrive.")
    departures = _numbers("Sold stays that leave.")


class CompactWeekSchema(BaseSchema):
    """The same board column by column: at most 45 bytes a segment besides its ids."""

    v = fields.Integer(**_said("Version of this layout: 1."))
    property_id = fields.UUID(required=True)
    start_date = Date(required=True)
    end_date = Date(required=True)
    seq = fields.Integer(required=True)
    stale = StrictBoolean(required=True)
    rooms = fields.List(
        fields.List(fields.Raw()), **_said("[id, number, index into `types`, floor, status, condition]")
    )
    types = fields.List(fields.List(fields.String()), **_said("[id, code, name]"))
    statuses = fields.List(fields.String(), required=True)
    sources = fields.List(fields.String(), required=True)
    names = fields.List(
        fields.String(), **_said("Guest names; one empty name for callers who may not see them.")
    )
    segments = fields.Nested(CompactSegmentsSchema, required=True)
    closures = fields.List(
        fields.List(fields.Raw()), **_said("[block id, index into `rooms`, first day, nights, kind, reason]")
    )
    occupancy = fields.Nested(CompactNightsSchema, required=True)
