"""Request bodies: bounded, JSON, and free of what no column can hold.

Refused before any view sees them: other content types (415), too many bytes (413), malformed JSON, nesting
deeper than 20, NUL characters, NaN, and numbers that a 64-bit column or a JavaScript client would silently
change (all 422).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import orjson
from flask import Request, g

from oppsera_host.errors import AppError, validation_error
from oppsera_host.sentence import Sentence

View = TypeVar("View", bound=Callable[..., Any])

USUAL_LIMIT = 256 * 1024
BULK_LIMIT = 4 * 1024 * 1024
DEEPEST = 20
LARGEST_INTEGER = 2**63 - 1
LARGEST_FLOAT = 2**53
_LIMIT = "_oppsera_body_limit"
_FORM = "_oppsera_takes_form"


def body_limit(size: int) -> Callable[[View], View]:
    """Let a view take bodies of up to ``size`` bytes instead of 256 KiB; bulk routes pass ``BULK_LIMIT``."""

    def mark(view: View) -> View:
        setattr(view, _LIMIT, size)
        return view

    return mark


def limit_of(view: Any) -> int:
    """Return how many bytes of body ``view`` takes."""
    limit: int = getattr(view, _LIMIT, USUAL_LIMIT)
    return limit


def form(view: View) -> View:
    """Let a view read a browser form itself; for pages that must work before any script has loaded."""
    setattr(view, _FORM, True)
    return view


def takes_form(view: Any) -> bool:
    """Tell whether ``view`` reads its body itself."""
    return bool(getattr(view, _FORM, False))


def read_json_body(request: Request, limit: int) -> None:
    """Read and check the body of ``request`` and keep the value for ``json_body``.

    Raises:
        AppError: UNSUPPORTED_MEDIA_TYPE, BODY_TOO_LARGE or VALIDATION_ERROR, as the module says.
    """
    # One byte more than allowed: a body without a length is cut there silently, and must not pass as whole.
    request.max_content_length = limit + 1
    if request.content_length is not None and request.content_length > limit:
        raise too_large(limit)
    if request.mimetype not in {"", "application/json"}:
        raise unsupported_media_type()
    raw = request.get_data(cache=True)
    if len(raw) > limit:
        raise too_large(limit)
    if not raw:
        g.json_body = None
        return
    if not request.mimetype:
        raise unsupported_media_type()
    g.json_body = parse_json(raw)


def parse_json(raw: bytes) -> Any:
    """Return the value of the JSON text ``raw``.

    Raises:
        AppError: VALIDATION_ERROR when it is malformed or holds something that cannot be stored.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        sentence = Sentence(
            "The request body is not valid JSON: {problem} at character {place}.",
            problem=error.msg,
            place=error.pos + 1,
        )
        raise AppError("VALIDATION_ERROR", 422, sentence, facts={"fields": {"_": [sentence]}}) from None
    _refuse_unstorable(value)
    return value


def json_body() -> Any:
    """Return the parsed body of the running request; None when there was none."""
    return g.get("json_body")


def too_large(limit: int) -> AppError:
    """The body has more bytes than the route takes."""
    return AppError(
        "BODY_TOO_LARGE",
        413,
        Sentence("The request is too large: at most {size} KiB are accepted.", size=limit // 1024),
    )


def unsupported_media_type() -> AppError:
    """The body is not JSON."""
    return AppError("UNSUPPORTED_MEDIA_TYPE", 415, "Please send the request body as application/json.")


def _refuse_unstorable(value: Any) -> None:
    waiting: list[tuple[Any, int, str]] = [(value, 1, "_")]
    while waiting:
        item, depth, path = waiting.pop()
        if isinstance(item, dict | list):
            if depth > DEEPEST:
                sentence = Sentence("The value is nested deeper than {deepest} levels.", deepest=DEEPEST)
                raise validation_error({path: [sentence]})
            pairs = item.items() if isinstance(item, dict) else enumerate(item)
            for key, child in pairs:
                below = str(key) if path == "_" else f"{path}.{key}"
                _refuse_scalar(key, below)
                if isinstance(child, dict | list):
                    waiting.append((child, depth + 1, below))
                else:
                    _refuse_scalar(child, below)
        else:
            _refuse_scalar(item, path)


def _refuse_scalar(value: Any, path: str) -> None:
    if isinstance(value, str):
        if "\0" in value:
            raise validation_error(
                {path.replace("\0", "�"): ["The text contains a NUL character, which cannot be stored."]}
            )
    elif isinstance(value, float):
        if abs(value) >= LARGEST_FLOAT:
            raise validation_error({path: ["The number is too large."]})
    elif isinstance(value, int) and not -LARGEST_INTEGER - 1 <= value <= LARGEST_INTEGER:
        raise validation_error({path: ["The number is too large."]})
