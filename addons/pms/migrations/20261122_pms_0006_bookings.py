"""Let several stays share one booking."""

from __future__ import annotations

revision = "pms_0006"
down_revision = "pms_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
