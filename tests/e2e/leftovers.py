"""What a page says to eyes and to screen readers, and which of it is English that has a translation."""

from __future__ import annotations

import re
from functools import cache

from playwright.sync_api import Page

from oppsera_host.web import catalogues

_SAID = """() => {
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const said = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) if (seen(texts.currentNode.parentElement)) said.push(texts.currentNode.data);
  for (const name of ["aria-label", "title", "placeholder"]) {
    const named = [...document.querySelectorAll(`[${name}]`)].filter(seen);
    said.push(...named.map((element) => element.getAttribute(name)));
  }
  return said.map((text) => text.replace(/\\s+/g, " ").trim());
}"""
_PLACE = re.compile(r"\\\{\w+\\\}|%\\\(\w+\\\)[sd]")  # as ``re.escape`` leaves them


def said_by(page: Page) -> set[str]:
    """Return the texts and names that are on the screen and have a letter in them."""
    return {text for text in page.evaluate(_SAID) if re.search(r"[^\W\d_]", text)}


def english_in(said: set[str], language: str) -> set[str]:
    """Return what in ``said`` is an English text of ours that reads differently in ``language``."""
    sentence = _english(language)
    return {text for text in said if sentence.fullmatch(text)}


@cache
def _english(language: str) -> re.Pattern[str]:
    sentences = {
        english
        for part in catalogues.parts()
        for message in catalogues.read(catalogues.catalogue_of(part, language), language)
        for english in _forms(message.id)
        if english and message.string and english not in _forms(message.string)
    }
    return re.compile("|".join(_PLACE.sub(".+", re.escape(sentence)) for sentence in sentences))


def _forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)
