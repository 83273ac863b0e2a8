"""A page carries the translations of what TypeScript says, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from oppsera_host.web.languages import Catalogues

CATALOGUE = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

#: frontend/src/screens/board.ts templates/page.html
msgid "Check in"
msgstr "Dar </script> entrada"

#: frontend/src/screens/board.ts
msgid "{count} night"
msgid_plural "{count} nights"
msgstr[0] "{count} noite"
msgstr[1] "{count} noites"

#: templates/page.html
msgid "Only a template says this"
msgstr "Só um modelo diz isto"

#: frontend/src/screens/board.ts
msgid "Not translated"
msgstr ""
"""


@pytest.fixture
def catalogues(tmp_path: Path) -> Catalogues:
    folder = tmp_path / "translations/pt/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(CATALOGUE)
    return Catalogues([tmp_path, tmp_path / "none"])


def test_only_what_typescript_says_is_carried(catalogues: Catalogues):
    assert json.loads(catalogues.of_scripts("pt"))["texts"] == {
        "Check in": "Dar </script> entrada",
        "{count} night": ["{count} noite", "{count} noites"],
    }


def test_a_text_cannot_end_the_script_element(catalogues: Catalogues):
    assert "</" not in catalogues.of_scripts("pt")


def test_every_number_finds_its_plural_form(catalogues: Catalogues):
    assert json.loads(catalogues.of_scripts("pt"))["forms"] == "10" + 198 * "1"


def test_pages_carry_the_texts_of_their_language(signed_in, application):
    catalogues = application.extensions["babel"].instance.domain_instance
    assert carried_by(page(signed_in, "pt-BR")) == json.loads(catalogues.of_scripts("pt"))
    assert carried_by(page(signed_in, "en-GB")) is None


def test_the_texts_are_no_script_to_run(signed_in):
    answer = page(signed_in, "pt-PT")
    assert '<script type="application/json" id="oppsera-messages" data-language="pt-PT">' in answer.text
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


def page(signed_in, language: str):
    return signed_in.client.get("/settings/account", headers={"Accept-Language": language})


def carried_by(answer):
    _before, found, after = answer.text.partition('id="oppsera-messages"')
    return json.loads(after.partition(">")[2].partition("</script>")[0]) if found else None
