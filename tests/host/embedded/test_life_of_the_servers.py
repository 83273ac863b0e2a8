"""Who starts the embedded servers, who may use them, and when they stop."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from oppsera_host.db.bootstrap import libpq_url
from oppsera_host.embedded.processes import command_line
from oppsera_host.embedded.supervisor import REFUSED
from tests.support.waiting import wait_until

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the kernel feature is Linux only")
root_only = pytest.mark.skipif(os.getuid() != 0, reason="only root runs the servers as somebody else")

DEADLINE_SECONDS = 60


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(libpq_url(url), autocommit=True)


def listening_tcp_sockets(pid: int) -> set[str]:
    listening = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        rows = [line.split() for line in Path(table).read_text().splitlines()[1:]]
        listening |= {f"socket:[{row[9]}]" for row in rows if row[3] == "0A"}
    descriptors = list(Path(f"/proc/{pid}/fd").iterdir())
    return listening & {str(entry.readlink()) for entry in descriptors if entry.is_symlink()}


def test_three_processes_at_once_share_one_pair(house):
    clients = [house.client() for _ in range(3)]

    answers = {client.services() for client in clients}

    assert len(answers) == 1
    assert house.log().count("ready:") == 1
    services = answers.pop()
    with connect(services.database_url) as connection:
        assert connection.execute("select current_user").fetchone() == ("oppsera_app",)
    assert redis.Redis.from_url(services.redis_url).ping()


def test_the_application_role_may_neither_create_nor_bypass(house):
    services = house.client().services()

    with connect(services.database_url) as connection:
        flags = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles"
            " where rolname = current_user"
        ).fetchone()
        assert flags == (False, False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("create table intruder (id integer)")
    with connect(services.migration_database_url) as connection:
        connection.execute("set role oppsera_owner")
        connection.execute("create table allowed (id integer)")


@pytest.mark.faults
def test_servers_stop_by_themselves_after_their_last_client_was_killed(house):
    stays, leaves = house.client(), house.client()
    stays.services()
    leaves.services()
    pids = house.running().pids

    leaves.kill()
    with connect(house.running().services.database_url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    stays.kill()

    wait_until(lambda: not house.supervised(), "the end of the supervisor", DEADLINE_SECONDS)
    assert [name for name, pid in pids.items() if command_line(pid)] == []
    assert not house.layout.services_file.exists()


@linux_only
@pytest.mark.faults
def test_servers_die_with_their_supervisor(house):
    house.client().services()
    pids = house.running().pids

    os.kill(pids["supervisor"], signal.SIGKILL)

    wait_until(lambda: not command_line(pids["postgres"]), "the end of postgres", DEADLINE_SECONDS)
    wait_until(lambda: not command_line(pids["valkey"]), "the end of valkey", DEADLINE_SECONDS)


def test_a_second_supervisor_is_refused(house):
    house.client().services()
    before = house.running()

    second = subprocess.run(
        [sys.executable, "-m", "oppsera_host.embedded.supervisor", str(house.state_dir)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert second.returncode == REFUSED
    assert "already serves" in second.stdout
    assert house.running() == before
    assert before.answers()


@linux_only
def test_nothing_listens_on_tcp(house):
    house.client().services()
    pids = house.running().pids

    with socket.create_server(("127.0.0.1", 0)):  # control: the look-up does see a listener
        assert len(listening_tcp_sockets(os.getpid())) >= 1
    assert listening_tcp_sockets(pids["postgres"]) == set()
    assert listening_tcp_sockets(pids["valkey"]) == set()


def test_a_state_directory_deeper_than_a_socket_path(house):
    deep = house.state_dir / ("d" * 100) / ("e" * 100)
    deep.mkdir(parents=True)
    inner = type(house)(deep)
    try:
        services = inner.client().services()

        with connect(services.database_url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        assert redis.Redis.from_url(services.redis_url).ping()
    finally:
        inner.close()


@root_only
def test_a_closed_home_stays_closed(closed_house):
    services = closed_house.client().services()

    with connect(services.database_url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    assert closed_house.state_dir.parent.stat().st_mode & 0o777 == 0o700
    away = closed_house.layout.away
    assert (away / "data").is_dir()
    assert away.stat().st_uid == 0
    assert away.stat().st_mode & 0o777 == 0o711
    assert (closed_house.state_dir / "away").readlink() == away


@root_only
@pytest.mark.parametrize(("mode", "removed"), [("fast", True), ("durable", False)])
def test_data_outside_its_state_directory_is_removed_after_tests_only(closed_house, house, mode, removed):
    abandoned = closed_house.client(mode)
    abandoned.services()
    away = closed_house.layout.away
    abandoned.kill()
    closed_house.stop()
    shutil.rmtree(closed_house.state_dir)

    house.client().services()

    assert away.exists() is not removed


def test_a_folder_serves_one_mode_at_a_time(house):
    house.client("fast").services()

    durable = house.client("durable")

    assert durable.process.wait(60) != 0
    assert "already run in fast but unsafe mode" in durable.process.stderr.read()
