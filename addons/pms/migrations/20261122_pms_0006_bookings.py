"""Let several stays share one booking, name everybody who stays, and keep children's ages."""

from __future__ import annotations

from alembic import op

from oppsera_host.tenancy.rls import protect, unforced

revision = "pms_0006"
down_revision = "pms_0005"
branch_labels = None
depends_on = None

TABLES = """
create table pms_bookings (
  tenant_id uuid not null,
  id uuid not null,
  version bigint not null,
  property_id uuid not null,
  confirmation_number text not null,
  guest_id uuid not null,
  source_type text not null,
  source_ref text,
  notes text not null,
  stays_made bigint not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint pk_pms_bookings primary key (tenant_id, id),
  constraint uq_pms_bookings_tenant_id_confirmation_number unique (tenant_id, confirmation_number),
  constraint fk_pms_bookings_tenant_id_property_id foreign key(tenant_id,
    property_id) references pms_properties (tenant_id, id),
  constraint fk_pms_bookings_tenant_id_guest_id foreign key(tenant_id,
    guest_id) references pms_guests (tenant_id, id)
);
create index ix_pms_bookings_tenant_id_guest_id on pms_bookings (tenant_id, guest_id);
create table pms_reservation_guests (
  tenant_id uuid not null,
  reservation_id uuid not null,
  guest_id uuid not null,
  role text not null,
  added_at timestamp with time zone not null,
  constraint pk_pms_reservation_guests primary key (tenant_id, reservation_id, guest_id),
  constraint fk_pms_reservation_guests_tenant_id_reservation_id foreign key(tenant_id,
    reservation_id) references pms_reservations (tenant_id, id),
  constraint fk_pms_reservation_guests_tenant_id_guest_id foreign key(tenant_id,
    guest_id) references pms_guests (tenant_id, id),
  constraint ck_pms_reservation_guests_role check (role in ('ACCOMPANYING', 'CHILD', 'BOOKER'))
);
create index ix_pms_reservation_guests_tenant_id_guest_id on pms_reservation_guests (tenant_id, guest_id);
alter table pms_reservations
  add column booking_id uuid,
  add column child_ages smallint[],
  add constraint fk_pms_reservations_tenant_id_booking_id foreign key (tenant_id,
    booking_id) references pms_bookings (tenant_id, id),
  add constraint ck_pms_reservations_child_ages check (
    child_ages is null or cardinality(child_ages) = children
  );
create index ix_pms_reservations_booking_id on pms_reservations (tenant_id,
    booking_id) where booking_id is not null;
"""


def upgrade() -> None:
    with unforced(op, "pms_reservations"):
        op.execute(TABLES)
    protect(op, "pms_bookings")
    protect(op, "pms_reservation_guests")


def downgrade() -> None:
    op.execute("alter table pms_reservations drop column child_ages, drop column booking_id")
    op.execute("drop table pms_reservation_guests")
    op.execute("drop table pms_bookings")
