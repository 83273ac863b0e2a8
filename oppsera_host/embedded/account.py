"""Which operating-system account runs the servers: ours, or an unprivileged one when we are root."""
# ruff: noqa: S603 - only programs this package found itself, never through a shell

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oppsera_host.embedded.errors import EmbeddedError

UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """The account of the servers.

    Attributes:
        uid: user id.
        gid: group id.
        borrowed: True when we are root and run the servers as somebody else (PostgreSQL refuses root).
    """

    uid: int
    gid: int
    borrowed: bool

    def popen_arguments(self) -> dict[str, Any]:
        """Return the ``subprocess`` arguments that make a child run as this account."""
        if not self.borrowed:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make this account the owner of ``path``; only ever called on folders made by this package."""
        if self.borrowed:
            os.chown(path, self.uid, self.gid)

    def can_reach(self, folder: Path) -> bool:
        """Tell whether the account may enter ``folder``, asked of the kernel by trying."""
        return self._succeeds(["test", "-x", str(folder)])

    def can_run(self, program: Path) -> bool:
        """Tell whether the account may start ``program``."""
        return self._succeeds([str(program), "--version"])

    def _succeeds(self, command: list[str]) -> bool:
        if not self.borrowed:
            return True
        try:
            answer = subprocess.run(
                command, cwd="/", capture_output=True, check=False, **self.popen_arguments()
            )
        except PermissionError as problem:
            if os.access(command[0], os.X_OK) and _may_not_change_user():
                raise EmbeddedError(
                    "PostgreSQL refuses to run as root, and this container does not let root become another "
                    "user. Run as an ordinary user, or set DATABASE_URL and REDIS_URL."
                ) from problem
            return False
        return answer.returncode == 0


def choose(existing_data: Path) -> Account:
    """Choose the account: the owner of ``existing_data`` if there is one, so that a later start agrees.

    Raises:
        EmbeddedError: the data belongs to an account that this one cannot use.
    """
    uid = os.getuid()
    owner = existing_data.stat().st_uid if existing_data.exists() else None
    if uid != 0:
        if owner not in (None, uid):
            raise EmbeddedError(
                f"{existing_data} was made by another user (id {owner}). "
                "Start as that user, set OPPSERA_STATE_DIR to another folder, or remove it."
            )
        return Account(uid, os.getgid(), borrowed=False)
    if owner:
        return Account(owner, existing_data.stat().st_gid, borrowed=True)
    return _unprivileged()


def _unprivileged() -> Account:
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, borrowed=True)
    raise EmbeddedError(
        "PostgreSQL refuses to run as root, and there is neither an account postgres nor nobody to run it. "
        "Run as an ordinary user, or set DATABASE_URL and REDIS_URL."
    )


def _may_not_change_user() -> bool:
    try:
        subprocess.run(["/bin/sh", "-c", ":"], cwd="/", check=True, **_unprivileged().popen_arguments())
    except (PermissionError, subprocess.CalledProcessError):
        return True
    return False
