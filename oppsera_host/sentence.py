"""The host's own sentences for people: English text that can be said again in another language.

An addon's sentences need not be of this class: ``oppsera_host.web.sentences`` knows one by its attributes.
"""

from __future__ import annotations

from string import Formatter
from typing import Any, Self


class Sentence(str):  # noqa: SLOT000 - sentences are few, and only refusals have any
    """English text that knows its ``template`` and the ``values`` in it.

    ``Sentence("There is no tenant called {name}.", name=name)``. The templates are literals: they are taken into the
    catalogues from the code.
    """

    template: str
    plural: str | None = None
    values: dict[str, Any]

    def __new__(cls, template: str, /, **values: Any) -> Self:
        """Return ``template`` with ``values`` in its places; a template without values may have braces."""
        return cls._made(template, values)

    def format(self, *_: Any, **values: Any) -> Self:
        """Return the sentence with ``values`` in those places that it has; marshmallow fills its messages so."""
        known = self.values | {name: value for name, value in values.items() if name in self._places()}
        return self._made(self.template, known)

    def _places(self) -> set[str]:
        return {name for _text, name, _spec, _conversion in Formatter().parse(self.template) if name}

    @classmethod
    def _made(cls, template: str, values: dict[str, Any]) -> Self:
        made = super().__new__(cls, template.format_map(_Places(values)) if values else template)
        made.template, made.values = template, values
        return made


class _Places(dict[str, Any]):
    """Leaves a place that is not filled yet as it is."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def sentence_of(text: str) -> str:
    """Return ``text`` as something that can be said in another language; what already can be stays as it is."""
    return text if hasattr(text, "template") else Sentence(text)
