"""Create housekeeping: tasks, status log, maintenance notes."""

from __future__ import annotations

revision = "pms_0008"
down_revision = "pms_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
