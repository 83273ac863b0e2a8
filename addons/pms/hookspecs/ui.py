"""Places in the screens that addons may fill."""

# A specification has a signature and no body.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Sequence

from addons.pms.domain.snapshots import ReservationSnapshot
from oppsera_host.hookspecs import hookspec
from oppsera_host.hookspecs.contributions import Panel


@hookspec
def pms_reservation_panels(reservation: ReservationSnapshot) -> Sequence[Panel]:
    """Bring panels of the reservation drawer.

    Args:
        reservation: the one that is open.

    Returns:
        Panels with either ``url`` (an HTML fragment from your own blueprint) or ``element`` and ``module`` (a
        custom element). Nothing of an addon runs inside scroll or drag.
    """
