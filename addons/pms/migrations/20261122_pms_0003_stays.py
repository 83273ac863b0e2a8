"""Create stays: reservations, nights, room blocks, folios, audit, idempotency."""

from __future__ import annotations

from alembic import op

from oppsera_host.tenancy.rls import protect, protect_append_only

revision = "pms_0003"
down_revision = "pms_0002"
branch_labels = None
depends_on = None

TABLES = """
create table pms_audit_log (
  tenant_id uuid not null,
  seq bigint not null,
  at timestamp with time zone not null,
  actor text not null,
  action text not null,
  entity text not null,
  entity_id uuid not null,
  entity_version bigint not null,
  before jsonb,
  after jsonb,
  correlation_id text not null,
  prev_hash bytea not null,
  hash bytea not null,
  constraint pk_pms_audit_log primary key (tenant_id, seq)
);
create index ix_pms_audit_log_tenant_id_entity_id_seq on pms_audit_log (tenant_id, entity_id, seq);
create table pms_idempotency_keys (
  tenant_id uuid not null,
  key text not null,
  fingerprint bytea not null,
  status smallint not null,
  headers jsonb not null,
  body bytea not null,
  created_at timestamp with time zone not null,
  constraint pk_pms_idempotency_keys primary key (tenant_id, key)
);
create index ix_pms_idempotency_keys_tenant_id_created_at on pms_idempotency_keys (tenant_id, created_at);
create table pms_reservations (
  tenant_id uuid not null,
  id uuid not null,
  version bigint not null,
  property_id uuid not null,
  confirmation_number text not null,
  status text not null,
  room_type_id uuid not null,
  booked_room_type_id uuid not null,
  check_in_date date not null,
  check_out_date date not null,
  day_use boolean not null,
  day_use_room_id uuid,
  adults bigint not null,
  children bigint not null,
  guest_id uuid not null,
  rate_plan_id uuid,
  currency text not null,
  total_amount bigint not null,
  room_locked boolean not null,
  source_type text not null,
  source_ref text,
  notes text not null,
  release_at timestamp with time zone,
  booked_on date not null,
  status_date date not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint pk_pms_reservations primary key (tenant_id, id),
  constraint uq_pms_reservations_tenant_id_confirmation_number unique (tenant_id, confirmation_number),
  constraint fk_pms_reservations_tenant_id_property_id foreign key(tenant_id,
    property_id) references pms_properties (tenant_id, id),
  constraint fk_pms_reservations_tenant_id_room_type_id foreign key(tenant_id,
    room_type_id) references pms_room_types (tenant_id, id),
  constraint fk_pms_reservations_tenant_id_booked_room_type_id foreign key(tenant_id,
    booked_room_type_id) references pms_room_types (tenant_id, id),
  constraint fk_pms_reservations_tenant_id_guest_id foreign key(tenant_id,
    guest_id) references pms_guests (tenant_id, id),
  constraint fk_pms_reservations_tenant_id_rate_plan_id foreign key(tenant_id,
    rate_plan_id) references pms_rate_plans (tenant_id, id),
  constraint fk_pms_reservations_tenant_id_day_use_room_id foreign key(tenant_id,
    day_use_room_id) references pms_rooms (tenant_id, id),
  constraint ck_pms_reservations_day_use_room check (day_use or day_use_room_id is null),
  constraint ck_pms_reservations_status check (status in ('HOLD', 'CONFIRMED', 'CHECKED_IN',
    'CHECKED_OUT', 'CANCELLED', 'NO_SHOW', 'EXPIRED')),
  constraint ck_pms_reservations_dates check (check_out_date - check_in_date between 0 and 366 and
    day_use = (check_out_date = check_in_date))
);
create index ix_pms_reservations_release_at on pms_reservations (tenant_id,
    release_at) where status = 'HOLD';
create index ix_pms_reservations_tenant_id_guest_id on pms_reservations (tenant_id, guest_id);
create index ix_pms_reservations_tenant_id_property_id_check_in_date on pms_reservations (tenant_id,
    property_id, check_in_date);
create index ix_pms_reservations_tenant_id_property_id_check_out_date on pms_reservations (tenant_id,
    property_id, check_out_date);
create unique index uq_pms_reservations_source on pms_reservations (tenant_id, source_type,
    source_ref) where source_ref is not null and source_type in ('BOOKING_ENGINE', 'CHANNEL', 'IMPORT');
create table pms_folios (
  tenant_id uuid not null,
  id uuid not null,
  version bigint not null,
  reservation_id uuid not null,
  currency text not null,
  status text not null,
  created_at timestamp with time zone not null,
  constraint pk_pms_folios primary key (tenant_id, id),
  constraint fk_pms_folios_tenant_id_reservation_id foreign key(tenant_id,
    reservation_id) references pms_reservations (tenant_id, id),
  constraint ck_pms_folios_status check (status in ('OPEN', 'CLOSED'))
);
create index ix_pms_folios_tenant_id_reservation_id on pms_folios (tenant_id, reservation_id);
create table pms_reservation_nights (
  tenant_id uuid not null,
  reservation_id uuid not null,
  night date not null,
  room_type_id uuid not null,
  amount bigint not null,
  constraint pk_pms_reservation_nights primary key (tenant_id, reservation_id, night),
  constraint fk_pms_reservation_nights_tenant_id_reservation_id foreign key(tenant_id,
    reservation_id) references pms_reservations (tenant_id, id)
);
create index ix_pms_reservation_nights_tenant_id_room_type_id_night on pms_reservation_nights (tenant_id,
    room_type_id, night);
create table pms_room_blocks (
  tenant_id uuid not null,
  id uuid not null,
  property_id uuid not null,
  room_id uuid not null,
  kind text not null,
  reservation_id uuid,
  segment_no smallint not null,
  start_date date not null,
  end_date date not null,
  stay daterange generated always as (daterange(start_date, end_date, '[)')) stored not null,
  active boolean not null,
  reason text not null,
  constraint pk_pms_room_blocks primary key (tenant_id, id),
  constraint pms_room_blocks_no_overlap exclude using gist (tenant_id with =, room_id with =,
    stay with &&) where (active) deferrable initially immediate,
  constraint ck_pms_room_blocks_sane_stay check (end_date - start_date between 1 and 366),
  constraint ck_pms_room_blocks_kind check (kind in ('RESERVATION', 'OUT_OF_ORDER', 'HOUSE_USE')),
  constraint ck_pms_room_blocks_reservation check ((kind = 'RESERVATION') = (reservation_id is not null)),
  constraint fk_pms_room_blocks_tenant_id_room_id foreign key(tenant_id,
    room_id) references pms_rooms (tenant_id, id),
  constraint fk_pms_room_blocks_tenant_id_reservation_id foreign key(tenant_id,
    reservation_id) references pms_reservations (tenant_id, id)
);
create index ix_pms_room_blocks_tenant_id_reservation_id_segment_no on pms_room_blocks (tenant_id,
    reservation_id, segment_no);
create index ix_pms_room_blocks_tenant_id_room_id_start_date on pms_room_blocks (tenant_id, room_id,
    start_date);
create table pms_folio_entries (
  tenant_id uuid not null,
  id uuid not null,
  folio_id uuid not null,
  kind text not null,
  code text not null,
  night date,
  business_date date not null,
  amount bigint not null,
  description text not null,
  corrects_id uuid,
  posted_at timestamp with time zone not null,
  constraint pk_pms_folio_entries primary key (tenant_id, id),
  constraint fk_pms_folio_entries_tenant_id_folio_id foreign key(tenant_id,
    folio_id) references pms_folios (tenant_id, id),
  constraint fk_pms_folio_entries_tenant_id_corrects_id foreign key(tenant_id,
    corrects_id) references pms_folio_entries (tenant_id, id),
  constraint ck_pms_folio_entries_kind check (kind in ('CHARGE', 'ADJUSTMENT', 'PAYMENT', 'REFUND')),
  constraint uq_pms_folio_entries_tenant_id_folio_id_night_code unique (tenant_id, folio_id, night, code)
);
"""
PROTECTED = (
    "pms_idempotency_keys",
    "pms_reservations",
    "pms_folios",
    "pms_reservation_nights",
    "pms_room_blocks",
)
APPEND_ONLY = ("pms_audit_log", "pms_folio_entries")
DROPPED = (
    "pms_folio_entries",
    "pms_room_blocks",
    "pms_reservation_nights",
    "pms_folios",
    "pms_reservations",
    "pms_idempotency_keys",
    "pms_audit_log",
)


def upgrade() -> None:
    op.execute(TABLES)
    for table in PROTECTED:
        protect(op, table)
    for table in APPEND_ONLY:
        protect_append_only(op, table)


def downgrade() -> None:
    for table in DROPPED:
        op.execute(f"drop table {table}")
