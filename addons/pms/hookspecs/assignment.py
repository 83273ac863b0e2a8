"""Which room to offer first."""

# A specification has a signature and no body.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Sequence

from addons.pms.domain.conflicts import Alternative
from addons.pms.domain.suggestions import CandidateRoom, Wish
from oppsera_host.hookspecs import hookspec


@hookspec(firstresult=True)
def pms_rank_rooms(request: Wish, rooms: Sequence[CandidateRoom]) -> Sequence[Alternative] | None:
    """Rank rooms: what could be taken instead of one that is not free, and which free one to give to a stay.

    Args:
        request: what was wanted. When rooms are given out by themselves, ``standard`` holds the free rooms in the
            house's own order, best first, and ``dates_fixed`` is true; the first room answered is taken.
        rooms: the rooms in question with their free spans around the wanted dates.

    Returns:
        Alternatives, best first, at most five as an answer to a person; None leaves it to the next addon. Rooms
        that are not free are passed over. The default keeps ``standard`` where there is one, and otherwise
        prefers the same type and floor, then a higher type, then other dates.
    """
