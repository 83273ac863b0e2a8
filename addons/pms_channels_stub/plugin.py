"""Hook implementations of the channels stub: the proof that an addon plugs in without touching the PMS."""

from __future__ import annotations

from collections.abc import Sequence

from addons.pms.api import ReservationSnapshot, events
from addons.pms.hookspecs.ui import ChipCommand
from addons.pms_channels_stub.models import AvailabilityPush
from addons.pms_channels_stub.outgoing import record_availability
from addons.pms_channels_stub.web import blueprint
from oppsera_host.db.base import Base
from oppsera_host.hookspecs import hookimpl
from oppsera_host.hookspecs.contributions import BlueprintContribution, Panel, Subscriber

RESERVATION_EVENTS = frozenset(
    wire for wire, event in events.EVENT_CLASSES.items() if event.aggregate_type == "reservation"
)


@hookimpl
def oppsera_register_models() -> Sequence[type[Base]]:
    """The table of outgoing availability."""
    return [AvailabilityPush]


@hookimpl
def oppsera_register_blueprints() -> Sequence[BlueprintContribution]:
    """The drawer panel's fragment and the page of the stay's menu."""
    return [BlueprintContribution(blueprint, api=False)]


@hookimpl
def oppsera_register_subscribers() -> Sequence[Subscriber]:
    """Availability after every reservation event."""
    return [Subscriber("pms_channels_stub.availability", 1, record_availability, RESERVATION_EVENTS)]


@hookimpl
def pms_reservation_panels(reservation: ReservationSnapshot) -> Sequence[Panel]:
    """What the channel was told of this stay."""
    return [
        Panel(
            "pms_channels_stub.availability",
            "Channel",
            order=90,
            url=f"/pms-channels-stub/panel/{reservation.id}",
        )
    ]


@hookimpl
def pms_chip_menu() -> Sequence[ChipCommand]:
    """What the channel was told, on a page of its own."""
    return [
        ChipCommand(
            "pms_channels_stub.availability",
            "Availability sent to the channel",
            "/pms-channels-stub/stays/{reservationId}",
            permission="pms.reservations.read",
        )
    ]
