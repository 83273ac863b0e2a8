"""Tables of the PMS; importing this module registers every one of them."""

from __future__ import annotations

from addons.pms.db.models.audit_log import AuditLog
from addons.pms.db.models.folio import Folio, FolioEntry
from addons.pms.db.models.guest import Guest
from addons.pms.db.models.idempotency_key import IdempotencyKey
from addons.pms.db.models.property import Property
from addons.pms.db.models.rate_plan import RatePlan, RatePlanPrice, RateRestriction
from addons.pms.db.models.read_models import CalendarRoom, CalendarSegment, CalendarVersion, DailyOccupancy
from addons.pms.db.models.reservation import Reservation, ReservationNight
from addons.pms.db.models.room import Room
from addons.pms.db.models.room_block import RoomBlock
from addons.pms.db.models.room_type import RoomType
from addons.pms.db.models.type_inventory import TypeInventory

__all__ = [
    "AuditLog", "CalendarRoom", "CalendarSegment", "CalendarVersion", "DailyOccupancy", "Folio", "FolioEntry", "Guest",
    "IdempotencyKey", "Property", "RatePlan", "RatePlanPrice", "RateRestriction", "Reservation", "ReservationNight",
    "Room", "RoomBlock", "RoomType", "TypeInventory",
]  # fmt: skip
