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
    """Rank what could be taken instead of a room that is not free.

    Args:
        request: what was wanted.
        rooms: the property's rooms with their free spans around the wanted dates.

    Returns:
        At most five alternatives, best first; None leaves it to the next addon. The default prefers the same
        type and floor, then a higher type, then other dates.
    """
