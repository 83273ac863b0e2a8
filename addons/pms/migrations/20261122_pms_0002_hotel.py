"""Create the hotel: properties, room types, rooms, rates, guests, stock."""

from __future__ import annotations

from alembic import op

from oppsera_host.tenancy.rls import protect

revision = "pms_0002"
down_revision = "pms_0001"
branch_labels = None
depends_on = None

TABLES = """
create table pms_guests (
  tenant_id uuid not null,
  id uuid not null,
  version bigint not null,
  first_name text not null,
  last_name text not null,
  email text,
  phone text,
  notes text not null,
  external_reference text,
  search_text text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint pk_pms_guests primary key (tenant_id, id)
);
create index ix_pms_guests_tenant_id_email on pms_guests (tenant_id, email);
create index ix_pms_guests_tenant_id_search_text on pms_guests (tenant_id, search_text);
create table pms_properties (
  tenant_id uuid not null,
  id uuid not null,
  version bigint not null,
  code text not null,
  name text not null,
  timezone text not null,
  currency text not null,
  business_date date not null,
  check_in_time time without time zone not null,
  check_out_time time without time zone not null,
  no_show_cutoff time without time zone not null,
  address jsonb,
  created_at timestamp with time zone not null,
  constraint pk_pms_properties primary key (tenant_id, id),
  constraint uq_pms_properties_tenant_id_code unique (tenant_id, code)
);
create table pms_rate_plans (
  tenant_id uuid not null,
  id uuid not null,
  version bigint not null,
  property_id uuid not null,
  code text not null,
  name text not null,
  constraint pk_pms_rate_plans primary key (tenant_id, id),
  constraint uq_pms_rate_plans_tenant_id_property_id_code unique (tenant_id, property_id, code),
  constraint fk_pms_rate_plans_tenant_id_property_id foreign key(tenant_id,
    property_id) references pms_properties (tenant_id, id)
);
create table pms_room_types (
  tenant_id uuid not null,
  id uuid not null,
  version bigint not null,
  property_id uuid not null,
  code text not null,
  name text not null,
  max_adults bigint not null,
  max_children bigint not null,
  max_occupancy bigint not null,
  base_rate bigint not null,
  overbooking_limit bigint not null,
  sort_order bigint not null,
  constraint pk_pms_room_types primary key (tenant_id, id),
  constraint uq_pms_room_types_tenant_id_property_id_code unique (tenant_id, property_id, code),
  constraint fk_pms_room_types_tenant_id_property_id foreign key(tenant_id,
    property_id) references pms_properties (tenant_id, id),
  constraint ck_pms_room_types_overbooking_limit check (overbooking_limit >= 0)
);
create table pms_rate_plan_prices (
  tenant_id uuid not null,
  id uuid not null,
  rate_plan_id uuid not null,
  room_type_id uuid not null,
  start_date date not null,
  end_date date not null,
  amount bigint not null,
  sequence bigint not null,
  constraint pk_pms_rate_plan_prices primary key (tenant_id, id),
  constraint fk_pms_rate_plan_prices_tenant_id_rate_plan_id foreign key(tenant_id,
    rate_plan_id) references pms_rate_plans (tenant_id, id),
  constraint fk_pms_rate_plan_prices_tenant_id_room_type_id foreign key(tenant_id,
    room_type_id) references pms_room_types (tenant_id, id),
  constraint ck_pms_rate_plan_prices_dates check (end_date > start_date),
  constraint ck_pms_rate_plan_prices_amount check (amount >= 0)
);
create index ix_pms_rate_plan_prices_tenant_id_rate_plan_id_room_typ_a8c1 on pms_rate_plan_prices
    (tenant_id, rate_plan_id, room_type_id, sequence);
create table pms_rate_restrictions (
  tenant_id uuid not null,
  id uuid not null,
  room_type_id uuid not null,
  rate_plan_id uuid,
  night date not null,
  min_stay bigint,
  max_stay bigint,
  closed_to_arrival boolean not null,
  closed_to_departure boolean not null,
  closed boolean not null,
  constraint pk_pms_rate_restrictions primary key (tenant_id, id),
  constraint fk_pms_rate_restrictions_tenant_id_room_type_id foreign key(tenant_id,
    room_type_id) references pms_room_types (tenant_id, id),
  constraint uq_pms_rate_restrictions_tenant_id_room_type_id_rate_pl_aed8 unique (tenant_id,
    room_type_id, rate_plan_id, night)
);
create table pms_rooms (
  tenant_id uuid not null,
  id uuid not null,
  version bigint not null,
  property_id uuid not null,
  room_type_id uuid not null,
  number text not null,
  floor text,
  features jsonb not null,
  occupancy text not null,
  condition text not null,
  constraint pk_pms_rooms primary key (tenant_id, id),
  constraint uq_pms_rooms_tenant_id_property_id_number unique (tenant_id, property_id, number),
  constraint fk_pms_rooms_tenant_id_property_id foreign key(tenant_id,
    property_id) references pms_properties (tenant_id, id),
  constraint fk_pms_rooms_tenant_id_room_type_id foreign key(tenant_id,
    room_type_id) references pms_room_types (tenant_id, id),
  constraint ck_pms_rooms_occupancy check (occupancy in ('VACANT', 'OCCUPIED')),
  constraint ck_pms_rooms_condition check (condition in ('DIRTY', 'CLEAN', 'INSPECTED'))
);
create index ix_pms_rooms_tenant_id_room_type_id on pms_rooms (tenant_id, room_type_id);
create table pms_type_inventory (
  tenant_id uuid not null,
  room_type_id uuid not null,
  night date not null,
  physical integer not null,
  out_of_order integer not null,
  sold integer not null,
  overbooking_limit integer not null,
  constraint pk_pms_type_inventory primary key (tenant_id, room_type_id, night),
  constraint ck_pms_type_inventory_not_oversold check (sold <= physical - out_of_order + overbooking_limit),
  constraint ck_pms_type_inventory_not_negative check (sold >= 0 and out_of_order >= 0),
  constraint fk_pms_type_inventory_tenant_id_room_type_id foreign key(tenant_id,
    room_type_id) references pms_room_types (tenant_id, id)
)
 with (fillfactor = 70);
"""
PROTECTED = (
    "pms_guests",
    "pms_properties",
    "pms_rate_plans",
    "pms_room_types",
    "pms_rate_plan_prices",
    "pms_rate_restrictions",
    "pms_rooms",
    "pms_type_inventory",
)
DROPPED = (
    "pms_type_inventory",
    "pms_rooms",
    "pms_rate_restrictions",
    "pms_rate_plan_prices",
    "pms_room_types",
    "pms_rate_plans",
    "pms_properties",
    "pms_guests",
)


def upgrade() -> None:
    op.execute(TABLES)
    for table in PROTECTED:
        protect(op, table)


def downgrade() -> None:
    for table in DROPPED:
        op.execute(f"drop table {table}")
