"""Keep who pays out of what the planner samples: an erasure reaches the column, but not the samples of it."""

from __future__ import annotations

from alembic import op

revision = "pms_0013"
down_revision = "pms_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table pms_folios alter column payer type text")  # throws away the samples there are
    op.execute("alter table pms_folios alter column payer set statistics 0")


def downgrade() -> None:
    op.execute("alter table pms_folios alter column payer set statistics -1")
