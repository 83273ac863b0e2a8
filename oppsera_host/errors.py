"""Errors a caller can act on. Anything else that escapes is a fault of ours and answers 500."""

from __future__ import annotations

from typing import Any

from oppsera_host.sentence import sentence_of


class AppError(Exception):
    """A refusal with a code, an HTTP status, a sentence for people and the facts to act on.

    Args:
        code: stable name from the public contract, e.g. ``NOT_FOUND``.
        status: HTTP status.
        detail: a sentence a clerk understands.
        facts: further members of the problem document (``fields``, ``conflicts``, …).
        headers: HTTP headers of the answer, e.g. ``Retry-After``.
    """

    def __init__(
        self,
        code: str,
        status: int,
        detail: str,
        *,
        facts: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.status = status
        self.detail = sentence_of(detail)
        self.facts = facts or {}
        self.headers = headers or {}


def not_found() -> AppError:
    """The one answer for an id that is unknown, or known to another tenant only."""
    return AppError("NOT_FOUND", 404, "There is nothing here by that name or number.")


def unauthenticated() -> AppError:
    """No valid token or session came with the request."""
    return AppError("UNAUTHENTICATED", 401, "Please sign in first.", headers={"WWW-Authenticate": "Bearer"})


def forbidden(permission: str) -> AppError:
    """The actor is known but lacks ``permission``."""
    return AppError("FORBIDDEN", 403, "Your role does not allow this.", facts={"permission": permission})


def validation_error(fields: dict[str, list[str]]) -> AppError:
    """Input that does not fit; ``fields`` maps a camelCase path to its sentences."""
    facts = {"fields": {name: [sentence_of(text) for text in texts] for name, texts in fields.items()}}
    return AppError("VALIDATION_ERROR", 422, "Some fields need another look.", facts=facts)


def unavailable(reason: str) -> AppError:
    """The database could not answer in time; trying again is safe."""
    return AppError("UNAVAILABLE", 503, reason, headers={"Retry-After": "1"})
