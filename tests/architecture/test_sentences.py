"""Every sentence a caller is refused with can be translated: a plain text in its place, or a ``Sentence``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from oppsera_host.web.sentence_texts import arguments_of, name_of, parts_of, sentences

ROOT = Path(__file__).parents[2]
#: Where refusals come from; what only operators read (the command line, the log, the import) stays English.
REFUSING = (
    "addons/pms/domain", "addons/pms/services", "addons/pms/web", "addons/pms/db/constraints.py", "addons/pms/api.py",
    "oppsera_host/errors.py", "oppsera_host/identity", "oppsera_host/web", "oppsera_host/db/constraint_errors.py",
    "oppsera_host/addons/activation.py",
)  # fmt: skip
#: Here plain texts that read like sentences are of nothing else; a view also describes itself to OpenAPI.
ONLY_SENTENCES = ("addons/pms/domain", "addons/pms/services", "oppsera_host/identity")
#: Texts for whoever installs or programs, of which no caller ever hears.
FOR_OPERATORS = frozenset({"oppsera_host/web/access.py", "oppsera_host/web/catalogues.py"})
#: Its messages are filled by marshmallow, which has names of its own for what it fills in.
FILLED_LATER = "oppsera_host/web/marshmallow_sentences.py"
FOR_THE_REFERENCE = frozenset({"One page of a list of {}."})
PLACE = re.compile(r"{(\w+)}")
PROSE = re.compile(r"[A-Z“{].*[a-z]+ .*[.?!:]", re.DOTALL)
MADE_OTHERWISE = frozenset({"format", "join", "format_map", "replace"})


def files(places: tuple[str, ...]) -> Iterator[Path]:
    for place in places:
        found = [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py"))
        assert found, place
        yield from (file for file in found if str(file.relative_to(ROOT)) not in FOR_OPERATORS)


def untranslatable(code: ast.AST) -> Iterator[int]:
    """Yield the lines of refusals whose sentence is put together, and of prose that is no ``Sentence``."""
    for node in ast.walk(code):
        if isinstance(node, ast.Call):
            for argument in arguments_of(node):
                yield from (part.lineno for part in flat(argument) if is_put_together(part))
            if name_of(node.func) == "Sentence" and not isinstance(node.args[0], ast.Constant):
                yield node.lineno
        if (
            isinstance(node, ast.JoinedStr)
            and PROSE.fullmatch(shape(node))
            and shape(node) not in FOR_THE_REFERENCE
        ):
            yield node.lineno


def flat(argument: ast.expr) -> Iterator[ast.expr]:
    parts = parts_of(argument)
    for part in parts:
        yield from flat(part)
    if not parts:
        yield argument


def is_put_together(node: ast.expr) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in MADE_OTHERWISE
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def shape(text: ast.JoinedStr) -> str:
    return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in text.values)


def unmarked(code: ast.AST) -> Iterator[int]:
    """Yield the lines of plain prose that is neither in a refusal nor a ``Sentence`` nor a docstring."""
    known = {
        text for _line, texts in sentences(code) for text in ([texts] if isinstance(texts, str) else texts)
    }
    spoken = {id(node.value) for node in ast.walk(code) if isinstance(node, ast.Expr)}
    spoken |= {id(part) for node in ast.walk(code) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(code):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in spoken else None
        if isinstance(text, str) and PROSE.fullmatch(text) and text not in known:
            yield node.lineno


def unfilled(code: ast.AST) -> Iterator[int]:
    """Yield the lines of sentences whose places and values do not fit: a fault that shows when it is said."""
    for node in ast.walk(code):
        if isinstance(node, ast.Call) and name_of(node.func) in {"Sentence", "Sentence.counted"}:
            texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
            given = {keyword.arg for keyword in node.keywords}
            places = {name for text in texts if isinstance(text, str) for name in PLACE.findall(text)}
            if name_of(node.func) == "Sentence.counted":
                places.discard("count")
            if places != given:
                yield node.lineno


def found_in(places: tuple[str, ...], check) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}:{line}"
        for file in files(places)
        if check is not unfilled or str(file.relative_to(ROOT)) != FILLED_LATER
        for line in check(ast.parse(file.read_text()))
    ]


def test_every_refusal_can_be_translated():
    assert found_in(REFUSING, untranslatable) == []


def test_no_sentence_stands_outside_the_catalogues():
    assert found_in(ONLY_SENTENCES, unmarked) == []


def test_every_place_in_a_sentence_has_its_value():
    assert found_in((*REFUSING, "addons/pms/importing"), unfilled) == []


def test_a_place_without_a_value_is_caught():
    assert list(unfilled(ast.parse('Sentence("{code} keeps {currency}.", code=code)'))) == [1]
    assert list(unfilled(ast.parse('Sentence("Nothing.", code=code)'))) == [1]
    assert (
        list(unfilled(ast.parse('Sentence.counted("one of {all}", "{count} of {all}", n, all=most)'))) == []
    )


@pytest.mark.parametrize(
    "code",
    [
        'raise DomainError("X", f"Room {number} is closed.")',
        'raise DomainError("X", "Room " + number)',
        'raise AppError("X", 409, "Room {} is closed.".format(number))',
        'raise invalid_fields({"room": ["Closed." if closed else f"{number}!"]})',
        'raise validation_error({name: [" ".join(reasons)]})',
        'sentence = f"The room is closed on {night}."',
        "sentence = Sentence(text)",
    ],
)
def test_a_sentence_that_is_put_together_is_caught(code: str):
    assert list(untranslatable(ast.parse(code))) != []


def test_prose_that_nobody_marked_is_caught():
    assert list(unmarked(ast.parse('problem = "The room is closed."'))) == [1]
    assert list(unmarked(ast.parse('problem = Sentence("The room is closed.")'))) == []
    assert list(unmarked(ast.parse('"""The room is closed."""'))) == []


def test_what_may_stand_is_not_caught():
    code = """
raise DomainError("X", "The room is closed.")
raise DomainError("X", Sentence("Room {number} is closed.", number=number))
raise invalid_fields({f"rooms.{place}": [sentence, Sentence.counted("one", "{count}", count)]})
key = f"{day}:{room}"
"""
    assert list(untranslatable(ast.parse(code))) == []
