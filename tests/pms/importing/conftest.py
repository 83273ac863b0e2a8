from __future__ import annotations

import csv
import lzma
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from addons.pms.importing.mapping import load_preset
from addons.pms.importing.runner import ImportRequest, import_bookings
from oppsera_host.identity.actor import Actor, system_actor
from oppsera_host.identity.models import Tenant
from oppsera_host.testing.databases import Database
from oppsera_host.testing.tenants import make_tenant

REAL_DATA = Path(__file__).parents[4] / "shared" / "data" / "booking-demand"
BOOKINGS = REAL_DATA / "h1_arrivals_2015q3.csv"
ROOMS = REAL_DATA / "truth" / "room_assignment.csv.xz"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder with the real bookings and what they must come to."""
    if not BOOKINGS.exists():
        pytest.skip(f"the data folder beside the project is absent: {REAL_DATA}")
    return REAL_DATA


def truth(name: str) -> list[dict[str, str]]:
    """Rows of a file of expected results."""
    path = REAL_DATA / "truth" / name
    with lzma.open(path, "rt") if path.suffix == ".xz" else path.open() as stream:
        return list(csv.DictReader(stream))


def request_for(folder: Path, **more: Any) -> ImportRequest:
    """An import of the real bookings into the property H1."""
    wanted = {
        "file": BOOKINGS,
        "mapping": load_preset("booking-demand"),
        "property_code": "H1",
        "report": folder / "report.jsonl",
        "source": "h1",
    }
    return ImportRequest(**wanted | more)


def run(request: ImportRequest, actor: Actor) -> dict[str, Any]:
    """Import and forget the progress."""
    return import_bookings(request, actor, lambda _done, _total: None)


@dataclass(frozen=True)
class ImportedHouse:
    """A tenant with the real bookings, and what the import said."""

    tenant: Tenant
    actor: Actor
    summary: dict[str, Any]
    request: ImportRequest


@pytest.fixture(scope="session")
def import_real_data(
    real_data: Path, application: Flask, database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., ImportedHouse]]:
    """Imports the real bookings into a tenant of their own."""
    del real_data  # it must be there

    def make(**more: Any) -> ImportedHouse:
        tenant = make_tenant(("pms",))
        actor = system_actor(tenant.id, "import test")
        request = request_for(tmp_path_factory.mktemp("import"), **more)
        imported = ImportedHouse(tenant, actor, run(request, actor), request)
        with database.connect_as_admin() as admin:
            admin.execute(
                "analyze"
            )  # as autovacuum does within a minute; until then plans are for tiny hotels
        return imported

    with application.app_context():
        yield make
