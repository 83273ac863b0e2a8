"""Lay the house: tenants, identity, outbox, audit, jobs."""

from __future__ import annotations

from alembic import op

from oppsera_host.tenancy.rls import (
    APP,
    CREATE_APPEND_ONLY_FUNCTION,
    CREATE_TENANT_FUNCTION,
    OWNER,
    RELAY,
    protect,
    protect_append_only,
)

revision = "host_0001"
down_revision = None
branch_labels = ("host",)
depends_on = None

GLOBAL_TABLES = """
create table host_tenants (
  id uuid constraint pk_host_tenants primary key,
  slug text not null constraint uq_host_tenants_slug unique,
  name text not null,
  created_at timestamptz not null
);
create table host_users (
  id uuid constraint pk_host_users primary key,
  email citext not null constraint uq_host_users_email unique,
  name text not null,
  password_hash text not null,
  active boolean not null,
  created_at timestamptz not null
);
create table host_sessions (
  id_hash bytea constraint pk_host_sessions primary key,
  user_id uuid not null constraint fk_host_sessions_user_id references host_users,
  tenant_id uuid constraint fk_host_sessions_tenant_id references host_tenants,
  csrf_secret text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index ix_host_sessions_user_id on host_sessions (user_id);
create table host_login_attempts (
  id uuid constraint pk_host_login_attempts primary key,
  account citext not null,
  ip text not null,
  at timestamptz not null,
  success boolean not null
);
create index ix_host_login_attempts_account_at on host_login_attempts (account, at);
create index ix_host_login_attempts_ip_at on host_login_attempts (ip, at);
create table host_job_runs (
  name text constraint pk_host_job_runs primary key,
  last_started_at timestamptz,
  last_finished_at timestamptz,
  next_run_at timestamptz,
  last_error text
);
"""
TENANT_TABLES = """
create table host_memberships (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null constraint fk_host_memberships_user_id references host_users,
  role text not null,
  created_at timestamptz not null,
  constraint pk_host_memberships primary key (tenant_id, id),
  constraint uq_host_memberships_tenant_id_user_id_role unique (tenant_id, user_id, role)
);
create index ix_host_memberships_user_id on host_memberships (user_id);
create table host_api_tokens (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  role text not null,
  secret_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  constraint pk_host_api_tokens primary key (tenant_id, id),
  constraint uq_host_api_tokens_tenant_id_secret_hash unique (tenant_id, secret_hash)
);
create table host_tenant_addons (
  tenant_id uuid not null constraint fk_host_tenant_addons_tenant_id references host_tenants,
  addon text not null,
  enabled_at timestamptz not null,
  constraint pk_host_tenant_addons primary key (tenant_id, addon)
);
create table host_outbox_streams (
  tenant_id uuid constraint fk_host_outbox_streams_tenant_id references host_tenants,
  last_seq bigint not null,
  head_hash bytea not null,
  constraint pk_host_outbox_streams primary key (tenant_id)
) with (fillfactor = 50);
create table host_outbox_events (
  tenant_id uuid not null,
  seq bigint not null,
  event_id uuid not null,
  type text not null,
  schema_version smallint not null,
  aggregate_type text not null,
  aggregate_id uuid not null,
  aggregate_version bigint not null,
  occurred_at timestamptz not null,
  actor text not null,
  correlation_id text not null,
  payload jsonb not null,
  constraint pk_host_outbox_events primary key (tenant_id, seq),
  constraint uq_host_outbox_events_tenant_id_event_id unique (tenant_id, event_id)
);
create table host_outbox_cursors (
  tenant_id uuid not null,
  subscriber text not null,
  version smallint not null,
  done_seq bigint not null,
  live boolean not null,
  fail_count bigint not null,
  next_try_at timestamptz not null,
  last_error text,
  updated_at timestamptz not null,
  constraint pk_host_outbox_cursors primary key (tenant_id, subscriber, version)
) with (fillfactor = 50);
create table host_outbox_parked (
  tenant_id uuid not null,
  subscriber text not null,
  version smallint not null,
  seq bigint not null,
  aggregate_id uuid not null,
  error text not null,
  parked_at timestamptz not null,
  constraint pk_host_outbox_parked primary key (tenant_id, subscriber, version, seq)
);
create table host_audit_log (
  tenant_id uuid not null,
  seq bigint not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  entity text not null,
  entity_id uuid not null,
  entity_version bigint not null,
  before jsonb,
  after jsonb,
  correlation_id text not null,
  prev_hash bytea not null,
  hash bytea not null,
  constraint pk_host_audit_log primary key (tenant_id, seq)
);
"""
# Owned by a role that may read numbers only, because FORCE binds the owner of the tables too.
LAG_FUNCTION = """
create function host_outbox_lag(subscribers text[], at timestamptz)
returns table (subscriber text, tenant_id uuid, behind bigint, oldest timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select c.subscriber, c.tenant_id, s.last_seq - c.done_seq,
    (select e.occurred_at from host_outbox_events e where e.tenant_id = c.tenant_id and e.seq = c.done_seq + 1)
  from host_outbox_cursors c join host_outbox_streams s on s.tenant_id = c.tenant_id
  where c.done_seq < s.last_seq and c.next_try_at <= at and c.subscriber = any (subscribers)
  union all
  select n.name, s.tenant_id, s.last_seq, null
  from host_outbox_streams s cross join unnest(subscribers) as n (name)
  where s.last_seq > 0 and not exists (
    select from host_outbox_cursors c where c.tenant_id = s.tenant_id and c.subscriber = n.name)
$$
"""


