"""The board's subscriber is handed the members of a payload it names, and no others."""

from __future__ import annotations

from typing import Any

import pytest

from addons.pms.projections import SUBSCRIBERS
from addons.pms.projections.touched import EVENT_TYPES, PAYLOAD_MEMBERS, touched_by
from oppsera_host import clock
from oppsera_host.ids import new_id
from oppsera_host.outbox.subscribers import OutboxEvent


class Watched(dict[str, Any]):
    """A payload that remembers what was asked of it."""

    def __init__(self, **members: Any) -> None:
        super().__init__(members)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.read.add(name)
        return super().get(name, default)


def event(wire: str, payload: dict[str, Any]) -> OutboxEvent:
    return OutboxEvent(
        1, new_id(), wire, 1, wire.split(".")[1], new_id(), 1, clock.now(), "test", "", payload
    )


def full() -> Watched:
    dates = {"checkInDate": "2027-03-16", "checkOutDate": "2027-03-18"}
    return Watched(propertyId=str(new_id()), reservationId=str(new_id()), previous=dict(dates), **dates)


def test_reads_what_the_subscriber_names_and_names_nothing_in_vain() -> None:
    read = set()
    for wire in EVENT_TYPES:
        payload = full()
        touched_by([event(wire, payload)])
        read |= payload.read
    assert SUBSCRIBERS[0].payload_members == PAYLOAD_MEMBERS
    assert read == set(PAYLOAD_MEMBERS)


@pytest.mark.parametrize("missing", ["propertyId", "checkInDate", "checkOutDate"])
def test_a_member_that_an_event_lacks_is_not_taken_for_a_place(missing: str) -> None:
    with pytest.raises(TypeError):
        touched_by([event("pms.reservation.created.v1", full() | {missing: None})])
