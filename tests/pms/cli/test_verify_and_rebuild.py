"""`oppsera pms verify` and `oppsera pms rebuild-projections` from the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from oppsera_host.identity.models import Tenant
from oppsera_host.testing.databases import Database
from tests.factories.desk import Desk

OPPSERA = "import sys; from oppsera_host.cli import main; sys.exit(main())"
Run = Callable[..., tuple[int, dict]]


@pytest.fixture
def run(environment: dict[str, str], tenant: Tenant) -> Run:
    def command(name: str, *arguments: str) -> tuple[int, dict]:
        done = subprocess.run(
            [sys.executable, "-c", OPPSERA, "pms", name, "--tenant", tenant.slug, *arguments, "--json"],
            env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout.splitlines()[-1])

    return command


def test_verify_answers_1_when_something_differs(
    desk: Desk, tenant: Tenant, database: Database, run: Run
) -> None:
    desk.book("2027-03-16", "2027-03-18", "101")
    assert run("verify") == (0, {"drift": [], "tenants": [tenant.slug]})
    with database.connect_as_admin() as admin:
        admin.execute("update rm_pms_daily_occupancy set sold = 9 where tenant_id = %s", (tenant.id,))
    code, answer = run("verify")
    assert code == 1
    assert {row["check"] for row in answer["drift"]} == {"board occupancy"}
    assert {row["tenant"] for row in answer["drift"]} == {tenant.slug}


def test_rebuild_repairs_and_can_be_taken_back(
    desk: Desk, tenant: Tenant, database: Database, run: Run
) -> None:
    desk.book("2027-03-16", "2027-03-18", "101")
    run("verify")
    with database.connect_as_admin() as admin:
        admin.execute("update rm_pms_daily_occupancy set sold = 9 where tenant_id = %s", (tenant.id,))
    code, answer = run("rebuild-projections")
    assert (code, answer["rebuilt"][0]["switched"], answer["rebuilt"][0]["version"]) == (0, True, 2)
    assert run("verify")[0] == 0
    assert run("rebuild-projections", "--rollback") == (0, {"rolledBack": {tenant.slug: 1}})
    assert run("verify")[0] == 1
    code, answer = run("rebuild-projections", "--rollback")
    assert (code, answer["error"]["code"]) == (1, "NOT_FOUND")
