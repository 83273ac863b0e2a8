"""What TypeScript says, translated, for the page to carry: ``addons/pms/frontend/src/language/translate.ts`` reads it.

Only texts that stand in TypeScript are sent; the catalogues tell by the files that each text was found in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

_NUMBERS = 200
"""Plural forms repeat with the last two digits; larger numbers are looked up in the second hundred."""


def as_json(folders: Iterable[Path], language: str, plural: Callable[[int], int]) -> Markup:
    """Return the texts of TypeScript in ``language`` as JSON that is safe inside ``<script>``.

    Args:
        folders: those of the host and the addons, each with its ``translations``.
        language: e.g. ``pt``.
        plural: which form a number takes.

    Returns:
        ``{"texts": {English: translation, or all forms by the English singular}, "forms": "1011…"}``, the latter the
        form of each number from 0 to 199. What is not translated is left out.
    """
    texts = dict(_texts(folders, language))
    forms = "".join(str(plural(number)) for number in range(_NUMBERS))
    return htmlsafe_json_dumps({"texts": texts, "forms": forms}, _compact)


def _texts(folders: Iterable[Path], language: str) -> Iterator[tuple[str, str | list[str]]]:
    for folder in folders:
        path = folder / "translations" / language / "LC_MESSAGES" / "messages.po"
        if path.is_file():
            with path.open("rb") as file:
                yield from (_entry(each) for each in read_po(file, locale=language) if _is_of_scripts(each))


def _is_of_scripts(message: Message) -> bool:
    translated = all(message.string) if isinstance(message.string, tuple) else message.string
    return bool(translated) and any(file.endswith(".ts") for file, _line in message.locations)


def _entry(message: Message) -> tuple[str, str | list[str]]:
    if isinstance(message.string, tuple):
        return message.id[0], list(message.string)
    return str(message.id), str(message.string)


def _compact(texts: object) -> str:
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
