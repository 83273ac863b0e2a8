"""Make room for the rules of sale: one set of rules a type, plan and night, also where there is no plan."""

from __future__ import annotations

from alembic import op

from oppsera_host.tenancy.rls import unforced

revision = "pms_0007"
down_revision = "pms_0006"
branch_labels = None
depends_on = None

_UNIQUE = "uq_pms_rate_restrictions_tenant_id_room_type_id_rate_pl_aed8"
_PLAN = "fk_pms_rate_restrictions_tenant_id_rate_plan_id"


def upgrade() -> None:
    with unforced(op, "pms_rate_restrictions", "pms_rate_plans"):
        op.execute(
            f"""
            alter table pms_rate_restrictions
              drop constraint {_UNIQUE},
              add constraint {_UNIQUE} unique nulls not distinct (tenant_id, room_type_id, rate_plan_id, night),
              add constraint {_PLAN} foreign key (tenant_id, rate_plan_id)
                references pms_rate_plans (tenant_id, id),
              add constraint ck_pms_rate_restrictions_stays check (
                coalesce(min_stay, 1) between 1 and 366 and coalesce(max_stay, 366) between 1 and 366
                and coalesce(min_stay, 1) <= coalesce(max_stay, 366)
              )
            """
        )


def downgrade() -> None:
    op.execute(
        f"""
        alter table pms_rate_restrictions
          drop constraint ck_pms_rate_restrictions_stays, drop constraint {_PLAN}, drop constraint {_UNIQUE},
          add constraint {_UNIQUE} unique (tenant_id, room_type_id, rate_plan_id, night)
        """
    )
