"""Fields that several forms share: codes, names, local times, labels written as text or number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from typing import Any

from marshmallow import ValidationError, fields, validate

from addons.pms.domain.sentence import Sentence

_HOURS_MINUTES = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_VISIBLE = validate.Regexp(re.compile(r".*\S", re.DOTALL), error="Please fill in this field.")


def code(**kwargs: Any) -> fields.String:
    """Return the field of a short code that people type, e.g. ``DBL``."""
    return fields.String(validate=[validate.Length(1, 40), _VISIBLE], **kwargs)


def name(**kwargs: Any) -> fields.String:
    """Return the field of a name people read."""
    return fields.String(validate=[validate.Length(1, 200), _VISIBLE], **kwargs)


class LocalTime(fields.String):
    """A time of day at the property as ``HH:MM``; loads to ``datetime.time``."""

    def __init__(self, *, metadata: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        shown = {"pattern": _HOURS_MINUTES.pattern, "example": "15:00"}
        super().__init__(metadata=shown | dict(metadata or {}), **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        del attr, data, kwargs
        if not isinstance(value, str) or not _HOURS_MINUTES.fullmatch(value):
            raise ValidationError("Please give the time as HH:MM, e.g. 15:00.")
        return time.fromisoformat(value)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        del attr, obj, kwargs
        return None if value is None else f"{value:%H:%M}"


class Label(fields.String):
    """A room's number or floor: text, or a whole number, which is kept as text; trimmed."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        del attr, data, kwargs
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise ValidationError("Please give a text.")
        text = str(value).strip()
        if not text:
            raise ValidationError("Please fill in this field.")
        if len(text) > self.longest:
            raise ValidationError(Sentence("At most {longest} characters.", longest=self.longest))
        return text
