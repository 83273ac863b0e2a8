"""What production is given and development makes for itself: a secret key that stays."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from oppsera_host.settings import Settings

SECRET_VARIABLE = "SECRET_KEY"  # noqa: S105 - the name, not the secret


def share_secret(settings: Settings) -> None:
    """Outside production, put one lasting secret key into the environment of this process and its children.

    Without it every process would make up its own and refuse what another one signed.
    """
    if settings.production or os.environ.get(SECRET_VARIABLE):
        return
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    os.environ[SECRET_VARIABLE] = _kept_secret(settings.state_dir / "secret_key")


def _kept_secret(file: Path) -> str:
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    try:
        os.link(draft, file)  # the first process wins, all others read what it wrote
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text(encoding="utf-8")
