"""The PostgreSQL server: making its data, starting it, clearing up after a crash."""
# ruff: noqa: S603 - only programs this package found itself, never through a shell

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from oppsera_host.embedded import processes
from oppsera_host.embedded.account import Account
from oppsera_host.embedded.errors import EmbeddedError
from oppsera_host.embedded.services import ADMIN_ROLE, POSTGRES_SOCKET

READY_SECONDS = 90.0
STOP_SECONDS = 20.0
ORPHANS_SECONDS = 15.0
_BUILTIN_COLLATION_SINCE = 17
_ORPHANS_STILL_THERE = b"pre-existing shared memory block"
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "deadlock_timeout": "200ms",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_FAST_BUT_UNSAFE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(frozen=True)
class Postgres:
    """One cluster of ours.

    Attributes:
        binaries: folder of the programs.
        major: their major version; part of the data folder's name.
        data_parent: folder that holds the cluster's folder.
        sockets: folder of the unix socket.
        account: who runs it.
        log: file for its messages.
        durable: False only for tests.
    """

    binaries: Path
    major: int
    data_parent: Path
    sockets: Path
    account: Account
    log: Path
    durable: bool

    @property
    def data(self) -> Path:
        """Folder of the cluster."""
        return self.data_parent / f"pg{self.major}"

    def create(self) -> None:
        """Make the cluster unless it is there; under another name first, so that half of one never counts."""
        if self.data.exists():
            return
        draft = self.data.with_suffix(".init")
        if draft.exists():
            shutil.rmtree(draft)
        draft.mkdir(mode=0o700)
        self.account.give(draft)
        made = subprocess.run(
            self._initdb_command(draft),
            cwd="/",
            env=processes.clean_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **self.account.popen_arguments(),
        )
        if made.returncode != 0:
            raise EmbeddedError(f"initdb failed: {made.stderr.strip()}")
        draft.rename(self.data)

    def start(self) -> subprocess.Popen[bytes]:
        """Clear what a crash left, start the server and wait until it answers.

        Backends of a killed server may outlive it for a moment; PostgreSQL then refuses, and rightly.

        Raises:
            EmbeddedError: it ended, or did not answer in time; the message ends with its last words.
        """
        self._clear_left_behind()
        deadline = time.monotonic() + ORPHANS_SECONDS
        while True:
            log_start = self.log.stat().st_size if self.log.exists() else 0
            process = processes.start(
                self._command(), account=self.account, death_signal=signal.SIGINT, log=self.log
            )
            if self._becomes_ready(process):
                return process
            said = self.log.read_bytes()[log_start:]
            if _ORPHANS_STILL_THERE not in said or time.monotonic() > deadline:
                raise EmbeddedError(f"PostgreSQL did not start: {said[-1500:].decode(errors='replace')}")
            time.sleep(0.3)

    def _initdb_command(self, folder: Path) -> list[str]:
        locale = ["--locale=C.UTF-8"]
        if self.major >= _BUILTIN_COLLATION_SINCE:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        initdb = [str(self.binaries / "initdb"), "-D", str(folder), "-U", ADMIN_ROLE, "-E", "UTF8"]
        safety = [] if self.durable else ["--no-sync"]
        return [*initdb, *locale, "--auth-local=trust", "--auth-host=reject", *safety]

    def _command(self) -> list[str]:
        settings = {**_SETTINGS, "unix_socket_directories": str(self.sockets)}
        if not self.durable:
            settings.update(_FAST_BUT_UNSAFE)
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [str(self.binaries / "postgres"), "-D", str(self.data), *options]

    def _becomes_ready(self, process: subprocess.Popen[bytes]) -> bool:
        deadline = time.monotonic() + READY_SECONDS
        while process.poll() is None:
            try:
                psycopg.connect(
                    host=str(self.sockets), dbname="postgres", user=ADMIN_ROLE, connect_timeout=5
                ).close()
            except psycopg.OperationalError as refusal:
                if time.monotonic() > deadline:
                    processes.stop(process, signal.SIGINT, STOP_SECONDS)
                    raise EmbeddedError(f"PostgreSQL did not answer in time: {refusal}") from refusal
                time.sleep(0.03)
            else:
                return True
        return False

    def _clear_left_behind(self) -> None:
        """Stop an orphan of an earlier supervisor; then its pid file, socket and lock are nobody's.

        PostgreSQL refuses a pid file whose process is an unreaped zombie or a stranger. Only to be called
        under the supervisor's lock, and it still checks shared memory itself, so no second writer can start.
        """
        pid_file = self.data / "postmaster.pid"
        if pid_file.exists():
            first_line = pid_file.read_text(encoding="utf-8", errors="replace").partition("\n")[0]
            if first_line.isdigit():
                processes.stop_left_behind(
                    int(first_line), f"-D {self.data} ", (signal.SIGINT, signal.SIGQUIT), STOP_SECONDS
                )
            pid_file.unlink(missing_ok=True)
        for name in (POSTGRES_SOCKET, f"{POSTGRES_SOCKET}.lock"):
            (self.sockets / name).unlink(missing_ok=True)
