"""The answer of the embedded services: four addresses, and the file in which they are handed over."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

ADMIN_ROLE = "oppsera_admin"
DATABASE = "oppsera"
POSTGRES_SOCKET = ".s.PGSQL.5432"
VALKEY_SOCKET = "valkey.sock"


@dataclass(frozen=True)
class Services:
    """Addresses of the running servers; each goes over a unix socket, nothing listens on TCP.

    Attributes:
        database_url: SQLAlchemy URL of the database ``oppsera`` as the unprivileged ``oppsera_app``.
        migration_database_url: the same database as ``oppsera_migrator``.
        admin_database_url: the maintenance database ``postgres`` as superuser, for ``CREATE DATABASE``.
        redis_url: ``unix://`` URL of Valkey, database 0.
    """

    database_url: str
    migration_database_url: str
    admin_database_url: str
    redis_url: str


def services_at(sockets: Path) -> Services:
    """Return the addresses of servers whose sockets are in ``sockets``."""

    def url(role: str, database: str) -> str:
        return f"postgresql+psycopg://{role}@/{database}?host={sockets}"

    return Services(
        database_url=url("oppsera_app", DATABASE),
        migration_database_url=url("oppsera_migrator", DATABASE),
        admin_database_url=url(ADMIN_ROLE, "postgres"),
        redis_url=f"unix://{sockets / VALKEY_SOCKET}?db=0",
    )


@dataclass(frozen=True)
class Running:
    """What ``services.json`` says.

    Attributes:
        services: the addresses.
        sockets: folder of the sockets.
        durable: False when the servers trade safety for the speed of tests.
        pids: process ids by name: ``supervisor``, ``postgres``, ``valkey``.
    """

    services: Services
    sockets: Path
    durable: bool
    pids: dict[str, int]

    def write(self, path: Path) -> None:
        """Write the file by rename, so that a reader sees all of it or none."""
        content = {
            "services": asdict(self.services),
            "sockets": str(self.sockets),
            "durable": self.durable,
            "pids": self.pids,
        }
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        draft.replace(path)

    def answers(self) -> bool:
        """Tell whether both servers accept a connection."""
        return all(_accepts(self.sockets / name) for name in (POSTGRES_SOCKET, VALKEY_SOCKET))


def read(path: Path) -> Running | None:
    """Read ``services.json``, or return None when there is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Running(
        Services(**content["services"]), Path(content["sockets"]), content["durable"], content["pids"]
    )


def _accepts(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(2)
        return probe.connect_ex(os.fspath(path)) == 0
