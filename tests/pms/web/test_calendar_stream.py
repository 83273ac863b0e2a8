"""News of the board as it comes: stays as they now stand, once the read model has them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from oppsera_host.testing.client import FreshClient, RoleClient
from oppsera_host.web import event_streams
from tests.factories.desk import Desk
from tests.pms.web.asking_for_boards import board

Drain = Callable[[], int]
PATH = "/api/pms/calendar/stream"


class Listener:
    """Reads a stream as a browser would."""

    def __init__(self, client: RoleClient, desk: Desk, since: int | None = None, **headers: str) -> None:
        query: dict[str, Any] = {"propertyId": str(desk.hotel.property_id)}
        if since is not None:
            query["since"] = since
        self.answer = client.get(PATH, query_string=query, headers=headers)
        assert self.answer.status_code == 200, self.answer.text
        self.lines: Iterator[bytes] = iter(self.answer.response)
        retry, number = next(self.lines).split(b"\n")[:2]
        assert retry == b"retry: 1000"
        self.begins = int(number.removeprefix(b"id: "))

    def hear(self) -> tuple[int, str, dict]:
        """Return id, name and data of the next message."""
        fields = dict(line.split(": ", 1) for line in next(self.lines).decode().strip().splitlines())
        return int(fields["id"]), fields["event"], json.loads(fields["data"])

    def close(self) -> None:
        self.answer.close()


@pytest.fixture
def listen(desk: Desk) -> Iterator[Callable[..., Listener]]:
    opened: list[Listener] = []

    def begin(since: int | None = None, client: RoleClient | None = None, **headers: str) -> Listener:
        opened.append(Listener(client or desk.client, desk, since, **headers))
        return opened[-1]

    yield begin
    for each in opened:
        each.close()


@pytest.fixture
def seq(desk: Desk, drain_outbox: Drain) -> int:
    """How far the board is when the test begins."""
    drain_outbox()
    return int(board(desk)["seq"])


def test_a_new_stay_is_told_as_the_board_shows_it(desk: Desk, drain_outbox: Drain, listen, seq: int) -> None:
    stay = desk.book("2027-03-16", "2027-03-19", "101")
    drain_outbox()
    number, name, news = listen(seq).hear()
    assert (number, name) == (stay["seq"], "segments")
    assert news == {
        "seq": stay["seq"], "reservationIds": [stay["id"]], "segments": board(desk)["segments"],
    }  # fmt: skip


def test_a_stay_of_many_weeks_comes_once(desk: Desk, drain_outbox: Drain, listen, seq: int) -> None:
    stay = desk.book("2027-03-16", "2027-05-04", "101")
    drain_outbox()
    _, _, news = listen(seq).hear()
    [segment] = news["segments"]
    assert (segment["segmentStart"], segment["segmentEnd"]) == ("2027-03-16", "2027-05-04")
    assert segment["reservationId"] == stay["id"]


def test_one_who_listens_hears_what_comes(desk: Desk, drain_outbox: Drain, listen, seq: int) -> None:
    del seq
    stay = desk.book("2027-03-16", "2027-03-19", "101")
    drain_outbox()
    listener = listen(stay["seq"])
    moved = desk.move(stay, "102").json
    drain_outbox()
    number, _, news = listener.hear()
    assert number == moved["seq"]
    assert [(each["reservationId"], each["roomId"]) for each in news["segments"]] == [
        (stay["id"], str(desk.hotel.rooms["102"]))
    ]
    desk.step(moved["reservation"], "cancel")
    drain_outbox()
    _, _, gone = listener.hear()
    assert (gone["reservationIds"], gone["segments"]) == ([stay["id"]], [])


def test_nothing_is_told_before_the_board_has_it(desk: Desk, drain_outbox: Drain, listen, seq: int) -> None:
    first = desk.book("2027-03-16", "2027-03-19", "101")
    drain_outbox()
    second = desk.book("2027-03-16", "2027-03-19", "102")
    assert listen(seq).hear()[2]["reservationIds"] == [first["id"]]
    drain_outbox()
    assert listen(first["seq"]).hear()[2]["reservationIds"] == [second["id"]]


def test_who_comes_back_goes_on_where_it_was(desk: Desk, drain_outbox: Drain, listen, seq: int) -> None:
    first, second = (desk.book("2027-03-16", "2027-03-19", room) for room in ("101", "102"))
    drain_outbox()
    listener = listen(seq, **{"Last-Event-ID": str(first["seq"])})
    assert listener.hear()[2]["reservationIds"] == [second["id"]]


def test_who_says_no_number_has_one_to_come_back_with(
    desk: Desk, drain_outbox: Drain, listen, seq: int
) -> None:
    first = listen()
    assert first.begins == seq
    stay = desk.book("2027-03-16", "2027-03-19", "101")
    drain_outbox()
    back = listen(**{"Last-Event-ID": str(first.begins)})
    assert back.hear()[2]["reservationIds"] == [stay["id"]]


def test_more_than_stays_means_read_the_board_again(
    client: FreshClient, desk: Desk, drain_outbox: Drain, listen, seq: int
) -> None:
    answer = client.as_role("pms_manager").post(
        f"/api/pms/rooms/{desk.hotel.rooms['103']}/out-of-order",
        json={"startDate": "2027-03-16", "endDate": "2027-03-17", "reason": "Painting"},
    )
    assert answer.status_code in {200, 201}, answer.text
    drain_outbox()
    _, name, news = listen(seq).hear()
    assert (name, news["segments"]) == ("board", [])


def test_names_are_for_those_who_may_read_guests(
    client: FreshClient, desk: Desk, drain_outbox: Drain, listen, seq: int
) -> None:
    desk.book("2027-03-16", "2027-03-19", "101")
    drain_outbox()
    _, _, told = listen(seq).hear()
    _, _, untold = listen(seq, client.as_role("pms_revenue")).hear()
    assert [each["guestName"] for each in told["segments"]] == ["Ada Probe"]
    assert [each["guestName"] for each in untold["segments"]] == [""]


def test_when_its_places_are_taken_one_is_asked_to_come_back(
    desk: Desk, drain_outbox: Drain, listen, seq: int
) -> None:
    listeners = [listen(seq) for _ in range(event_streams.MOST_OF_A_TENANT)]
    refused = desk.client.get(PATH)
    assert (refused.status_code, refused.json["code"]) == (503, "UNAVAILABLE")
    assert refused.headers["Retry-After"] == "1"
    listeners[0].close()
    desk.book("2027-03-16", "2027-03-19", "101")
    drain_outbox()
    assert listen(seq).hear()[1] == "segments"


def test_a_stream_ends_and_its_listener_comes_back(desk: Desk, listen, seq: int, monkeypatch) -> None:
    del desk
    monkeypatch.setattr(event_streams, "LIFE_SECONDS", 0.0)
    assert list(listen(seq).lines) == []


@pytest.mark.parametrize("query", ["since=x", "since=-1", f"since={2**63}", "until=1", "propertyId=x"])
def test_a_question_that_makes_no_sense_is_refused(desk: Desk, query: str) -> None:
    answer = desk.client.get(f"{PATH}?{query}")
    assert (answer.status_code, answer.json["code"]) == (422, "VALIDATION_ERROR")
