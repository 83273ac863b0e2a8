"""Whatever is sent to a route that changes something: it is refused in words, and nothing is written.

Routes and the fields of their bodies come from the OpenAPI document; a request that would be accepted, made for
the tenancy probes, is spoilt in one place at a time.
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, TestResponse

from oppsera_host.identity.models import Tenant
from oppsera_host.testing.client import FreshClient
from oppsera_host.testing.databases import Database
from oppsera_host.web import openapi
from tests.factories.desk import key
from tests.support.race import timed
from tests.tenancy.furnished import Furnished, furnish
from tests.tenancy.probes import Probe, probes
from tests.tenancy.spoiling import (
    ANYTHING,
    BODIES,
    OF_NAME,
    READ_BY_NOBODY,
    at,
    dumps_anything,
    leaves,
    spoilt,
    value_of,
)

#: Routes that end the caller's own session or are forms of pages: refused before any body is looked at.
NO_BODY = {"POST /session/tenant", "POST /session/language", "POST /login", "POST /logout"}
#: Commands without a field that must be there: no body and null say as much as {} does.
NEEDS_NOTHING = {
    "POST /api/pms/bookings/{booking_id}/cancel",
    "POST /api/pms/folios/{folio_id}/reopen",
    "POST /api/pms/housekeeping/tasks/generate",
    *(
        f"POST /api/pms/housekeeping/tasks/{{task_id}}/{step}"
        for step in ("start", "finish", "skip", "reopen")
    ),
    "POST /api/pms/maintenance-notes/{maintenance_note_id}/close",
    "POST /api/pms/room-assignment",
}
_COUNTED = (
    "select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'"
    " and c.relrowsecurity order by 1"
)


class Witness:
    """Knows whether anything was written for a tenant, by what every writing leaves behind."""

    def __init__(self, database: Database, tenant: Tenant) -> None:
        self._database, self._tenant = database, tenant.id
        with database.connect_as_admin() as admin:
            self._tables = [row[0] for row in admin.execute(_COUNTED)]

    def state(self) -> dict[str, Any]:
        """The number of rows in each table, and the last event."""
        with self._database.connect_as_admin() as admin:
            counted = " union all ".join(
                f"select '{name}', count(*) from {name} where tenant_id = %(tenant)s" for name in self._tables
            )
            state = dict(admin.execute(counted.encode(), {"tenant": self._tenant}).fetchall())
            seq = "select last_seq from host_outbox_streams where tenant_id = %s"
            return state | {"last_seq": admin.execute(seq, (self._tenant,)).fetchone()}


@pytest.fixture(name="house")
def house_fixture(client: FreshClient, tenant: Tenant) -> Furnished:
    return furnish(client.as_role("host_admin", tenant), "house")


@pytest.fixture(name="witness")
def witness_fixture(database: Database, tenant: Tenant) -> Witness:
    return Witness(database, tenant)


def commands(app: Flask) -> list[Probe]:
    """Every route that changes something, API and pages."""
    return [probe for probe in probes(app) if probe.method != "GET" and probe.name not in NO_BODY]


def refused(answer: TestResponse) -> str:
    """Return what is wrong with an answer to a bad request; empty when it is a proper refusal."""
    if answer.status_code >= 500:
        return f"{answer.status_code} {answer.text[:300]}"
    if answer.status_code < 400:
        return f"was accepted: {answer.status_code} {answer.text[:300]}"
    if answer.mimetype != "application/problem+json":
        return f"is no problem document: {answer.status_code} {answer.mimetype}"
    problem = answer.json
    if not (problem["code"] and problem["detail"] and problem["correlationId"]):
        return f"says too little: {problem}"
    return "" if problem["status"] == answer.status_code else f"contradicts itself: {problem}"


def request_of(probe: Probe, house: Furnished) -> tuple[str, Any]:
    parts = {slot.name: house.ids[slot.kind] for slot in probe.slots if slot.where == "path"}
    parts.setdefault("name", "no-such-addon")
    return probe.path.format(**parts), None if probe.body is None else probe.body(house)


def send(probe: Probe, house: Furnished, path: str, **options: Any) -> TestResponse:
    headers = {"If-Match": "*", "Idempotency-Key": key()}
    return house.client.send(probe.method, path, headers=headers, **options)


def test_bodies_that_are_no_bodies_are_refused(app: Flask, house: Furnished, witness: Witness):
    before, trouble, sent = witness.state(), [], 0
    with timed("bodies") as notes:
        for probe in commands(app):
            path, body = request_of(probe, house)
            for name, raw, kind in BODIES:
                if body is None and name in READ_BY_NOBODY:
                    continue
                if probe.name in NEEDS_NOTHING and name in {"empty", "null"}:
                    continue
                # Without a version in a header: what needs no more than that has nothing to be missed.
                answer = house.client.send(probe.method, path, data=raw, content_type=kind)
                sent += 1
                if wrong := refused(answer):
                    trouble.append(f"{probe.name}, {name}: {wrong}")
        notes["requests"] = sent
    assert trouble == [], "\n".join(trouble)
    assert witness.state() == before


def test_a_field_nobody_knows_is_refused_by_name(app: Flask, house: Furnished, witness: Witness):
    before, trouble = witness.state(), []
    for probe in commands(app):
        path, body = request_of(probe, house)
        if body is None:
            continue
        ways = [(), *(way for way in leaves(body) if isinstance(at(body, way), dict))]
        for way in ways:
            for name in ("tenantId", "version", "id", "__proto__", "surprise\u2028"):
                answer = send(probe, house, path, json=spoilt(body, (*way, name), str(uuid4())))
                known = way and name == "version"  # where a stay is named with the version one has seen
                if (wrong := refused(answer)) or (not known and answer.json["code"] != "VALIDATION_ERROR"):
                    trouble.append(f"{probe.name} {way} {name}: {wrong or answer.text[:200]}")
    assert trouble == [], "\n".join(trouble)
    assert witness.state() == before


def test_no_value_of_any_field_breaks_a_command(app: Flask, house: Furnished):
    trouble: list[str] = []
    answers: Counter[int] = Counter()
    with timed("fields") as notes:
        for probe in commands(app):
            for way in list(leaves(request_of(probe, house)[1])):
                for value in [*ANYTHING, *OF_NAME.get(str(way[-1]), [])]:
                    path, body = request_of(probe, house)
                    content = dumps_anything(spoilt(body, way, value))
                    answer = send(probe, house, path, data=content, content_type="application/json")
                    answers[answer.status_code] += 1
                    wrong = refused(answer) if answer.status_code >= 400 else ""
                    if wrong:
                        trouble.append(f"{probe.name} {way} {str(value)[:60]!r}: {wrong}")
        notes |= {"requests": answers.total(), "answers": dict(answers)}
    assert trouble == [], "\n".join(trouble[:30])
    assert answers[422] > 500


IMPOSSIBLE: list[tuple[str, tuple[Any, ...], Any]] = [
    ("POST /api/pms/reservations", ("checkInDate",), "2018-02-29"),
    ("POST /api/pms/reservations", ("checkOutDate",), "2027-05-01"),
    ("POST /api/pms/reservations", ("checkOutDate",), "2027-04-01"),
    ("POST /api/pms/reservations", ("checkOutDate",), "2028-05-03"),
    ("POST /api/pms/reservations", ("checkInDate",), "2027-03-14"),
    ("POST /api/pms/reservations", ("adults",), -1),
    ("POST /api/pms/reservations", ("adults",), 0),
    ("POST /api/pms/reservations", ("adults",), 5),
    ("POST /api/pms/reservations", ("children",), 4),
    ("POST /api/pms/reservations", ("adults",), "2"),
    ("POST /api/pms/reservations", ("adults",), 10**400),
    ("POST /api/pms/reservations", ("notes",), "a\0b"),
    ("POST /api/pms/reservations", ("notes",), "x" * 10_000),
    ("POST /api/pms/reservations", ("status",), "CHECKED_IN"),
    ("POST /api/pms/reservations", ("roomId",), str(uuid4())),
    ("POST /api/pms/guests", ("lastName",), "x" * 10_000),
    ("POST /api/pms/guests", ("lastName",), "4111 1111 1111 1111"),
    ("POST /api/pms/properties", ("timezone",), "Europe/Atlantis"),
    ("POST /api/pms/properties", ("currency",), "ZZZ9"),
    ("POST /api/pms/room-types", ("maxAdults",), -1),
    ("POST /api/pms/room-types", ("baseRate",), {"amount": -1, "currency": "EUR"}),
    ("POST /api/pms/room-types", ("baseRate",), {"amount": 1, "currency": "USD"}),
    ("POST /api/pms/rooms/{room_id}/out-of-order", ("endDate",), "2027-06-01"),
    ("POST /api/pms/rooms/{room_id}/out-of-order", ("endDate",), "2029-06-01"),
    ("POST /api/pms/calendar/move", ("from", "version"), 99),
    ("POST /api/pms/calendar/move", ("to", "checkInDate"), "2027-03-01"),
    ("POST /api/pms/calendar/resize", ("to", "checkOutDate"), "2027-03-20"),
    ("POST /api/pms/calendar/resize", ("to", "checkOutDate"), "2029-03-20"),
    ("POST /api/pms/calendar/swap", ("first", "version"), 99),
    ("PUT /api/pms/rate-plans/{rate_plan_id}/prices", ("prices", 0, "endDate"), "2027-04-01"),
    ("PUT /api/pms/rate-plans/{rate_plan_id}/prices", ("prices", 0, "price", "currency"), "USD"),
]


def test_what_cannot_be_is_refused_and_writes_nothing(app: Flask, house: Furnished, witness: Witness):
    named = {probe.name: probe for probe in commands(app)}
    before = witness.state()
    for name, way, value in IMPOSSIBLE:
        path, body = request_of(named[name], house)
        content = dumps_anything(spoilt(body, way, value))
        answer = send(named[name], house, path, data=content, content_type="application/json")
        assert refused(answer) == "", (name, way, value)
        assert witness.state() == before, (name, way, value)


def test_control_a_fault_of_ours_is_no_refusal():
    fault = TestResponse(iter([b"Traceback"]), "500 FAULT", Headers(), EnvironBuilder().get_request())
    accepted = TestResponse(iter([b"{}"]), "200 OK", Headers(), EnvironBuilder().get_request())
    assert refused(fault)
    assert refused(accepted)


def test_control_the_same_requests_unspoilt_are_accepted(app: Flask, house: Furnished, witness: Witness):
    wanted = {name for name, _, _ in IMPOSSIBLE}
    for probe in commands(app):
        if probe.name in wanted:
            before = witness.state()
            path, body = request_of(probe, house)
            answer = send(probe, house, path, json=body)
            assert answer.status_code < 300, (probe.name, answer.text)
            assert witness.state() != before, probe.name


VERSIONS = ["0", "-1", "99", "abc", '"', '""', "1 2", "9" * 30, "1.5", "\u00b2"]


def test_a_version_nobody_has_seen_is_refused(app: Flask, house: Furnished, witness: Witness):
    before = witness.state()
    asked = 0
    for probe in commands(app):
        versioned = probe.path.startswith("/api/pms/") and "{" in probe.path and probe.body is not None
        if not versioned or probe.method == "PUT" or probe.path.endswith(("out-of-order", "out-of-service")):
            continue
        for version in VERSIONS:
            path, body = request_of(probe, house)
            answer = house.client.send(probe.method, path, json=body, headers={"If-Match": version})
            assert refused(answer) == "", (probe.name, version, answer.text)
            assert answer.status_code in {409, 412, 422}, (probe.name, version, answer.text)
            asked += 1
    assert asked > 100
    assert witness.state() == before


@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_body_that_looks_right_breaks_a_command(app: Flask, house: Furnished, data: st.DataObject):
    document = _document(app)
    probe = data.draw(st.sampled_from([each for each in commands(app) if each.body is not None]))
    operation = document["paths"][probe.path][probe.method.lower()]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    body = data.draw(value_of(document, schema, list(house.ids.values())))
    path, _ = request_of(probe, house)
    answer = send(probe, house, path, data=dumps_anything(body), content_type="application/json")
    assert answer.status_code < 400 or refused(answer) == "", (probe.name, body, answer.text)


_kept: dict[int, dict[str, Any]] = {}


def _document(app: Flask) -> dict[str, Any]:
    if id(app) not in _kept:
        _kept[id(app)] = openapi.document(app)
    return _kept[id(app)]
