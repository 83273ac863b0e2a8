"""With every ``tenant_id = …`` cut out of the statements, row-level security alone keeps tenants apart."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from sqlalchemy import create_engine, select

from oppsera_host.db import unit_of_work
from oppsera_host.db.base import Base, db
from oppsera_host.db.engine import bind_tenant_to_transactions, engine_options
from oppsera_host.identity.actor import system_actor
from oppsera_host.identity.models import Tenant
from oppsera_host.testing.databases import Database
from tests.tenancy.furnished import Furnished
from tests.tenancy.probes import Probe, probes, text_of
from tests.tenancy.test_foreign_ids import told

_BIND = r"(?:%\(\w+\)s|\$\d+)"
_FILTER = re.compile(
    rf"(?:\b\w+\.)?\btenant_id\s*=\s*(?:cast\({_BIND} as uuid\)|\({_BIND}\)::uuid|{_BIND}(?:::uuid)?)",
    re.IGNORECASE,
)


class Scissors:
    """Cuts the tenant out of every statement that any cursor of the driver executes, and counts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cuts = 0
        execute = psycopg.Cursor.execute

        def execute_cut(cursor: Any, query: Any, *arguments: Any, **options: Any) -> Any:
            if isinstance(query, str | bytes):
                query = self._cut(query)
            return execute(cursor, query, *arguments, **options)

        monkeypatch.setattr(psycopg.Cursor, "execute", execute_cut)

    def _cut(self, query: str | bytes) -> str | bytes:
        text = query.decode() if isinstance(query, bytes) else query
        shorter, count = _FILTER.subn("true", text)
        self.cuts += count
        return shorter.encode() if isinstance(query, bytes) else shorter


@pytest.fixture(name="scissors")
def scissors_fixture(ours: Furnished, theirs: Furnished, monkeypatch: pytest.MonkeyPatch) -> Scissors:
    """The application without filters, as its own role, once both houses stand."""
    return Scissors(monkeypatch)


def reads(app: Flask) -> list[Probe]:
    return [probe for probe in probes(app) if probe.method == "GET"]


def test_without_filters_nothing_of_the_other_house_is_seen(
    app: Flask, ours: Furnished, theirs: Furnished, scissors: Scissors
):
    for probe in reads(app):
        answer = probe.send(ours.client, ours)
        assert answer.status_code < 500, (probe.name, text_of(answer))
        assert theirs.canary not in text_of(answer).lower(), probe.name
    assert scissors.cuts > 50
    print(f"\n[filters off] filters cut out: {scissors.cuts}")  # noqa: T201


def test_without_filters_foreign_ids_are_still_unknown(
    app: Flask, ours: Furnished, theirs: Furnished, scissors: Scissors
):
    places = 0
    for probe in sorted(probes(app), key=lambda each: (each.method == "DELETE", each.name)):
        for slot in probe.slots:
            stranger, foreign = str(uuid4()), theirs.ids[slot.kind]
            answers = [told(probe.send(ours.client, ours, slot, sent), sent) for sent in (foreign, stranger)]
            assert answers[0] == answers[1], f"{probe.name} {slot.name}"
            places += 1
    print(f"\n[filters off] places={places} filters cut out: {scissors.cuts}")  # noqa: T201
    assert scissors.cuts > places


def test_models_without_a_filter_show_one_tenant(
    app: Flask, ours: Furnished, theirs: Furnished, tenant: Tenant
):
    seen = 0
    for model in tenant_models():
        with unit_of_work.reading(system_actor(tenant.id, "test")) as session:
            owners = {row.tenant_id for row in session.scalars(select(model))}
        assert owners <= {tenant.id}, model.__name__
        seen += bool(owners)
    assert seen > 10, "empty tables prove nothing"


def tenant_models() -> list[type[Base]]:
    from oppsera_host.outbox import models  # noqa: F401, PLC0415 - so that they are mapped

    mapped = [mapper.class_ for mapper in Base.registry.mappers]
    # Global by design: a session is found before a tenant is known.
    return [model for model in mapped if hasattr(model, "tenant_id") and model.__name__ != "LoginSession"]


def test_control_as_a_role_that_bypasses_the_policies_the_other_house_shows(
    application: Flask,
    app: Flask,
    ours: Furnished,
    theirs: Furnished,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
):
    engine = create_engine(database.admin_url, **engine_options())
    bind_tenant_to_transactions(engine)
    monkeypatch.setitem(db._app_engines[application], None, engine)
    scissors = Scissors(monkeypatch)
    leaks = 0
    for probe in reads(app):
        for slot in probe.slots:
            answer = probe.send(ours.client, ours, slot, theirs.ids[slot.kind])
            leaks += theirs.canary in text_of(answer).lower()
    engine.dispose()
    print(f"\n[filters off, policies bypassed] answers with the other house in them: {leaks}")  # noqa: T201
    assert scissors.cuts
    assert leaks >= 10
