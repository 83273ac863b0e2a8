"""Says sentences in the language of whoever asks, on the way out: everything further inside speaks English.

A sentence is a text with the attributes of ``Spoken``, of whatever class; a text without them is said as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Protocol, runtime_checkable

import orjson
from flask_babel import format_date, format_time, gettext, ngettext


@runtime_checkable
class Spoken(Protocol):
    """A text that knows what it was made of.

    Attributes:
        template: English, with places like ``{night}``; the key of its translation.
        plural: the template for another ``count`` than one, or None.
        values: what the places hold: dates, local times, numbers, further sentences, what ``say_with`` was told.
    """

    template: str
    plural: str | None
    values: dict[str, Any]


_ways: dict[type, Callable[[Any], str]] = {
    date: lambda day: str(format_date(day, "medium")),
    datetime: lambda local: f"{format_date(local, 'medium', False)}, {format_time(local, 'short', False)}",
}


def say_with(value_class: type, say: Callable[[Any], str]) -> None:
    """Write values of exactly ``value_class`` in sentences by ``say``, which runs inside the request."""
    _ways[value_class] = say


def spoken(text: str) -> str:
    """Return ``text`` in the language of the running request; needs one."""
    if not isinstance(text, Spoken):
        return str.__str__(text)
    if text.plural is None:
        template = gettext(text.template) if text.template else ""
    else:
        template = ngettext(text.template, text.plural, text.values["count"])
    if not text.values:
        return str(template)
    return str(template).format(**{name: _said(value) for name, value in text.values.items()})


def spoken_json(body: Any, *, otherwise: Callable[[Any], Any] | None = None) -> bytes:
    """Return ``body`` as JSON, every sentence in it in the language of the running request.

    A body without sentences costs what it costs without this.

    Args:
        body: of what orjson writes, and sentences.
        otherwise: makes something that can be written of anything else.

    Raises:
        TypeError: for anything else, without ``otherwise``.
    """

    def write(value: Any) -> Any:
        if isinstance(value, str):
            return spoken(value)
        if isinstance(value, dict):
            return dict(value)
        if isinstance(value, list):
            return list(value)
        if isinstance(value, int):
            return int(value)
        if otherwise is None:
            raise TypeError(f"{type(value).__name__} is nothing JSON has")
        return otherwise(value)

    return orjson.dumps(body, default=write, option=orjson.OPT_PASSTHROUGH_SUBCLASS)


def _said(value: Any) -> Any:
    if isinstance(value, str):
        return spoken(value)
    say = _ways.get(type(value))
    return value if say is None else say(value)
