"""The metrics that operators are promised."""

from __future__ import annotations

import math

from prometheus_client.parser import text_string_to_metric_families

from tests.factories.desk import Desk


def metrics(desk: Desk) -> dict[tuple[str, str], float]:
    """Every sample by name and bucket."""
    text = desk.client.get("/metrics").get_data(as_text=True)
    families = text_string_to_metric_families(text)
    return {
        (each.name, each.labels.get("le", "")): each.value for family in families for each in family.samples
    }


def test_load_of_the_board_and_fate_of_writes_are_told(desk: Desk):
    desk.book("2027-03-20", "2027-03-22", "102")
    stay = desk.book("2027-03-20", "2027-03-22", "101")
    before = metrics(desk)
    assert desk.client.get("/api/pms/calendar/week?start=2027-03-15").status_code == 200
    assert desk.move(stay, "102").status_code == 409
    assert desk.move(stay, "103").status_code == 200
    after = metrics(desk)

    def more(name: str, bucket: str = "") -> float:
        return after[name, bucket] - before.get((name, bucket), 0.0)

    assert more("calendar_week_load_ms_count") == more("calendar_week_load_ms_bucket", "+Inf") == 1
    assert more("calendar_week_load_ms_sum") > 0
    assert more("reservation_write_ms_count") == more("reservation_write_ms_bucket", "+Inf") == 2
    assert after["reservation_write_ms_bucket", "1000"] <= after["reservation_write_ms_bucket", "+Inf"]
    assert 0 < after["calendar_move_success_rate", ""] < 1
    assert 0 < after["conflict_rate", ""] < 1
    assert not any(math.isnan(value) for value in after.values())
