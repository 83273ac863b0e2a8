"""Every route tried as every shipped role: refused exactly where docs/routes.md does not mark it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from oppsera_host.testing.client import FreshClient, RoleClient
from oppsera_host.web import access
from oppsera_host.web.route_reference import of_installed_addons

DOCUMENT = Path(__file__).parents[2] / "docs" / "routes.md"
_ROW = re.compile(r"\| `(?P<method>[A-Z]+) (?P<rule>[^`]+)` \| `(?P<mark>[^`]+)` \|(?P<cells>.*)\|")
_ARGUMENT = re.compile(r"<(?:(?P<kind>\w+)(?:\((?P<choices>[^)]*)\))?:)?(?P<name>\w+)>")
#: What would end the session or the process of trying; their marks are in the table like all others.
NOT_TRIED = {"/api/host/session"}


class Promise:
    """A row of the table: a route, what it demands, and the roles it is open to."""

    def __init__(self, row: re.Match[str], roles: list[str]) -> None:
        self.method, self.rule, self.mark = row["method"], row["rule"], row["mark"]
        cells = [cell.strip() for cell in row["cells"].split("|")]
        self.open_to = {role for role, cell in zip(roles, cells, strict=True) if cell == "x"}

    @property
    def path(self) -> str:
        """An address of the route with an id that nobody has."""
        return _ARGUMENT.sub(_value, self.rule)


def promises() -> tuple[list[str], list[Promise]]:
    """The roles of the document and its rows."""
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    heading = next(line for line in lines if line.startswith("| Route |"))
    roles = [cell.strip() for cell in heading.strip("|").split("|")][2:]
    return roles, [Promise(row, roles) for line in lines if (row := _ROW.fullmatch(line))]


def _value(argument: re.Match[str]) -> str:
    if argument["kind"] == "any":
        return argument["choices"].split(",")[0].strip(" \"'")
    return {"uuid": str(uuid4()), "int": "1", "date": "2027-03-15"}.get(argument["kind"] or "", "x")


def ask(client: RoleClient, promise: Promise) -> TestResponse:
    body = None if promise.method == "GET" else {}
    return client.send(promise.method, promise.path, json=body, headers={"If-Match": "*"})


def broken(client: FreshClient, tried: Counter[str] | None = None, only: str = "") -> Iterator[str]:
    """Every route and role where the answer is not what the document says."""
    roles, rows = promises()
    callers = {role: client.as_role(role) for role in roles}
    for promise in rows:
        if promise.rule in NOT_TRIED or (only and promise.rule != only):
            continue
        for role, caller in callers.items():
            answer = ask(caller, promise)
            refused = answer.status_code == 403
            if tried is not None:
                tried["refused" if refused else "let in"] += 1
            if refused == (role in promise.open_to):
                yield f"{promise.method} {promise.rule} as {role}: {answer.status_code}"
            if answer.status_code == 401 or answer.status_code >= 500:
                yield f"{promise.method} {promise.rule} as {role}: {answer.status_code}"


def test_the_document_is_current():
    assert DOCUMENT.read_text(encoding="utf-8") == of_installed_addons(), "run: make docs"


def test_every_role_gets_in_where_the_table_says_so_and_nowhere_else(client: FreshClient):
    tried: Counter[str] = Counter()
    trouble = list(broken(client, tried))
    print(f"\n[roles] {dict(tried)}")  # noqa: T201
    assert trouble == []
    assert min(tried["refused"], tried["let in"]) > 200


def test_nobody_gets_in_without_signing_in(client: FreshClient):
    for promise in promises()[1]:
        if promise.mark != access.PUBLIC:
            answer = client.open(promise.path, method=promise.method)
            assert answer.status_code in {302, 303, 401}, f"{promise.method} {promise.rule}"


@pytest.fixture
def marked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str | None], None]:
    """``marked(rule, mark)`` gives the GET of a route another mark, or takes it away."""

    def change(rule: str, mark: str | None) -> None:
        endpoint = next(each.endpoint for each in app.url_map.iter_rules() if each.rule == rule)
        view = access.handler_of(app, endpoint, "GET")
        if mark is None:
            monkeypatch.delattr(view, "_oppsera_access")
        else:
            monkeypatch.setattr(view, "_oppsera_access", mark)

    return change


@pytest.mark.parametrize(
    "mark", [None, access.PUBLIC, access.SIGNED_IN, "pms.rooms.read", "pms.guests.erase"]
)
def test_control_a_route_with_no_or_another_mark_is_noticed(
    client: FreshClient, marked: Callable[[str, str | None], None], mark: str | None
):
    rule = "/pms/guests"
    assert list(broken(client, only=rule)) == []
    marked(rule, mark)
    assert list(broken(client, only=rule)) != []
