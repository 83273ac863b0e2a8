"""Looks up bookings and their stays."""

from __future__ import annotations

from sqlalchemy import text

from addons.pms.db.queries.reservations import SELECT

MEMBERS = text(SELECT + " and r.booking_id = cast(:booking as uuid)")
GUEST = text(
    "select id, first_name, last_name, email, phone from pms_guests"
    " where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid)"
)
