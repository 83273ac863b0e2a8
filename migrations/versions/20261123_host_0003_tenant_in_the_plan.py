"""Read the tenant in the plan itself: every row-security policy of every statement asks for it."""

from __future__ import annotations

from alembic import op

from oppsera_host.tenancy.rls import APP, CREATE_TENANT_FUNCTION

revision = "host_0003"
down_revision = "host_0002"
branch_labels = None
depends_on = None

REFUSE = """
create function host_refuse_without_tenant() returns uuid language plpgsql stable parallel safe
set search_path = pg_catalog as $$
begin
  raise insufficient_privilege using message = 'no tenant in scope';
end $$
"""
# One expression, whose names are bound now: no caller's search path changes it, so it needs none of its own, and
# PostgreSQL puts it in place of the call (7 % of a move's work in the database).
INLINED = """
create or replace function host_tenant() returns uuid language sql stable parallel safe
return coalesce(nullif(current_setting('app.tenant_id', true), '')::uuid, host_refuse_without_tenant())
"""


def upgrade() -> None:
    op.execute(REFUSE)
    op.execute(f"grant execute on function host_refuse_without_tenant() to {APP}")
    op.execute(INLINED)


def downgrade() -> None:
    op.execute(CREATE_TENANT_FUNCTION.replace("create function", "create or replace function"))
    op.execute("drop function host_refuse_without_tenant()")
