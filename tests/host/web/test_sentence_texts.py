"""The sentences of refusals are found in the code by where they stand."""

from __future__ import annotations

import ast

import pytest

from oppsera_host.web.sentence_texts import sentences


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('AppError("CODE", 409, "Not so.", facts={"a": "b"})', ["Not so."]),
        ('errors.DomainError("CODE", "Not so.")', ["Not so."]),
        ('invalid_fields({"a": ["One.", "Two."], "b": ("Three.",)})', ["One.", "Two.", "Three."]),
        ('invalid_fields({name: ["One."] for name in names})', ["One."]),
        ('ValidationError("One." if first else "Two.", "field")', ["One.", "Two."]),
        ('validate.Length(3, error="Three, please.")', ["Three, please."]),
        ('fields.String(error_messages={"required": "Well?"})', ["Well?"]),
        ('Sentence("Room {number}.", number=number)', ["Room {number}."]),
        ('Sentence.counted("one", "{count} of them", count)', [("one", "{count} of them")]),
        ('print("Not so.")', []),
        ("DomainError(code, text)", []),
    ],
)
def test_a_sentence_is_found(code: str, found: list):
    assert [text for _line, text in sentences(ast.parse(code))] == found
