"""The facts the PMS publishes (contract section 5). Class names are the spec's, ``type`` is the wire name.

A class is one row of the table: name, wire type, what happened. Whoever records one supplies the aggregate's
full post-state; guests appear by id only, so that an erasure never has to rewrite an event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, Self
from uuid import UUID

#: Every event class by its wire type.
EVENT_CLASSES: dict[str, type[DomainEvent]] = {}


class Snapshot(Protocol):
    """The post-state of an aggregate."""

    @property
    def id(self) -> UUID:
        """The aggregate's id."""

    @property
    def version(self) -> int:
        """The aggregate's version after the change."""

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready state, with ``schemaVersion``."""


@dataclass(frozen=True)
class DomainEvent:
    """Something that happened to one aggregate; ``payload`` is JSON-ready camelCase."""

    aggregate_id: UUID
    aggregate_version: int
    payload: dict[str, Any]

    type: ClassVar[str]
    aggregate_type: ClassVar[str]
    schema_version: ClassVar[int] = 1

    def __init_subclass__(cls, *, wire: str, **kwargs: Any) -> None:
        """Enter the class by its wire type ``pms.<aggregate>.<what happened>.v1``."""
        super().__init_subclass__(**kwargs)
        cls.type = wire
        cls.aggregate_type = wire.split(".")[1]
        EVENT_CLASSES[wire] = cls

    @classmethod
    def of(cls, snapshot: Snapshot, **facts: Any) -> Self:
        """Return the event for ``snapshot``; ``facts`` are further JSON-ready camelCase members."""
        return cls(snapshot.id, snapshot.version, {**snapshot.to_payload(), **facts})


class ReservationCreated(DomainEvent, wire="pms.reservation.created.v1"):
    """A stay was booked or put on hold."""


class ReservationUpdated(DomainEvent, wire="pms.reservation.updated.v1"):
    """Something else than room, dates or status changed."""


class ReservationMoved(DomainEvent, wire="pms.reservation.moved.v1"):
    """Its room, or both its dates, changed."""


class ReservationResized(DomainEvent, wire="pms.reservation.resized.v1"):
    """Its arrival or its departure changed, and its room did not."""


class ReservationConfirmed(DomainEvent, wire="pms.reservation.confirmed.v1"):
    """A hold became a booking."""


class ReservationCancelled(DomainEvent, wire="pms.reservation.cancelled.v1"):
    """It was called off and holds no room any more."""


class ReservationNoShowMarked(DomainEvent, wire="pms.reservation.no_show_marked.v1"):
    """The guest never came."""


class ReservationCheckedIn(DomainEvent, wire="pms.reservation.checked_in.v1"):
    """The guest arrived."""


class ReservationCheckedOut(DomainEvent, wire="pms.reservation.checked_out.v1"):
    """The guest left."""


class ReservationReinstated(DomainEvent, wire="pms.reservation.reinstated.v1"):
    """A cancelled stay or no-show is confirmed again."""


class ReservationCheckInReverted(DomainEvent, wire="pms.reservation.check_in_reverted.v1"):
    """A check-in made by mistake was taken back."""


class ReservationExpired(DomainEvent, wire="pms.reservation.expired.v1"):
    """A hold passed its release time."""


class BookingCreated(DomainEvent, wire="pms.booking.created.v1"):
    """Several stays were put under one confirmation number."""


class BookingUpdated(DomainEvent, wire="pms.booking.updated.v1"):
    """Further stays came under a booking's number."""


class RoomStatusChanged(DomainEvent, wire="pms.room.status_changed.v1"):
    """Its occupancy or condition changed."""


class RoomOutOfOrderSet(DomainEvent, wire="pms.room.out_of_order_set.v1"):
    """It is closed for some nights."""


class RoomOutOfOrderCleared(DomainEvent, wire="pms.room.out_of_order_cleared.v1"):
    """A closure was lifted."""


class RoomOutOfServiceSet(DomainEvent, wire="pms.room.out_of_service_set.v1"):
    """It has a flaw for some nights; it is sold all the same."""


class RoomOutOfServiceCleared(DomainEvent, wire="pms.room.out_of_service_cleared.v1"):
    """The flaw is gone."""


class FolioCreated(DomainEvent, wire="pms.folio.created.v1"):
    """A folio was opened."""


class FolioChargePosted(DomainEvent, wire="pms.folio.charge_posted.v1"):
    """A charge was posted."""


class FolioAdjustmentPosted(DomainEvent, wire="pms.folio.adjustment_posted.v1"):
    """A correction was posted; it names the entry it corrects."""


class FolioPaymentPosted(DomainEvent, wire="pms.folio.payment_posted.v1"):
    """A payment was posted."""


