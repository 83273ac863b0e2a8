"""Finds what TypeScript says: ``t("Check in")`` and ``tn("{count} night", "{count} nights", nights)``.

Babel's own reader of JavaScript loses its way in templates that hold templates, which is how components are written.
Since the sentences must be written out in the call, looking for the call is enough.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import IO

#: Line, gettext's name of the call, text or singular and plural, comments: what Babel wants of a reader.
Found = tuple[int, str, str | tuple[str, str], list[str]]

_CALL = re.compile(r"(?<![\w.$])(?<!function )(tn?)\(")
_TEXT = r'\s*("(?:[^"\\\n]|\\.)*")\s*'
_ARGUMENTS = {"t": re.compile(rf"{_TEXT}[,)]"), "tn": re.compile(rf"{_TEXT},{_TEXT},")}
_NAMES = {"t": "gettext", "tn": "ngettext"}


class NotWrittenOutError(ValueError):
    """A text that is put together while running cannot be found, so nobody could translate it."""


def extract(
    file: IO[bytes], _keywords: Collection[str], _tags: Collection[str], **_options: object
) -> Iterator[Found]:
    """Yield the texts of a source, as ``babel.messages.extract`` asks its readers to.

    Raises:
        NotWrittenOutError: a call's text is not a plain ``"…"``; the sentence names file and line.
    """
    source = file.read().decode()
    for call in _CALL.finditer(source):
        line = source.count("\n", 0, call.start()) + 1
        written = _ARGUMENTS[call[1]].match(source, call.end())
        if written is None:
            message = f'{file.name}:{line}: write the text out in the call: {call[1]}("…")'
            raise NotWrittenOutError(message)
        texts = [json.loads(text) for text in written.groups()]
        yield line, _NAMES[call[1]], texts[0] if len(texts) == 1 else (texts[0], texts[1]), []
