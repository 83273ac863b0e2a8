from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from addons.pms.importing.errors import FileRefusedError
from addons.pms.importing.runner import ImportRequest
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from tests.pms.importing import bookings_file
from tests.pms.importing.conftest import run


@pytest.fixture
def request_of(tmp_path: Path) -> Any:
    """``request_of(rows, …)`` writes a file and returns the request to import it."""

    def make(rows: list[Any], **more: Any) -> ImportRequest:
        wanted = {
            "file": bookings_file.write_bookings(tmp_path, rows),
            "mapping": bookings_file.mapping(tmp_path),
            "property_code": "P1",
            "report": tmp_path / "report.jsonl",
            "source": "file",
        }
        return ImportRequest(**wanted | more)

    return make


def query(actor: Actor, statement: str) -> list[Any]:
    with unit_of_work.reading(actor) as session:
        return list(session.execute(text(statement), {"tenant": actor.tenant_id}))


def rooms_of(actor: Actor) -> dict[int, str | None]:
    found = query(
        actor,
        "select r.source_ref, m.number from pms_reservations r left join pms_room_blocks b"
        " on b.tenant_id = r.tenant_id and b.reservation_id = r.id left join pms_rooms m"
        " on m.tenant_id = b.tenant_id and m.id = b.room_id where r.tenant_id = :tenant",
    )
    return {int(row.source_ref.rpartition(":")[2]): row.number for row in found}


def report_of(request: ImportRequest) -> list[dict[str, Any]]:
    return [json.loads(line) for line in request.report.read_text().splitlines()]


def test_a_missing_house_is_set_up_to_fit_the_file(actor: Actor, request_of: Any) -> None:
    rows = [
        {"rate": 80, "adults": 3, "children": 2},
        {"rate": 90, "arrival": "2024-05-11", "departure": "2024-05-13"},
        {"rate": 100, "type": "B", "slept": "A"},
        {"rate": 200, "type": "B", "slept": "B", "status": "cancelled"},
    ]
    summary = run(request_of(rows), actor)
    assert (summary["accepted"], summary["refused"]) == (4, 0)
    hotel = query(actor, "select * from pms_properties where tenant_id = :tenant")[0]
    assert (hotel.code, hotel.name, hotel.timezone, hotel.currency) == (
        "P1",
        "Test lodge",
        "Europe/Vienna",
        "EUR",
    )
    assert hotel.business_date == date(2024, 5, 14)
    types = query(
        actor,
        "select t.code, t.max_adults, t.max_children, t.max_occupancy, t.base_rate, (select count(*) from pms_rooms r"
        " where r.room_type_id = t.id) as rooms from pms_room_types t where tenant_id = :tenant order by 1",
    )
    assert [tuple(row) for row in types] == [("A", 3, 2, 5, 9000, 3), ("B", 2, 0, 2, 10000, 0)]


def test_bad_rows_cost_themselves_only_and_are_named(actor: Actor, request_of: Any) -> None:
    rows = [
        {"first": "Ada", "last": "Probe"},
        {"arrival": "2024-13-01"},
        {"first": "B" * 10_000, "last": "Long"},
        '2024-05-10,2024-05-12,2024-04-01,stayed,2,0,A,A,80,"open,,',
        {"last": "4111 1111 1111 1111"},
        {"last": "Fine"},
        {"last": "N\0l"},
    ]
    request = request_of(rows)
    summary = run(request, actor)
    assert (summary["accepted"], summary["refused"]) == (2, 5)
    *lines, last = report_of(request)
    assert [
        (line["row"], line["line"], line["code"]) for line in sorted(lines, key=lambda line: line["row"])
    ] == [
        (1, 3, "BAD_DATE"),
        (2, 4, "VALIDATION_ERROR"),
        (3, 5, "BROKEN_QUOTING"),
        (4, 6, "VALIDATION_ERROR"),
        (6, 8, "NUL_CHARACTER"),
    ]
    assert last["summary"]["refusals"] == {
        "BAD_DATE": 1, "BROKEN_QUOTING": 1, "NUL_CHARACTER": 1, "VALIDATION_ERROR": 2,
    }  # fmt: skip
    assert "4111" not in request.report.read_text()
    assert "BBBB" not in request.report.read_text()


def test_a_refused_batch_goes_in_one_by_one(actor: Actor, request_of: Any, tmp_path: Path) -> None:
    rooms = tmp_path / "rooms.csv"
    rooms.write_text("row,room\n0,101\n1,101\n2,102\n3,101\n")
    rows = [
        {},
        {"arrival": "2024-05-11", "departure": "2024-05-14"},
        {},
        {"arrival": "2024-05-12", "departure": "2024-05-13"},
    ]
    request = request_of(rows, rooms_file=rooms)
    summary = run(request, actor)
    assert (summary["accepted"], summary["refused"]) == (3, 1)
    refused = report_of(request)[0]
    assert (refused["row"], refused["code"]) == (1, "ROOM_ALREADY_BOOKED")
    assert rooms_of(actor) == {0: "101", 2: "102", 3: "101"}


def test_a_repaired_row_comes_in_under_its_number(actor: Actor, request_of: Any) -> None:
    assert run(request_of([{}, {"adults": "two"}, {}]), actor)["refused"] == 1
    again = run(request_of([{}, {"adults": "2"}, {}]), actor)
    assert (again["accepted"], again["refused"], again["alreadyImported"]) == (1, 0, 2)
    assert rooms_of(actor).keys() == {0, 1, 2}


