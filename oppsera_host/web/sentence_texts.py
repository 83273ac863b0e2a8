"""Finds the sentences in Python code, for the catalogues: those of refusals, and whatever is marked ``Sentence``.

``Sentence("…")`` and ``Sentence.counted("…", "…", n)`` are found anywhere. A plain text is found where it stands in a
refusal: as a detail, or among the sentences of its fields.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, BinaryIO

Found = tuple[int, str | tuple[str, str]]

#: Where the sentence stands among the arguments; a mapping or list of sentences counts as well.
PLACES = {
    "AppError": 2,
    "DomainError": 1,
    "ValidationError": 0,
    "invalid_fields": 0,
    "unavailable": 0,
    "validation_error": 0,
}
#: Arguments by name that marshmallow's fields and validators take their sentences in.
NAMES = frozenset({"error", "error_messages"})


def extract(file: BinaryIO, keywords: Any, comment_tags: Any, options: Any) -> Iterator[tuple[Any, ...]]:
    """Yield ``(line, function, texts, comments)`` as Babel's extraction wants them."""
    del keywords, comment_tags, options
    for line, text in sentences(ast.parse(file.read())):
        yield line, None if isinstance(text, str) else "ngettext", text, []


def sentences(code: ast.AST) -> Iterator[Found]:
    """Yield line and text of each sentence in ``code``; of a counted one the pair of its texts."""
    for call in ast.walk(code):
        if not isinstance(call, ast.Call):
            continue
        name = name_of(call.func)
        if name == "Sentence.counted":
            one, many = (_literal(each) for each in call.args[:2])
            if one and many:
                yield call.lineno, (one, many)
        elif name == "Sentence" and call.args:
            yield from texts_in(call.args[0])
        else:
            for argument in arguments_of(call):
                yield from texts_in(argument)


def arguments_of(call: ast.Call) -> Iterator[ast.expr]:
    """Yield the arguments of ``call`` that hold sentences, for a refusal or a field."""
    place = PLACES.get(name_of(call.func).rpartition(".")[2])
    if place is not None and len(call.args) > place:
        yield call.args[place]
    yield from (keyword.value for keyword in call.keywords if keyword.arg in NAMES)


def texts_in(argument: ast.expr) -> Iterator[tuple[int, str]]:
    """Yield line and text of each plain text in ``argument``: itself, or values of a mapping, parts of a list."""
    text = _literal(argument)
    if text:
        yield argument.lineno, text
    for part in parts_of(argument):
        yield from texts_in(part)


def parts_of(argument: ast.expr) -> list[ast.expr]:
    """Return what ``argument`` puts together: a mapping's values, a list's items, both branches of a choice."""
    match argument:
        case ast.Dict(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
            return parts
        case ast.DictComp(value=part):
            return [part]
        case ast.IfExp(body=one, orelse=other):
            return [one, other]
    return []


def name_of(function: ast.expr) -> str:
    """Return the dotted name that is called, e.g. ``errors.AppError``; empty for anything else."""
    return ast.unparse(function) if isinstance(function, ast.Name | ast.Attribute) else ""


def _literal(argument: ast.expr) -> str | None:
    holds_text = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    return str(argument.value) if holds_text else None  # type: ignore[attr-defined]
