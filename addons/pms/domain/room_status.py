"""A room's state on two axes, and the one word the spec has for both (spec section 4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.sentence import Sentence


class Occupancy(StrEnum):
    """Whether somebody lives in the room now."""

    VACANT = "VACANT"
    OCCUPIED = "OCCUPIED"


class Condition(StrEnum):
    """How clean the room is."""

    DIRTY = "DIRTY"
    CLEAN = "CLEAN"
    INSPECTED = "INSPECTED"


class RoomStatus(StrEnum):
    """The computed word for a room."""

    VACANT_CLEAN = "VACANT_CLEAN"
    VACANT_DIRTY = "VACANT_DIRTY"
    OCCUPIED = "OCCUPIED"
    OUT_OF_ORDER = "OUT_OF_ORDER"


class StatusCause(StrEnum):
    """Why a room's state changed, as its status log keeps it."""

    CHECK_IN = "CHECK_IN"
    CHECK_OUT = "CHECK_OUT"
    ROOM_MOVE = "ROOM_MOVE"
    CORRECTION = "CORRECTION"
    """The desk took something back: a check-in, a move."""
    TASK = "TASK"
    BY_HAND = "BY_HAND"
    OUT_OF_ORDER = "OUT_OF_ORDER"
    BUSINESS_DATE = "BUSINESS_DATE"
    """A closure began or ended with the day."""


@dataclass(frozen=True, slots=True)
class RoomState:
    """Both stored axes of a room."""

    occupancy: Occupancy
    condition: Condition

    def entered(self) -> RoomState:
        """Return the state once a guest has moved in."""
        return RoomState(Occupancy.OCCUPIED, self.condition)

    def left(self) -> RoomState:
        """Return the state once the guest has moved out: vacant and dirty."""
        return RoomState(Occupancy.VACANT, Condition.DIRTY)


def label(occupancy: Occupancy, condition: Condition, out_of_order: bool) -> RoomStatus:
    """Return the spec's word; ``out_of_order`` tells whether a closure covers the business date.

    A closure outranks everything, because the word answers "may I give this room away?".
    """
    if out_of_order:
        return RoomStatus.OUT_OF_ORDER
    if occupancy is Occupancy.OCCUPIED:
        return RoomStatus.OCCUPIED
    return RoomStatus.VACANT_DIRTY if condition is Condition.DIRTY else RoomStatus.VACANT_CLEAN


def is_ready(occupancy: Occupancy, condition: Condition, *, out_of_order: bool, inspects: bool) -> bool:
    """Tell whether a guest can have the room now; where rooms are inspected, clean alone is not enough."""
    if out_of_order or occupancy is Occupancy.OCCUPIED:
        return False
    return condition is Condition.INSPECTED or (condition is Condition.CLEAN and not inspects)


_BY_HAND = {
    **{condition.value: condition for condition in Condition},
    RoomStatus.VACANT_CLEAN.value: Condition.CLEAN,
    RoomStatus.VACANT_DIRTY.value: Condition.DIRTY,
}
_NOT_BY_HAND = {
    RoomStatus.OCCUPIED.value: Sentence("A room becomes occupied by checking a guest in."),
    RoomStatus.OUT_OF_ORDER.value: Sentence(
        "A room goes out of order for given nights: use the out-of-order command."
    ),
}


def parse_condition(text: str, field: str = "condition") -> Condition:
    """Return the condition ``text`` asks for: a condition, or VACANT_CLEAN or VACANT_DIRTY.

    Args:
        text: what the caller sent.
        field: the input field to blame.

    Raises:
        DomainError: VALIDATION_ERROR for anything else, with the reason for OCCUPIED and OUT_OF_ORDER.
    """
    condition = _BY_HAND.get(text)
    if condition is None:
        otherwise = Sentence("Not a room condition; use one of {names}.", names=Sentence.listed(_BY_HAND))
        raise invalid_fields({field: [_NOT_BY_HAND.get(text, otherwise)]})
    return condition
