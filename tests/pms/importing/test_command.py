"""``oppsera pms import-bookings`` as a process."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from oppsera_host.identity.models import Tenant
from oppsera_host.testing.processes import RunningProcess
from tests.pms.importing import bookings_file
from tests.pms.importing.conftest import BOOKINGS, ROOMS
from tests.support.waiting import wait_until


@pytest.fixture
def oppsera(environment: dict[str, str], tenant: Tenant) -> Any:
    """``oppsera(file, …)`` imports a file and returns the finished process."""

    def run(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
        command = [
            sys.executable,
            "-c",
            "from oppsera_host.cli import main; main()",
            *arguments(file, tenant, *options),
        ]
        return subprocess.run(
            command, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=300
        )

    return run


def arguments(file: Path, tenant: Tenant, *options: str) -> list[str]:
    return ["pms", "import-bookings", str(file), "--tenant", tenant.slug, "--property", "H1", *options]


def answer(finished: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    return json.loads(finished.stdout.splitlines()[-1])


@pytest.fixture
def small(tmp_path: Path) -> list[str]:
    """Options that go with a file of ``bookings_file``."""
    bookings_file.mapping(tmp_path)
    return ["--mapping", str(tmp_path / "mapping.yaml")]


def test_the_last_line_is_one_json_object(oppsera: Any, tmp_path: Path, small: list[str]) -> None:
    file = bookings_file.write_bookings(tmp_path, [{}, {"adults": "?"}])
    finished = oppsera(file, *small, "--json")
    assert finished.returncode == 0, finished.stderr
    found = answer(finished)
    report = Path(found.pop("report"))
    assert found == {"accepted": 1, "refused": 1, "alreadyImported": 0}
    assert report.is_absolute()
    assert [json.loads(line).get("code") for line in report.read_text().splitlines()] == ["BAD_NUMBER", None]
    again = oppsera(file, *small)
    assert "0 accepted (0 warnings), 1 refused, 1 imported before." in again.stdout


def test_what_cannot_be_read_ends_with_one_and_a_name(oppsera: Any, tmp_path: Path, small: list[str]) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    finished = oppsera(tmp_path / "other.csv", *small, "--json")
    assert finished.returncode == 1
    assert answer(finished)["error"]["code"] == "MISSING_COLUMNS"
    file = bookings_file.write_bookings(tmp_path, [{}])
    assert oppsera(file).returncode == 2
    assert oppsera(file, "--preset", "booking-demand", *small).returncode == 2
    (tmp_path / "bad.yaml").write_text(bookings_file.MAPPING.replace("Europe/Vienna", "Vienna"))
    finished = oppsera(file, "--mapping", str(tmp_path / "bad.yaml"), "--json")
    assert (finished.returncode, answer(finished)["error"]["code"]) == (1, "BAD_MAPPING")


@pytest.mark.faults
def test_a_killed_import_goes_on_where_it_was(
    environment: dict[str, str], tenant: Tenant, actor: Actor, tmp_path: Path, oppsera: Any, small: list[str]
) -> None:
    rows = [
        {"arrival": day, "departure": day + timedelta(days=3)}
        for day in (date(2024, 1, 1) + timedelta(days=number // 5) for number in range(1500))
    ]
    file = bookings_file.write_bookings(tmp_path, rows, name=f"{secrets.token_hex(4)}.csv")
    options = [*small, "--auto-assign"]
    process = RunningProcess(arguments(file, tenant, *options), environment, tmp_path / "import.log")
    wait_until(lambda: stays(actor) >= 200, "a first batch", seconds=60)
    os.kill(process.pid, signal.SIGKILL)
    process.stop()
    done = stays(actor)
    assert 0 < done < 1500
    finished = oppsera(file, *options, "--json")
    assert finished.returncode == 0, finished.stderr
    found = answer(finished)
    assert (found["accepted"], found["refused"], found["alreadyImported"]) == (1500 - done, 0, done)
    assert (stays(actor), blocks(actor)) == (1500, 1500)


def stays(actor: Actor) -> int:
    return count(actor, "select count(distinct source_ref) from pms_reservations where tenant_id = :tenant")


def blocks(actor: Actor) -> int:
    return count(actor, "select count(*) from pms_room_blocks where tenant_id = :tenant")


def count(actor: Actor, statement: str) -> int:
    with unit_of_work.reading(actor) as session:
        return int(session.execute(text(statement), {"tenant": actor.tenant_id}).scalar_one())


@pytest.mark.realdata
def test_the_real_bookings_from_the_command_line(oppsera: Any, real_data: Path) -> None:
    finished = oppsera(BOOKINGS, "--preset", "booking-demand", "--rooms", str(ROOMS), "--json")
    assert finished.returncode == 0, finished.stderr
    found = answer(finished)
    assert (found["accepted"], found["refused"], found["alreadyImported"]) == (4372, 0, 0)
    summary = json.loads(Path(found["report"]).read_text().splitlines()[-1])["summary"]
    assert summary["warnings"]["DAY_USE"] == 37
