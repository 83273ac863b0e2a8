"""The Valkey (or Redis) server."""

from __future__ import annotations

import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import redis

from oppsera_host.embedded import processes
from oppsera_host.embedded.account import Account
from oppsera_host.embedded.errors import EmbeddedError
from oppsera_host.embedded.services import VALKEY_SOCKET

READY_SECONDS = 30.0


@dataclass(frozen=True)
class Valkey:
    """One server of ours.

    Attributes:
        program: the server binary.
        data_parent: folder that holds its data folder.
        sockets: folder of the unix socket.
        account: who runs it.
        log: file for its messages.
        durable: False only for tests: nothing is written to disk.
    """

    program: Path
    data_parent: Path
    sockets: Path
    account: Account
    log: Path
    durable: bool

    def start(self) -> subprocess.Popen[bytes]:
        """Stop one left behind, start the server and wait until it answers.

        Valkey puts no lock on its folder: two servers there would both write. Hence only under the
        supervisor's lock.

        Raises:
            EmbeddedError: it ended, or did not answer in time.
        """
        data = self.data_parent / "valkey"
        if not data.exists():
            data.mkdir(mode=0o700)
            self.account.give(data)
        self._stop_left_behind(data / "valkey.pid")
        process = processes.start(
            self._command(data), account=self.account, death_signal=signal.SIGTERM, log=self.log
        )
        (data / "valkey.pid").write_text(str(process.pid), encoding="utf-8")
        self._wait_ready(process)
        return process

    def _command(self, data: Path) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.sockets / VALKEY_SOCKET),
            "unixsocketperm": "700",
            "dir": str(data),
            "daemonize": "no",
            "save": "",
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
        }
        options = [word for name, value in settings.items() for word in (f"--{name}", value)]
        return [str(self.program), *options]

    def _wait_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + READY_SECONDS
        client = redis.Redis(unix_socket_path=str(self.sockets / VALKEY_SOCKET), socket_timeout=5)
        try:
            while process.poll() is None and time.monotonic() < deadline:
                try:
                    client.ping()
                except redis.RedisError:  # not listening yet, or still loading its file
                    time.sleep(0.02)
                else:
                    return
        finally:
            client.close()
        processes.stop(process, signal.SIGTERM, 5)
        raise EmbeddedError(f"Valkey did not start; see {self.log}.")

    def _stop_left_behind(self, pid_file: Path) -> None:
        if not pid_file.exists():
            return
        written = pid_file.read_text(encoding="utf-8")
        if written.isdigit():
            # The server replaces its command line by a title that names the socket.
            processes.stop_left_behind(
                int(written), str(self.sockets / VALKEY_SOCKET), (signal.SIGTERM, signal.SIGKILL), 5
            )
        pid_file.unlink()
