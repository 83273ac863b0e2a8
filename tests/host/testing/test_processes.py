"""Real processes for tests start, answer and die as asked."""

from __future__ import annotations

import urllib.request


def test_a_server_answers_over_the_network(live_server):
    with urllib.request.urlopen(f"{live_server.url}/healthz") as answer:
        assert answer.status == 200


def test_a_killed_server_is_gone_and_another_takes_its_place(start_server):
    first = start_server()
    first.kill()
    assert not first.running()
    assert start_server().running()
