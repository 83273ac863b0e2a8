"""Set-based writes of new reservations with their guests and nights."""

from __future__ import annotations

from sqlalchemy import text

FORGET_PLANS = text("discard plans")
# The source type stands in the text: only then can the planner use the partial unique index.
PRESENT = text(
    "select source_ref from pms_reservations where tenant_id = cast(:tenant as uuid) and source_type = 'IMPORT'"
    " and source_ref is not null and source_ref = any(cast(:references as text[]))"
)
INSERT_GUESTS = text(
    "insert into pms_guests (tenant_id, id, version, first_name, last_name, email, phone, notes, search_text,"
    " created_at, updated_at) select cast(:tenant as uuid), g.id, 1, g.first_name, g.last_name, g.email, g.phone, '',"
    " g.search_text, cast(:now as timestamptz), cast(:now as timestamptz)"
    " from unnest(cast(:ids as uuid[]), cast(:first_names as text[]), cast(:last_names as text[]),"
    " cast(:emails as text[]), cast(:phones as text[]), cast(:search_texts as text[]))"
    " as g (id, first_name, last_name, email, phone, search_text)"
)
INSERT = text(
    "insert into pms_reservations (tenant_id, id, version, property_id, confirmation_number, status, room_type_id,"
    " booked_room_type_id, check_in_date, check_out_date, day_use, day_use_room_id, adults, children, guest_id,"
    " rate_plan_id, currency, total_amount, room_locked, source_type, source_ref, notes, release_at, booked_on,"
    " status_date, created_at, updated_at)"
    " select cast(:tenant as uuid), r.id, r.version, r.property_id, r.confirmation_number, r.status, r.room_type_id,"
    " r.booked_room_type_id, r.check_in_date, r.check_out_date, r.day_use, r.day_use_room_id, r.adults, r.children,"
    " r.guest_id, null, r.currency, r.total_amount, false, r.source_type, r.source_ref, r.notes, r.release_at,"
    " r.booked_on, r.status_date, r.created_at, r.created_at"
    " from unnest(cast(:ids as uuid[]), cast(:versions as bigint[]), cast(:properties as uuid[]),"
    " cast(:confirmation_numbers as text[]), cast(:statuses as text[]), cast(:room_types as uuid[]),"
    " cast(:booked_room_types as uuid[]), cast(:check_ins as date[]), cast(:check_outs as date[]),"
    " cast(:day_uses as boolean[]), cast(:day_use_rooms as uuid[]), cast(:adults as bigint[]),"
    " cast(:children as bigint[]), cast(:guests as uuid[]), cast(:currencies as text[]), cast(:totals as bigint[]),"
    " cast(:source_types as text[]), cast(:source_refs as text[]), cast(:notes as text[]),"
    " cast(:release_ats as timestamptz[]), cast(:booked_ons as date[]), cast(:status_dates as date[]),"
    " cast(:created_ats as timestamptz[]))"
    " as r (id, version, property_id, confirmation_number, status, room_type_id, booked_room_type_id, check_in_date,"
    " check_out_date, day_use, day_use_room_id, adults, children, guest_id, currency, total_amount, source_type,"
    " source_ref, notes, release_at, booked_on, status_date, created_at)"
)
INSERT_NIGHTS = text(
    "insert into pms_reservation_nights (tenant_id, reservation_id, night, room_type_id, amount)"
    " select cast(:tenant as uuid), n.reservation_id, n.night, n.room_type_id, n.amount"
    " from unnest(cast(:reservations as uuid[]), cast(:nights as date[]), cast(:room_types as uuid[]),"
    " cast(:amounts as bigint[])) as n (reservation_id, night, room_type_id, amount)"
)
TAKEN = text(
    "select b.room_id, b.start_date, b.end_date, coalesce(r.source_type = 'IMPORT'"
    " and starts_with(r.source_ref, cast(:prefix as text)), false) as own"
    " from pms_room_blocks b left join pms_reservations r on r.tenant_id = b.tenant_id and r.id = b.reservation_id"
    " where b.tenant_id = cast(:tenant as uuid) and b.property_id = cast(:property as uuid) and b.active"
    " and b.start_date < cast(:last as date) and b.end_date > cast(:first as date)"
)
WITH_REFERENCE_LIKE = text(
    "select source_ref from pms_reservations where tenant_id = cast(:tenant as uuid)"
    " and property_id = cast(:property as uuid) and starts_with(source_ref, cast(:prefix as text))"
)
RAISE_PAST_PHYSICAL = text(
    "update pms_type_inventory i set physical = i.physical + d.rooms"
    " from unnest(cast(:types as uuid[]), cast(:rooms as integer[])) as d (room_type_id, rooms)"
    " where i.tenant_id = cast(:tenant as uuid) and i.room_type_id = d.room_type_id"
    " and i.night < cast(:before as date)"
)
LOCK_SET_UP = text("select pg_advisory_xact_lock(hashtextextended(cast(:key as text), 0))")
