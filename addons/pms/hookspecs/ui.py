"""Places in the screens that addons may fill."""

# A specification has a signature and no body.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from addons.pms.domain.reservation_source import SourceType
from addons.pms.domain.reservation_status import ReservationStatus
from addons.pms.domain.snapshots import ReservationSnapshot
from oppsera_host.hookspecs import hookspec
from oppsera_host.hookspecs.contributions import Panel

RESERVATION_PLACE = "{reservationId}"


@dataclass(frozen=True, slots=True)
class ChipCommand:
    """A command in the menu of a stay on the calendar: it leads to a page of the addon.

    Attributes:
        id: unique; begins with the addon's name.
        label: what the menu calls it, in English; translated by the addon's catalogues as a panel's title is.
        url: path of the addon's own blueprint with ``{reservationId}`` in it.
        permission: who sees it; empty = whoever sees the calendar. The page itself checks again.

    Raises:
        ValueError: the label is empty, or the url is no path or names no reservation.
    """

    id: str
    label: str
    url: str
    permission: str = ""

    def __post_init__(self) -> None:
        if not self.label.strip():
            raise ValueError("a chip command needs a label")
        if not self.url.startswith("/") or self.url.startswith(("//", "/\\")):
            raise ValueError("the url of a chip command is a path of this site")
        if RESERVATION_PLACE not in self.url:
            raise ValueError(f"the url of a chip command has {RESERVATION_PLACE} in it")


@dataclass(frozen=True, slots=True)
class ChipSegment:
    """What an addon is told of a chip: a stay in one room, without anybody's name.

    Attributes:
        id: of the segment; a stay that changes rooms has several.
        reservation_id: whose stay.
        property_id: where.
        room_id: None for a stay without a room.
        room_type_id: the type whose stock it takes, or the type of its room.
        start_date: first night in this room.
        end_date: the day after the last night in this room; equal to the start for a day use.
        check_in_date: arrival of the whole stay.
        check_out_date: departure of the whole stay.
        status: of the reservation.
        source_type: how it was booked.
        adults: of the party.
        children: of the party.
    """

    id: UUID
    reservation_id: UUID
    property_id: UUID
    room_id: UUID | None
    room_type_id: UUID
    start_date: date
    end_date: date
    check_in_date: date
    check_out_date: date
    status: ReservationStatus
    source_type: SourceType
    adults: int
    children: int


@hookspec
def pms_reservation_panels(reservation: ReservationSnapshot) -> Sequence[Panel]:
    """Bring panels of the reservation drawer.

    Args:
        reservation: the one that is open.

    Returns:
        Panels with either ``url`` (an HTML fragment from your own blueprint) or ``element`` and ``module`` (a
        custom element). Nothing of an addon runs inside scroll or drag.
    """


@hookspec
def pms_chip_menu() -> Sequence[ChipCommand]:
    """Bring commands of the menu that stays have on the calendar, after the house's own.

    Asked when the calendar's page is made. Who chooses one is taken to its ``url``, with the stay's id in place of
    ``{reservationId}``. Should asking fail, the calendar comes without your commands.

    Returns:
        Commands, shown to those who hold their permission.
    """


@hookspec
def pms_chip_badges(segment: ChipSegment) -> Sequence[str]:
    """Bring badges of a chip on the calendar: codes drawn after the guest's name.

    Asked by the projection whenever it writes a stay, and again by ``oppsera pms verify`` and a rebuild, so answer
    from ``segment`` alone, at once and always alike. Stays written before your addon was switched on or off change
    with their next event, or all at once with ``oppsera pms rebuild-projections``. Should asking fail, the stay is
    written without your badges.

    Args:
        segment: the stay, in one room.

    Returns:
        Codes of one to four characters A-Z and 0-9. A chip has at most three, of all addons together; what breaks
        the rule is left out.
    """
