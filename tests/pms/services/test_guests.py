from __future__ import annotations

import random

import pytest
from sqlalchemy import text

from addons.pms.domain.errors import DomainError
from addons.pms.services import guest_search, guests
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor, system_actor
from oppsera_host.identity.models import Tenant

PEOPLE = [
    ("Ana", "Álvarez", "ana@example.org", "+34 600 111 222"),
    ("Bjørn", "Åsen", None, None),
    ("Ana Lucía", "Zapata", "lucia@example.org", None),
    ("100%", "Under_score", None, None),
]


@pytest.fixture
def people(actor: Actor) -> None:
    def work(uow: unit_of_work.UnitOfWork) -> None:
        for first, last, email, phone in PEOPLE:
            guests.create_guest(uow, first_name=first, last_name=last, email=email, phone=phone)

    unit_of_work.run(work, actor=actor)


def search(actor: Actor, query: str, after=None, limit: int = 10) -> list[str]:
    with unit_of_work.reading(actor) as session:
        found = guest_search.search_guests(session, actor.tenant_id, query, after, limit)
    return [each.last_name for each in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Álvarez", "Åsen", "Under_score", "Zapata"]),
        ("alvarez ANA", ["Álvarez"]),
        ("ana", ["Álvarez", "Zapata"]),
        ("bjorn", ["Åsen"]),
        ("600111", ["Álvarez"]),
        ("+34-600", ["Álvarez"]),
        ("lucia@", ["Zapata"]),
        ("0600 111-222", ["Álvarez"]),
        ("0034600111222", ["Álvarez"]),
        ("1112", ["Álvarez"]),
        ("example", ["Álvarez", "Zapata"]),
        ("score", ["Under_score"]),
        ("100%", ["Under_score"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("lvarez", []),
        ("ana nobody", []),
    ],
)
def test_finds_words_in_any_order_accents_aside(actor: Actor, people: None, query: str, expected: list[str]):
    assert search(actor, query) == expected


def test_pages_follow_each_other_without_gap_or_repeat(actor: Actor, people: None):
    with unit_of_work.reading(actor) as session:
        first = guest_search.search_guests(session, actor.tenant_id, "", None, 2)
        second = guest_search.search_guests(session, actor.tenant_id, "", first[-1].id, 2)
    assert [each.last_name for each in [*first, *second]] == search(actor, "")


def test_the_longest_names_of_any_script_can_be_stored(actor: Actor):
    letters = random.Random(7)
    first, last, box = (
        "".join(chr(letters.randrange(0xAC00, 0xD7A3)) for _ in range(length)) for length in (200, 200, 190)
    )
    unit_of_work.run(
        lambda uow: guests.create_guest(
            uow, first_name=first, last_name=last, email=f"{box}@mail.kr", phone=None
        ),
        actor=actor,
    )
    assert search(actor, last[:50]) == [last]


def test_another_house_finds_nobody(people: None, other_tenant: Tenant):
    assert search(system_actor(other_tenant.id, "test"), "ana") == []


def test_audit_and_events_hold_no_value_of_a_guest(actor: Actor):
    def work(uow: unit_of_work.UnitOfWork) -> guests.GuestView:
        made = guests.create_guest(
            uow,
            first_name="Secretfirst",
            last_name="Secretlast",
            email="secret@mail.org",
            phone="+999 123 4567",
        )
        guests.update_guest(uow, made.id, 1, {"notes": "Secretnote", "email": "secret2@mail.org"})
        return made

    made = unit_of_work.run(work, actor=actor)
    with unit_of_work.reading(actor) as session:
        binds = {"tenant": actor.tenant_id, "id": made.id}
        audit = (
            session.execute(
                text(
                    "select after from pms_audit_log where tenant_id = :tenant"
                    " and entity_id = :id order by seq"
                ),
                binds,
            )
            .scalars()
            .all()
        )
        events = (
            session.execute(
                text(
                    "select payload from host_outbox_events where tenant_id = :tenant and aggregate_id = :id"
                ),
                binds,
            )
            .scalars()
            .all()
        )
    assert [row["changedFields"] for row in audit] == [
        ["email", "firstName", "lastName", "phone"], ["email", "notes"],
    ]  # fmt: skip
    assert len(events) == 2
    told = f"{audit}{events}".lower()
    assert "secret" not in told
    assert "123 4567" not in told


def test_a_stale_version_and_an_unknown_guest_are_refused(actor: Actor, other_tenant: Tenant):
    made = unit_of_work.run(
        lambda uow: guests.create_guest(uow, first_name="A", last_name="B", email=None, phone=None),
        actor=actor,
    )
    change = {"last_name": "C"}
    unit_of_work.run(lambda uow: guests.update_guest(uow, made.id, 1, change), actor=actor)
    with pytest.raises(DomainError, match="Somebody else") as stale:
        unit_of_work.run(lambda uow: guests.update_guest(uow, made.id, 1, change), actor=actor)
    assert stale.value.facts == {"currentVersion": 2}
    stranger = system_actor(other_tenant.id, "test")
    with pytest.raises(DomainError) as unknown:
        unit_of_work.run(lambda uow: guests.update_guest(uow, made.id, None, change), actor=stranger)
    assert unknown.value.code == "NOT_FOUND"
