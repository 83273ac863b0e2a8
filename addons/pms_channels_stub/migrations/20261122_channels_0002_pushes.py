"""Create the table of outgoing availability."""

from __future__ import annotations

from alembic import op

from oppsera_host.tenancy.rls import protect

revision = "channels_0002"
down_revision = "channels_0001"
branch_labels = None
depends_on = None

TABLE = """
create table pms_channels_stub_pushes (
  tenant_id uuid not null,
  id uuid not null,
  seq bigint not null,
  reservation_id uuid not null,
  room_type_id uuid not null,
  night date not null,
  units integer not null,
  sent_at timestamp with time zone not null,
  constraint pk_pms_channels_stub_pushes primary key (tenant_id, id)
);
create index ix_pms_channels_stub_pushes_tenant_id_reservation_id
  on pms_channels_stub_pushes (tenant_id, reservation_id);
"""


def upgrade() -> None:
    op.execute(TABLE)
    protect(op, "pms_channels_stub_pushes", grants="select, insert")


def downgrade() -> None:
    op.execute("drop table pms_channels_stub_pushes")
