"""Opens, names, closes and reopens accounts, and says which charges go where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from addons.pms.db.queries import folios as queries
from addons.pms.domain.charge_codes import GROUPS
from addons.pms.domain.errors import DomainError, folio_not_open, invalid_fields
from addons.pms.domain.events import DomainEvent, FolioClosed, FolioReopened, FolioUpdated
from addons.pms.domain.ledger import Account, FolioStatus
from addons.pms.domain.routing import Route
from addons.pms.domain.sentence import Sentence
from addons.pms.services import charge_codes, configuration_records, folio_store
from addons.pms.services.folio_records import FolioRecord, folio_of
from addons.pms.services.folio_store import NewFolio
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id

MOST_WINDOWS = 99


def guest_folio(uow: UnitOfWork, reservation_id: UUID) -> FolioRecord:
    """Return the stay's own folio, opened on the first occasion; its balance is not filled in.

    Raises:
        DomainError: NOT_FOUND for the reservation.
    """
    stay = folio_store.stay_of(uow, reservation_id)
    opened = folio_store.open_folios(uow, [NewFolio(stay.property_id, stay.id, stay.currency)])
    return opened[0] if opened else _windows(uow, reservation_id)[0]


def open_window(
    uow: UnitOfWork, reservation_id: UUID, expected_version: int | None, *, name: str, payer: str
) -> FolioRecord:
    """Open one more account of the stay, for a company or for extras; ``expected_version`` is the reservation's.

    Raises:
        DomainError: NOT_FOUND for the reservation; VALIDATION_ERROR when it has 99; CONCURRENCY_CONFLICT when somebody
            opened another at the same moment.
    """
    stay = folio_store.stay_of(uow, reservation_id)
    configuration_records.require_version(stay.version, expected_version)
    guest = guest_folio(uow, reservation_id)
    number = _windows(uow, reservation_id)[-1].window_number + 1
    if number > MOST_WINDOWS:
        raise invalid_fields(
            {"name": [Sentence("A stay has at most {most_windows} folios.", most_windows=MOST_WINDOWS)]}
        )
    opened = folio_store.open_folios(
        uow,
        [NewFolio(guest.property_id, reservation_id, guest.currency, number, name.strip(), payer.strip())],
    )
    if not opened:
        raise DomainError("CONCURRENCY_CONFLICT", "Somebody else has opened a folio meanwhile; try again.")
    return opened[0]


def rename(
    uow: UnitOfWork, folio_id: UUID, expected_version: int | None, *, name: str | None, payer: str | None
) -> FolioRecord:
    """Change what the folio is called and who is to pay; None leaves it.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT.
    """
    before = folio_store.lock(uow, [folio_id])[folio_id].folio
    configuration_records.require_version(before.version, expected_version)
    after = replace(
        before,
        name=before.name if name is None else name.strip(),
        payer=before.payer if payer is None else payer.strip(),
    )
    return _change(uow, "folio.update", FolioUpdated, before, after)


def close(uow: UnitOfWork, folio_id: UUID, expected_version: int | None) -> FolioRecord:
    """Close a settled folio: it takes no further entries.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; FOLIO_NOT_OPEN; FOLIO_NOT_SETTLED with the balance.
    """
    locked = folio_store.lock(uow, [folio_id])[folio_id]
    before = locked.folio
    configuration_records.require_version(before.version, expected_version)
    if not before.is_open:
        raise folio_not_open()
    Account(before.currency, locked.entries).check_close()
    return _change(uow, "folio.close", FolioClosed, before, replace(before, status=FolioStatus.CLOSED))


def reopen(uow: UnitOfWork, folio_id: UUID, expected_version: int | None) -> FolioRecord:
    """Let a closed folio take entries again; an open one stays as it is.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT.
    """
    before = folio_store.lock(uow, [folio_id])[folio_id].folio
    configuration_records.require_version(before.version, expected_version)
    if before.is_open:
        return before
    return _change(uow, "folio.reopen", FolioReopened, before, replace(before, status=FolioStatus.OPEN))


def set_routing(uow: UnitOfWork, reservation_id: UUID, routes: Sequence[Route]) -> list[Route]:
    """Say which charges of the stay go to which of its folios, in place of what was said before.

    Raises:
        DomainError: NOT_FOUND for the reservation; VALIDATION_ERROR naming the row, as ``routes.1.folioId``.
    """
    guest = guest_folio(uow, reservation_id)
    windows = {folio.id for folio in _windows(uow, reservation_id)}
    _check_routes(uow, guest.property_id, windows, routes)
    locked = folio_store.lock(uow, [guest.id])[guest.id].folio
    binds = {"tenant": uow.tenant_id, "reservation": reservation_id}
    uow.execute_all(
        (queries.CLEAR_ROUTES, binds),
        (
            queries.ADD_ROUTES,
            {
                **binds, "ids": sorted(new_id() for _ in routes), "folio_ids": [route.folio_id for route in routes],
                "codes": [route.code for route in routes], "groups": [route.group for route in routes],
            },
        ),
    )  # fmt: skip
    facts = {"routing": [route.to_payload() for route in routes]}
    _change(uow, "folio.set_routing", FolioUpdated, locked, locked, facts)
    return list(routes)


def _check_routes(uow: UnitOfWork, property_id: UUID, windows: set[UUID], routes: Sequence[Route]) -> None:
    problems: dict[str, list[str]] = {}
    known = {each.code for each in charge_codes.codes_of(uow.session, uow.tenant_id, property_id)}
    said = set()
    for place, route in enumerate(routes):
        if route.folio_id not in windows:
            problems[f"routes.{place}.folioId"] = [Sentence("This is no folio of the stay.")]
        if (route.code is None) == (route.group is None):
            problems[f"routes.{place}.code"] = [Sentence("Please give either a code or a group.")]
        elif route.code is not None and route.code not in known:
            problems[f"routes.{place}.code"] = [Sentence("The property does not charge for this.")]
        elif route.group is not None and route.group not in GROUPS:
            problems[f"routes.{place}.group"] = [Sentence("There is no such group.")]
        elif (route.code, route.group) in said:
            problems[f"routes.{place}.code"] = [Sentence("This was said in an earlier row.")]
        said.add((route.code, route.group))
    if problems:
        raise invalid_fields(problems)


def _windows(uow: UnitOfWork, reservation_id: UUID) -> list[FolioRecord]:
    rows = uow.execute(queries.OF_RESERVATION, {"tenant": uow.tenant_id, "reservation": reservation_id})
    return [folio_of(row) for row in rows]


def _change(
    uow: UnitOfWork,
    action: str,
    event: type[DomainEvent],
    before: FolioRecord,
    wanted: FolioRecord,
    facts: dict[str, Any] | None = None,
) -> FolioRecord:
    version = uow.execute(
        queries.CHANGE,
        {
            "tenant": uow.tenant_id, "id": wanted.id, "status": wanted.status.value, "name": wanted.name,
            "payer": wanted.payer,
        },
    ).scalar_one()  # fmt: skip
    after = replace(wanted, version=version)
    configuration_records.record(uow, action, event, before=before, after=after, facts=facts)
    return after
