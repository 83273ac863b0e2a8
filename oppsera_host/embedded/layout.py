"""Every path the embedded services use, derived from the state directory."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

from oppsera_host.embedded.account import Account
from oppsera_host.embedded.errors import EmbeddedError

LONGEST_SOCKET_PATH = 100  # the kernel's limit is 107 bytes on Linux and 103 on macOS
_LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"
_OWNER_FILE = "state-directory"
_DISPOSABLE_FILE = "disposable"
_AWAY = Path("/var/tmp")  # noqa: S108 - our folder in it is checked below; unlike /tmp it survives a reboot
_SHORTEST_TEMPORARY = Path("/tmp")  # noqa: S108 - our folder in it is 0700 and checked below


class Layout:
    """Paths inside the state directory."""

    def __init__(self, state_folder: Path) -> None:
        self.state = state_folder.resolve()
        self.start_lock = self.state / "start.lock"
        self.users_lock = self.state / "users.lock"
        self.supervisor_lock = self.state / "supervisor.lock"
        self.services_file = self.state / "services.json"
        self.supervisor_log = self.state / "supervisor.log"
        self.postgres_log = self.state / "postgres.log"
        self.valkey_log = self.state / "valkey.log"
        digest = hashlib.sha256(os.fsencode(self.state)).hexdigest()[:10]
        self.name = f"oppsera-{os.getuid()}-{digest}"
        self.away = _AWAY / self.name

    def existing_data(self) -> Path:
        """Return where data of an earlier start lies, or the usual place when there is none yet."""
        away = self.away / "data"
        return away if away.exists() else self.state / "data"

    def data_folder(self, account: Account) -> Path:
        """Return the folder for both servers' data, made if missing and owned by ``account``.

        It is inside the state directory unless the borrowed account cannot get there (a checkout under a
        home closed with mode 0700): then it is under ``/var/tmp``, because opening somebody's home is not
        ours to do.
        """
        folder = self.existing_data()
        if folder.parent != self.away and not account.can_reach(self.state):
            if folder.exists():
                raise EmbeddedError(
                    f"{folder} exists, but the account that runs the servers (id {account.uid}) can no "
                    "longer reach it. Allow it to enter the folders above, or set OPPSERA_STATE_DIR to "
                    "another folder."
                )
            folder = self.away_home() / "data"
        if not folder.exists():
            folder.mkdir(mode=0o700)
            account.give(folder)
        return folder

    def away_home(self) -> Path:
        """Return our own folder under ``/var/tmp``, made if missing: entered by all, written by root alone.

        A link ``away`` in the state directory tells people, and ``make clean-data``, where it is.

        Raises:
            EmbeddedError: somebody else made it first.
        """
        self.away.mkdir(mode=0o711, exist_ok=True)
        if not _is_ours(self.away):
            raise EmbeddedError(f"{self.away} was made by somebody else; remove it and start again.")
        (self.away / _OWNER_FILE).write_text(str(self.state), encoding="utf-8")
        link = self.state / "away"
        if not link.is_symlink():
            link.symlink_to(self.away)
        return self.away

    def mark_disposable(self) -> None:
        """Let :func:`remove_left_behind` remove the folder under ``/var/tmp`` once the state directory is gone."""
        if self.away.exists():
            (self.away / _DISPOSABLE_FILE).touch()

    def socket_folder(self, account: Account) -> Path:
        """Return a short folder for the sockets that only ``account`` (and root) can enter.

        Raises:
            EmbeddedError: somebody else made it first.
        """
        folder = _socket_base(account, self.name) / self.name
        try:
            folder.mkdir(mode=0o700)
            account.give(folder)
        except FileExistsError:
            found = folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
                raise EmbeddedError(
                    f"{folder} was made by somebody else; remove it and start again."
                ) from None
        return folder


def remove_left_behind() -> None:
    """Remove folders under ``/var/tmp`` that belonged to test runs whose state directories are gone."""
    for folder in _AWAY.glob(f"oppsera-{os.getuid()}-*"):
        try:
            if (
                _is_ours(folder)
                and (folder / _DISPOSABLE_FILE).exists()
                and not _state_directory(folder).exists()
            ):
                shutil.rmtree(folder)
        except FileNotFoundError:
            continue  # another supervisor removes it at this moment


def _state_directory(folder: Path) -> Path:
    return Path((folder / _OWNER_FILE).read_text(encoding="utf-8"))


def _is_ours(folder: Path) -> bool:
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022


def _socket_base(account: Account, name: str) -> Path:
    bases = [Path(tempfile.gettempdir()), _SHORTEST_TEMPORARY]
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and not account.borrowed and Path(runtime).is_dir():
        bases.insert(0, Path(runtime))
    for base in bases:
        longest = os.fsencode(base / name / _LONGEST_SOCKET_NAME)
        if len(longest) <= LONGEST_SOCKET_PATH and account.can_reach(base):
            return base
    raise EmbeddedError(f"The account that runs the servers (id {account.uid}) cannot enter {bases[-1]}.")
