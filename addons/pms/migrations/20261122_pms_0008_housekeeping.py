"""Create housekeeping: tasks, discrepancies, status log, rooms out of service, maintenance notes."""

from __future__ import annotations

from alembic import op

from oppsera_host.tenancy.rls import protect, protect_append_only

revision = "pms_0008"
down_revision = "pms_0007"
branch_labels = None
depends_on = None

TABLES = """
create table pms_housekeeping_tasks (
  tenant_id uuid not null,
  id uuid not null,
  version bigint not null,
  property_id uuid not null,
  room_id uuid not null,
  date date not null,
  kind text not null,
  status text not null,
  assignee_id uuid,
  note text not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint pk_pms_housekeeping_tasks primary key (tenant_id, id),
  constraint fk_pms_housekeeping_tasks_tenant_id_room_id foreign key(tenant_id,
    room_id) references pms_rooms (tenant_id, id),
  constraint fk_pms_housekeeping_tasks_tenant_id_property_id foreign key(tenant_id,
    property_id) references pms_properties (tenant_id, id),
  constraint ck_pms_housekeeping_tasks_kind check (kind in ('DEPARTURE', 'STAY_OVER', 'ARRIVAL',
    'INSPECTION', 'MANUAL')),
  constraint ck_pms_housekeeping_tasks_status check (status in ('OPEN', 'IN_PROGRESS', 'DONE', 'SKIPPED'))
);
create unique index uq_pms_housekeeping_tasks_once_a_day on pms_housekeeping_tasks (tenant_id, property_id,
    date, room_id, kind) where kind <> 'MANUAL';
create index ix_pms_housekeeping_tasks_tenant_id_property_id_date on pms_housekeeping_tasks (tenant_id,
    property_id, date);
create index ix_pms_housekeeping_tasks_unfinished on pms_housekeeping_tasks (tenant_id,
    room_id) where status in ('OPEN', 'IN_PROGRESS');
create table pms_housekeeping_discrepancies (
  tenant_id uuid not null,
  id uuid not null,
  version bigint not null,
  property_id uuid not null,
  room_id uuid not null,
  date date not null,
  seen text not null,
  desk text not null,
  reported_by text not null,
  reported_at timestamp with time zone not null,
  resolved_by text,
  resolved_at timestamp with time zone,
  resolution text,
  constraint pk_pms_housekeeping_discrepancies primary key (tenant_id, id),
  constraint fk_pms_housekeeping_discrepancies_tenant_id_room_id foreign key(tenant_id,
    room_id) references pms_rooms (tenant_id, id),
  constraint fk_pms_housekeeping_discrepancies_tenant_id_property_id foreign key(tenant_id,
    property_id) references pms_properties (tenant_id, id),
  constraint ck_pms_housekeeping_discrepancies_differs check (seen in ('VACANT', 'OCCUPIED') and
    desk in ('VACANT', 'OCCUPIED') and seen <> desk),
  constraint ck_pms_housekeeping_discrepancies_resolution check ((resolved_at is null) = (resolution is null))
);
create unique index uq_pms_housekeeping_discrepancies_unresolved on pms_housekeeping_discrepancies (tenant_id,
    room_id) where resolved_at is null;
create index ix_pms_housekeeping_discrepancies_tenant_id_property_id_date on pms_housekeeping_discrepancies
    (tenant_id, property_id, date);
create table pms_room_out_of_service (
  tenant_id uuid not null,
  id uuid not null,
  property_id uuid not null,
  room_id uuid not null,
  start_date date not null,
  end_date date not null,
  reason text not null,
  constraint pk_pms_room_out_of_service primary key (tenant_id, id),
  constraint fk_pms_room_out_of_service_tenant_id_room_id foreign key(tenant_id,
    room_id) references pms_rooms (tenant_id, id),
  constraint fk_pms_room_out_of_service_tenant_id_property_id foreign key(tenant_id,
    property_id) references pms_properties (tenant_id, id),
  constraint ck_pms_room_out_of_service_nights check (end_date - start_date between 1 and 366)
);
create index ix_pms_room_out_of_service_tenant_id_property_id_start_date on pms_room_out_of_service (tenant_id,
    property_id, start_date);
create index ix_pms_room_out_of_service_tenant_id_room_id_start_date on pms_room_out_of_service (tenant_id,
    room_id, start_date);
create table pms_maintenance_notes (
  tenant_id uuid not null,
  id uuid not null,
  version bigint not null,
  property_id uuid not null,
  room_id uuid not null,
  text text not null,
  opened_by text not null,
  opened_at timestamp with time zone not null,
  closed_by text,
  closed_at timestamp with time zone,
  constraint pk_pms_maintenance_notes primary key (tenant_id, id),
  constraint fk_pms_maintenance_notes_tenant_id_room_id foreign key(tenant_id,
    room_id) references pms_rooms (tenant_id, id),
  constraint fk_pms_maintenance_notes_tenant_id_property_id foreign key(tenant_id,
    property_id) references pms_properties (tenant_id, id),
  constraint ck_pms_maintenance_notes_closed check ((closed_at is null) = (closed_by is null))
);
create index ix_pms_maintenance_notes_tenant_id_property_id_id on pms_maintenance_notes (tenant_id,
    property_id, id);
create index ix_pms_maintenance_notes_tenant_id_room_id_id on pms_maintenance_notes (tenant_id, room_id, id);
create table pms_room_status_log (
  tenant_id uuid not null,
  id uuid not null,
  room_id uuid not null,
  at timestamp with time zone not null,
  actor text not null,
  cause text not null,
  reason text not null,
  occupancy_before text not null,
  condition_before text not null,
  status_before text not null,
  occupancy_after text not null,
  condition_after text not null,
  status_after text not null,
  constraint pk_pms_room_status_log primary key (tenant_id, id),
  constraint fk_pms_room_status_log_tenant_id_room_id foreign key(tenant_id,
    room_id) references pms_rooms (tenant_id, id)
);
create index ix_pms_room_status_log_tenant_id_room_id_id on pms_room_status_log (tenant_id, room_id, id);
"""
PROTECTED = (
    "pms_housekeeping_tasks",
    "pms_housekeeping_discrepancies",
    "pms_room_out_of_service",
    "pms_maintenance_notes",
)
LOG = "pms_room_status_log"


def upgrade() -> None:
    op.execute(TABLES)
    for table in PROTECTED:
        protect(op, table)
    protect_append_only(op, LOG)


def downgrade() -> None:
    for table in (LOG, *reversed(PROTECTED)):
        op.execute(f"drop table {table}")
