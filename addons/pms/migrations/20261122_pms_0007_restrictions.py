"""Make room for the rules of sale."""

from __future__ import annotations

revision = "pms_0007"
down_revision = "pms_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
