"""Nothing committed is lost, and nobody is handed a dead server, whatever was killed."""

from __future__ import annotations

import os
import signal

import psycopg
import pytest
import redis

from oppsera_host.db.bootstrap import libpq_url
from oppsera_host.embedded.processes import command_line
from tests.support.waiting import wait_until

pytestmark = pytest.mark.faults

DEADLINE_SECONDS = 60


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(libpq_url(url), autocommit=True)


def leave_a_mark(services) -> None:
    with connect(services.migration_database_url) as connection:
        connection.execute("set role oppsera_owner")
        connection.execute("create table mark (word text)")
        connection.execute("insert into mark values ('kept')")
    redis.Redis.from_url(services.redis_url).set("mark", "kept")


def read_the_mark(services) -> tuple[str, str]:
    with connect(services.migration_database_url) as connection:
        connection.execute("set role oppsera_owner")
        (word,) = connection.execute("select word from mark").fetchone()
    return word, redis.Redis.from_url(services.redis_url, decode_responses=True).get("mark")


def test_rows_and_keys_survive_kill_9_of_everything(house):
    client = house.client("durable")
    leave_a_mark(client.services())

    client.kill()
    for pid in house.running().pids.values():
        os.kill(pid, signal.SIGKILL)

    assert read_the_mark(house.client("durable").services()) == ("kept", "kept")


def test_rows_and_keys_survive_an_ordinary_stop(house):
    client = house.client("durable")
    leave_a_mark(client.services())

    client.kill()
    wait_until(lambda: not house.supervised(), "the end of the supervisor", DEADLINE_SECONDS)

    assert read_the_mark(house.client("durable").services()) == ("kept", "kept")


@pytest.mark.parametrize("victim", ["postgres", "valkey", "supervisor"])
def test_a_dead_server_is_never_handed_out(house, victim):
    house.client().services()
    before = house.running().pids

    os.kill(before[victim], signal.SIGKILL)
    services = house.client().services()

    with connect(services.database_url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    assert redis.Redis.from_url(services.redis_url).ping()
    assert house.running().pids[victim] != before[victim]


def test_a_pid_file_that_names_a_stranger_does_not_stop_the_start(house):
    client = house.client()
    client.services()
    pid_file = house.layout.existing_data() / "pg18" / "postmaster.pid"
    assert pid_file.exists()
    client.kill()
    wait_until(lambda: not house.supervised(), "the end of the supervisor", DEADLINE_SECONDS)

    pid_file.write_text(f"{os.getpid()}\n")

    assert house.client().services()
    assert command_line(os.getpid())
