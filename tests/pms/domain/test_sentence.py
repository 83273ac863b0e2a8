"""A sentence is its English text, and remembers what it was made of."""

from __future__ import annotations

import copy
import pickle
from datetime import date

import pytest

from addons.pms.domain.errors import DomainError, invalid_fields
from addons.pms.domain.money import Money
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.spoken_names import spoken_name
from oppsera_host.sentence import Sentence as HostSentence

NIGHT = date(2027, 3, 15)


def test_a_sentence_is_its_english_text():
    sentence = Sentence("The night of {night} costs {price}.", night=NIGHT, price=Money(1250, "EUR"))
    assert sentence == "The night of 2027-03-15 costs 12.50 EUR."
    assert f"{sentence}" == str(sentence)
    assert sentence.template == "The night of {night} costs {price}."
    assert sentence.values == {"night": NIGHT, "price": Money(1250, "EUR")}


@pytest.mark.parametrize(("count", "text"), [(1, "one night"), (0, "0 nights"), (2, "2 nights")])
def test_a_counted_sentence_has_the_form_of_its_number(count: int, text: str):
    sentence = Sentence.counted("one night", "{count} nights", count)
    assert (sentence, sentence.template, sentence.plural) == (text, "one night", "{count} nights")
    assert sentence.values == {"count": count}


def test_sentences_are_put_together_without_losing_their_parts():
    inner = Sentence.counted("one day later", "{count} days later", 2)
    outer = Sentence.paragraph(Sentence("The same room, {days}.", days=inner), "By hand.")
    assert outer == "The same room, 2 days later. By hand."
    assert [getattr(part, "template", None) for part in outer.values.values()] == [
        "The same room, {days}.",
        None,
    ]
    assert Sentence.listed(["101", "102"]) == "101, 102"
    assert Sentence.listed([]) == ""


def test_braces_of_values_and_of_plain_texts_are_left_alone():
    assert Sentence("Room {number} is closed.", number="{0.__class__}") == "Room {0.__class__} is closed."
    assert Sentence("The addon says {no}.") == "The addon says {no}."


def test_what_is_a_sentence_already_stays_one():
    sentence = Sentence("Nobody may leave on {night}.", night=NIGHT)
    assert Sentence.of(sentence) is sentence
    assert Sentence.of("Nobody may leave.").template == "Nobody may leave."


def test_a_sentence_of_another_part_of_the_product_stays_what_it_is():
    theirs = HostSentence("Not before {night}.", night=NIGHT)
    sentence = DomainError("X", theirs).detail
    assert (sentence, sentence.template, sentence.values) == (theirs, theirs.template, {"night": NIGHT})


def test_a_copy_knows_as_much():
    sentence = Sentence("Sold out on {night}.", night=NIGHT)
    for again in (copy.deepcopy(sentence), pickle.loads(pickle.dumps(sentence))):
        assert (again, again.template, again.values) == (sentence, sentence.template, sentence.values)


def test_plain_texts_of_a_refusal_become_sentences():
    assert DomainError("X", "Not so.").detail.template == "Not so."
    (said,) = invalid_fields({"to": ["Not so."]}).facts["fields"]["to"]
    assert said.template == "Not so."


def test_statuses_have_names_for_people():
    assert spoken_name("CHECKED_IN") == "checked in"
    assert spoken_name("SOME_STATUS") == "some status"
