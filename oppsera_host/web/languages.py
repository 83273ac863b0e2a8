"""In which language and by whose habits a page is written.

Texts are English in the code and translated by gettext; each part of the product (the host, every addon) keeps its
catalogues as ``translations/<language>/LC_MESSAGES/messages.po`` in its own package. The ``.po`` files are read as
they are, once per process and language: nothing has to be compiled, at build or at start.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import flask_babel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, request
from flask_babel import Babel, get_locale
from markupsafe import Markup

from oppsera_host.addons.registry import registry_of
from oppsera_host.web import script_texts

COOKIE = "oppsera_language"
SOURCE_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """A choice in the language menu.

    Attributes:
        tag: BCP 47, e.g. ``pt-PT``: the language of the texts, the land of dates, numbers and the first weekday.
        name: what its speakers call it.
    """

    tag: str
    name: str


LANGUAGES = (
    Language("en-GB", "English (UK)"),
    Language("en-US", "English (US)"),
    Language("pt-PT", "Português (Portugal)"),
    Language("pt-BR", "Português (Brasil)"),
)
_TAGS = tuple(language.tag for language in LANGUAGES)


class Catalogues(flask_babel.Domain):  # type: ignore[misc]
    """The texts of the host and of every installed addon, by language."""

    def __init__(self, folders: Iterable[Path]) -> None:
        super().__init__()
        self._folders = tuple(folders)
        self._read: dict[str, NullTranslations] = {}
        self._of_scripts: dict[str, Markup] = {}

    def get_translations(self) -> NullTranslations:
        """Return the texts in the language of the running request; English where a text is not translated."""
        locale = get_locale()
        return self.of(locale.language if locale else SOURCE_LANGUAGE)

    def of(self, language: str) -> NullTranslations:
        """Return the texts in ``language``, e.g. ``pt``."""
        if language not in self._read:
            self._read[language] = _read_all(self._folders, language)
        return self._read[language]

    def of_scripts(self, language: str) -> Markup:
        """Return what TypeScript says in ``language``, as JSON for a page."""
        if language not in self._of_scripts:
            plural = self.of(language).plural
            self._of_scripts[language] = script_texts.as_json(self._folders, language, plural)
        return self._of_scripts[language]


def install(app: Flask) -> None:
    """Give templates ``_()``, ``{% trans %}`` and Babel's filters, in the language of whoever asks.

    Needs the addons to be loaded: their ``translations`` folders are found through their packages.
    """
    babel = Babel(app, default_locale=SOURCE_LANGUAGE, locale_selector=wanted_locale)
    addons = [addon.folder for addon in registry_of(app).addons]
    babel.domain_instance = Catalogues([Path(__file__).parents[1], *addons])
    app.jinja_env.globals.update(
        languages=LANGUAGES, locale_tag=locale_tag, texts_of_scripts=texts_of_scripts
    )


def wanted_locale() -> str:
    """Return the locale of the running request: the cookie's, else the browser's first that we speak."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen not in _TAGS:
        found = (nearest_tag(tag) for tag in request.accept_languages.values())
        chosen = next((tag for tag in found if tag), LANGUAGES[0].tag)
    return chosen.replace("-", "_")


def nearest_tag(tag: str) -> str | None:
    """Return ``tag`` (BCP 47) if it is one of ``LANGUAGES``, else the first of its language; None without one."""
    if tag in _TAGS:
        return tag
    language = tag.partition("-")[0].lower()
    return next((known for known in _TAGS if known.partition("-")[0] == language), None)


def locale_tag() -> str:
    """Return the running request's locale as BCP 47, for ``lang`` attributes and scripts."""
    return str(get_locale() or SOURCE_LANGUAGE).replace("_", "-")


def texts_of_scripts() -> Markup | None:
    """Return what TypeScript says in the running request's language, as JSON; None for English, which it speaks."""
    locale = get_locale()
    if locale is None or locale.language == SOURCE_LANGUAGE:
        return None
    catalogues: Catalogues = flask_babel.get_domain()
    return catalogues.of_scripts(locale.language)


def _read_all(folders: Iterable[Path], language: str) -> NullTranslations:
    merged = Translations()
    for folder in folders:
        catalogue = folder / "translations" / language / "LC_MESSAGES" / "messages.po"
        if catalogue.is_file():
            read = _read_one(catalogue, language)
            merged.merge(read)
            merged.plural = read.plural  # ``merge`` forgets it; every catalogue of a language counts alike.
    return merged


def _read_one(catalogue: Path, language: str) -> Translations:
    compiled = io.BytesIO()
    with catalogue.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)
