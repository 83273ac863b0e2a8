"""Every line goes up, matches the models, goes down and up again; dependencies only point down."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from addons.pms.db import models as pms_models
from addons.pms_channels_stub import models as stub_models
from oppsera_host.db import migrate
from oppsera_host.db.base import Base
from oppsera_host.db.bootstrap import bootstrap
from oppsera_host.identity import models as identity_models
from oppsera_host.jobs import models as job_models
from oppsera_host.outbox import models as outbox_models
from oppsera_host.testing.databases import Database

pytestmark = pytest.mark.stock
MODELS = (pms_models, stub_models, identity_models, job_models, outbox_models)
LINES = {"host": 0, "pms": 1, "pms_channels_stub": 2}


@pytest.fixture
def empty_database(database: Database) -> Iterator[str]:
    """The migrator's URL of a bootstrapped database without tables."""
    name = f"migrations_{secrets.token_hex(4)}"
    bootstrap(database.admin_url, name)
    yield make_url(database.migration_url).set(database=name).render_as_string(hide_password=False)
    engine = create_engine(database.admin_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"drop database {name} with (force)"))


def differences(url: str) -> list[object]:
    assert MODELS
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, Base.metadata)
    return list(found)


def tables(url: str) -> set[str]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        names = connection.execute(
            text("select tablename from pg_tables where schemaname = 'public'")
        ).scalars()
        return set(names) - {"alembic_version"}


def test_up_matches_the_models_and_each_line_goes_down_and_up(empty_database: str):
    migrate.upgrade(empty_database)
    assert differences(empty_database) == []
    assert migrate.current(empty_database) == migrate.heads(empty_database)
    everything = tables(empty_database)
    assert migrate.dependents(empty_database, "pms_channels_stub") == []
    assert migrate.dependents(empty_database, "pms") == ["pms_channels_stub"]
    assert migrate.dependents(empty_database, "host") == ["pms", "pms_channels_stub"]
    for line in ("pms_channels_stub", "pms", "host"):
        migrate.downgrade(empty_database, line)
        assert not {name for name in tables(empty_database) if name.startswith(line)}
    assert tables(empty_database) == set()
    migrate.upgrade(empty_database)
    assert tables(empty_database) == everything


def test_a_column_the_migrations_forgot_is_noticed(empty_database: str):
    migrate.upgrade(empty_database)
    engine = create_engine(empty_database, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("set role oppsera_owner"))
        connection.execute(text("alter table pms_rooms drop column floor"))
    assert differences(empty_database) != []


def test_dependencies_point_down_and_at_fixed_revisions():
    script = ScriptDirectory.from_config(migrate.configuration("postgresql+psycopg://"))
    lines = {
        revision.revision: label
        for label in LINES
        for revision in script.iterate_revisions(f"{label}@head", "base")
        if revision.revision.startswith(
            {"host": "host_", "pms": "pms_0", "pms_channels_stub": "channels_"}[label]
        )
    }
    for revision in script.walk_revisions():
        named = revision.dependencies or ()
        for dependency in (named,) if isinstance(named, str) else named:
            assert "@" not in dependency
            assert LINES[lines[dependency]] < LINES[lines[revision.revision]]
