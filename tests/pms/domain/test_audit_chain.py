from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.audit_chain import GENESIS, Link, canonical, next_hash, verify

STABLE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
ROWS = st.lists(st.dictionaries(st.text(max_size=5), STABLE, max_size=4), min_size=2, max_size=8)


def chain(rows: list[dict[str, Any]]) -> list[Link]:
    links, previous = [], GENESIS
    for seq, row in enumerate(rows):
        numbered = {**row, "seq": seq}
        own = next_hash(previous, canonical(numbered))
        links.append(Link(numbered, previous, own))
        previous = own
    return links


@given(ROWS)
def test_an_intact_chain_verifies(rows: list[dict[str, Any]]) -> None:
    links = chain(rows)
    assert list(verify(links, head=links[-1].hash)) == []
    half = len(links) // 2
    assert list(verify(links[half:], start=links[half].prev_hash)) == []


@given(ROWS, st.data())
def test_an_edited_row_is_found_where_it_is(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    links = chain(rows)
    position = data.draw(st.integers(0, len(links) - 1))
    links[position] = replace(links[position], row={**links[position].row, "amount": "forged"})
    assert list(verify(links)) == [position]


@given(ROWS, st.data())
def test_a_row_edited_together_with_its_hash_breaks_the_next(
    rows: list[dict[str, Any]], data: st.DataObject
) -> None:
    links = chain(rows)
    position = data.draw(st.integers(0, len(links) - 1))
    forged = {**links[position].row, "amount": "forged"}
    own = next_hash(links[position].prev_hash, canonical(forged))
    head = links[-1].hash
    links[position] = replace(links[position], row=forged, hash=own)
    assert list(verify(links, head=head)) == [position + 1]


@given(ROWS, st.data())
def test_a_dropped_row_is_missed(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    links = chain(rows)
    head = links[-1].hash
    position = data.draw(st.integers(0, len(links) - 1))
    del links[position]
    assert list(verify(links, head=head)) == [position]


@given(ROWS, st.data())
def test_rows_that_changed_places_are_found(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    links = chain(rows)
    first = data.draw(st.integers(0, len(links) - 2))
    second = data.draw(st.integers(first + 1, len(links) - 1))
    links[first], links[second] = links[second], links[first]
    assert first in set(verify(links))


@given(ROWS, st.data())
def test_an_inserted_row_is_found(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    links = chain(rows)
    position = data.draw(st.integers(0, len(links) - 1))
    stranger = {"seq": -1}
    links.insert(
        position,
        Link(stranger, links[position].prev_hash, next_hash(links[position].prev_hash, canonical(stranger))),
    )
    assert list(verify(links)) == [position + 1]


def test_an_empty_chain() -> None:
    assert list(verify([], head=GENESIS)) == []
    assert list(verify([], head=b"x" * 32)) == [0]


@given(STABLE)
def test_a_row_reads_the_same_after_json(value: Any) -> None:
    row = {"after": value, "before": None}
    reread = json.loads(json.dumps({"before": None, "after": value}))
    assert canonical(reread) == canonical(row)


def test_the_bytes_are_pinned() -> None:
    row = {"b": [1, True, None], "a": {"é": "x y"}}
    assert canonical(row) == '{"a":{"é":"x y"},"b":[1,true,null]}'.encode()
    assert (
        next_hash(GENESIS, b"{}").hex() == "fb1634c4e6cd4b1f1afe3ce2d6ef080f7ac5d1f357d723ad4dfca782733b62db"
    )


@pytest.mark.parametrize("value", [1.5, float("nan"), b"x", {1: "x"}, (1,), {"deep": [2.0]}])
def test_what_has_no_stable_text(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical({"value": value})
