"""Keep addons' badges beside the chips of the board; the key carries them, as everything the board reads."""

from __future__ import annotations

from alembic import op

revision = "pms_0015"
down_revision = "pms_0014"
branch_labels = None
depends_on = None

COVERED = (
    "segment_end, reservation_id, reservation_version, check_in_date, check_out_date, kind, status, guest_name,"
    " source_type, adults, children, flags, balance_due, room_type_id"
)


def upgrade() -> None:
    _change("add column badges text not null default ''", f"{COVERED}, badges")


def downgrade() -> None:
    _change("drop column badges", COVERED)


def _change(column: str, covered: str) -> None:
    op.execute(
        "alter table rm_pms_calendar_segments drop constraint pk_rm_pms_calendar_segments,"
        f" {column}, add constraint pk_rm_pms_calendar_segments primary key (tenant_id, model_version, property_id,"
        f" week, room_id, segment_start, segment_id) include ({covered})"
    )
