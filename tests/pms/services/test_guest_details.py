from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addons.pms.domain.errors import DomainError
from addons.pms.services.guest_details import cleaned, folded, search_text, search_words

CARD = "4111 1111 1111 1111"


def test_trims_and_turns_empty_contacts_into_none():
    assert cleaned({"first_name": " Ada ", "last_name": "Byron", "email": "", "phone": " "}) == {
        "first_name": "Ada", "last_name": "Byron", "email": None, "phone": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("last_name", "  "),
        ("last_name", "x" * 201),
        ("email", "ada"),
        ("email", "ada@localhost"),
        ("email", "a b@example.org"),
        ("phone", "call me"),
        ("phone", "12"),
        ("phone", "1" * 20),
        ("first_name", CARD),
        ("last_name", CARD),
        ("notes", f"pays with {CARD}, exp 12/30"),
        ("notes", "5500-0000-0000-0004"),
    ],
)
def test_names_the_field_that_does_not_fit(field: str, value: str):
    with pytest.raises(DomainError) as refused:
        cleaned({field: value}, "guest.")
    assert list(refused.value.facts["fields"]) == [
        f"guest.{ {'first_name': 'firstName', 'last_name': 'lastName'}.get(field, field) }"
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "ada.byron+hotel@exämple.org"),
        ("phone", "+351 (91) 234-56.78"),
        ("phone", "030/1234 x12"),
        ("notes", "booking 4111111111111112"),
        ("notes", "12345678901234567890"),
        ("first_name", ""),
    ],
)
def test_takes_what_people_really_have(field: str, value: str):
    assert cleaned({field: value})[field] == (value or "")


def test_folds_case_accents_and_letters_without_a_plain_form():
    assert folded("ŁÓDŹ Ørsted Straße Ægir Đorđe") == "lodz orsted strasse aegir dorde"


def test_search_text_sorts_by_last_name_and_holds_the_digits_of_the_phone():
    assert search_text("Ada", "Ôsten", "a@b.co", "+351 91-2") == "osten ada a@b.co 351912"
    assert search_words(" +351-91 Östen ") == [("35191",), ("osten",)]


@given(st.text(max_size=20), st.text(min_size=1, max_size=20))
def test_every_word_of_a_name_finds_it(first: str, last: str):
    text = search_text(first, last, None, None)
    assert all(word in text for word in folded(f"{first} {last}").split())