class FolioClosed(DomainEvent, wire="pms.folio.closed.v1"):
    """It takes no further entries."""


class GuestCreated(DomainEvent, wire="pms.guest.created.v1"):
    """A guest profile was made."""


class GuestUpdated(DomainEvent, wire="pms.guest.updated.v1"):
    """A guest profile changed."""


class GuestMerged(DomainEvent, wire="pms.guest.merged.v1"):
    """One profile took over another."""


class GuestErased(DomainEvent, wire="pms.guest.erased.v1"):
    """A person's data was erased."""


class NightAuditCompleted(DomainEvent, wire="pms.night_audit.completed.v1"):
    """A business date was closed."""


class BookingEngineReservationImported(DomainEvent, wire="pms.booking_engine.reservation_imported.v1"):
    """Raised by a booking engine addon."""


class ChannelReservationImported(DomainEvent, wire="pms.channel.reservation_imported.v1"):
    """Raised by a channel addon."""


class PaymentAuthorizationRequested(DomainEvent, wire="pms.payment.authorization_requested.v1"):
    """Raised for a payment addon."""


class GuestMessageScheduled(DomainEvent, wire="pms.messaging.guest_message_scheduled.v1"):
    """Raised by a messaging addon."""


# Below: what the contract does not name yet. Every change tells somebody, set-up and housekeeping included.


class PropertyCreated(DomainEvent, wire="pms.property.created.v1"):
    """A property was set up."""


class PropertyUpdated(DomainEvent, wire="pms.property.updated.v1"):
    """Its settings changed."""


class RoomTypeCreated(DomainEvent, wire="pms.room_type.created.v1"):
    """A room type was set up."""


class RoomTypeUpdated(DomainEvent, wire="pms.room_type.updated.v1"):
    """Its limits, its rate or its name changed."""


class RoomCreated(DomainEvent, wire="pms.room.created.v1"):
    """A room was set up."""


class RoomUpdated(DomainEvent, wire="pms.room.updated.v1"):
    """Its number, its type or its features changed."""


class RatePlanCreated(DomainEvent, wire="pms.rate_plan.created.v1"):
    """A rate plan was set up."""


class RatePlanUpdated(DomainEvent, wire="pms.rate_plan.updated.v1"):
    """Its terms or its prices changed."""


class TaxRuleCreated(DomainEvent, wire="pms.tax_rule.created.v1"):
    """A tax rule was set up."""


class TaxRuleUpdated(DomainEvent, wire="pms.tax_rule.updated.v1"):
    """Its terms or the nights it is due on changed."""


class TaxRuleRemoved(DomainEvent, wire="pms.tax_rule.removed.v1"):
    """It was taken back before it was ever due."""


class TaxExemptionChanged(DomainEvent, wire="pms.tax_exemption.changed.v1"):
    """A stay was freed of taxes, or owes them again; the reason stays with the reservation."""


class HousekeepingTaskCreated(DomainEvent, wire="pms.housekeeping_task.created.v1"):
    """A task was given out."""


class HousekeepingTaskUpdated(DomainEvent, wire="pms.housekeeping_task.updated.v1"):
    """A task was taken, finished or changed."""


class HousekeepingDiscrepancyReported(DomainEvent, wire="pms.housekeeping_discrepancy.reported.v1"):
    """Housekeeping saw something else in a room than the desk believes."""


class HousekeepingDiscrepancyResolved(DomainEvent, wire="pms.housekeeping_discrepancy.resolved.v1"):
    """Housekeeping and the desk agree on the room again."""


class MaintenanceNoteOpened(DomainEvent, wire="pms.maintenance_note.opened.v1"):
    """Something in a room needs repair."""


class MaintenanceNoteClosed(DomainEvent, wire="pms.maintenance_note.closed.v1"):
    """It was repaired, or needs none."""


class FolioReopened(DomainEvent, wire="pms.folio.reopened.v1"):
    """A closed folio takes entries again."""


class FolioUpdated(DomainEvent, wire="pms.folio.updated.v1"):
    """Its name, its payer or the routing of charges changed."""


class FolioRefundPosted(DomainEvent, wire="pms.folio.refund_posted.v1"):
    """Money was paid back."""


class FolioEntriesMoved(DomainEvent, wire="pms.folio.entries_moved.v1"):
    """Entries left this folio for another, or came to it; told once for each of the two."""


class ChargeCodeCreated(DomainEvent, wire="pms.charge_code.created.v1"):
    """A kind of charge was set up."""


class ChargeCodeUpdated(DomainEvent, wire="pms.charge_code.updated.v1"):
    """Its name, group, tax category or price changed."""


class GuestUnmerged(DomainEvent, wire="pms.guest.unmerged.v1"):
    """A merge was undone; ``otherId`` is the profile that stands alone again."""
