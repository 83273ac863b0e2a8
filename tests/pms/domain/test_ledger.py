from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.charge_codes import DEFAULTS, RESERVED, default_kind
from addons.pms.domain.errors import DomainError
from addons.pms.domain.ledger import (
    Account,
    EntryKind,
    FolioStatus,
    PaymentMethod,
    require_amount,
    require_open,
)
from addons.pms.domain.money import Money
from addons.pms.domain.routing import Route, Window, choose_window

CASH = PaymentMethod.CASH


@dataclass(frozen=True)
class Line:
    """An entry as the rules see it."""

    amount: int
    kind: EntryKind = EntryKind.CHARGE
    corrects_id: UUID | None = None
    tax_of_id: UUID | None = None
    method: PaymentMethod | None = None
    id: UUID = field(default_factory=uuid4)


def correction(of: Line, amount: int, kind: EntryKind = EntryKind.ADJUSTMENT) -> Line:
    return Line(amount, kind, corrects_id=of.id, method=of.method)


def payment(amount: int) -> Line:
    return Line(-amount, EntryKind.PAYMENT, method=CASH)


def account(*lines: Line, currency: str = "EUR") -> Account[Line]:
    return Account(currency, lines)


def refusal(check: object, *arguments: object) -> dict:
    with pytest.raises(DomainError) as refused:
        check(*arguments)  # type: ignore[operator]
    return refused.value.facts | {"code": refused.value.code}


def test_the_balance_is_the_sum_and_what_was_received_the_money():
    charge, paid = Line(1000), payment(600)
    seen = account(charge, paid, correction(charge, -100), correction(paid, 50, EntryKind.REFUND))
    assert (seen.balance, seen.received, account().balance) == (350, 550, 0)


@given(st.integers(1, 10_000), st.lists(st.integers(1, 4000), max_size=8))
def test_corrections_never_take_more_than_there_was(amount: int, wanted: list[int]):
    charge = Line(amount)
    lines = [charge]
    for part in wanted:
        left = account(*lines).remaining(charge)
        if part <= left:
            account(*lines).check_adjustment(charge, part)
            lines.append(correction(charge, -part))
        else:
            assert refusal(account(*lines).check_adjustment, charge, part)["fields"].keys() == {"amount"}
    assert 0 <= account(*lines).remaining(charge) == account(*lines).balance


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(1, 9999))
def test_the_shares_of_a_tax_never_exceed_it_and_are_all_of_it_in_the_end(
    price: int, tax_amount: int, first: int
):
    charge = Line(price)
    tax = Line(tax_amount, tax_of_id=charge.id)
    lines = [charge, tax]
    for part in (min(first, price), price - min(first, price)):
        if part:
            share = account(*lines).tax_share(tax, charge, part)
            assert 0 <= share <= account(*lines).remaining(tax)
            lines += [correction(charge, -part), correction(tax, -share)]
    assert account(*lines).balance == 0


def test_what_can_be_corrected():
    charge, paid = Line(100), payment(100)
    taken = correction(charge, -40)
    seen = account(charge, paid, taken)
    assert seen.can_be_corrected(charge)
    assert not seen.can_be_corrected(taken)
    assert refusal(seen.check_adjustment, taken, 1)["fields"].keys() == {"entryId"}
    assert not account(charge, correction(charge, -100)).can_be_corrected(charge)


def test_refunds_stop_at_what_was_paid():
    first, second = payment(100), payment(50)
    seen = account(first, second, correction(first, 80, EntryKind.REFUND))
    seen.check_refund(20, first)
    assert refusal(seen.check_refund, 21, first)["fields"] == {"amount": ["Only 0.20 EUR is left of it."]}
    seen.check_refund(70, None)
    assert refusal(seen.check_refund, 71, None)["fields"] == {"amount": ["Only 0.70 EUR was paid."]}
    assert refusal(seen.check_refund, 1, Line(5))["fields"] == {"paymentId": ["This is no payment."]}
    given_back = Line(70, EntryKind.REFUND, method=CASH)
    assert refusal(account(*seen.entries, given_back).check_refund, 1, first)["fields"].keys() == {"amount"}


def test_taxes_move_with_their_charge_only():
    charge = Line(100)
    tax = Line(7, tax_of_id=charge.id)
    seen = account(charge, tax)
    seen.check_move(charge, 100)
    assert seen.taxes_of(charge) == [tax]
    assert refusal(seen.check_move, tax, 7)["fields"] == {
        "entryIds": ["A tax moves with the charge it is of."]
    }


def test_a_folio_closes_settled():
    charge, paid = Line(100), payment(100)
    account(charge, paid).check_close()
    told = refusal(account(charge).check_close)
    assert (told["code"], told["balance"]) == ("FOLIO_NOT_SETTLED", {"amount": 100, "currency": "EUR"})
    require_open(FolioStatus.OPEN)
    assert refusal(require_open, FolioStatus.CLOSED)["code"] == "FOLIO_NOT_OPEN"


@pytest.mark.parametrize(("amount", "quantity"), [(0, 1), (-1, 1), (10**15, 2)])
def test_amounts_that_are_none(amount: int, quantity: int):
    assert refusal(require_amount, amount, quantity)["fields"].keys() == {"amount"}


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [(1250, "EUR", "12.50 EUR"), (5, "EUR", "0.05 EUR"), (-1250, "EUR", "-12.50 EUR"), (1250, "JPY", "1250 JPY"),
     (1, "KWD", "0.001 KWD")],
)  # fmt: skip
def test_amounts_are_spoken_with_the_digits_of_their_currency(amount: int, currency: str, text: str):
    assert str(Money(amount, currency)) == text


GUEST, COMPANY, CLOSED = (Window(UUID(int=number), number, is_open=number != 3) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("routes", "chosen"),
    [
        ([], GUEST),
        ([Route(COMPANY.folio_id, group="ROOM")], COMPANY),
        ([Route(COMPANY.folio_id, code="ROOM")], COMPANY),
        ([Route(COMPANY.folio_id, group="ROOM"), Route(GUEST.folio_id, code="ROOM")], GUEST),
        ([Route(COMPANY.folio_id, group="FOOD")], GUEST),
        ([Route(CLOSED.folio_id, code="ROOM")], GUEST),
    ],
)
def test_a_charge_goes_where_its_code_or_group_is_routed(routes: list[Route], chosen: Window):
    assert choose_window([CLOSED, COMPANY, GUEST], routes, "ROOM", "ROOM") == chosen


def test_a_charge_finds_no_account_when_all_are_closed():
    assert choose_window([CLOSED], [], "ROOM", "ROOM") is None
    assert choose_window([], [], "ROOM", "ROOM") is None


def test_shipped_codes_are_unique_and_none_is_for_money():
    codes = [kind.code for kind in DEFAULTS]
    assert len(codes) == len(set(codes))
    assert not RESERVED & set(codes)
    assert default_kind("CANCELLATION_FEE").group == "FEE"
    assert default_kind("SPA_DAY").name == "Spa day"
