"""A CRM is asked before the house's own directory, when the desk searches and when it books."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from addons.pms.hookspecs.crm import GuestDetails, GuestQuery
from oppsera_host.addons.registry import registry_of
from oppsera_host.hookspecs import hookimpl
from tests.factories.desk import Desk

PATH = "/api/pms/guests"


class Crm:
    """An addon that knows somebody; it lets through what it does not answer."""

    found: Callable[[GuestQuery], Any] = staticmethod(lambda _query: None)
    resolved: Callable[[GuestDetails], Any] = staticmethod(lambda _guest: None)

    @hookimpl
    def pms_find_guest(self, query: GuestQuery) -> Any:
        return self.found(query)

    @hookimpl
    def pms_resolve_guest(self, guest: GuestDetails) -> Any:
        return self.resolved(guest)


@pytest.fixture
def crm(app: Flask) -> Iterator[Crm]:
    manager, plugin = registry_of(app).manager, Crm()
    manager.register(plugin, "crm")
    yield plugin
    manager.unregister(plugin)


def make(desk: Desk, last: str, **more: str) -> str:
    return str(desk.client.post(PATH, json={"firstName": "Ada", "lastName": last, **more}).json["id"])


def search(desk: Desk, query: str) -> list[str]:
    return [each["id"] for each in desk.client.get(PATH, query_string={"q": query}).json["items"]]


def booked_for(desk: Desk, day: int = 1, **guest: str) -> str:
    return str(desk.book(f"2027-04-{day:02}", f"2027-04-{day + 1:02}", guest=guest)["guestId"])


def test_a_crm_may_answer_add_to_the_answer_or_leave_it_to_the_house(desk: Desk, crm: Crm):
    byron, king = make(desk, "Byron"), make(desk, "King")
    crm.found = lambda _query: [UUID(king), uuid4()]
    assert search(desk, "member 4711") == [king], "an id the house does not have is left out"
    crm.found = lambda query: [UUID(king), *query.directory()]
    assert search(desk, "byron") == [king, byron]
    crm.found = lambda _query: None
    assert search(desk, "byron") == [byron]


def test_a_crm_names_the_profile_of_a_booking(desk: Desk, crm: Crm):
    king = make(desk, "King")
    asked: list[GuestDetails] = []
    crm.resolved = lambda guest: asked.append(guest) or UUID(king)
    assert booked_for(desk, firstName="Somebody", lastName="Else", email="x@example.org") == king
    assert [(each.last_name, each.email) for each in asked] == [("Else", "x@example.org")]


def test_the_house_knows_a_guest_by_e_mail_and_name_together(desk: Desk):
    known = make(desk, "Müller", email="Ada@example.org")
    assert booked_for(desk, firstName="ada", lastName="Muller", email="ada@Example.org") == known
    others = {
        booked_for(desk, 3, firstName="Ben", lastName="Müller", email="ada@example.org"),
        booked_for(desk, 5, firstName="Ada", lastName="Müller", email="other@example.org"),
        booked_for(desk, 7, firstName="Ada", lastName="Müller"),
    }
    assert len(others) == 3
    assert known not in others
