"""Create the board's read models."""

from __future__ import annotations

from alembic import op

from oppsera_host.tenancy.rls import protect

revision = "pms_0004"
down_revision = "pms_0003"
branch_labels = None
depends_on = None

TABLES = """
create table rm_pms_calendar_rooms (
  tenant_id uuid not null,
  model_version smallint not null,
  property_id uuid not null,
  room_id uuid not null,
  number text not null,
  room_type_id uuid not null,
  room_type_code text not null,
  room_type_name text not null,
  floor text,
  status text not null,
  condition text not null,
  constraint pk_rm_pms_calendar_rooms primary key (tenant_id, model_version, property_id, room_id)
)
 with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02);
create table rm_pms_calendar_segments (
  tenant_id uuid not null,
  model_version smallint not null,
  property_id uuid not null,
  week date not null,
  room_id uuid not null,
  segment_start date not null,
  segment_id uuid not null,
  segment_end date not null,
  reservation_id uuid,
  reservation_version bigint not null,
  check_in_date date not null,
  check_out_date date not null,
  kind text not null,
  status text not null,
  guest_name text not null,
  source_type text not null,
  adults integer not null,
  children integer not null,
  flags smallint not null,
  balance_due bigint not null,
  room_type_id uuid not null,
  constraint pk_rm_pms_calendar_segments primary key (tenant_id, model_version, property_id, week,
    room_id, segment_start, segment_id) include (segment_end, reservation_id, reservation_version,
    check_in_date, check_out_date, kind, status, guest_name, source_type, adults, children, flags,
    balance_due, room_type_id)
)
 with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02);
create table rm_pms_calendar_versions (
  tenant_id uuid not null,
  property_id uuid not null,
  week date not null,
  value bigint not null,
  constraint pk_rm_pms_calendar_versions primary key (tenant_id, property_id, week)
)
 with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02);
create table rm_pms_daily_occupancy (
  tenant_id uuid not null,
  model_version smallint not null,
  property_id uuid not null,
  night date not null,
  room_type_id uuid not null,
  physical integer not null,
  out_of_order integer not null,
  held integer not null,
  sold integer not null,
  occupied integer not null,
  arrivals integer not null,
  departures integer not null,
  day_use integer not null,
  no_shows integer not null,
  revenue bigint not null,
  constraint pk_rm_pms_daily_occupancy primary key (tenant_id, model_version, property_id, night,
    room_type_id)
)
 with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02);
"""
PROTECTED = (
    "rm_pms_calendar_rooms",
    "rm_pms_calendar_segments",
    "rm_pms_calendar_versions",
    "rm_pms_daily_occupancy",
)
DROPPED = (
    "rm_pms_daily_occupancy",
    "rm_pms_calendar_versions",
    "rm_pms_calendar_segments",
    "rm_pms_calendar_rooms",
)


def upgrade() -> None:
    op.execute(TABLES)
    for table in PROTECTED:
        protect(op, table)


def downgrade() -> None:
    for table in DROPPED:
        op.execute(f"drop table {table}")
