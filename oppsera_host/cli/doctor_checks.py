"""What ``oppsera doctor`` looks at. Every check says what it found and, when that is bad, what to do."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from oppsera_host import embedded
from oppsera_host.embedded import binaries
from oppsera_host.settings import Settings, SettingsError

OLDEST_NODE = (20, 19)
LEAST_FREE_BYTES = 1_000_000_000

Result = tuple[str, str, str]
"""Status (``ok``, ``warning`` or ``failure``), what was found, what to do."""


@dataclass(frozen=True)
class Finding:
    """The outcome of one check.

    Attributes:
        name: what was looked at.
        status: ``ok``, ``warning`` or ``failure``.
        found: what is the case.
        advice: what to do about it; empty when all is well.
    """

    name: str
    status: str
    found: str
    advice: str = ""


def ok(found: str) -> Result:
    """All is well."""
    return "ok", found, ""


def warning(found: str, advice: str) -> Result:
    """It works, but not for long or not fully."""
    return "warning", found, advice


def failure(found: str, advice: str) -> Result:
    """It cannot work like this."""
    return "failure", found, advice


def machine_checks(settings: Settings) -> Iterator[tuple[str, Callable[[], Result]]]:
    """Yield the checks that need no server."""
    yield "Python", _python
    yield "Node and front end", _front_end
    if not settings.production and not (settings.database_url and settings.redis_url):
        yield "Server programs", _programs
    yield "State directory", lambda: _disk(settings.state_dir)
    yield "Port", lambda: _port(settings.port)


def settings_of(environment: dict[str, str]) -> tuple[Settings | None, Finding]:
    """Read the settings, and say whether they can be used; in production this includes the secret key."""
    try:
        settings = Settings.from_env(environment)
    except SettingsError as problem:
        return None, Finding(
            "Settings", "failure", problem.sentence, f"Correct the variable {problem.variable}."
        )
    if settings.production or environment.get("SECRET_KEY"):
        return settings, Finding("Settings", "ok", f"APP_ENV={settings.app_env}, SECRET_KEY is set")
    return settings, Finding("Settings", "ok", f"APP_ENV={settings.app_env}, SECRET_KEY is made up")


def _python() -> Result:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs it by other means than our package is told here
        return failure(f"Python {version}", "Install Python 3.11 or newer and run make again.")
    return ok(f"Python {version} in {sys.prefix}")


def _front_end() -> Result:
    unbuilt = [name for name, folder in _addon_folders() if _has_unbuilt_front_end(name, folder)]
    node = _node_version()
    described = f"node {'.'.join(map(str, node))}" if node else "no node"
    if not unbuilt:
        return ok(f"built; {described}")
    advice = "Run make frontend."
    if node is None or node < OLDEST_NODE:
        advice = "Run make frontend; it brings its own Node where there is none, or an old one."
    return failure(f"not built for {', '.join(unbuilt)}; {described}", advice)


def _addon_folders() -> list[tuple[str, Path]]:
    folders = []
    for point in entry_points(group="oppsera.addons"):
        spec = find_spec(point.value)
        if spec and spec.submodule_search_locations:
            folders.append((point.name, Path(next(iter(spec.submodule_search_locations)))))
    return folders


def _has_unbuilt_front_end(name: str, folder: Path) -> bool:
    built = folder / "static" / name
    return (folder / "frontend" / "package.json").exists() and not any(built.glob("*.js"))


def _node_version() -> tuple[int, ...] | None:
    node = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if node is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    return tuple(int(part) for part in re.findall(r"\d+", answer.stdout)[:3]) or None


def _programs() -> Result:
    try:
        found = binaries.find()
    except embedded.EmbeddedError as problem:
        return failure("a server program is missing", str(problem))
    return ok(f"PostgreSQL {found.postgres_major()} in {found.postgres_folder}, {found.redis_server.name}")


def _disk(state_dir: Path) -> Result:
    folder = next(parent for parent in (state_dir, *state_dir.parents) if parent.exists())
    if not os.access(folder, os.W_OK):
        return failure(f"{folder} cannot be written", "Set OPPSERA_STATE_DIR to a folder of yours.")
    free = shutil.disk_usage(folder).free
    found = f"{state_dir}, {free / 1e9:.1f} GB free"
    if free < LEAST_FREE_BYTES:
        return warning(found, "Free some disk space; PostgreSQL stops when it cannot write.")
    return ok(found)


def _port(port: int) -> Result:
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex(("127.0.0.1", port)) != 0:
            return ok(f"{port} is free")
    return warning(f"{port} is in use", "Fine if oppsera runs already; otherwise set PORT to another number.")
