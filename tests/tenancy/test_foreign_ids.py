"""Every route, method and place for an id, asked for what belongs to somebody else."""

from __future__ import annotations

from collections import Counter
from time import monotonic
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from oppsera_host.testing.client import FreshClient
from tests.tenancy.furnished import Furnished
from tests.tenancy.probes import Probe, Slot, probes, text_of

#: Places whose id is compared or filtered by and not looked up: the answer is the same as to any other id, but
#: not "not found".
NOT_LOOKED_UP = {
    ("POST /api/pms/calendar/move", "from.roomId"): "the board's belief, compared with where the stay is",
    (
        "POST /api/pms/calendar/moves",
        "moves.0.from.roomId",
    ): "the board's belief, compared with where the stay is",
    ("POST /api/pms/calendar/resize", "from.roomId"): "the board's belief, compared with where the stay is",
    ("GET /api/pms/reservations", "guestId"): "a filter: nothing is found",
    ("GET /api/pms/reservations", "propertyId"): "a filter: nothing is found",
    ("GET /api/pms/rooms", "roomTypeId"): "a filter: nothing is found",
    ("GET /api/pms/calendar/week", "roomTypeId"): "a filter: nothing is found",
    ("GET /api/pms/housekeeping/tasks", "roomId"): "a filter: nothing is found",
    ("GET /api/pms/housekeeping/tasks", "assigneeId"): "a filter: nothing is found",
    ("GET /api/pms/maintenance-notes", "roomId"): "a filter: nothing is found",
    ("GET /pms-channels-stub/panel/{reservation_id}", "reservation_id"): "a filter: nothing is found",
    ("GET /pms-channels-stub/stays/{reservation_id}", "reservation_id"): "a filter: nothing is found",
    ("PUT /api/pms/reservations/{reservation_id}/routing", "routes.0.folioId"): "the refusal names the row",
    ("POST /api/pms/rooms/bulk", "rooms.0.roomTypeId"): "one of many rows: the refusal names the row",
    (
        "POST /api/pms/reservations/{reservation_id}/reinstate",
        "roomId",
    ): "nothing to reinstate: refused before",
    ("GET /api/pms/restrictions", "roomTypeId"): "a filter: nothing is found",
    ("GET /api/pms/restrictions", "ratePlanId"): "a filter: nothing is found",
    ("PUT /api/pms/restrictions", "restrictions.0.roomTypeId"): "the refusal names the row",
    ("PUT /api/pms/restrictions", "restrictions.0.ratePlanId"): "the refusal names the row",
    ("PUT /api/pms/rate-plans/{rate_plan_id}/prices", "prices.0.roomTypeId"): "the refusal names the row",
}
#: With an own id these still cannot succeed; what they answer shows that the id was looked up.
REACHED = {200, 201, 204, 302, 409}


def told(answer: TestResponse, sent: str) -> tuple[int, str]:
    """What the caller can learn from an answer: everything but the id sent and the correlation id."""
    text = text_of(answer).replace(sent, "ID")
    for name in ("X-Correlation-Id", "X-Correlation-ID"):
        if name in answer.headers:
            text = text.replace(answer.headers[name], "CORRELATION")
    if answer.is_json:
        correlation = answer.json.get("correlationId")
        text = text.replace(correlation, "CORRELATION") if correlation else text
    return answer.status_code, text


def ask(probe: Probe, ours: Furnished, slot: Slot, sent: str) -> TestResponse:
    return probe.send(ours.client, ours, slot, sent)


