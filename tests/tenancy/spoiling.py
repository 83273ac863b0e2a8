"""Ways to spoil a request: bodies that are none, values that fit no field, fields that nobody knows."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st

from tests.tenancy.probes import resolved

HUGE = 2**63
NESTED: Any = "x"
for _ in range(30):
    NESTED = [NESTED]

#: What any field may be sent instead of its value.
ANYTHING: list[Any] = [
    None, True, -1, 1.5, HUGE, 10**400, "", "x" * 10_000, "a\0b", "\ud7ff\uffff",
    "'; drop table pms_guests; --", [], [None], {"a": {"b": [1]}}, NESTED, "2018-02-29", "9999-12-31",
]  # fmt: skip
#: What a field of some name is sent besides.
OF_NAME: dict[str, list[Any]] = {
    "checkInDate": ["2018-02-29", "2027-05-03", "2030-01-01", "2020-01-01"],
    "checkOutDate": ["2018-02-29", "2027-05-01", "2029-05-01", "1999-01-01"],
    "startDate": ["2018-02-29", "2030-01-01"],
    "endDate": ["2018-02-29", "2020-01-01", "2150-01-01"],
    "date": ["2018-02-29", "2027-03-20", "2027-03-23"],
    "businessDate": ["2018-02-29", "2031-01-01", "2020-01-01"],
    "timezone": ["Europe/Atlantis", "../../etc/passwd", "EST5EDT4"],
    "currency": ["eur", "XXX1", "ZZZ", "€€€"],
    "adults": [-1, 0, 5, 1000, 1001],
    "children": [-1, 9, 1000, 1001],
    "amount": [-1, 10**15 + 1],
    "edge": ["UP"], "status": ["CHECKED_IN", "GONE"], "condition": ["SHINY"], "email": ["no mail", "a@b@c"],
}  # fmt: skip
BODIES: list[tuple[str, bytes, str]] = [
    ("empty", b"", "application/json"),
    ("no JSON", b"{nope", "application/json"),
    ("cut off", b'{"a": "', "application/json"),
    ("no UTF-8", b'{"a": "\xff\xfe"}', "application/json"),
    ("NaN", b'{"adults": NaN}', "application/json"),
    ("Infinity", b'{"adults": Infinity}', "application/json"),
    ("an array", b"[]", "application/json"),
    ("a text", b'"x"', "application/json"),
    ("null", b"null", "application/json"),
    ("too deep", b"[" * 100_000, "application/json"),
    ("deep objects", b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "application/json"),
    ("too large", b'{"notes": "' + b"x" * (5 * 1024 * 1024) + b'"}', "application/json"),
    ("a form", b"a=1", "application/x-www-form-urlencoded"),
    ("a text file", b"hello", "text/plain"),
    ("XML", b"<a/>", "application/xml"),
    ("twice the field", b'{"adults": 1, "adults": 2}', "application/json"),
]
#: What a route that takes no body cannot mind.
READ_BY_NOBODY = {"empty", "null", "an array", "a text", "twice the field"}


def leaves(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a body, containers included."""
    if way:
        yield way
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, below in pairs:
        yield from leaves(below, (*way, name))


def spoilt(body: Any, way: tuple[Any, ...], value: Any) -> Any:
    body = copy.deepcopy(body)
    place = body
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = value
    return body


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
    | st.sampled_from(["2027-05-01", "2027-05-03", "2018-02-29", "HOLD", "LEFT", "EUR", "CLEAN"]),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below, max_size=3),
    max_leaves=8,
)  # fmt: skip


def value_of(document: dict[str, Any], schema: dict[str, Any], ids: list[str]) -> st.SearchStrategy[Any]:
    """Values that mostly look as ``schema`` says, and now and then do not."""
    schema = resolved(document, schema)
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if "enum" in schema:
        shaped = st.sampled_from(schema["enum"])
    elif schema.get("format") == "uuid":
        shaped = st.sampled_from([*ids, str(uuid4())])
    elif schema.get("format") == "date":
        shaped = st.dates().map(str) | st.sampled_from(["2027-03-20", "2027-03-25", "2027-05-01"])
    elif kind == "object":
        names = schema.get("properties", {})
        shaped = st.fixed_dictionaries(
            {}, optional={name: value_of(document, below, ids) for name, below in names.items()}
        )
    elif kind == "array":
        shaped = st.lists(value_of(document, schema.get("items", {}), ids), max_size=3)
    elif kind == "integer":
        shaped = st.integers(-3, 12) | st.integers()
    elif kind == "boolean":
        shaped = st.booleans()
    else:
        shaped = st.text(max_size=40)
    return st.one_of(shaped, shaped, shaped, shaped, JSON)


def at(body: Any, way: tuple[Any, ...]) -> Any:
    for step in way:
        body = body[step]
    return body


def dumps_anything(value: Any) -> bytes:
    """Write also what orjson rightly refuses: NaN, huge numbers, lone surrogates."""
    return json.dumps(value).encode("utf-8", "surrogatepass")