def test_every_stay_gets_a_room_when_asked_to(actor: Actor, request_of: Any) -> None:
    rows = [
        {"arrival": f"2024-05-{10 + number:02}", "departure": f"2024-05-{12 + number:02}"}
        for number in range(8)
    ]
    summary = run(
        request_of([*rows, {"departure": "2024-05-10"}, {"status": "cancelled"}], auto_assign=True), actor
    )
    assert (summary["accepted"], summary["warnings"]) == (10, {"DAY_USE": 1})
    rooms = rooms_of(actor)
    assert [rooms[row] for row in range(8)] == ["A001", "A002"] * 4
    assert (rooms[8], rooms[9]) == (None, None)


def test_a_repaired_row_gets_a_room_beside_those_that_came_in_before(actor: Actor, request_of: Any) -> None:
    run(request_of([{}, {"adults": "?"}, {}], auto_assign=True), actor)
    assert rooms_of(actor) == {0: "A001", 2: "A002"}
    summary = run(request_of([{}, {}, {}], auto_assign=True), actor)
    assert (summary["accepted"], summary["warnings"]) == (1, {})
    assert rooms_of(actor) == {0: "A001", 1: "A003", 2: "A002"}


def test_rooms_that_somebody_else_is_in_are_not_given_away(actor: Actor, request_of: Any) -> None:
    run(request_of([{}, {"arrival": "2024-05-11", "departure": "2024-05-20"}], auto_assign=True), actor)
    summary = run(request_of([{"departure": "2024-05-11"}, {}], auto_assign=True, source="other"), actor)
    assert (summary["accepted"], summary["refusals"]) == (1, {"NO_AVAILABILITY": 1})


def test_two_imports_of_one_file_at_once_bring_every_row_in_once(
    app: Flask, actor: Actor, request_of: Any
) -> None:
    rows = [{"arrival": f"2024-05-{1 + number % 20:02}", "departure": "2024-05-28"} for number in range(60)]
    request = request_of(rows)
    run(request_of([{}]), actor)  # the house stands, so that both only write bookings

    # Made beforehand: each writes the file anew, and nobody may read it meanwhile.
    requests = [
        request_of(rows, report=request.report.with_name(f"{number}.jsonl"), source="twice")
        for number in range(2)
    ]

    def once(wanted: Any) -> dict[str, Any]:
        with app.app_context():
            return run(wanted, actor)

    with ThreadPoolExecutor(2) as pool:
        summaries = list(pool.map(once, requests))
    assert sum(summary["accepted"] for summary in summaries) == 60
    found = query(
        actor,
        "select count(*) as n, count(distinct source_ref) as d from pms_reservations where tenant_id = :tenant"
        " and source_ref like 'P1/twice:%'",
    )[0]
    assert (found.n, found.d) == (60, 60)


def test_for_practice_stays_are_confirmed_on_the_day_the_first_guest_comes(
    actor: Actor, request_of: Any
) -> None:
    rows = [{}, {"status": "cancelled"}, {"status": "absent"}, {"arrival": "2024-05-09", "slept": "B"}]
    run(request_of(rows, as_confirmed=True), actor)
    found = query(
        actor,
        "select status, version, status_date from pms_reservations where tenant_id = :tenant order by source_ref",
    )
    assert [(row.status, row.version) for row in found] == [
        ("CONFIRMED", 1),
        ("CANCELLED", 2),
        ("NO_SHOW", 2),
        ("CONFIRMED", 1),
    ]
    assert found[0].status_date == date(2024, 4, 1)
    assert query(actor, "select business_date from pms_properties where tenant_id = :tenant")[0][0] == date(
        2024, 5, 9
    )


def test_a_guest_in_the_house_makes_the_room_occupied(
    actor: Actor, request_of: Any, tmp_path: Path, clock: Any
) -> None:
    clock.stop_at(datetime(2024, 5, 11, 12, tzinfo=UTC))
    rooms = tmp_path / "rooms.csv"
    rooms.write_text("row,room\n0,101\n")
    summary = run(request_of([{"status": "here"}, {"status": "here"}], rooms_file=rooms), actor)
    assert (summary["accepted"], summary["refusals"]) == (1, {"VALIDATION_ERROR": 1})
    assert [
        tuple(row)
        for row in query(actor, "select number, occupancy from pms_rooms where tenant_id = :tenant")
    ] == [("101", "OCCUPIED")]
    assert query(actor, "select business_date from pms_properties where tenant_id = :tenant")[0][0] == date(
        2024, 5, 11
    )


def test_a_property_with_other_money_is_left_alone(actor: Actor, request_of: Any) -> None:
    run(request_of([{}]), actor)
    before = query(actor, "select last_seq from host_outbox_streams where tenant_id = :tenant")
    request = request_of([{}], source="other")
    object.__setattr__(request.mapping, "currency", "CHF")
    with pytest.raises(Exception, match="another look") as refused:
        run(request, actor)
    assert refused.value.facts["fields"]["currency"] == ["P1 keeps its prices in EUR; the file has CHF."]
    assert query(actor, "select last_seq from host_outbox_streams where tenant_id = :tenant") == before


def test_a_file_that_cannot_be_read_writes_nothing(actor: Actor, request_of: Any, tmp_path: Path) -> None:
    for name, content in (("rooms.csv", "row,room\nx,101\n"), ("twice.csv", "row,room\n0,101\n0,102\n")):
        (tmp_path / name).write_text(content)
        with pytest.raises(FileRefusedError) as refused:
            run(request_of([{}], rooms_file=tmp_path / name), actor)
        assert refused.value.code == "BAD_ROOMS_FILE"
    assert query(actor, "select 1 from pms_properties where tenant_id = :tenant") == []
