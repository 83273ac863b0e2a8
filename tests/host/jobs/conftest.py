"""A Redis for what a test sends itself."""

from __future__ import annotations

import pytest

from oppsera_host.jobs.queues import worker_connection
from oppsera_host.testing.databases import with_redis_number


@pytest.fixture
def own_redis(database):
    """A Redis that the application itself does not send to."""
    number = int(database.redis_url.rpartition("=")[2].rpartition("/")[2])
    url = with_redis_number(database.redis_url, 15 - number)
    worker_connection(url).flushdb()
    return url
