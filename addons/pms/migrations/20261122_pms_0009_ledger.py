"""Open the ledger: folios with windows, entries, routing."""

from __future__ import annotations

revision = "pms_0009"
down_revision = "pms_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
