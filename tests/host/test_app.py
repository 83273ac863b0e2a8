"""Building the application: which role it runs as, and what it refuses to start with."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import text

from oppsera_host.app import create_app, with_services
from oppsera_host.db.base import db
from oppsera_host.settings import Settings, SettingsError
from tests.support.process_state import process_put_back  # noqa: F401 - used by every test here


def test_it_runs_as_the_application_role(app):
    with db.engine.begin() as connection:
        role = connection.execute(
            text("select current_user, rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        ).one()

    assert tuple(role) == ("oppsera_app", False, False)


def test_a_privileged_url_prepares_and_then_steps_down(environment, database):
    """Outside production the administrator's URL is enough, and row-level security still holds."""
    given = Settings.from_env(
        {**environment, "DATABASE_URL": database.admin_url, "MIGRATION_DATABASE_URL": ""}
    )

    settings = with_services(given)

    assert settings.migration_database_url == given.database_url
    with create_app(settings).app_context(), db.engine.begin() as connection:
        assert connection.execute(text("select current_user")).scalar() == "oppsera_app"


def test_an_unprivileged_url_is_left_alone(environment):
    given = Settings.from_env(environment)

    assert with_services(given) == given


def test_production_gets_exactly_what_it_was_given(environment, database):
    given = dataclasses.replace(
        Settings.from_env(environment), app_env="production", database_url=database.admin_url
    )

    assert with_services(given) is given
    with pytest.raises(SettingsError):
        create_app(given)


@pytest.mark.parametrize("variable", ["database_url", "redis_url"])
def test_nothing_is_guessed(environment, variable):
    settings = dataclasses.replace(Settings.from_env(environment), **{variable: None})

    with pytest.raises(SettingsError) as refusal:
        create_app(settings)
    assert refusal.value.variable == variable.upper()
