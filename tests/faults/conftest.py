"""An installation of its own, whose every server may be killed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from oppsera_host.db import migrate
from tests.support.kills import Site


@pytest.fixture
def site(environment: dict[str, str], tmp_path: Path) -> Iterator[Site]:
    """A migrated installation with durable servers; web and worker are started."""
    made = Site(environment, tmp_path)
    migrate.upgrade(made.environment["MIGRATION_DATABASE_URL"])
    made.admin_url = make_url(made.admin_url).set(database="oppsera").render_as_string(hide_password=False)
    made.start()
    yield made
    made.stop()
