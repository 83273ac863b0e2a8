"""Keep the steps and the reports of night audits."""

from __future__ import annotations

from alembic import op

from oppsera_host.tenancy.rls import protect

revision = "pms_0012"
down_revision = "pms_0011"
branch_labels = None
depends_on = None

TABLE = """
create table pms_night_audits (
  tenant_id uuid not null,
  id uuid not null,
  property_id uuid not null,
  business_date date not null,
  step text not null,
  overdue text not null,
  after_id uuid,
  started_at timestamp with time zone not null,
  started_by text not null,
  finished_at timestamp with time zone,
  extended bigint not null default 0,
  no_shows bigint not null default 0,
  no_show_fees bigint not null default 0,
  charged_stays bigint not null default 0,
  room_charges bigint not null default 0,
  taxes bigint not null default 0,
  problems jsonb not null default '[]',
  report jsonb,
  constraint pk_pms_night_audits primary key (tenant_id, id),
  constraint uq_pms_night_audits_tenant_id_property_id_business_date unique (tenant_id, property_id, business_date),
  constraint fk_pms_night_audits_tenant_id_property_id foreign key (tenant_id,
    property_id) references pms_properties (tenant_id, id),
  constraint ck_pms_night_audits_step check (step in ('OVERDUE', 'NO_SHOWS', 'CHARGES', 'CLOSE', 'DONE')),
  constraint ck_pms_night_audits_overdue check (overdue in ('KEEP', 'EXTEND', 'REFUSE')),
  constraint ck_pms_night_audits_finished check ((step = 'DONE') = (finished_at is not null and report is not null))
)
"""


def upgrade() -> None:
    op.execute(TABLE)
    protect(op, "pms_night_audits", grants="select, insert, update")


def downgrade() -> None:
    op.execute("drop table pms_night_audits")
