"""Takes the texts of code, templates and TypeScript into the catalogues: ``python -m oppsera_host.web.catalogues``.

Each part of the product (the host, every installed addon) has its own, as ``oppsera_host.web.languages`` reads them.
Translations that exist are kept, texts that are gone are dropped, new ones wait with an empty translation.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from oppsera_host.addons.discovery import installed_addons

HOST = Path(__file__).parents[1]
LANGUAGES = ("pt",)
#: Titles given to these constructors are texts too: the place of the argument. ``_l`` is said when it is shown.
_TITLES = {
    "NavItem": (2,), "Permission": (2,), "Role": (2,), "Panel": (2,), "ChargeKind": (2,), "ChipCommand": (2,),
    "lazy_ngettext": (1, 2), "_l": None,
}  # fmt: skip
_SOURCES = [
    ("frontend/node_modules/**", "ignore"), ("frontend/tests/**", "ignore"),
    ("frontend/src/**.ts", "oppsera_host.web.typescript_texts:extract"),
    ("**.py", "python"), ("**/templates/**.html", "jinja2"),
]  # fmt: skip
_REFUSALS = [("frontend/**", "ignore"), ("**.py", "oppsera_host.web.sentence_texts:extract")]
_WIDTH = 110


def parts() -> Iterator[Path]:
    """Yield the folder of the host and of every installed addon."""
    yield HOST
    for addon in installed_addons():
        yield addon.folder


def texts_of(part: Path) -> Catalog:
    """Return the texts of one part, each with the files it stands in."""
    found = Catalog(charset="utf-8")
    keywords = {**DEFAULT_KEYWORDS, **_TITLES}
    for sources in (_SOURCES, _REFUSALS):
        for file, line, text, _comments, context in extract_from_dir(
            str(part), sources, keywords=keywords, options_map={}
        ):
            found.add(text, None, [(file, line)], context=context)
    return found


def catalogue_of(part: Path, language: str) -> Path:
    """Return where the texts of ``part`` are translated into ``language``."""
    return part / "translations" / language / "LC_MESSAGES" / "messages.po"


def read(path: Path, language: str) -> Catalog:
    """Return the catalogue at ``path``; an empty one where there is none yet."""
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(part: Path, language: str) -> bytes:
    """Return the catalogue of ``part`` with its present texts, without dates: it changes only with the texts."""
    catalogue = read(catalogue_of(part, language), language)
    catalogue.update(texts_of(part), no_fuzzy_matching=True)
    body = io.BytesIO()
    write_po(body, catalogue, width=_WIDTH, omit_header=True, ignore_obsolete=True, include_lineno=False)
    header = (
        f"# {Locale.parse(language).english_name} texts of {part.name}.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return header.encode() + body.getvalue()


def main() -> None:
    """Bring every catalogue up to date."""
    for part in parts():
        for language in LANGUAGES:
            path = catalogue_of(part, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(updated(part, language))


if __name__ == "__main__":
    main()
