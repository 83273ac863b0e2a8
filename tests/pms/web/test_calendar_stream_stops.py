"""A server that is asked to stop does not wait for boards that listen, and lets their streams end as they should."""

from __future__ import annotations

import os
import signal
from http.client import HTTPConnection
from urllib.parse import urlparse

from oppsera_host.testing.client import FreshClient
from oppsera_host.testing.plugin import StartProcess
from tests.factories.hotel import Hotel


def test_a_stream_comes_to_its_end(client: FreshClient, hotel: Hotel, start_server: StartProcess) -> None:
    server = start_server()
    connection = HTTPConnection(urlparse(server.url).netloc, timeout=60)
    query = f"propertyId={hotel.property_id}&since=1000000"
    token = client.as_role("pms_front_desk").token
    connection.request(
        "GET", f"/api/pms/calendar/stream?{query}", headers={"Authorization": f"Bearer {token}"}
    )
    answer = connection.getresponse()
    assert answer.readline() == b"retry: 1000\n"
    os.kill(server.pid, signal.SIGTERM)
    assert answer.read().startswith(b"id: 1000000\n\n"), "all of it: one cut off in the middle would raise"
