"""What can be wrong with a file as a whole, and with one row of it."""

from __future__ import annotations

from addons.pms.domain.errors import DomainError


class FileRefusedError(Exception):
    """The file, or one that belongs to it, cannot be read; nothing was imported.

    Args:
        code: stable name, e.g. ``MISSING_COLUMNS``.
        detail: a sentence that says what to correct and where.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class RowRefusedError(Exception):
    """One row cannot be understood; the others can.

    Args:
        code: stable name, e.g. ``BAD_DATE``.
        detail: a sentence that says which column and why, without guest data.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def sentence_of(error: DomainError) -> str:
    """Return what a refusal says, with the sentences about each field."""
    fields = error.facts.get("fields", {})
    return " ".join([error.detail, *(f"{name}: {' '.join(texts)}" for name, texts in fields.items())])
