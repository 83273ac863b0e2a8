"""Guests who were in the house when the hotel moved in, and the nights they had slept by then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from addons.pms.importing.runner import ImportRequest
from addons.pms.services import night_audit
from addons.pms.services.night_audit_steps import Request
from addons.pms.services.verify import verify
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor
from oppsera_host.testing.outbox import drain
from tests.pms.importing import bookings_file
from tests.pms.importing.conftest import run

TODAY = date(2027, 3, 15)


def day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


HERE = {"status": "here", "arrival": day(-3), "departure": day(2)}
ROWS = [
    HERE,
    {"status": "here", "arrival": day(0), "departure": day(1)},
    {"status": "stayed", "arrival": day(-3), "departure": day(-1)},
    {"status": "booked", "arrival": day(1), "departure": day(2)},
    HERE | {"rate": -5},
]


@pytest.fixture
def request_for(tmp_path: Path, clock: Any) -> Any:
    """``request_for(post_past_nights=…)`` is an import of ``ROWS`` on the 15th."""
    clock.stop_at(datetime(2027, 3, 15, 12, tzinfo=UTC))
    file, mapping = bookings_file.write_bookings(tmp_path, ROWS), bookings_file.mapping(tmp_path)

    def make(**more: Any) -> ImportRequest:
        return ImportRequest(
            file=file, mapping=mapping, property_code="P1", report=tmp_path / "report.jsonl", source="file",
            auto_assign=True, **more,
        )  # fmt: skip

    return make


def query(actor: Actor, statement: str) -> list[Any]:
    with unit_of_work.reading(actor) as session:
        return list(session.execute(text(statement), {"tenant": actor.tenant_id}))


def posted(actor: Actor) -> list[tuple[Any, ...]]:
    found = query(
        actor,
        "select r.source_ref, e.night, e.business_date, e.code, e.amount from pms_folio_entries e"
        " join pms_reservations r on r.tenant_id = e.tenant_id and r.id = e.reservation_id"
        " where e.tenant_id = :tenant order by 1, 2",
    )
    return [(int(row[0].rpartition(":")[2]), *row[1:]) for row in found]


def test_guests_in_the_house_owe_the_nights_they_have_slept(actor: Actor, request_for: Any):
    summary = run(request_for(post_past_nights=True), actor)
    assert (summary["accepted"], summary["pastNights"]) == (5, 3)
    nights = [TODAY - timedelta(days=3 - each) for each in range(3)]
    assert posted(actor) == [(0, night, TODAY, "ROOM", 8000) for night in nights]
    again = run(request_for(post_past_nights=True), actor)
    assert (again["accepted"], again["pastNights"]) == (0, 0)
    assert len(posted(actor)) == 3
    drain(actor.tenant_id)
    assert verify(actor.tenant_id) == []


def test_unless_asked_to_an_import_leaves_the_folios_to_the_old_system(actor: Actor, request_for: Any):
    assert "pastNights" not in run(request_for(), actor)
    assert posted(actor) == []
    assert run(request_for(post_past_nights=True), actor)["pastNights"] == 3


def test_the_night_audit_charges_tonight_alone_and_names_a_price_below_zero(actor: Actor, request_for: Any):
    run(request_for(post_past_nights=True), actor)
    [hotel] = query(actor, "select id from pms_properties where tenant_id = :tenant")
    report = night_audit.run(actor, Request(hotel.id, TODAY))
    assert (report.business_date, report.charged_stays, report.in_house) == (TODAY, 2, 3)
    assert [entry[:2] for entry in posted(actor)[3:]] == [(0, TODAY), (1, TODAY)]
    [problem] = report.problems
    assert (problem["step"], problem["code"]) == ("CHARGES", "NOT_CHARGED")
