"""Which of a stay's accounts a charge goes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Route:
    """Charges of ``code``, or of ``group`` (one of the two), go to the folio ``folio_id``."""

    folio_id: UUID
    code: str | None = None
    group: str | None = None

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON-ready form."""
        return {"folioId": str(self.folio_id), "code": self.code, "group": self.group}


@dataclass(frozen=True, slots=True)
class Window:
    """An account that charges may go to; number 1 is the guest's."""

    folio_id: UUID
    number: int
    is_open: bool


def choose_window(windows: Sequence[Window], routes: Sequence[Route], code: str, group: str) -> Window | None:
    """Return the account a charge goes to, or None when every account is closed.

    A route of the code comes before one of its group; without either the guest's account takes it. Where that one is
    closed the first open account does, so that a night is never lost because somebody settled early.
    """
    wanted = next((route.folio_id for route in routes if route.code == code), None) or next(
        (route.folio_id for route in routes if route.group == group), None
    )
    open_ones = sorted((window for window in windows if window.is_open), key=lambda window: window.number)
    routed = next((window for window in open_ones if window.folio_id == wanted), None)
    return routed or (open_ones[0] if open_ones else None)
