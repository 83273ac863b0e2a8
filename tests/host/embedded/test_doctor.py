"""``oppsera doctor`` finds what is wrong, says what to do, and tells no secrets."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from oppsera_host.cli import main
from oppsera_host.db.bootstrap import bootstrap
from oppsera_host.testing.databases import with_database


@pytest.fixture
def examine(environment):
    def run(**changes: str) -> tuple[int, dict[str, dict], str]:
        result = CliRunner().invoke(main, ["doctor", "--json"], env={**environment, **changes})
        checks = json.loads(result.stdout.splitlines()[-1])["checks"]
        return result.exit_code, {check["name"]: check for check in checks}, result.stdout

    return run


@pytest.mark.stock
def test_healthy_services_are_called_healthy(examine):
    _, checks, _ = examine()
    names = ("Settings", "Python", "Database", "Roles", "Extensions", "Migrations", "Redis")
    assert {name: checks[name]["status"] for name in names} == dict.fromkeys(names, "ok")


@pytest.mark.stock
def test_tables_that_were_not_made_are_noticed(examine, database):
    name = f"{database.name}_empty"
    bootstrap(database.admin_url, name)
    try:
        code, checks, _ = examine(
            DATABASE_URL=with_database(database.app_url, name),
            MIGRATION_DATABASE_URL=with_database(database.migration_url, name),
        )
    finally:
        with database.connect_as_admin() as connection:
            connection.execute(f"drop database {name} with (force)")
    assert code == 1
    assert checks["Migrations"]["status"] == "failure"
    assert "oppsera db upgrade" in checks["Migrations"]["advice"]


def test_a_database_that_does_not_answer_is_named_without_its_password(examine):
    code, checks, printed = examine(
        DATABASE_URL="postgresql://oppsera_app:hunter2hunter2@127.0.0.1:1/nowhere"
    )
    assert code == 1
    assert checks["Database"]["status"] == "failure"
    assert "127.0.0.1:1" in checks["Database"]["found"]
    assert "hunter2" not in printed


def test_redis_that_does_not_answer_is_noticed(examine):
    code, checks, _ = examine(REDIS_URL="redis://127.0.0.1:1/0")
    assert code == 1
    assert checks["Redis"]["status"] == "failure"


def test_production_with_a_guessable_secret_stops_at_once(examine):
    code, checks, printed = examine(APP_ENV="production", SECRET_KEY="please-change-me")
    assert code == 1
    assert list(checks) == ["Settings"]
    assert "SECRET_KEY" in checks["Settings"]["advice"]
    assert "please-change-me" not in printed
