"""Twenty tenants on eight connections, with accidents: nobody ever sees a row that is not theirs."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any, Self
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.orm import Session

from addons.pms.db.models.guest import Guest
from addons.pms.services.guests import create_guest
from oppsera_host.db import fast_read, unit_of_work
from oppsera_host.db.base import db
from oppsera_host.db.engine import bind_tenant_to_transactions, engine_options
from oppsera_host.identity.actor import Actor, system_actor
from oppsera_host.tenancy.scope import current_tenant, tenant_scope
from oppsera_host.testing.databases import Database
from oppsera_host.testing.tenants import make_tenant
from tests.support.race import seeded, side_by_side, timed

TENANTS, THREADS, ROUNDS = 20, 8, 250
UNFILTERED = text("select tenant_id, last_name from pms_guests")
FAST = fast_read.tenant_select("select g.tenant_id::text, g.last_name from pms_guests g")


class Watch:
    """Looks at every connection that comes back to the pool."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.returned = 0
        self.leftovers: list[str] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        event.listen(self._engine, "checkin", self._look)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "checkin", self._look)

    def _look(self, driver: Any, _record: Any) -> None:
        if driver is None or driver.closed:
            return
        status = driver.info.transaction_status
        with driver.cursor() as cursor:
            row = cursor.execute("select coalesce(current_setting('app.tenant_id', true), '')").fetchone()
        driver.rollback()
        with self._lock:
            self.returned += 1
            if row[0] or status.name != "IDLE":
                self.leftovers.append(f"{row[0]} {status.name}")


@pytest.fixture(name="actors")
def actors_fixture(app: Flask) -> list[Actor]:
    """Actors of twenty tenants, each with three guests called after the tenant."""
    actors = [system_actor(make_tenant(["pms"]).id, "test") for _ in range(TENANTS)]
    for actor in actors:
        for _ in range(3):
            unit_of_work.run(add_guest, actor=actor)
    return actors


def name_of(tenant_id: UUID) -> str:
    """The tenant's id in letters: rows of digits are refused as card numbers."""
    return tenant_id.hex.translate(str.maketrans("0123456789", "ghijklmnop"))


def add_guest(uow: unit_of_work.UnitOfWork) -> None:
    create_guest(uow, first_name="", last_name=name_of(uow.tenant_id), email=None, phone=None)


class MishapError(Exception):
    """Something that goes wrong in the middle."""


def read_all(session: Session) -> list[tuple[UUID, str]]:
    return [tuple(row) for row in session.execute(UNFILTERED)]


def in_a_session(actor: Actor, random: Random) -> list[Any]:
    with unit_of_work.reading(actor) as session:
        rows = read_all(session)
        if random.random() < 0.3:
            session.rollback()
            rows += read_all(session)
        rows += [(guest.tenant_id, guest.last_name) for guest in session.query(Guest)]
        if random.random() < 0.2:
            raise MishapError
    return rows


def in_a_savepoint(actor: Actor, random: Random) -> list[Any]:
    with tenant_scope(actor.tenant_id), Session(db.engine) as session:
        rows = read_all(session)
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text("select 1 / 0"))
        rows += read_all(session)
        if random.random() < 0.5:
            session.commit()
            rows += read_all(session)
        return rows


def in_a_broken_write(actor: Actor, random: Random) -> list[Any]:
    rows: list[Any] = []

    def work(uow: unit_of_work.UnitOfWork) -> None:
        rows.extend(read_all(uow.session))
        add_guest(uow)
        raise MishapError

    with pytest.raises(MishapError):
        unit_of_work.run(work, actor=actor)
    return rows


def on_a_raw_cursor(actor: Actor, random: Random) -> list[Any]:
    with tenant_scope(actor.tenant_id):
        return [(UUID(row[0]), row[1]) for row in fast_read.fetch_all(FAST, {})]


def with_no_tenant(actor: Actor, random: Random) -> list[Any]:
    with db.engine.connect() as connection, pytest.raises(ProgrammingError):
        connection.execute(UNFILTERED).all()
    return []


WAYS = [in_a_session, in_a_savepoint, in_a_broken_write, on_a_raw_cursor, with_no_tenant]


def test_twenty_tenants_share_the_pool(application: Flask, actors: list[Actor]):
    seed, _ = seeded()
    counts: Counter[str] = Counter()

    def user(number: int) -> None:
        random = Random(seed + number)
        with application.app_context():
            for _ in range(ROUNDS):
                actor, way = random.choice(actors), random.choice(WAYS)
                try:
                    rows = way(actor, random)
                except MishapError:
                    counts["mishaps"] += 1
                    continue
                assert current_tenant() is None
                counts["rows"] += len(rows)
                wrong = [row for row in rows if row != (actor.tenant_id, name_of(actor.tenant_id))]
                assert wrong == [], f"{way.__name__} of {actor.tenant_id} saw {wrong}"

    with timed("pool", seed) as notes, Watch(db.engine) as watch:
        side_by_side([lambda number=number: user(number) for number in range(THREADS)])
        notes |= {"uses": THREADS * ROUNDS, **counts, "returned": watch.returned}
    assert watch.leftovers == []
    assert counts["rows"] > 1000
    assert watch.returned > THREADS * ROUNDS / 2


@contextmanager
def forgetful(database: Database) -> Iterator[Engine]:
    """An engine that sets the tenant for the connection instead of for the transaction."""
    engine = create_engine(database.app_url, **engine_options())

    @event.listens_for(engine, "begin")
    def _set(connection: Any) -> None:
        if (tenant := current_tenant()) is not None:
            connection.exec_driver_sql("select set_config('app.tenant_id', %s, false)", (str(tenant),))

    yield engine
    engine.dispose()


def test_control_a_setting_that_outlives_its_transaction_is_seen(database: Database, actors: list[Actor]):
    with forgetful(database) as engine, Watch(engine) as watch:
        with tenant_scope(actors[0].tenant_id), engine.begin() as connection:
            assert len(connection.execute(UNFILTERED).all()) == 3
        with engine.connect() as connection:
            assert len(connection.execute(UNFILTERED).all()) == 3, "the next user should see the leak"
    assert watch.leftovers


def test_the_same_engine_bound_as_the_application_binds_it_forgets(database: Database, actors: list[Actor]):
    engine = create_engine(database.app_url, **engine_options())
    bind_tenant_to_transactions(engine)
    with Watch(engine) as watch:
        with tenant_scope(actors[0].tenant_id), engine.begin() as connection:
            assert len(connection.execute(UNFILTERED).all()) == 3
        with engine.connect() as connection, pytest.raises(ProgrammingError):
            connection.execute(UNFILTERED).all()
    assert watch.leftovers == []
    engine.dispose()
