from __future__ import annotations

from pathlib import Path

import pytest

from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.importing.errors import FileRefusedError
from addons.pms.importing.mapping import load_mapping, load_preset, preset_names

SMALLEST = """
property: {timezone: Europe/Vienna, currency: EUR}
columns: {arrival: von, departure: bis, adults: pax, room_type: typ, nightly_rate: preis}
"""


def load(folder: Path, text: str) -> object:
    path = folder / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return load_mapping(path)


def test_every_preset_can_be_read() -> None:
    assert preset_names() == ["booking-demand"]
    mapping = load_preset("booking-demand")
    assert mapping.statuses["No-Show"] is ReservationStatus.NO_SHOW
    assert len(mapping.columns.names()) == 14


def test_the_smallest_mapping_is_enough(tmp_path: Path) -> None:
    mapping = load(tmp_path, SMALLEST)
    assert mapping.columns.names() == ["von", "typ", "pax", "preis", "bis"]
    assert mapping.missing == {""}


def test_the_mapping_in_the_documentation_can_be_used(tmp_path: Path) -> None:
    documentation = (Path(__file__).parents[3] / "docs" / "import.md").read_text(encoding="utf-8")
    mapping = load(tmp_path, documentation.partition("```yaml\n")[2].partition("```")[0])
    assert mapping.columns.children == ("Kinder", "Kleinkinder")
    assert mapping.delimiter == ";"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1, 2]", "must be a list of name: value entries"),
        ("property: {timezone: a, currency: b}", "lacks columns"),
        (SMALLEST + "colour: red", "nobody reads: colour"),
        (SMALLEST.replace("pax", "[pax, 3]"), "columns.adults must be a text"),
        (SMALLEST.replace("departure: bis, ", ""), "needs either nights or departure"),
        (SMALLEST.replace("bis,", "bis, nights: n,"), "needs either nights or departure"),
        (SMALLEST.replace("bis,", "bis, booked_on: b, booked_days_before: l,"), "please choose one"),
        (SMALLEST.replace("bis,", "bis, status: s,"), "belong together"),
        (SMALLEST.replace("bis,", "bis, status: s,") + "statuses: {x: GONE}", "knows no GONE"),
        (SMALLEST.replace("bis,", "bis, status: s,") + "statuses: [x]", "statuses must map"),
        (SMALLEST.replace("von", "{year: y, month: m}"), "columns.arrival lacks day"),
        (SMALLEST + "delimiter: ''", "delimiter must be one character"),
        (SMALLEST + "encoding: utf-16", "encoding must be one of"),
        (SMALLEST + "missing: NULL", "missing must be a list"),
        (SMALLEST.replace("Europe/Vienna", "Vienna"), "property.timezone: Not a time zone"),
        (SMALLEST.replace("EUR", "XAU"), "Not a currency code"),
        ("a: [", "cannot be read"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(FileRefusedError, match=words) as refused:
        load(tmp_path, text)
    assert refused.value.code == "BAD_MAPPING"
