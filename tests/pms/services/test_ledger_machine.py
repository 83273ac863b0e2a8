"""Any sequence of commands, against an account kept in plain Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addons.pms.domain.errors import DomainError
from addons.pms.domain.ledger import PaymentMethod
from addons.pms.domain.money import Money
from addons.pms.services import folio_moves, folio_posting, folio_reads, folios, payments
from addons.pms.services.verify import verify
from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.identity.actor import Actor
from tests.factories.desk import Desk

pytestmark = pytest.mark.stock


@dataclass
class Item:
    """What is left of a charge or payment."""

    id: UUID
    left: int
    money: bool


@dataclass
class Book:
    """The account as one would keep it on paper."""

    id: UUID
    open: bool = True
    balance: int = 0
    received: int = 0
    items: list[Item] = field(default_factory=list)

    def add(self, item_id: UUID, amount: int, *, money: bool) -> None:
        self.items.append(Item(item_id, amount, money))
        self.count(amount, money=money)

    def count(self, amount: int, *, money: bool) -> None:
        self.balance += amount
        self.received -= amount if money else 0

    def may_take(self, item: Item, amount: int) -> bool:
        return self.open and 0 < amount <= abs(item.left) and (not item.money or amount <= self.received)

    def take(self, item: Item, amount: int) -> None:
        signed = amount if item.left > 0 else -amount
        item.left -= signed
        self.count(-signed, money=item.money)


amounts = st.integers(-5, 400)
places = st.integers(0, 30)
names = st.sampled_from(
    ["charge", "pay", "settle", "correct", "refund", "refund_any", "move", "close", "reopen", "change folio"]
)
commands = st.lists(st.tuples(names, amounts, places), max_size=25)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(wanted=commands)
def test_the_balance_is_the_sum_whatever_happens(
    desk: Desk, actor: Actor, wanted: list[tuple[str, int, int]]
):
    stay = UUID(desk.book("2027-03-20", "2027-03-21", kind="STD", adults=1)["id"])
    made = [
        unit_of_work.run(lambda uow: folios.guest_folio(uow, stay), actor=actor),
        unit_of_work.run(lambda uow: folios.open_window(uow, stay, None, name="B", payer=""), actor=actor),
    ]
    here, there = Book(made[0].id), Book(made[1].id)
    for name, amount, place in wanted:
        if name == "change folio":
            here, there = there, here
            continue
        before = read(actor, stay)
        done = obey(here, there, actor, name, amount, place)
        assert done or read(actor, stay) == before, name
        assert read(actor, stay) == {book.id: (book.balance, book.received) for book in (here, there)}, name
        assert all(item.left * sign >= 0 for book in (here, there) for item, sign in signs(book))
    desk.client.post(f"/api/pms/reservations/{stay}/cancel", json={"expectedVersion": 1})


def test_what_the_machine_leaves_behind_is_in_order(desk: Desk, actor: Actor, tenant: Any):
    test_the_balance_is_the_sum_whatever_happens(desk, actor)
    assert verify(tenant.id) == []


def signs(book: Book) -> list[tuple[Item, int]]:
    return [(item, -1 if item.money else 1) for item in book.items]


def read(actor: Actor, stay: UUID) -> dict[UUID, tuple[int, int]]:
    with unit_of_work.reading(actor) as session:
        views = folio_reads.folios_of(session, actor.tenant_id, stay)
    return {view.folio.id: (view.folio.balance, view.account.received) for view in views}


@dataclass(frozen=True)
class Attempt:
    """A command in the house, whether it is possible on paper, and what it does there with the house's answer."""

    work: Callable[[UnitOfWork], Any]
    possible: bool
    note: Callable[[Any], object]


def obey(here: Book, there: Book, actor: Actor, name: str, amount: int, place: int) -> bool:
    """Carry ``name`` out in the house and on paper; both must agree whether it is possible, which is returned."""
    item = here.items[place % len(here.items)] if here.items else Item(uuid4(), 0, money=False)
    attempt = ATTEMPTS[name](here, there, item, amount)
    refusal = None
    try:
        answer = unit_of_work.run(attempt.work, actor=actor)
    except DomainError as error:
        refusal = error
    assert (refusal is None) == attempt.possible, (name, refusal)
    if refusal is None:
        attempt.note(answer)
    return refusal is None


def charge(here: Book, _there: Book, _item: Item, amount: int) -> Attempt:
    return Attempt(
        lambda uow: folio_posting.post_to_folio(
            uow, here.id, None, code="OTHER", quantity=1, price=Money(amount, "EUR"), description=""
        ),
        here.open and amount > 0,
        lambda posted: here.add(posted.entries[0].id, amount, money=False),
    )


def pay(here: Book, _there: Book, _item: Item, amount: int) -> Attempt:
    return Attempt(
        lambda uow: payments.post_payment(
            uow, here.id, None, amount=Money(amount, "EUR"), method=PaymentMethod.CARD, description=""
        ),
        here.open and amount > 0,
        lambda posted: here.add(posted.entries[0].id, -amount, money=True),
    )


def settle(here: Book, there: Book, item: Item, _amount: int) -> Attempt:
    return pay(here, there, item, here.balance)


def correct(here: Book, _there: Book, item: Item, amount: int) -> Attempt:
    return Attempt(
        lambda uow: folio_posting.post_adjustment(
            uow, here.id, None, entry_id=item.id, amount=Money(amount, "EUR"), description="x"
        ),
        here.may_take(item, amount),
        lambda _posted: here.take(item, amount),
    )


def refund(here: Book, _there: Book, item: Item, amount: int) -> Attempt:
    return Attempt(
        lambda uow: payments.post_refund(
            uow, here.id, None, amount=Money(amount, "EUR"), method=None, description="", payment_id=item.id
        ),
        item.money and here.may_take(item, amount),
        lambda _posted: here.take(item, amount),
    )


def refund_any(here: Book, _there: Book, _item: Item, amount: int) -> Attempt:
    return Attempt(
        lambda uow: payments.post_refund(
            uow, here.id, None, amount=Money(amount, "EUR"), method=None, description=""
        ),
        here.open and 0 < amount <= here.received,
        lambda _posted: here.count(amount, money=True),
    )


def move(here: Book, there: Book, item: Item, amount: int) -> Attempt:
    def note(moved: folio_moves.Moved) -> None:
        here.take(item, amount)
        there.add(moved.entries[1].id, moved.entries[1].amount, money=item.money)

    return Attempt(
        lambda uow: folio_moves.move_entries(
            uow, here.id, None, to_folio_id=there.id, entry_ids=[item.id], amount=Money(amount, "EUR")
        ),
        here.may_take(item, amount) and there.open,
        note,
    )


def close(here: Book, _there: Book, _item: Item, _amount: int) -> Attempt:
    return Attempt(
        lambda uow: folios.close(uow, here.id, None),
        here.open and here.balance == 0,
        lambda _closed: setattr(here, "open", False),
    )


def reopen(here: Book, _there: Book, _item: Item, _amount: int) -> Attempt:
    return Attempt(
        lambda uow: folios.reopen(uow, here.id, None), True, lambda _open: setattr(here, "open", True)
    )


ATTEMPTS = {
    attempt.__name__: attempt
    for attempt in (charge, pay, settle, correct, refund, refund_any, move, close, reopen)
}
