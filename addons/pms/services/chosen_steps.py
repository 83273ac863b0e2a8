"""Takes several stays through a step together: all of them, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from addons.pms.domain.cancellation import FeeAnswer, agreed_fee
from addons.pms.domain.errors import DomainError, invalid_fields
from addons.pms.domain.money import total
from addons.pms.domain.reservation_status import Command
from addons.pms.services import cancellation
from addons.pms.services.inventory import lock_stock
from addons.pms.services.refused_together import refused_together
from addons.pms.services.reservation_store import load_many, lock_rooms
from addons.pms.services.stay_rules import property_of_stay
from addons.pms.services.stays import HOLDS_THE_DATE, StepChoices, take_step
from addons.pms.services.stored_reservation import StoredReservation
from oppsera_host.db.unit_of_work import UnitOfWork


def take_step_of_chosen(
    uow: UnitOfWork, seen: Sequence[tuple[UUID, int]], command: Command, choices: StepChoices
) -> list[StoredReservation]:
    """Carry out ``command`` on the stays that somebody has chosen, whatever booking each is of.

    Args:
        uow: the running unit of work.
        seen: the stays, each once and of one property, with the version that the caller has seen.
        command: the step.
        choices: as for one stay; an expected fee is the sum over the stays.

    Returns:
        The stays after the step, in the order they were named.

    Raises:
        DomainError: NOT_FOUND; VALIDATION_ERROR for stays named twice or of several properties; else the first
            stay's refusal with ``members``, the reasons of all that cannot, CONCURRENCY_CONFLICT among them.
    """
    versions = dict(seen)
    if len(versions) < len(seen):
        raise invalid_fields({"reservations": ["Name each stay once."]})
    stays = load_many(uow.connection, uow.tenant_id, [reservation_id for reservation_id, _ in seen])
    if len({stay.snapshot.property_id for stay in stays}) > 1:
        raise invalid_fields({"reservations": ["Choose stays of one property."]})
    return take_each(uow, [(stay, versions[stay.snapshot.id]) for stay in stays], command, choices)


def take_each(
    uow: UnitOfWork,
    stays: Sequence[tuple[StoredReservation, int]],
    command: Command,
    choices: StepChoices,
) -> list[StoredReservation]:
    """Carry out ``command`` on stays of one property, each in the version named beside it.

    Raises:
        DomainError: the first stay's refusal with ``members``; CONFIRMATION_REQUIRED for another sum of fees.
    """
    _lock(uow, [stay for stay, _ in stays], command)
    if command is Command.CANCEL and choices.fee.expected is not None:
        _agree_to_sum(uow, [stay for stay, _ in stays], choices.fee)
    each = replace(choices, fee=FeeAnswer(waived=choices.fee.waived))
    done: dict[UUID, StoredReservation] = {}
    refused: list[tuple[StoredReservation, DomainError]] = []
    for stay, version in sorted(stays, key=lambda pair: pair[0].snapshot.id):
        try:
            done[stay.snapshot.id] = take_step(uow, stay.snapshot.id, version, command, each)
        except DomainError as error:
            refused.append((stay, error))
    if refused:
        raise refused_together(refused, len(stays))
    return [done[stay.snapshot.id] for stay, _ in stays]


def _lock(uow: UnitOfWork, stays: Sequence[StoredReservation], command: Command) -> None:
    """Take ahead, in the house's order, what the steps lock one stay after the other."""
    if command in HOLDS_THE_DATE:
        property_of_stay(uow, stays[0].snapshot.property_id, held=True)
    lock_rooms(uow, {part.room_id for stay in stays for part in stay.snapshot.segments})
    lock_stock(uow.connection, uow.tenant_id, {unit for stay in stays for unit in stay.consumption()})


def _agree_to_sum(uow: UnitOfWork, stays: Sequence[StoredReservation], answer: FeeAnswer) -> None:
    rules = cancellation.rules_of(property_of_stay(uow, stays[0].snapshot.property_id))
    fees = [cancellation.terms_by(uow.tenant_id, stay.snapshot, rules).fee for stay in stays]
    agreed_fee(total(fees, stays[0].snapshot.total.currency), answer)
