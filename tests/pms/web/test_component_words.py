"""Components write no words into their templates but through ``t()``, which can say them in another language."""

from __future__ import annotations

import re
from pathlib import Path

SOURCES = Path(__file__).parents[3] / "addons/pms/frontend/src"
_BETWEEN_TAGS = re.compile(r"(?<!=)>\s*([A-Z][a-z]+[^<>{}`=;()]*)<")
_NAMES = re.compile(r"\b(?:aria-label|title|placeholder|alt)=\"([^\"$]*[a-z][^\"$]*)\"")


def words_outside_the_catalogues(source: str) -> list[str]:
    """Return texts between tags, and names of elements, that are plain in a source."""
    return _BETWEEN_TAGS.findall(source) + _NAMES.findall(source)


def test_templates_hold_no_plain_words():
    found = {
        path.name: words
        for path in SOURCES.rglob("*.ts")
        if (words := words_outside_the_catalogues(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_plain_words_are_noticed():
    component = (
        'html`<button type="button" aria-label="Close">${icon("close")}</button> <p>No room fits.</p>`'
    )
    assert words_outside_the_catalogues(component) == ["No room fits.", "Close"]
    assert words_outside_the_catalogues('html`<p title=${t("Close")}>${t("No room fits.")}</p>`') == []
