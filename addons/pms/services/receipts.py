"""Receipts: an account with whose it is, where, and for which stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from addons.pms.db.queries import receipts as queries
from addons.pms.domain.charge_codes import default_kind
from addons.pms.domain.receipt import Receipt, receipt
from addons.pms.domain.taxes import TaxLine, included_taxes
from addons.pms.services.charge_codes import codes_of
from addons.pms.services.folio_reads import find_folio
from addons.pms.services.folio_records import FolioRecord
from addons.pms.services.properties import PropertyRecord, find_property
from addons.pms.services.tax_rules import tax_rules_of


@dataclass(frozen=True, slots=True)
class ReceiptDocument:
    """Everything a receipt says.

    Attributes:
        hotel: the property; its business date is the receipt's.
        folio: the account; its payer stands on the receipt where there is one.
        guest_name: first and last name.
        guest_language: BCP 47, None where nobody asked.
        confirmation_number: of the reservation.
        rooms: numbers of the rooms slept in, in order.
        check_in_date: the first night.
        check_out_date: the day of departure.
        adults: how many.
        children: how many.
        figures: charges, taxes and payments.
    """

    hotel: PropertyRecord
    folio: FolioRecord
    guest_name: str
    guest_language: str | None
    confirmation_number: str
    rooms: tuple[str, ...]
    check_in_date: date
    check_out_date: date
    adults: int
    children: int
    figures: Receipt

    @property
    def nights(self) -> int:
        """How many nights the stay has."""
        return (self.check_out_date - self.check_in_date).days

    @property
    def number(self) -> str:
        """What the receipt is called: the reservation's number, and which of its accounts."""
        window = self.folio.window_number
        return self.confirmation_number if window == 1 else f"{self.confirmation_number}-{window}"


def receipt_of(session: Session, tenant_id: UUID, folio_id: UUID) -> ReceiptDocument:
    """Return the receipt of a folio as it stands.

    Raises:
        DomainError: NOT_FOUND.
    """
    view = find_folio(session, tenant_id, folio_id)
    hotel = find_property(session, tenant_id, view.folio.property_id)
    binds = {"tenant": tenant_id, "reservation": view.folio.reservation_id}
    stay = session.execute(queries.STAY, binds).one()
    rules = [record.rule for record in tax_rules_of(session, tenant_id, hotel.id)]
    groups = {record.code: record.group for record in codes_of(session, tenant_id, hotel.id)}

    def included_in(code: str, amount: int, day: date) -> list[TaxLine]:
        group = groups.get(code) or default_kind(code).group
        return included_taxes(rules, code, group, amount, day, stay.exemption)

    return ReceiptDocument(
        hotel=hotel, folio=view.folio, guest_name=f"{stay.first_name} {stay.last_name}".strip(),
        guest_language=stay.language, confirmation_number=stay.confirmation_number,
        rooms=tuple(dict.fromkeys(stay.rooms)), check_in_date=stay.check_in_date,
        check_out_date=stay.check_out_date, adults=stay.adults, children=stay.children,
        figures=receipt(view.entries, included_in),
    )  # fmt: skip