def upgrade() -> None:
    op.execute(CREATE_TENANT_FUNCTION)
    op.execute(CREATE_APPEND_ONLY_FUNCTION)
    op.execute(f"grant execute on function host_tenant() to {APP}")
    op.execute(GLOBAL_TABLES)
    op.execute(f"grant select, insert, update on host_tenants, host_users, host_job_runs to {APP}")
    op.execute(f"grant select, insert, update, delete on host_sessions, host_login_attempts to {APP}")
    op.execute(TENANT_TABLES)
    for table in ("host_api_tokens", "host_tenant_addons", "host_outbox_cursors", "host_outbox_parked"):  # fmt: skip
        protect(op, table)
    # A person's own memberships are readable before a tenant is chosen, or the tenant switcher could not be drawn;
    # so this policy does not raise without a tenant, it shows that person's rows only, or none.
    op.execute("alter table host_memberships enable row level security")
    op.execute("alter table host_memberships force row level security")
    op.execute(
        f"create policy tenant_isolation on host_memberships for all to {APP}, {OWNER}"
        " using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
        " or user_id = nullif(current_setting('app.user_id', true), '')::uuid)"
        " with check (tenant_id = (select host_tenant()))"
    )
    op.execute(f"grant select, insert, update, delete on host_memberships to {APP}")
    protect(op, "host_outbox_streams", grants="select, insert, update")
    protect_append_only(op, "host_outbox_events")
    protect_append_only(op, "host_audit_log")
    for table in ("host_outbox_streams", "host_outbox_cursors", "host_outbox_events"):
        op.execute(f"create policy relay_reads on {table} for select to {RELAY} using (true)")
    op.execute(f"grant select (tenant_id, last_seq) on host_outbox_streams to {RELAY}")
    op.execute(
        f"grant select (tenant_id, subscriber, done_seq, next_try_at) on host_outbox_cursors to {RELAY}"
    )
    op.execute(f"grant select (tenant_id, seq, occurred_at) on host_outbox_events to {RELAY}")
    op.execute(LAG_FUNCTION)
    op.execute("revoke execute on function host_outbox_lag(text[], timestamptz) from public")
    op.execute(f"grant execute on function host_outbox_lag(text[], timestamptz) to {APP}")
    op.execute(f"grant create on schema public to {RELAY}")
    op.execute(f"alter function host_outbox_lag(text[], timestamptz) owner to {RELAY}")
    op.execute(f"revoke create on schema public from {RELAY}")


def downgrade() -> None:
    op.execute("drop function host_outbox_lag(text[], timestamptz)")
    for table in ("host_audit_log", "host_outbox_parked", "host_outbox_cursors", "host_outbox_events",
                  "host_outbox_streams", "host_tenant_addons", "host_api_tokens", "host_memberships", "host_job_runs",
                  "host_login_attempts", "host_sessions", "host_users", "host_tenants"):  # fmt: skip
        op.execute(f"drop table {table}")
    op.execute("drop function host_refuse_change()")
    op.execute("drop function host_tenant()")
