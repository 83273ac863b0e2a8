"""Every text a person reads is translated, with the same places for what is put into it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from oppsera_host.web import catalogues

PARTS = list(catalogues.parts())


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_text_is_translated(part: Path, language: str):
    texts = catalogues.texts_of(part)
    known = catalogues.read(catalogues.catalogue_of(part, language), language)
    missing = [
        message.id
        for message in texts
        if message.id and not _is_translated(known.get(message.id, message.context))
    ]
    assert missing == [], "run `make messages` and translate these"


def _is_translated(message) -> bool:
    forms = () if message is None else message.string
    return all(forms) if isinstance(forms, tuple) and forms else bool(forms)


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_translations_keep_the_places_of_names_and_numbers(part: Path, language: str):
    known = catalogues.read(catalogues.catalogue_of(part, language), language)
    wrong = [(message.id, list(message.check(known))) for message in known if list(message.check(known))]
    assert wrong == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_translations_keep_the_places_of_values(part: Path, language: str):
    known = catalogues.read(catalogues.catalogue_of(part, language), language)
    assert [message.id for message in known if message.id and loses_or_invents_values(message)] == []


def test_a_lost_or_invented_value_is_noticed():
    assert loses_or_invents_values(Message("{guest} parked", "estacionado"))
    assert loses_or_invents_values(Message("{guest} parked", "{hospede} em espera"))
    assert loses_or_invents_values(Message(("{count} of {type}", "{count} of {type}"), ("{count}", "{type}")))
    assert not loses_or_invents_values(
        Message(("{count} night", "{count} nights"), ("uma noite", "{count} noites"))
    )


def loses_or_invents_values(message: Message) -> bool:
    """Tell whether a form lacks a value of the English text, or has another one; "one" may be a word."""
    english = places_of(message.id[-1] if isinstance(message.id, tuple) else message.id)
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    counted = {"count"} if isinstance(message.id, tuple) else set()
    return any(form and places_of(form) | counted != english | counted for form in forms)


def places_of(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text))


def test_new_texts_come_in_and_what_was_translated_stays(tmp_path: Path):
    part = tmp_path / "part"
    (part / "templates").mkdir(parents=True)
    page = part / "templates" / "page.html"
    page.write_text('{{ _("Good morning") }} {{ _("Gone soon") }}')
    path = catalogues.catalogue_of(part, "pt")
    path.parent.mkdir(parents=True)
    path.write_bytes(catalogues.updated(part, "pt"))
    translated = path.read_text().replace(
        'msgid "Good morning"\nmsgstr ""', 'msgid "Good morning"\nmsgstr "Bom dia"'
    )
    path.write_text(translated)
    page.write_text('{{ _("Good morning") }} {% trans %}Good night{% endtrans %}')

    path.write_bytes(catalogues.updated(part, "pt"))

    known = {message.id: message.string for message in catalogues.read(path, "pt") if message.id}
    assert known == {"Good morning": "Bom dia", "Good night": ""}


def test_texts_that_are_said_later_come_in(tmp_path: Path):
    (tmp_path / "words.py").write_text('EMPTY = _l("The house is empty.")\n')
    assert [message.id for message in catalogues.texts_of(tmp_path) if message.id] == ["The house is empty."]
