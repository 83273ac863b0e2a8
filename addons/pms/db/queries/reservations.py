"""Selects and writes of reservations. Built once, typed binds; used by every command, so no ORM."""

from __future__ import annotations

from sqlalchemy import text

_COLUMNS = (
    "r.id, r.version, r.property_id, r.confirmation_number, r.status, r.room_type_id, r.booked_room_type_id,"
    " r.check_in_date, r.check_out_date, r.day_use, r.day_use_room_id, r.adults, r.children, r.guest_id,"
    " r.rate_plan_id, r.currency, r.total_amount, r.room_locked, r.source_type, r.source_ref, r.notes, r.release_at,"
    " r.booked_on, r.status_date, r.created_at, r.updated_at, r.booking_id, r.child_ages,"
    " g.first_name, g.last_name, g.email, g.phone"
)
_PARTS = (
    " coalesce((select jsonb_agg(jsonb_build_array(b.id, b.room_id, b.start_date, b.end_date) order by b.segment_no)"
    " from pms_room_blocks b where b.tenant_id = r.tenant_id and b.reservation_id = r.id), '[]') as segments,"
    " coalesce((select jsonb_agg(jsonb_build_array(n.night, n.amount, n.room_type_id) order by n.night)"
    " from pms_reservation_nights n where n.tenant_id = r.tenant_id and n.reservation_id = r.id), '[]') as nights"
)
_FROM = (
    " from pms_reservations r join pms_guests g on g.tenant_id = r.tenant_id and g.id = r.guest_id"
    " where r.tenant_id = cast(:tenant as uuid)"
)
SELECT = f"select {_COLUMNS},{_PARTS}{_FROM}"

LOAD = text(SELECT + " and r.id = any(cast(:ids as uuid[]))")
# Not the same with an array of one: of unknown length it seems dearer than planning anew each time.
LOAD_ONE = text(SELECT + " and r.id = cast(:id as uuid)")
LOAD_WITH_DATE = text(
    f"select {_COLUMNS}, p.business_date,{_PARTS}"
    + _FROM.replace(
        " where", " join pms_properties p on p.tenant_id = r.tenant_id and p.id = r.property_id where"
    )
    + " and r.id = cast(:id as uuid)"
)
LOAD_BY_SOURCE = text(SELECT + " and r.source_type = :source_type and r.source_ref = :source_ref")

INSERT = text(
    "insert into pms_reservations (tenant_id, id, version, property_id, confirmation_number, status, room_type_id,"
    " booked_room_type_id, check_in_date, check_out_date, day_use, day_use_room_id, adults, children, guest_id,"
    " rate_plan_id, currency, total_amount, room_locked, source_type, source_ref, notes, release_at, booked_on,"
    " status_date, created_at, updated_at, booking_id, child_ages)"
    " values (:tenant, :id, :version, :property_id, :confirmation_number, :status,"
    " :room_type_id, :booked_room_type_id, :check_in_date, :check_out_date, :day_use, :day_use_room_id, :adults,"
    " :children, :guest_id, :rate_plan_id, :currency, :total_amount, :room_locked, :source_type, :source_ref, :notes,"
    " :release_at, :booked_on, :status_date, :created_at, :updated_at, :booking_id,"
    " cast(:child_ages as smallint[]))"
)
# Refuses itself (``stale_when_null``) when somebody has changed the reservation since that version.
UPDATE = text(
    "update pms_reservations set version = case version when cast(:expected as bigint) then version + 1 end,"
    " status = :status, room_type_id = cast(:room_type_id as uuid),"
    " booked_room_type_id = cast(:booked_room_type_id as uuid), check_in_date = cast(:check_in_date as date),"
    " check_out_date = cast(:check_out_date as date), day_use = :day_use,"
    " day_use_room_id = cast(:day_use_room_id as uuid), adults = cast(:adults as bigint),"
    " children = cast(:children as bigint), guest_id = cast(:guest_id as uuid),"
    " rate_plan_id = cast(:rate_plan_id as uuid), total_amount = cast(:total_amount as bigint),"
    " room_locked = :room_locked, notes = :notes, release_at = cast(:release_at as timestamptz),"
    " status_date = cast(:status_date as date), updated_at = cast(:updated_at as timestamptz),"
    " confirmation_number = :confirmation_number, booking_id = cast(:booking_id as uuid),"
    " child_ages = cast(:child_ages as smallint[])"
    " where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid)"
)
# One statement replaces what differs, so a night never exists twice and an unchanged one is not rewritten.
REPLACE_NIGHTS = text(
    "with wanted as (select * from unnest(cast(:nights as date[]), cast(:amounts as bigint[]), cast(:types as uuid[]))"
    " as w (night, amount, room_type_id)), gone as ("
    " delete from pms_reservation_nights n where n.tenant_id = cast(:tenant as uuid)"
    " and n.reservation_id = cast(:id as uuid) and n.night <> all (cast(:nights as date[])))"
    " insert into pms_reservation_nights (tenant_id, reservation_id, night, room_type_id, amount)"
    " select cast(:tenant as uuid), cast(:id as uuid), night, room_type_id, amount from wanted"
    " on conflict (tenant_id, reservation_id, night) do update"
    " set room_type_id = excluded.room_type_id, amount = excluded.amount"
    " where (pms_reservation_nights.room_type_id, pms_reservation_nights.amount)"
    " is distinct from (excluded.room_type_id, excluded.amount)"
)
