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
        made = super().__new__(cls, template.format(**values) if values else template)
        made.template, made.values = template, values
        return made

    def format(self, *_: Any, **values: Any) -> Self:
        """Return the sentence with those of ``values`` that it has a place for; so marshmallow fills its messages."""
        places = {name for _text, name, _spec, _conversion in Formatter().parse(self.template) if name}
        return type(self)(self.template, **{name: values[name] for name in places})


def sentence_of(text: str) -> str:
    """Return ``text`` as something that can be said in another language; what already can be stays as it is."""
    return text if hasattr(text, "template") else Sentence(text)
