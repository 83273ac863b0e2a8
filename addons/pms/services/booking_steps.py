"""Takes the stays of a booking through a step together: all of them, or none."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from addons.pms.domain.errors import invalid_status_transition, not_found
from addons.pms.domain.reservation_status import TRANSITIONS, Command
from addons.pms.domain.sentence import Sentence
from addons.pms.services.bookings import WholeBooking, find_booking
from addons.pms.services.chosen_steps import take_each
from addons.pms.services.configuration_records import require_version
from addons.pms.services.stay_rules import property_of_stay
from addons.pms.services.stays import StepChoices
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host.db.unit_of_work import UnitOfWork


def take_step_together(
    uow: UnitOfWork,
    booking_id: UUID,
    expected_version: int | None,
    command: Command,
    reservation_ids: Sequence[UUID] | None,
    choices: StepChoices,
) -> WholeBooking:
    """Carry out ``command`` on the stays named, or on all whose turn it is.

    Args:
        uow: the running unit of work.
        booking_id: which booking.
        expected_version: the booking's version the caller has seen, so that no stay is acted on unseen; None
            accepts any.
        command: the step.
        reservation_ids: which of its stays; None for every stay that is in the right status, and for a check-in
            due to arrive.
        choices: as for one stay; an expected fee is the sum over the stays.

    Raises:
        DomainError: CONCURRENCY_CONFLICT; NOT_FOUND, also for stays of another booking; INVALID_STATUS_TRANSITION
            when it is no stay's turn; the first stay's refusal with ``members``, the reasons of all that cannot.
    """
    booking = find_booking(uow.session, uow.tenant_id, booking_id)
    require_version(booking.record.version, expected_version)
    chosen = _chosen(uow, booking, command, reservation_ids)
    take_each(uow, [(stay, stay.snapshot.version) for stay in chosen], command, choices)
    return find_booking(uow.session, uow.tenant_id, booking_id)


def _chosen(
    uow: UnitOfWork, booking: WholeBooking, command: Command, wanted: Sequence[UUID] | None
) -> list[StoredReservation]:
    if wanted is not None:
        by_id = {stay.snapshot.id: stay for stay in booking.stays}
        if any(each not in by_id for each in wanted):
            raise not_found()
        return [by_id[each] for each in dict.fromkeys(wanted)]
    sources = {step.source for step in TRANSITIONS if step.command is command}
    found = [stay for stay in booking.stays if stay.snapshot.status in sources]
    if command is Command.CHECK_IN:
        today = property_of_stay(uow, booking.record.property_id).business_date
        found = [stay for stay in found if stay.snapshot.check_in_date <= today]
    if not found:
        status = booking.stays[0].snapshot.status.value
        raise invalid_status_transition(
            status, command.value, Sentence("No stay of this booking can take this step now.")
        )
    return found
