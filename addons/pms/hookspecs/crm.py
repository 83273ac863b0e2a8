"""Guest profiles kept elsewhere."""

# A specification has a signature and no body.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from oppsera_host.hookspecs import hookspec


def _nobody_found() -> Sequence[UUID]:
    return ()


def _nobody_known() -> UUID | None:
    return None


@dataclass(frozen=True, slots=True)
class GuestQuery:
    """A search at the desk.

    Attributes:
        text: what was typed, as it was typed.
        after: the last guest of the page before; None for the first page.
        limit: how many at most.
        directory: asks the house's own directory the same; to add to its answer, or to leave something out.
    """

    text: str
    after: UUID | None
    limit: int
    directory: Callable[[], Sequence[UUID]] = field(default=_nobody_found, compare=False)


@dataclass(frozen=True, slots=True)
class GuestDetails:
    """What a booking says of its guest; ``directory`` asks the house's own directory whom it knows by that."""

    first_name: str
    last_name: str
    email: str | None
    phone: str | None
    directory: Callable[[], UUID | None] = field(default=_nobody_known, compare=False)


@hookspec(firstresult=True)
def pms_find_guest(query: GuestQuery) -> Sequence[UUID] | None:
    """Find the profiles a search means.

    Asked while somebody types: answer fast, from your own tables.

    Args:
        query: what was typed, and which page of the answer.

    Returns:
        Ids of PMS guests in the order to show them; ids that the house does not have are left out. None leaves
        it to the next addon, in the end to the house's own directory: words in any order, each the beginning of
        a word of the name or the e-mail or a part of the telephone number, accents and case aside.
    """


@hookspec(firstresult=True)
def pms_resolve_guest(guest: GuestDetails) -> UUID | None:
    """Name the profile a new booking's guest already has, so that none is made twice.

    Asked inside the transaction that books, before anything is written; answer fast, from your own tables.

    Args:
        guest: what the booking says.

    Returns:
        The id of a PMS guest, or None when you know of none; then the next addon is asked, in the end the
        house's own directory, which knows a guest by e-mail and name together; without an answer a profile is
        made.
    """
