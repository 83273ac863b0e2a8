"""Runs migrations: the host's line and the line of every installed addon."""

from __future__ import annotations

import importlib
from importlib.metadata import entry_points
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

ENVIRONMENT = Path(__file__).resolve().parents[2] / "migrations"


def configuration(url: str) -> Config:
    """Return the Alembic configuration for ``url`` with every line's folder in it."""
    config = Config()
    folders = [ENVIRONMENT / "versions", *_addon_folders()]
    config.set_main_option("script_location", str(ENVIRONMENT))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(str(folder) for folder in folders))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def upgrade(url: str) -> None:
    """Bring every line to its head. ``url`` must be able to SET ROLE oppsera_owner."""
    command.upgrade(configuration(url), "heads")


def downgrade(url: str, line: str) -> None:
    """Take ``line`` (branch label) back to nothing, with everything that depends on it."""
    command.downgrade(configuration(url), f"{line}@base")


def dependents(url: str, line: str) -> list[str]:
    """Return the branch labels that a downgrade of ``line`` would take along."""
    script = ScriptDirectory.from_config(configuration(url))
    revisions = list(script.walk_revisions())
    taken = {revision.revision for revision in revisions if line in revision.branch_labels}
    while (
        more := {
            revision.revision
            for revision in revisions
            if {*revision._all_down_revisions, *revision._resolved_dependencies} & taken  # noqa: SLF001
        }
        - taken
    ):
        taken |= more
    labels = {
        label for revision in revisions if revision.revision in taken for label in revision.branch_labels
    }
    return sorted(labels - {line})


def current(url: str) -> list[str]:
    """Return the revisions the database stands at."""
    engine = create_engine(url)
    with engine.connect() as connection:
        heads = MigrationContext.configure(connection).get_current_heads()
    engine.dispose()
    return sorted(heads)


def heads(url: str) -> list[str]:
    """Return the revisions an up-to-date database stands at.

    A head that another line depends on is implied by it: Alembic records only the dependent one.
    """
    script = ScriptDirectory.from_config(configuration(url))
    implied = {
        ancestor.revision
        for revision in script.walk_revisions()
        for dependency in revision._resolved_dependencies  # noqa: SLF001
        for ancestor in script.iterate_revisions(dependency, "base")
    }
    return sorted(set(script.get_heads()) - implied)


def _addon_folders() -> list[Path]:
    folders = []
    for point in sorted(entry_points(group="oppsera.addons"), key=lambda point: point.name):
        manifest = importlib.import_module(f"{point.value}.manifest").MANIFEST
        if manifest.migrations:
            module = importlib.import_module(f"{point.value}.manifest")
            folders.append(Path(str(module.__file__)).parent / manifest.migrations)
    return folders
