"""Keep what is typed about folios and rooms out of what the planner samples: it may name guests."""

from __future__ import annotations

from alembic import op

revision = "pms_0014"
down_revision = "pms_0013"
branch_labels = None
depends_on = None

NO_SAMPLES = {
    "pms_folios": "name",
    "pms_folio_entries": "description",
    "pms_maintenance_notes": "text",
    "pms_housekeeping_tasks": "note",
    "pms_room_blocks": "reason",
    "pms_room_out_of_service": "reason",
    "pms_room_status_log": "reason",
}


def upgrade() -> None:
    for table, column in NO_SAMPLES.items():
        op.execute(
            f"alter table {table} alter column {column} type text"
        )  # throws away the samples there are
        op.execute(f"alter table {table} alter column {column} set statistics 0")


def downgrade() -> None:
    for table, column in NO_SAMPLES.items():
        op.execute(f"alter table {table} alter column {column} set statistics -1")
