"""Versions of a subscriber: begun, fed beside each other, switched, taken back, dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection

from oppsera_host.db.base import db
from oppsera_host.identity.models import Tenant
from oppsera_host.outbox import cursors, rebuild
from oppsera_host.outbox.runner import run_subscriber, run_version
from oppsera_host.tenancy.scope import tenant_scope
from tests.host.outbox.conftest import Listener

NAME = "test.listener"


@contextmanager
def transaction(tenant: Tenant) -> Iterator[Connection]:
    with tenant_scope(tenant.id), db.engine.begin() as connection:
        yield connection


def test_a_new_version_reads_from_the_first_event(
    listener: Listener, publish: Callable[..., int], tenant: Tenant
) -> None:
    publish()
    run_subscriber(NAME, tenant.id)
    with transaction(tenant) as connection:
        assert rebuild.begin(connection, tenant.id, NAME) == 2
        assert rebuild.live_version(connection, tenant.id, NAME) == 1
    publish()
    run_subscriber(NAME, tenant.id)
    assert listener.seen == {1: [1, 2], 2: [1, 2]}


def test_one_version_can_be_run_alone(
    listener: Listener, publish: Callable[..., int], tenant: Tenant
) -> None:
    publish()
    run_subscriber(NAME, tenant.id)
    with transaction(tenant) as connection:
        version = rebuild.begin(connection, tenant.id, NAME)
    publish()
    assert run_version(NAME, tenant.id, version) == 2
    assert listener.seen == {1: [1], 2: [1, 2]}


def test_switch_and_way_back(listener: Listener, publish: Callable[..., int], tenant: Tenant) -> None:
    publish()
    run_subscriber(NAME, tenant.id)
    with transaction(tenant) as connection:
        rebuild.begin(connection, tenant.id, NAME)
        rebuild.switch(connection, tenant.id, NAME, 2)
        assert rebuild.live_version(connection, tenant.id, NAME) == 2
        assert rebuild.roll_back(connection, tenant.id, NAME) == 1
        assert rebuild.live_version(connection, tenant.id, NAME) == 1
        with pytest.raises(LookupError):
            rebuild.roll_back(connection, tenant.id, NAME)
        with pytest.raises(LookupError):
            rebuild.switch(connection, tenant.id, NAME, 7)


def test_the_live_version_is_never_dropped(
    listener: Listener, publish: Callable[..., int], tenant: Tenant
) -> None:
    publish()
    run_subscriber(NAME, tenant.id)
    with transaction(tenant) as connection:
        rebuild.begin(connection, tenant.id, NAME)
        rebuild.drop(connection, tenant.id, NAME, 1)
        rebuild.drop(connection, tenant.id, NAME, 2)
        assert cursors.versions(connection, tenant.id, NAME) == [1]


def test_a_raised_code_version_is_where_the_next_rebuild_starts(
    listener: Listener, publish: Callable[..., int], tenant: Tenant
) -> None:
    publish()
    run_subscriber(NAME, tenant.id)
    listener.version = 5
    with transaction(tenant) as connection:
        assert rebuild.begin(connection, tenant.id, NAME) == 5
