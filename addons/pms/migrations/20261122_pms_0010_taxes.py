"""Create the tax rules."""

from __future__ import annotations

from alembic import op

from oppsera_host.tenancy.rls import protect, unforced

revision = "pms_0010"
down_revision = "pms_0009"
branch_labels = None
depends_on = None

TABLES = """
create table pms_tax_rules (
  tenant_id uuid not null,
  id uuid not null,
  version bigint not null,
  property_id uuid not null,
  code text not null,
  name text not null,
  valid_from date not null,
  valid_to date,
  parts jsonb not null,
  from_age smallint not null,
  half_until_age smallint,
  max_nights smallint,
  exempt text[] not null,
  applies_to text[] not null,
  included boolean not null,
  constraint pk_pms_tax_rules primary key (tenant_id, id),
  constraint ck_pms_tax_rules_validity check (valid_to is null or valid_to >= valid_from),
  constraint ck_pms_tax_rules_ages check (from_age >= 0 and half_until_age >= 0),
  constraint ck_pms_tax_rules_nights check (max_nights >= 1),
  constraint fk_pms_tax_rules_tenant_id_property_id foreign key (tenant_id, property_id)
    references pms_properties (tenant_id, id),
  constraint pms_tax_rules_no_overlap exclude using gist (tenant_id with =, property_id with =, code with =,
    daterange(valid_from, valid_to, '[]') with &&)
);
create table pms_tax_exemptions (
  tenant_id uuid not null,
  reservation_id uuid not null,
  version bigint not null,
  reason text,
  constraint pk_pms_tax_exemptions primary key (tenant_id, reservation_id),
  constraint fk_pms_tax_exemptions_tenant_id_reservation_id foreign key (tenant_id, reservation_id)
    references pms_reservations (tenant_id, id)
);
"""


def upgrade() -> None:
    with unforced(op, "pms_properties", "pms_reservations"):
        op.execute(TABLES)
    protect(op, "pms_tax_rules")
    protect(op, "pms_tax_exemptions")


def downgrade() -> None:
    op.execute("drop table pms_tax_exemptions; drop table pms_tax_rules")
