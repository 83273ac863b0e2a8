"""Sentences are said in the language of whoever asks; inside and in logs they are English."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
from flask import Flask
from marshmallow import ValidationError, fields, validate

from oppsera_host.errors import AppError, validation_error
from oppsera_host.sentence import Sentence
from oppsera_host.web import catalogues
from oppsera_host.web.languages import Catalogues
from oppsera_host.web.schema import BaseSchema, QueryInteger
from oppsera_host.web.sentences import spoken, spoken_json

CATALOGUE = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "The night of {night} is over{why}."
msgstr "A noite de {night} passou{why}."

msgid "one guest"
msgid_plural "{count} guests"
msgstr[0] "um hóspede"
msgstr[1] "{count} hóspedes"

msgid "Be quiet."
msgstr "Silêncio."
"""
PLACE = re.compile(r"{(\w+)}")


class Counted(Sentence):
    """A sentence of another part of the product, with a plural."""

    plural = "{count} guests"


@pytest.fixture
def said(application: Flask, tmp_path, monkeypatch):
    folder = tmp_path / "translations/pt/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(CATALOGUE)
    babel = application.extensions["babel"].instance
    monkeypatch.setattr(babel, "domain_instance", Catalogues([tmp_path]))

    def say(value: Any, language: str = "pt-PT") -> Any:
        with (
            application.app_context(),
            application.test_request_context(headers={"Accept-Language": language}),
        ):
            return spoken(value) if isinstance(value, str) else orjson.loads(spoken_json(value))

    return say


def test_values_are_written_as_the_reader_writes_them(said):
    night = Sentence("The night of {night} is over{why}.", night=date(2027, 3, 1), why="")
    assert night == "The night of 2027-03-01 is over."
    assert said(night) == "A noite de 01/03/2027 passou."
    assert said(night, "en-GB") == "The night of 1 Mar 2027 is over."
    assert said(night, "en-US") == "The night of Mar 1, 2027 is over."
    moment = Sentence("{moment}", moment=datetime(2027, 3, 1, 18, 5, tzinfo=UTC))
    assert (said(moment, "en-GB"), said(moment, "pt-PT")) == ("1 Mar 2027, 18:05", "01/03/2027, 18:05")


def test_sentences_in_sentences_and_plurals_are_said_too(said):
    why = Sentence(": {guests}", guests=Counted("one guest", count=2))
    assert said(Counted("one guest", count=1)) == "um hóspede"
    assert said(Sentence("The night of {night} is over{why}.", night=7, why=why)) == (
        "A noite de 7 passou: 2 hóspedes."
    )


def test_texts_that_are_not_sentences_are_never_looked_up(said):
    assert said("Be quiet.") == "Be quiet."
    assert said(Sentence("Be quiet.")) == "Silêncio."
    assert said(Sentence("Not translated {here}.")) == "Not translated {here}."
    assert said(Sentence("")) == ""


def test_sentences_are_found_anywhere_in_an_answer(said):
    body = {"a": [{"reason": Sentence("Be quiet."), "name": "Be quiet."}], "n": 1, "d": date(2027, 3, 1)}
    assert said(body) == {"a": [{"reason": "Silêncio.", "name": "Be quiet."}], "n": 1, "d": "2027-03-01"}
    assert said({"a": [Sentence("Be quiet.")]}, "en") == {"a": ["Be quiet."]}
    with pytest.raises(TypeError):
        said({"a": object()})


def test_plain_texts_of_a_refusal_are_sentences():
    error = AppError("X", 409, "Be quiet.")
    assert (error.detail.template, str(error)) == ("Be quiet.", "Be quiet.")
    assert validation_error({"name": ["Be quiet."]}).facts["fields"]["name"][0].template == "Be quiet."


class Asked(BaseSchema):
    limit = QueryInteger(minimum=1, maximum=200)
    name = fields.String(validate=validate.Length(2, 5))
    kind = fields.String(validate=validate.OneOf(["A", "B"]))
    share = fields.Float(validate=validate.Range(min=0, min_inclusive=False))
    mail = fields.Email()
    id = fields.UUID(required=True)


def test_what_marshmallow_refuses_is_said_in_our_words():
    given = {"limit": "900", "name": "{input}", "kind": "C", "share": 0, "mail": "no", "more": 1}
    with pytest.raises(ValidationError) as refused:
        Asked().load(given)
    assert refused.value.messages == {
        "limit": ["Please give at least 1 and at most 200."],
        "name": ["Please give 2 to 5 characters or entries."],
        "kind": ["Must be one of: A, B."],
        "share": ["Please give more than 0."],
        "mail": ["This is not an e-mail address."],
        "more": ["There is no such field."],
        "id": ["Please fill in this field."],
    }
    for (sentence,) in refused.value.messages.values():
        assert sentence.template
        assert "{input}" not in sentence.values.values(), "what somebody typed is not kept in a sentence"


@pytest.mark.parametrize("part", list(catalogues.parts()), ids=lambda part: part.name)
@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_translations_keep_the_places_in_braces(part, language: str):
    wrong = []
    for message in catalogues.read(catalogues.catalogue_of(part, language), language):
        english = [message.id] if isinstance(message.id, str) else list(message.id)
        forms = [message.string] if isinstance(message.string, str) else list(message.string)
        known = {name for text in english for name in PLACE.findall(text)}
        needed = set(PLACE.findall(english[0]))
        wrong += [text for text in forms if text and not needed <= set(PLACE.findall(text)) <= known]
    assert wrong == []
