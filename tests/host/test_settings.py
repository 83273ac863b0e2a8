"""Settings are checked before anything starts, and name the variable to correct."""

from __future__ import annotations

import pytest

from oppsera_host.app import create_app
from oppsera_host.settings import Settings, SettingsError
from tests.support.process_state import process_put_back  # noqa: F401 - used by every test here

SECRET = "Vb7q-0mXzLr3nTgYw9kPdHs5cJf8aEuQ"
PRODUCTION = {
    "APP_ENV": "production",
    "DATABASE_URL": "postgresql://oppsera_app@db/oppsera",
    "REDIS_URL": "redis://cache/0",
    "SECRET_KEY": SECRET,
}


def test_development_needs_nothing():
    settings = Settings.from_env({})

    assert (settings.app_env, settings.port, settings.database_url) == ("development", 8000, None)
    assert len(settings.secret_key) >= 32
    assert settings.secret_key != Settings.from_env({}).secret_key


def test_production_takes_what_it_needs():
    settings = Settings.from_env(PRODUCTION)

    assert settings.database_url == "postgresql+psycopg://oppsera_app@db/oppsera"
    assert settings.session_cookie == "__Host-oppsera_session"
    assert settings.cookie_secure


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("APP_ENV", "staging"),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "sqlite:///x"),
        ("DATABASE_URL", "not a url"),
        ("REDIS_URL", ""),
        ("REDIS_URL", "http://x"),
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "change-me-change-me-change-me-change-me"),
        ("SECRET_KEY", "a" * 40),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "http"),
        ("PORT", "\uff18\uff10"),
        ("PROXY_HOPS", "-1"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_bad_values_name_their_variable(variable, value):
    with pytest.raises(SettingsError) as refusal:
        Settings.from_env({**PRODUCTION, variable: value})

    assert refusal.value.variable == variable
    assert variable in str(refusal.value)


def test_secrets_are_not_shown():
    settings = Settings.from_env(PRODUCTION)

    assert SECRET not in repr(settings)
    with pytest.raises(SettingsError) as refusal:
        Settings.from_env({**PRODUCTION, "SECRET_KEY": "hunter2-hunter2"})
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_every_spelling_of_postgres_is_understood(scheme):
    settings = Settings.from_env({"DATABASE_URL": f"{scheme}://a:p%40ss@h:5433/d?sslmode=require"})

    assert settings.database_url == "postgresql+psycopg://a:p%40ss@h:5433/d?sslmode=require"


@pytest.mark.parametrize("url", ["migration_url", "admin_url"])
def test_a_role_that_could_bypass_row_level_security_serves_nobody(environment, database, url):
    settings = Settings.from_env({**environment, "DATABASE_URL": getattr(database, url)})

    with pytest.raises(SettingsError) as refusal:
        create_app(settings)
    assert refusal.value.variable == "DATABASE_URL"
