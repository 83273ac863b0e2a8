"""Pages speak the reader's language: the one chosen in this browser, else the first one the browser asks for."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask, render_template_string

from oppsera_host.web import languages
from oppsera_host.web.languages import LANGUAGES, Catalogues, nearest_tag

CATALOGUE = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Good morning"
msgstr "Bom dia"

msgid "%(num)s room"
msgid_plural "%(num)s rooms"
msgstr[0] "%(num)s quarto"
msgstr[1] "%(num)s quartos"
"""


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("pt-BR", "pt-BR"),
        ("pt", "pt-PT"),
        ("pt-AO", "pt-PT"),
        ("en-IE", "en-GB"),
        ("EN", "en-GB"),
        ("fi", None),
    ],
)
def test_the_nearest_language_that_is_spoken_is_found(asked, spoken):
    assert nearest_tag(asked) == spoken


def test_a_page_follows_the_browser_until_somebody_chooses(signed_in):
    client = signed_in.client
    assert page_of(client, "fi, pt;q=0.8, en;q=0.5") == "pt-PT"
    assert page_of(client, "fi") == LANGUAGES[0].tag

    answer = signed_in.send("POST", "/session/language", json={"language": "pt-BR"})

    assert answer.status_code == 200, answer.text
    assert page_of(client, "en-US") == "pt-BR"


def page_of(client, accepted: str) -> str:
    page = client.get("/settings/account", headers={"Accept-Language": accepted}).get_data(as_text=True)
    return page.split('<html lang="')[1].split('"')[0]


def test_an_unknown_language_is_refused_and_a_made_up_cookie_ignored(signed_in):
    assert signed_in.send("POST", "/session/language", json={"language": "tlh"}).status_code == 422

    signed_in.client.set_cookie(languages.COOKIE, "../../etc")

    assert page_of(signed_in.client, "pt-PT") == "pt-PT"


@pytest.fixture
def catalogues(tmp_path):
    for part in ("first", "second"):
        (tmp_path / part / "translations/pt/LC_MESSAGES").mkdir(parents=True)
    first, second = (tmp_path / part for part in ("first", "second"))
    (first / "translations/pt/LC_MESSAGES/messages.po").write_text(CATALOGUE)
    (second / "translations/pt/LC_MESSAGES/messages.po").write_text(
        CATALOGUE.replace("Good morning", "Good night").replace("Bom dia", "Boa noite")
    )
    return Catalogues([first, second, tmp_path / "none"])


def test_the_texts_of_all_parts_are_read_without_being_compiled(catalogues):
    portuguese = catalogues.of("pt")

    assert portuguese.gettext("Good morning") == "Bom dia"
    assert portuguese.gettext("Good night") == "Boa noite"
    assert portuguese.gettext("Not translated") == "Not translated"
    assert portuguese.ngettext("%(num)s room", "%(num)s rooms", 1) == "%(num)s quarto"
    assert portuguese.ngettext("%(num)s room", "%(num)s rooms", 3) == "%(num)s quartos"
    assert catalogues.of("en").gettext("Good morning") == "Good morning"


def test_templates_write_texts_dates_and_numbers_as_the_reader_does(application, catalogues, monkeypatch):
    text = "{{ _('Good morning') }} {{ day | dateformat('short') }} {{ 1234.5 | decimalformat }}"
    monkeypatch.setattr(application.extensions["babel"].instance, "domain_instance", catalogues)

    assert rendered(application, "en-US", text) == "Good morning 3/28/27 1,234.5"
    assert rendered(application, "pt-PT", text) == "Bom dia 28/03/27 1 234,5".replace("1 ", "1\xa0")


def rendered(application: Flask, accepted: str, text: str) -> str:
    with application.app_context(), application.test_request_context(headers={"Accept-Language": accepted}):
        return render_template_string(text, day=date(2027, 3, 28))
