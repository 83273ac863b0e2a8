"""Pages of lists: continued from the id of the last item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from flask import Response

from addons.pms.domain.errors import invalid_fields
from addons.pms.web.commands import json_response

T = TypeVar("T")
LARGEST_SEQ = 2**63 - 1


def cursor_of(query: dict[str, Any]) -> UUID | None:
    """Return the id to continue after, from a loaded ``ListQuerySchema``.

    Raises:
        DomainError: VALIDATION_ERROR on ``cursor`` when it is none of ours.
    """
    text = query["cursor"]
    if text is None:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise invalid_fields({"cursor": ["This is no cursor of this list."]}) from None


def seq_cursor_of(query: dict[str, Any]) -> int | None:
    """Return the event number to continue after, from a loaded ``ListQuerySchema``.

    Raises:
        DomainError: VALIDATION_ERROR on ``cursor`` when it is none of ours.
    """
    text = query["cursor"]
    if text is None:
        return None
    if text.isascii() and text.isdecimal() and int(text) <= LARGEST_SEQ:
        return int(text)
    raise invalid_fields({"cursor": ["This is no cursor of this list."]})


def page_response(
    found: Sequence[T], limit: int, id_of: Callable[[T], UUID], dump: Callable[[T], dict[str, Any]]
) -> Response:
    """Answer one page; ``found`` was asked for with ``limit + 1``, to know whether there is more."""
    items = found[:limit]
    cursor = str(id_of(items[-1])) if len(found) > limit else None
    return json_response({"items": [dump(item) for item in items], "nextCursor": cursor})
