"""/pms/folios/…: an account by day, and everything that can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import Response, make_response, redirect, render_template
from sqlalchemy.orm import Session

from addons.pms.domain.charge_codes import GROUPS
from addons.pms.domain.ledger import PaymentMethod
from addons.pms.domain.money import minor_unit_digits
from addons.pms.services import charge_codes, folio_reads, reservation_reads
from addons.pms.services.folio_reads import FolioView
from addons.pms.services.folio_records import FolioEntryRecord
from addons.pms.web import commands
from addons.pms.web.folios import folios_of
from addons.pms.web.pages.blueprint import blueprint
from oppsera_host.identity.actor_names import names_of
from oppsera_host.web.request_context import current_actor, require


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as the page shows it: with the balance after it, and the entry it corrects or is a tax of."""

    entry: FolioEntryRecord
    balance: int
    remaining: int
    about: FolioEntryRecord | None
    correctable: bool


@dataclass(frozen=True, slots=True)
class Day:
    """What was posted on a business date."""

    date: date
    lines: list[Line]


@blueprint.get("/reservations/<uuid:reservation_id>/folio")
@require("pms.folios.read")
def guest_folio_page(reservation_id: UUID) -> Response:
    """Go to the stay's own folio."""
    view = folios_of(reservation_id)[0]
    return make_response(redirect(f"/pms/folios/{view.folio.id}"))


@blueprint.get("/folios/<uuid:folio_id>")
@require("pms.folios.read")
def folio_page(folio_id: UUID) -> Response:
    """Show a folio and its stay's other folios."""
    actor = current_actor()

    def load(session: Session) -> dict[str, Any]:
        view = folio_reads.find_folio(session, actor.tenant_id, folio_id)
        stay_id = view.folio.reservation_id
        return {
            "view": view, "folio": view.folio, "days": days_of(view),
            "windows": folio_reads.folios_of(session, actor.tenant_id, stay_id),
            "routes": folio_reads.routes_of(session, actor.tenant_id, stay_id),
            "stay": reservation_reads.find(session, actor.tenant_id, stay_id),
            "codes": [
                code
                for code in charge_codes.codes_of(session, actor.tenant_id, view.folio.property_id)
                if code.active
            ],
            "people": names_of(session, [entry.posted_by for entry in view.entries]),
        }  # fmt: skip

    page = commands.read(load)
    digits = minor_unit_digits(page["folio"].currency)
    return make_response(
        render_template(
            "pms/folio.html", **page, methods=list(PaymentMethod), routed_groups=GROUPS[:4],
            plain=lambda amount: Decimal(abs(amount)).scaleb(-digits), names=actor.may("pms.guests.read"),
            may={name: actor.may(f"pms.folios.{name}") for name in ("post", "close", "reopen")},
        )
    )  # fmt: skip


def days_of(view: FolioView) -> list[Day]:
    """Return the entries by business date with a running balance, taxes after the charge they are of."""
    account, by_id = view.account, {entry.id: entry for entry in view.entries}
    lines, balance = [], 0
    for entry in view.entries:
        balance += entry.amount
        about = by_id.get(entry.corrects_id or entry.tax_of_id or entry.id)
        lines.append(
            Line(
                entry, balance, account.remaining(entry), None if about is entry else about,
                account.can_be_corrected(entry),
            )
        )  # fmt: skip
    return _by_day(lines)


def _by_day(lines: Sequence[Line]) -> list[Day]:
    grouped = groupby(lines, key=lambda line: line.entry.business_date)
    return [Day(day, list(of_day)) for day, of_day in grouped]
