from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.ledger import EntryKind, PaymentMethod
from addons.pms.domain.receipt import address_lines, receipt
from addons.pms.domain.taxes import TaxLine

DAY = date(2027, 3, 15)


@dataclass(frozen=True)
class Posted:
    kind: EntryKind
    amount: int
    id: UUID
    code: str = "ROOM"
    night: date | None = None
    business_date: date = DAY
    quantity: int = 1
    description: str = "Room"
    corrects_id: UUID | None = None
    tax_of_id: UUID | None = None
    method: PaymentMethod | None = None


def posted(kind: str, amount: int, **more) -> Posted:
    return Posted(EntryKind(kind), amount, uuid4(), **more)


def no_taxes(_code: str, _amount: int, _day: date) -> list[TaxLine]:
    return []


@st.composite
def accounts(draw) -> list[Posted]:
    """Charges with taxes, payments, and corrections of all of them: what a ledger can hold."""
    entries: list[Posted] = []
    for _ in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(["CHARGE", "TAX", "PAYMENT", "REFUND", "ADJUSTMENT", "TRANSFER"]))
        amount = draw(st.integers(1, 50_000))
        charges = [each for each in entries if each.kind is EntryKind.CHARGE and each.tax_of_id is None]
        plain = [each for each in entries if each.corrects_id is None]
        night = draw(st.none() | st.just(DAY))
        if kind == "CHARGE":
            entries.append(posted("CHARGE", amount, night=night))
        elif kind == "TAX" and charges:
            entries.append(posted("CHARGE", amount, code="CITY", tax_of_id=draw(st.sampled_from(charges)).id))
        elif kind == "PAYMENT":
            entries.append(posted("PAYMENT", -amount, method=PaymentMethod.CARD))
        elif kind == "REFUND":
            entries.append(posted("REFUND", amount, method=PaymentMethod.CASH))
        elif plain and kind in {"ADJUSTMENT", "TRANSFER"}:
            of = draw(st.sampled_from(plain))
            entries.append(posted(kind, -of.amount, corrects_id=of.id, method=of.method, tax_of_id=None))
    return entries


@given(accounts())
def test_a_receipt_always_comes_to_the_balance_of_the_account(entries: list[Posted]) -> None:
    made = receipt(entries, no_taxes)
    assert made.balance == sum(entry.amount for entry in entries)
    assert all(line.amount for line in (*made.charges, *made.payments))


def test_corrections_go_into_what_they_correct_and_money_paid_back_is_told() -> None:
    room = posted("CHARGE", 10_000, night=date(2027, 3, 14))
    wrong = posted("CHARGE", 2_000, code="MINIBAR", description="Minibar", quantity=2)
    tax = posted("CHARGE", 200, code="CITY", description="City tax", tax_of_id=room.id)
    paid = posted("PAYMENT", -11_000, method=PaymentMethod.CARD)
    entries = [
        wrong, room, tax, paid, posted("ADJUSTMENT", -2_000, corrects_id=wrong.id),
        posted("ADJUSTMENT", -1_000, corrects_id=room.id),
        posted("REFUND", 1_800, corrects_id=paid.id, method=PaymentMethod.CARD),
    ]  # fmt: skip
    made = receipt(entries, no_taxes)
    assert [(line.day, line.code, line.amount) for line in made.charges] == [
        (date(2027, 3, 14), "ROOM", 9_000)
    ]
    assert made.taxes == (TaxLine("CITY", "City tax", 200),)
    assert [line.amount for line in made.payments] == [-11_000, 1_800]
    assert (made.total, made.paid, made.balance) == (9_200, 9_200, 0)


def test_included_taxes_are_of_what_is_left_and_summed() -> None:
    first, second = posted("CHARGE", 10_900), posted("CHARGE", 21_800)
    entries = [first, second, posted("ADJUSTMENT", -10_900, corrects_id=second.id)]

    def nine_percent(code: str, amount: int, day: date) -> list[TaxLine]:
        assert (code, day) == ("ROOM", DAY)
        return [TaxLine("VAT", "VAT", amount * 9 // 109)]

    made = receipt(entries, nine_percent)
    assert (made.included, made.total) == ((TaxLine("VAT", "VAT", 1_800),), 21_800)


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (None, []),
        ("Rua A 1\n\n 1100-000 Lisboa ", ["Rua A 1", "1100-000 Lisboa"]),
        (
            {"line1": "Rua A 1", "postalCode": "1100", "city": "Lisboa", "country": "PT"},
            ["Rua A 1", "1100 Lisboa", "PT"],
        ),
    ],
)
def test_addresses(address: object, lines: list[str]) -> None:
    assert address_lines(address) == lines
