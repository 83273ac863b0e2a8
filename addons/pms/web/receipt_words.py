"""The texts of a receipt, in the language of the running block; the page and the PDF say the same."""

from __future__ import annotations

from babel import Locale
from flask_babel import format_date, get_locale, gettext, lazy_gettext, ngettext

from addons.pms.domain.ledger import PaymentMethod
from addons.pms.domain.receipt import ReceiptLine, address_lines
from addons.pms.services.receipts import ReceiptDocument
from addons.pms.web.money_text import money_text

_METHODS = {
    PaymentMethod.CASH: lazy_gettext("Cash"),
    PaymentMethod.CARD: lazy_gettext("Card"),
    PaymentMethod.BANK_TRANSFER: lazy_gettext("Bank transfer"),
    PaymentMethod.OTHER: lazy_gettext("Other"),
}


class ReceiptWords:
    """What stands where on the receipt ``document``; every member is a text or rows of texts."""

    def __init__(self, document: ReceiptDocument) -> None:
        self.document = document

    def money(self, amount: int) -> str:
        """Return minor units of the account's currency as the reader writes them."""
        return money_text(amount, self.document.folio.currency)

    def sender(self) -> list[str]:
        """Return the property's name and address; a country given as its code (ISO 3166-1) by its name."""
        hotel, territories = self.document.hotel, (get_locale() or Locale("en")).territories
        return [
            hotel.name,
            *address_lines(hotel.address, lambda code: str(territories.get(code.upper(), code))),
        ]

    def addressee(self) -> list[str]:
        """Return who pays, and whose stay it was where that is somebody else."""
        document = self.document
        return list(
            dict.fromkeys(line for line in (document.folio.payer.strip(), document.guest_name) if line)
        )

    def facts(self) -> list[tuple[str, str]]:
        """Return what the stay was, as (label, text)."""
        document = self.document
        party = ngettext("%(num)s adult", "%(num)s adults", document.adults)
        if document.children:
            party += ", " + ngettext("%(num)s child", "%(num)s children", document.children)
        nights = ngettext("%(num)s night", "%(num)s nights", document.nights)
        told = [
            (gettext("Receipt"), document.number),
            (gettext("Date"), format_date(document.hotel.business_date, "long")),
            (gettext("Arrival"), format_date(document.check_in_date, "long")),
            (gettext("Departure"), f"{format_date(document.check_out_date, 'long')} ({nights})"),
            (gettext("Party"), party),
        ]
        if document.rooms:
            told.insert(2, (gettext("Room number"), ", ".join(document.rooms)))
        return told

    def charges(self) -> list[tuple[str, str, str]]:
        """Return (day, what, amount) of each charge."""
        return [self._row(line, self._what(line)) for line in self.document.figures.charges]

    def taxes(self) -> list[tuple[str, str]]:
        """Return (what, amount) of the taxes added."""
        return [(line.description, self.money(line.amount)) for line in self.document.figures.taxes]

    def included(self) -> list[tuple[str, str]]:
        """Return (what, amount) of the taxes that prices include."""
        return [
            (gettext("Includes %(tax)s", tax=line.description), self.money(line.amount))
            for line in self.document.figures.included
        ]

    def payments(self) -> list[tuple[str, str, str]]:
        """Return (day, how, amount) of money received, above zero, and paid back, below."""
        return [self._row(line, self._how(line), -1) for line in self.document.figures.payments]

    def sums(self) -> list[tuple[str, str]]:
        """Return (what, amount): the total, what was paid, what is left."""
        figures = self.document.figures
        left = gettext("Balance due") if figures.balance >= 0 else gettext("In your favour")
        return [
            (gettext("Total"), self.money(figures.total)),
            (gettext("Paid"), self.money(figures.paid)),
            (left, self.money(abs(figures.balance))),
        ]

    def _row(self, line: ReceiptLine, what: str, sign: int = 1) -> tuple[str, str, str]:
        return format_date(line.day, "medium"), what, self.money(sign * line.amount)

    @staticmethod
    def _what(line: ReceiptLine) -> str:
        """Descriptions the house brings are texts of the catalogue; typed ones stand as they are."""
        name = gettext(line.description) if line.description else line.code
        return name if line.quantity == 1 else f"{line.quantity} \N{MULTIPLICATION SIGN} {name}"

    @staticmethod
    def _how(line: ReceiptLine) -> str:
        how = str(_METHODS[line.method]) if line.method else ""
        return how if line.amount < 0 else gettext("Paid back: %(how)s", how=how)
