from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError, fields

from oppsera_host.web.card_numbers import contains_card_number
from oppsera_host.web.schema import BaseSchema

# Numbers that networks and providers publish for tests; none was ever issued.
CARDS = [
    "4111111111111111", "4012888888881881", "4222222222222", "5555555555554444", "5105105105105100",
    "2223003122003222", "378282246310005", "371449635398431", "6011111111111117", "6011000990139424",
    "30569309025904", "38520000023237", "36227206271667", "3530111333300000", "3566002020360505",
    "6200000000000005", "6759649826438453", "4000000000000002", "4242424242424242",
]  # fmt: skip
TYPED = [
    "4111 1111 1111 1111", "4111-1111-1111-1111", "4111.1111.1111.1111", "4111\u00a01111\u00a01111\u00a01111",
    "3782 822463 10005", "3056 930902 5904", "card 4111111111111111 exp 12/27", "4111 1111 1111 1111 12/27 123",
    "visa4111111111111111", "VISA:4111111111111111,cvc 123", "no. 4242 4242 4242 4242.",
    "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
    "\uff14\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11",
    "4111\u200b1111\u200b1111\u200b1111", "+4111111111111111", "Please charge 5555 5555 5555 4444 twice",
]  # fmt: skip
HARMLESS = [
    "", "4111111111111112", "+49 30 1234567890", "+49 151 2345 6789", "0049 151 23456789", "+1 (415) 555-2671",
    "+86 138 0013 8000", "004915123456789", "+491512345678912", "1234567890123456", "9999999999999999",
    "BDC-3948571023",
    "2027-03-15 2027-03-18", "2027-03-15T14:30:00.000000Z", "20270315143000", "rooms 501 502 503 504 505 506",
    "DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432", "FR7630006000011234567890189",
    "a4111111111111111b", "01a20503-ec4c-707a-897f-da029e56d30a", "total 1,234,567,890,123.45",
    "Room 101, 2 nights at 120.00",
    "opp_4111111111111111aaaaaaaaaaaaaaaaaaaaaaa", "4111111111111111411111111111111141111111",
]  # fmt: skip


@pytest.mark.parametrize("text", CARDS + TYPED)
def test_card_numbers_are_known(text: str):
    assert contains_card_number(text)
    assert contains_card_number(f"Guest said: {text} thanks")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_pass(text: str):
    assert not contains_card_number(text)


@given(st.uuids(), st.binary(min_size=16, max_size=16))
def test_ids_and_keys_pass(value: uuid.UUID, key: bytes):
    assert not contains_card_number(str(value))
    assert not contains_card_number(f"key{key.hex()}") or key.hex().isdecimal()


@given(st.sampled_from(CARDS), st.integers(1, 9), st.data())
def test_one_wrong_digit_is_no_card(number: str, by: int, data: st.DataObject):
    place = data.draw(st.integers(0, len(number) - 1))
    changed = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert not contains_card_number(changed)


class _Inner(BaseSchema):
    note = fields.String()


class _Outer(BaseSchema):
    name = fields.String()
    features = fields.List(fields.String())
    address = fields.Raw()
    inner = fields.Nested(_Inner)
    several = fields.List(fields.Nested(_Inner))
    idempotency_key = fields.String()


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"name": "Ada 4111 1111 1111 1111"}, {"name"}),
        ({"features": ["sea view", "4111111111111111"]}, {"features"}),
        ({"address": {"line1": "4111111111111111"}}, {"address"}),
        ({"inner": {"note": "4111111111111111"}}, {"inner"}),
        ({"several": [{"note": "x"}, {"note": "4111111111111111"}]}, {"several"}),
    ],
)
def test_every_text_of_a_body_is_looked_at(body: dict, place: set[str]):
    with pytest.raises(ValidationError) as refused:
        _Outer().load(body)
    assert set(refused.value.messages_dict) == place
    assert "4111" not in str(refused.value.messages)


def test_bodies_without_card_numbers_load():
    body = {"name": "Ada", "inner": {"note": "+49 30 12345"}, "idempotency_key": "x"}
    body["idempotencyKey"] = "4111111111111111"
    del body["idempotency_key"]
    assert _Outer().load(body)["idempotency_key"] == "4111111111111111"