def test_somebody_elses_id_is_answered_like_no_id_at_all(
    app: Flask, ours: Furnished, theirs: Furnished, capfd: pytest.CaptureFixture[str]
):
    counts: Counter[str] = Counter()
    trouble: list[str] = []
    heard: list[str] = []
    seconds = monotonic()
    for probe in probes(app):
        if probe.method == "GET":
            probe.send(theirs.client, theirs)  # whatever is kept in memory is kept now
    # What removes something comes last, so that the others still find it.
    for probe in sorted(probes(app), key=lambda each: (each.method == "DELETE", each.name)):
        for slot in probe.slots:
            place = f"{probe.name} {slot.where} {slot.name}"
            assert slot.kind in theirs.ids, f"{place}: furnish the house with a {slot.kind}"
            stranger = str(uuid4())
            foreign = ask(probe, ours, slot, theirs.ids[slot.kind])
            unknown = ask(probe, ours, slot, stranger)
            heard += [text_of(foreign), text_of(unknown), str(foreign.headers)]
            counts["places"] += 1
            if told(foreign, theirs.ids[slot.kind]) != told(unknown, stranger):
                trouble.append(f"{place}: {told(foreign, '')} but {told(unknown, '')}")
            if foreign.status_code != 404 and (probe.name, slot.name) not in NOT_LOOKED_UP:
                trouble.append(f"{place}: {foreign.status_code} {text_of(foreign)[:200]}")
        if probe.slots and (own := probe.send(ours.client, ours)).status_code not in REACHED:
            trouble.append(f"{probe.name} never got to look: {own.status_code} {text_of(own)[:300]}")
    printed = "".join(capfd.readouterr())
    with capfd.disabled():
        print(f"\n[foreign ids] places={counts['places']} seconds={monotonic() - seconds:.1f}")  # noqa: T201
    assert trouble == [], "\n".join(trouble)
    assert counts["places"] > 60
    assert theirs.canary not in "".join(heard).lower()
    assert theirs.canary not in printed.lower(), "guests' words do not belong into logs"
    assert ours.canary not in printed.lower()


def test_no_list_or_page_shows_the_other_house(app: Flask, ours: Furnished, theirs: Furnished):
    shown = Counter()
    for probe in probes(app):
        if probe.method == "GET":
            answer = probe.send(ours.client, ours)
            assert theirs.canary not in text_of(answer).lower(), probe.name
            assert theirs.ids["property"] not in text_of(answer), probe.name
            shown[answer.status_code // 100] += 1
            shown["with our words"] += ours.canary in text_of(answer).lower()
    print(f"\n[lists and pages] {dict(shown)}")  # noqa: T201
    assert shown["with our words"] > 10, "a house that shows nothing proves nothing"


def test_a_key_of_another_tenant_replays_nothing(ours: Furnished, theirs: Furnished):
    body, name = {"lastName": "Same"}, {"Idempotency-Key": uuid4().hex}
    first = theirs.client.post("/api/pms/guests", json=body, headers=name)
    second = ours.client.post("/api/pms/guests", json=body, headers=name)
    assert (first.status_code, second.status_code) == (201, 201)
    assert "Idempotent-Replayed" not in second.headers
    assert first.json["id"] != second.json["id"]


def test_an_undo_token_of_another_tenant_undoes_nothing(ours: Furnished, theirs: Furnished, app: Flask):
    move = next(probe for probe in probes(app) if probe.path == "/api/pms/calendar/move")
    moved = move.send(theirs.client, theirs)
    assert moved.status_code == 200, moved.text
    body = {"token": moved.json["undo"]["token"]}
    answer = ours.client.post("/api/pms/calendar/undo", json=body, headers={"Idempotency-Key": uuid4().hex})
    assert (answer.status_code, answer.json["code"]) == (409, "CONCURRENCY_CONFLICT")
    assert theirs.stay()["version"] == moved.json["reservation"]["version"]


def test_control_an_own_id_is_not_answered_like_no_id(ours: Furnished, app: Flask):
    probe = next(each for each in probes(app) if each.name == "GET /api/pms/guests/{guest_id}")
    slot = probe.slots[0]
    own, stranger = ours.ids["guest"], str(uuid4())
    assert told(ask(probe, ours, slot, own), own) != told(ask(probe, ours, slot, stranger), stranger)


def test_a_forged_tenant_in_a_token_opens_nothing(client: FreshClient, ours: Furnished, theirs: Furnished):
    prefix, mine, secret = ours.client.token.split("_", 2)
    other = theirs.client.token.split("_", 2)[1]
    forged = client.get("/api/pms/guests", headers={"Authorization": f"Bearer {prefix}_{other}_{secret}"})
    assert mine != other
    assert forged.status_code == 401
