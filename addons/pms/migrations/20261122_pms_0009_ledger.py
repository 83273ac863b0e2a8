"""Open the ledger: folios with windows, entries, routing, charge codes."""

from __future__ import annotations

from alembic import op

from oppsera_host.tenancy.rls import protect, unforced

revision = "pms_0009"
down_revision = "pms_0008"
branch_labels = None
depends_on = None

TABLES = """
create table pms_charge_codes (
  tenant_id uuid not null,
  id uuid not null,
  version bigint not null,
  property_id uuid not null,
  code text not null,
  name text not null,
  charge_group text not null,
  tax_category text not null,
  price_amount bigint,
  active boolean not null,
  constraint pk_pms_charge_codes primary key (tenant_id, id),
  constraint uq_pms_charge_codes_tenant_id_property_id_code unique (tenant_id, property_id, code),
  constraint ck_pms_charge_codes_price check (price_amount >= 0),
  constraint fk_pms_charge_codes_tenant_id_property_id foreign key (tenant_id, property_id)
    references pms_properties (tenant_id, id)
);
create table pms_folio_routes (
  tenant_id uuid not null,
  id uuid not null,
  reservation_id uuid not null,
  folio_id uuid not null,
  code text,
  charge_group text,
  constraint pk_pms_folio_routes primary key (tenant_id, id),
  constraint ck_pms_folio_routes_one_of check ((code is null) <> (charge_group is null)),
  constraint fk_pms_folio_routes_tenant_id_folio_id foreign key (tenant_id, folio_id)
    references pms_folios (tenant_id, id)
);
create index ix_pms_folio_routes_tenant_id_reservation_id on pms_folio_routes (tenant_id, reservation_id);
create index ix_pms_folio_routes_tenant_id_folio_id on pms_folio_routes (tenant_id, folio_id);
"""
# Nothing has been posted before this revision: no release could.
LEDGER = """
alter table pms_folios
  add column property_id uuid not null,
  add column window_number bigint not null,
  add column name text not null,
  add column payer text not null,
  add column payment_provider text,
  add column payment_token_ref text,
  add constraint fk_pms_folios_tenant_id_property_id foreign key (tenant_id, property_id)
    references pms_properties (tenant_id, id),
  add constraint ck_pms_folios_window check (window_number between 1 and 99),
  add constraint uq_pms_folios_tenant_id_reservation_id_window_number
    unique (tenant_id, reservation_id, window_number);
drop index ix_pms_folios_tenant_id_reservation_id;
alter table pms_folio_entries
  drop constraint uq_pms_folio_entries_tenant_id_folio_id_night_code,
  drop constraint ck_pms_folio_entries_kind,
  add column property_id uuid not null,
  add column reservation_id uuid not null,
  add column quantity bigint not null,
  add column unit_amount bigint not null,
  add column tax_of_id uuid,
  add column counterpart_id uuid,
  add column method text,
  add column provider text,
  add column provider_reference text,
  add column posted_by text not null,
  add constraint fk_pms_folio_entries_tenant_id_tax_of_id foreign key (tenant_id, tax_of_id)
    references pms_folio_entries (tenant_id, id),
  add constraint fk_pms_folio_entries_tenant_id_counterpart_id foreign key (tenant_id, counterpart_id)
    references pms_folio_entries (tenant_id, id),
  add constraint ck_pms_folio_entries_kind
    check (kind in ('CHARGE', 'ADJUSTMENT', 'PAYMENT', 'REFUND', 'TRANSFER')),
  add constraint ck_pms_folio_entries_charge
    check (kind <> 'CHARGE' or (amount >= 0 and corrects_id is null)),
  add constraint ck_pms_folio_entries_amount check (amount = quantity * unit_amount),
  add constraint ck_pms_folio_entries_money check (
    case kind when 'PAYMENT' then method is not null and amount < 0
    when 'REFUND' then method is not null and amount > 0 when 'CHARGE' then method is null else true end),
  add constraint ck_pms_folio_entries_adjustment check (kind <> 'ADJUSTMENT' or corrects_id is not null),
  add constraint ck_pms_folio_entries_transfer check ((kind = 'TRANSFER') = (counterpart_id is not null));
create unique index uq_pms_folio_entries_night on pms_folio_entries (tenant_id, reservation_id, night, code)
  where kind = 'CHARGE' and night is not null and tax_of_id is null;
create index ix_pms_folio_entries_tenant_id_folio_id_id on pms_folio_entries (tenant_id, folio_id, id);
create index ix_pms_folio_entries_tenant_id_property_id_business_date on pms_folio_entries (tenant_id,
  property_id, business_date);
"""
SEED = """
insert into pms_charge_codes (tenant_id, id, version, property_id, code, name, charge_group, tax_category, active)
select p.tenant_id, gen_random_uuid(), 1, p.id, c.code, c.name, c.charge_group, c.tax_category, true
from pms_properties p cross join (values
  ('ROOM', 'Room', 'ROOM', 'LODGING'),
  ('DAY_USE', 'Day use', 'ROOM', 'LODGING'),
  ('EXTRA_BED', 'Extra bed', 'ROOM', 'LODGING'),
  ('LATE_CHECK_OUT', 'Late check-out', 'ROOM', 'LODGING'),
  ('CANCELLATION_FEE', 'Cancellation fee', 'FEE', 'FEE'),
  ('NO_SHOW_FEE', 'No-show fee', 'FEE', 'FEE'),
  ('BREAKFAST', 'Breakfast', 'FOOD', 'FOOD'),
  ('RESTAURANT', 'Restaurant', 'FOOD', 'FOOD'),
  ('MINIBAR', 'Minibar', 'FOOD', 'BEVERAGE'),
  ('PARKING', 'Parking', 'EXTRA', 'STANDARD'),
  ('LAUNDRY', 'Laundry', 'EXTRA', 'STANDARD'),
  ('OTHER', 'Other', 'EXTRA', 'STANDARD')
) as c (code, name, charge_group, tax_category)
"""
UNDO = """
drop index ix_pms_folio_entries_tenant_id_property_id_business_date;
drop index ix_pms_folio_entries_tenant_id_folio_id_id;
drop index uq_pms_folio_entries_night;
alter table pms_folio_entries
  drop constraint ck_pms_folio_entries_transfer,
  drop constraint ck_pms_folio_entries_adjustment,
  drop constraint ck_pms_folio_entries_money,
  drop constraint ck_pms_folio_entries_amount,
  drop constraint ck_pms_folio_entries_charge,
  drop constraint ck_pms_folio_entries_kind,
  drop column posted_by, drop column provider_reference, drop column provider, drop column method,
  drop column counterpart_id, drop column tax_of_id, drop column unit_amount, drop column quantity,
  drop column reservation_id, drop column property_id,
  add constraint ck_pms_folio_entries_kind
    check (kind in ('CHARGE', 'ADJUSTMENT', 'PAYMENT', 'REFUND')) not valid,
  add constraint uq_pms_folio_entries_tenant_id_folio_id_night_code unique (tenant_id, folio_id, night, code);
drop table pms_folio_routes;
drop table pms_charge_codes;
alter table pms_folios
  drop constraint uq_pms_folios_tenant_id_reservation_id_window_number,
  drop constraint ck_pms_folios_window,
  drop column payment_token_ref, drop column payment_provider, drop column payer, drop column name,
  drop column window_number, drop column property_id;
create index ix_pms_folios_tenant_id_reservation_id on pms_folios (tenant_id, reservation_id);
"""


def upgrade() -> None:
    op.execute(TABLES)
    # New foreign keys and the codes of properties that exist read the rows of all tenants.
    with unforced(op, "pms_properties", "pms_folios", "pms_folio_entries"):
        op.execute(LEDGER)
        op.execute(SEED)
    protect(op, "pms_charge_codes")
    protect(op, "pms_folio_routes")


def downgrade() -> None:
    op.execute(UNDO)
