"""Show each tenant how its scheduled jobs fare."""

from __future__ import annotations

from alembic import op

from oppsera_host.tenancy.rls import protect

revision = "host_0002"
down_revision = "host_0001"
branch_labels = None
depends_on = None

TABLE = """
create table host_tenant_jobs (
  tenant_id uuid not null,
  job text not null,
  last_started_at timestamptz not null,
  last_finished_at timestamptz not null,
  last_milliseconds bigint not null,
  last_by text not null,
  runs bigint not null,
  failures bigint not null,
  failures_in_a_row bigint not null,
  last_failed_at timestamptz,
  last_error text,
  constraint pk_host_tenant_jobs primary key (tenant_id, job)
) with (fillfactor = 50)
"""


def upgrade() -> None:
    op.execute(TABLE)
    protect(op, "host_tenant_jobs", grants="select, insert, update")


def downgrade() -> None:
    op.execute("drop table host_tenant_jobs")
