"""Sentences for people that can be said again in another language.

Everything inside speaks English: a sentence is its English text. It also remembers what it was made of, so that
whoever answers a person can look the template up in that person's language and put the values in again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self


class Sentence(str):  # noqa: SLOT000 - sentences are few, and only refusals have any
    """English text that knows its ``template``, the ``plural`` of it (or None) and the ``values`` in it.

    ``Sentence("The night of {night} is over.", night=night)``: values are written as ``str.format`` writes them,
    another ``Sentence`` among them too. The templates are literals: they are taken into the catalogues from the code.
    """

    template: str
    plural: str | None
    values: dict[str, Any]

    def __new__(cls, template: str, /, **values: Any) -> Self:
        """Return ``template`` with ``values`` in its places; a template without values may have braces."""
        return cls._made(template, None, template, values)

    @classmethod
    def counted(cls, one: str, many: str, /, count: int, **values: Any) -> Self:
        """Return ``one`` or ``many`` by ``count``, which is a value of both."""
        return cls._made(one, many, one if count == 1 else many, {"count": count, **values})

    @classmethod
    def paragraph(cls, *sentences: str) -> Self:
        """Return ``sentences`` after one another."""
        return cls._joined(sentences, " ")

    @classmethod
    def listed(cls, values: Iterable[Any]) -> Self:
        """Return ``values``, sentences or not, with commas between them."""
        return cls._joined(values, ", ")

    @classmethod
    def of(cls, text: str) -> Self:
        """Return ``text`` as a sentence without values; one that is a sentence already, of any class, as it is."""
        if isinstance(text, cls):
            return text
        values = getattr(text, "values", {})
        return cls._with(
            str(text), getattr(text, "template", str(text)), getattr(text, "plural", None), values
        )

    @classmethod
    def _joined(cls, parts: Iterable[Any], between: str) -> Self:
        values = {f"part_{place}": part for place, part in enumerate(parts)}
        return cls(between.join(f"{{{name}}}" for name in values), **values)

    @classmethod
    def _made(cls, template: str, plural: str | None, spoken: str, values: dict[str, Any]) -> Self:
        return cls._with(spoken.format(**values) if values else spoken, template, plural, values)

    @classmethod
    def _with(cls, text: str, template: str, plural: str | None, values: dict[str, Any]) -> Self:
        made = super().__new__(cls, text)
        made.template, made.plural, made.values = template, plural, values
        return made
