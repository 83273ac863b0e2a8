"""Give a property its rules: cancelling, closing the day, cleaning, language."""

from __future__ import annotations

from alembic import op

revision = "pms_0005"
down_revision = "pms_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        alter table pms_properties
          add column cancellation_deadline_hours bigint not null default 24,
          add column night_audit_time time without time zone,
          add column stay_over_cleaning_every bigint not null default 1,
          add column inspect_rooms boolean not null default false,
          add column locale text not null default 'en',
          add constraint ck_pms_properties_rules check (
            cancellation_deadline_hours between 0 and 8760 and stay_over_cleaning_every between 0 and 30
          )
        """
    )


def downgrade() -> None:
    op.execute(
        """
        alter table pms_properties
          drop column cancellation_deadline_hours, drop column night_audit_time,
          drop column stay_over_cleaning_every, drop column inspect_rooms, drop column locale
        """
    )
