"""Tables of the PMS; importing this module registers every one of them."""

from __future__ import annotations

from addons.pms.db.models.audit_log import AuditLog
from addons.pms.db.models.booking import Booking, ReservationGuest
from addons.pms.db.models.charge_code import ChargeCode
from addons.pms.db.models.folio import Folio, FolioEntry, FolioRoute
from addons.pms.db.models.guest import Guest
from addons.pms.db.models.guest_change import GuestChange, GuestKey
from addons.pms.db.models.guest_merge import GuestMerge
from addons.pms.db.models.guest_word import GuestWord
from addons.pms.db.models.housekeeping_discrepancy import HousekeepingDiscrepancy
from addons.pms.db.models.housekeeping_task import HousekeepingTask
from addons.pms.db.models.idempotency_key import IdempotencyKey
from addons.pms.db.models.maintenance_note import MaintenanceNote
from addons.pms.db.models.night_audit import NightAudit
from addons.pms.db.models.property import Property
from addons.pms.db.models.rate_plan import RatePlan, RatePlanPrice, RateRestriction
from addons.pms.db.models.read_models import CalendarRoom, CalendarSegment, CalendarVersion, DailyOccupancy
from addons.pms.db.models.reservation import Reservation, ReservationNight
from addons.pms.db.models.room import Room
from addons.pms.db.models.room_block import RoomBlock
from addons.pms.db.models.room_out_of_service import RoomOutOfService
from addons.pms.db.models.room_status_log import RoomStatusLog
from addons.pms.db.models.room_type import RoomType
from addons.pms.db.models.tax_rule import TaxExemption, TaxRule
from addons.pms.db.models.type_inventory import TypeInventory

__all__ = [
    "AuditLog", "Booking", "CalendarRoom", "CalendarSegment", "CalendarVersion", "ChargeCode",
    "DailyOccupancy", "Folio", "FolioEntry", "FolioRoute", "Guest", "GuestChange", "GuestKey", "GuestMerge",
    "GuestWord", "HousekeepingDiscrepancy",
    "HousekeepingTask", "IdempotencyKey", "MaintenanceNote", "NightAudit", "Property", "RatePlan",
    "RatePlanPrice", "RateRestriction", "Reservation", "ReservationGuest", "ReservationNight", "Room",
    "RoomBlock", "RoomOutOfService", "RoomStatusLog", "RoomType", "TaxExemption", "TaxRule",
    "TypeInventory",
]  # fmt: skip
