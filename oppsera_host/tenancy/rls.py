"""DDL helpers for migrations: row-level security, grants, append-only tables.

``host_tenant()`` raises when no tenant is set, so a forgotten scope is an error and never an empty list.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic.operations import Operations

OWNER, APP, RELAY = "oppsera_owner", "oppsera_app", "oppsera_relay"

CREATE_TENANT_FUNCTION = """
create function host_tenant() returns uuid language plpgsql stable parallel safe
set search_path = pg_catalog as $$
declare v text := nullif(current_setting('app.tenant_id', true), '');
begin
  if v is null then
    raise insufficient_privilege using message = 'no tenant in scope';
  end if;
  return v::uuid;
end $$
"""
CREATE_APPEND_ONLY_FUNCTION = """
create function host_refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise insufficient_privilege using message = format('%s is append-only', tg_table_name);
end $$
"""


def protect(op: Operations, table: str, grants: str = "select, insert, update, delete") -> None:
    """Enable and force row-level security on ``table`` and grant the application role ``grants`` on it."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(
        f"create policy tenant_isolation on {table} for all to {APP}, {OWNER}"
        " using (tenant_id = (select host_tenant())) with check (tenant_id = (select host_tenant()))"
    )
    op.execute(f"grant {grants} on {table} to {APP}")


@contextmanager
def unforced(op: Operations, *tables: str) -> Iterator[None]:
    """Let the owner see every row of ``tables`` meanwhile, within the revision's transaction.

    A foreign key added to a table that has rows, and whatever fills a new column, reads rows of all tenants.
    """
    for table in tables:
        op.execute(f"alter table {table} no force row level security")
    yield
    for table in tables:
        op.execute(f"alter table {table} force row level security")


def protect_append_only(op: Operations, table: str) -> None:
    """Protect ``table`` and refuse UPDATE, DELETE and TRUNCATE by grant and, for the owner too, by trigger."""
    protect(op, table, grants="select, insert")
    op.execute(
        f"create trigger append_only before update or delete on {table}"
        " for each row execute function host_refuse_change()"
    )
    op.execute(
        f"create trigger append_only_all before truncate on {table}"
        " for each statement execute function host_refuse_change()"
    )
