"""Whoever edits, drops or reorders a row of the audit trail behind the application's back is found out."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from oppsera_host.identity.models import Tenant
from oppsera_host.outbox.chain import FIELDS, broken_links
from oppsera_host.testing.client import FreshClient
from oppsera_host.testing.databases import Database
from tests.support.race import seeded, timed
from tests.support.race_checks import audit_rows
from tests.tenancy.furnished import furnish

pytestmark = pytest.mark.faults
MUTANTS = 500
Rows = list[dict[str, Any]]


def changed(value: Any, random: Random) -> Any:
    """Another value of the same kind."""
    if isinstance(value, dict) and value:
        name = random.choice(list(value))
        return value | {name: changed(value[name], random)}
    for kind, change in CHANGES.items():
        if isinstance(value, kind):
            return change(value)
    return {"new": 1}


#: bool before int: it is one.
CHANGES: dict[type, Callable[[Any], Any]] = {
    bool: lambda value: not value,
    int: lambda value: value + 1,
    str: lambda value: value + "\u200b",
    list: lambda value: [*value, 0],
    bytes: lambda value: bytes([value[0] ^ 1]) + value[1:] if value else b"\1",
    UUID: lambda _value: uuid4(),
    datetime: lambda value: value + timedelta(microseconds=1),
}


def edited(rows: Rows, random: Random) -> Rows:
    row = random.choice(rows)
    name = random.choice([*FIELDS, "hash", "prev_hash"])
    row[name] = changed(row[name], random)
    return rows


def dropped(rows: Rows, random: Random) -> Rows:
    first = random.randrange(len(rows))
    del rows[first : first + random.randrange(1, 4)]
    return rows


def tail_dropped(rows: Rows, random: Random) -> Rows:
    return rows[: -random.randrange(1, len(rows))]


def reordered(rows: Rows, random: Random) -> Rows:
    first, second = random.sample(range(len(rows)), 2)
    rows[first], rows[second] = rows[second], rows[first]
    return rows


def renumbered(rows: Rows, random: Random) -> Rows:
    """Two rows that swap their contents but keep number and hashes."""
    first, second = random.sample(rows, 2)
    for name in set(FIELDS) - {"seq"}:
        first[name], second[name] = second[name], first[name]
    return rows


def doubled(rows: Rows, random: Random) -> Rows:
    place = random.randrange(len(rows))
    return [*rows[:place], copy.deepcopy(rows[place]), *rows[place:]]


def invented(rows: Rows, random: Random) -> Rows:
    place = random.randrange(len(rows))
    made = rows[place] | {"entity_id": uuid4(), "hash": random.randbytes(32)}
    return [*rows[:place], made, *rows[place:]]


WAYS = [edited, edited, edited, dropped, tail_dropped, reordered, renumbered, doubled, invented]


def test_every_tampered_trail_is_found(database: Database, tenant: Tenant, client: FreshClient):
    house = furnish(client.as_role("host_admin", tenant), "audited")
    for number in range(12):
        house.client.patch(
            f"/api/pms/guests/{house.ids['guest']}",
            json={"notes": f"n{number}"},
            headers={"If-Match": "*"},
        )
    with database.connect_as_admin() as admin:
        rows, head = audit_rows(admin, str(tenant.id))
    assert len(rows) > 30
    assert {row["entity"] for row in rows} >= {"reservation", "guest", "room"}
    assert broken_links(rows, head) == [], "an honest trail holds"
    seed, random = seeded()
    found: Counter[str] = Counter()
    missed = []
    with timed("audit mutants", seed) as notes:
        for number in range(MUTANTS):
            way = WAYS[number % len(WAYS)]
            tampered = way(copy.deepcopy(rows), random)
            if tampered == rows:
                continue
            if broken_links(tampered, head):
                found[way.__name__] += 1
            else:
                missed.append((way.__name__, number))
        notes |= {"rows": len(rows), "mutants": found.total() + len(missed), **found}
    assert missed == []
    assert found.total() > 0.95 * MUTANTS
