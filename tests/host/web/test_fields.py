"""Fields take one spelling, and what they take comes back unchanged."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError, fields, validate

from oppsera_host.web.schema import (
    BaseSchema,
    Date,
    Instant,
    Money,
    MoneyValue,
    QueryInteger,
    StrictBoolean,
    StrictInteger,
    camel_case,
    page_of,
)


class StaySchema(BaseSchema):
    check_in_date = Date()
    release_at = Instant()
    price = Money()
    adult_count = StrictInteger(minimum=1, maximum=20)
    day_use = StrictBoolean()
    notes = fields.String()
    code = fields.String(validate=validate.Length(max=1000))
    limit = QueryInteger(minimum=1, maximum=200)


def refused(**values):
    with pytest.raises(ValidationError) as refusal:
        StaySchema().load(values)
    return refusal.value.messages


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_dates_come_back(day):
    assert StaySchema().load({"checkInDate": day.isoformat()}) == {"check_in_date": day}
    assert StaySchema().dump({"check_in_date": day}) == {"checkInDate": day.isoformat()}


@pytest.mark.parametrize(
    "text",
    ["2027-02-29", "2027-2-3", "20270203", "2027-W05-3", "2027-02-03T00:00:00", " 2027-02-03",
     "2027-02-03\n", "", "0001-01-01", "9999-12-31", "\uff11\uff19\uff19\uff19-01-01",
     20270203, None, True, ["2027-02-03"], {}],
)  # fmt: skip
def test_other_spellings_of_dates_are_refused(text):
    assert "checkInDate" in refused(checkInDate=text)


@given(
    st.datetimes(datetime(1901, 1, 1), datetime(2200, 1, 1)),  # noqa: DTZ001 - the test adds the zone
    st.integers(-14 * 60, 14 * 60),
)
def test_instants_become_utc(moment, offset):
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))

    loaded = StaySchema().load({"releaseAt": aware.isoformat()})["release_at"]

    assert loaded == aware
    assert loaded.tzinfo is UTC
    assert StaySchema().dump({"release_at": aware})["releaseAt"].endswith("Z")


@pytest.mark.parametrize(
    "text",
    ["2027-01-01T10:00:00", "2027-01-01", "2027-01-01T25:00:00Z", "2027-01-01 10:00:00Z",
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2027-01-01T10:00:00+99:00", 1800000000, None],
)  # fmt: skip
def test_other_spellings_of_instants_are_refused(text):
    assert "releaseAt" in refused(releaseAt=text)


@given(st.integers(-(10**15), 10**15), st.sampled_from(["EUR", "USD", "JPY"]))
def test_money_comes_back(amount, currency):
    given_money = {"amount": amount, "currency": currency}

    loaded = StaySchema().load({"price": given_money})["price"]

    assert loaded == MoneyValue(amount, currency)
    assert StaySchema().dump({"price": loaded})["price"] == given_money


@pytest.mark.parametrize(
    "money",
    [{"amount": 1.5, "currency": "EUR"}, {"amount": "1", "currency": "EUR"},
     {"amount": True, "currency": "EUR"}, {"amount": 10**15 + 1, "currency": "EUR"},
     {"amount": 1, "currency": "eur"}, {"amount": 1, "currency": "EURO"}, {"amount": 1, "currency": "EUR\n"},
     {"amount": 1}, {"amount": 1, "currency": "EUR", "x": 1}, 5, "5 EUR", []],
)  # fmt: skip
def test_other_money_is_refused(money):
    assert "price" in refused(price=money)


@pytest.mark.parametrize("value", ["2", 2.0, True, None, 0, 21, 2**70, [2]])
def test_strict_integers(value):
    assert "adultCount" in refused(adultCount=value)


@pytest.mark.parametrize("value", ["true", 1, 0, "yes", None])
def test_strict_booleans(value):
    assert "dayUse" in refused(dayUse=value)


@pytest.mark.parametrize("value", ["", "0", "201", "1.0", "+1", " 1", "\uff11", "9" * 30, 5])
def test_query_integers(value):
    assert "limit" in refused(limit=value)


def test_texts_have_limits():
    assert "notes" in refused(notes="x" * 501)
    assert "notes" in refused(notes="a\0b")
    assert "code" in refused(code="x" * 1001)
    assert StaySchema().load({"notes": "x" * 500, "code": "x" * 1000})


def test_unknown_fields_are_refused_by_their_name():
    assert refused(checkinDate="2027-01-01") == {"checkinDate": ["There is no such field."]}


def test_names():
    assert camel_case("check_in_date") == "checkInDate"
    assert camel_case("id") == "id"
    assert page_of(StaySchema)().dump({"items": [{"day_use": True}], "next_cursor": None}) == {
        "items": [{"dayUse": True}],
        "nextCursor": None,
    }
