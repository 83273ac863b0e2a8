"""Two web servers, so that many transactions of different processes meet in the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle

import pytest
from redis import Redis

from tests.support.race import Caller, serve
from tests.support.race_house import House

_DEADLOCKS = re.compile(r'transaction_retries_total\{reason="40P01"\} (\S+)')


class Door:
    """Hands out callers, in turn for each of the web servers."""

    def __init__(self, urls: list[str]) -> None:
        self._all = urls
        self._urls = cycle(urls)

    def callers(self, house: House, count: int) -> list[Caller]:
        return [Caller(next(self._urls), house.token) for _ in range(count)]

    def deadlocks(self) -> float:
        """Return how many transactions all servers have run again because PostgreSQL broke a deadlock."""
        texts = [Caller(url, "").get("/metrics").raw.decode() for url in self._all]
        return sum(float(found) for text in texts for found in _DEADLOCKS.findall(text))


@pytest.fixture(scope="package")
def door(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """Two running web servers on the test's database."""
    folder = tmp_path_factory.mktemp("web")
    started = [serve(environment, folder / f"web-{number}.log") for number in range(2)]
    yield Door([process.url for process in started])
    for process in started:
        process.stop()
    Redis.from_url(environment["REDIS_URL"]).flushdb()  # nobody worked these wake-ups off
