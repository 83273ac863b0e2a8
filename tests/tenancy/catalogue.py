"""Asks the database's own catalogue whether tenants are kept apart; each rule returns what breaks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]

#: Tables without row-level security, and why that is right.
GLOBAL_TABLES = {
    "alembic_version": "which migrations ran",
    "host_tenants": "the tenants themselves: ids, addresses, names",
    "host_users": "a person may work for several tenants",
    "host_sessions": "found by an unguessable id before a tenant is known",
    "host_login_attempts": "counted before anybody is known",
    "host_job_runs": "when each periodic job ran last",
}
#: Indexes that begin with another column, and why.
OTHER_INDEXES = {
    "ix_host_memberships_user_id": "a person's own memberships are read before a tenant is chosen",
}
APP_ROLE, OWNER_ROLE, RELAY_ROLE = "oppsera_app", "oppsera_owner", "oppsera_relay"
APPEND_ONLY = (
    "host_audit_log",
    "host_outbox_events",
    "pms_audit_log",
    "pms_folio_entries",
    "pms_room_status_log",
)

_TABLES = """
select c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relkind::text, pg_get_userbyid(c.relowner),
  exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped),
  (select array_agg(p.polname::text) from pg_policy p where p.polrelid = c.oid)
from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
order by 1
"""
_POLICIES = """
select c.relname, p.polname, p.polcmd::text, pg_get_expr(p.polqual, p.polrelid),
  pg_get_expr(p.polwithcheck, p.polrelid), p.polpermissive,
  array(select case r when 0 then 'public' else pg_get_userbyid(r)::text end from unnest(p.polroles) r)
from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = 'public'::regnamespace
"""
# The columns of every index in order; exclusion and unique constraints and primary keys are indexes too.
_INDEXES = """
select t.relname, i.relname, x.indisunique or x.indisexclusion,
  (select a.attname::text from pg_attribute a where a.attrelid = t.oid and a.attnum = x.indkey[0])
from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
where t.relnamespace = 'public'::regnamespace
"""
_FOREIGN_KEYS = """
select t.relname, k.conname, f.relname,
  (select a.attname::text from pg_attribute a where a.attrelid = k.conrelid and a.attnum = k.conkey[1]),
  (select a.attname::text from pg_attribute a where a.attrelid = k.confrelid and a.attnum = k.confkey[1])
from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_class f on f.oid = k.confrelid
where k.contype = 'f' and t.relnamespace = 'public'::regnamespace
"""
_VIEWS = """
select c.relname, c.relkind::text, c.reloptions from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')
"""
_FUNCTIONS = """
select p.proname, p.prosecdef, pg_get_userbyid(p.proowner), coalesce(array_to_string(p.proconfig, ','), ''),
  p.prosqlbody is not null
from pg_proc p where p.pronamespace = 'public'::regnamespace
  and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
"""
_ROLES = """
select r.rolname, r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb,
  array(select o.rolname::text from pg_roles o where o.rolname <> r.rolname and pg_has_role(r.oid, o.oid, 'MEMBER'))
from pg_roles r where r.rolname in ('oppsera_app', 'oppsera_owner', 'oppsera_relay', 'oppsera_migrator')
"""
_GRANTS = """
select c.relname, a.privilege_type, case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee)::text end
from pg_class c cross join aclexplode(c.relacl) a
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
"""


def _tenant_tables(connection: Connection) -> set[str]:
    return {
        row[0]
        for row in connection.execute(_TABLES)
        if row[5] and row[3] in {"r", "p"} and row[0] not in GLOBAL_TABLES
    }


def unprotected_tables(connection: Connection) -> list[str]:
    """Every table is either known to be global or has row-level security enabled, forced and a policy."""
    broken = []
    for name, enabled, forced, kind, owner, has_tenant, policies in connection.execute(_TABLES):
        if kind not in {"r", "p"}:
            continue
        if owner != OWNER_ROLE:
            broken.append(f"{name} is owned by {owner}")
        if name in GLOBAL_TABLES:
            continue
        if not has_tenant:
            broken.append(f"{name} has no tenant_id and is not known to be global")
        elif not (enabled and forced and policies):
            broken.append(f"{name}: enabled={enabled} forced={forced} policies={policies}")
    return broken


def loose_policies(connection: Connection) -> list[str]:
    """Every policy of the application compares the tenant, reading and writing; only the relay reads across."""
    broken = []
    for table, policy, command, using, check, permissive, roles in connection.execute(_POLICIES):
        if set(roles) == {RELAY_ROLE}:
            if command != "r" or table not in {
                "host_outbox_streams",
                "host_outbox_cursors",
                "host_outbox_events",
            }:
                broken.append(f"{table}.{policy} lets the relay do more than read numbers")
            continue
        if not permissive or not set(roles) <= {APP_ROLE, OWNER_ROLE}:
            broken.append(f"{table}.{policy} is for {roles}")
        if "tenant_id =" not in (using or ""):
            broken.append(f"{table}.{policy} reads without comparing the tenant")
        if command == "*" and check is None:
            broken.append(f"{table}.{policy} writes without comparing the tenant")
        if check is not None and "tenant_id = ( SELECT host_tenant()" not in check:
            broken.append(f"{table}.{policy} writes for somebody else: {check}")
    return broken


def keys_across_tenants(connection: Connection) -> list[str]:
    """Every index of a tenant table begins with the tenant, so that no key can tell what another tenant has."""
    tables = _tenant_tables(connection)
    return [
        f"{table}.{index} begins with {first}"
        for table, index, _, first in connection.execute(_INDEXES)
        if table in tables and first != "tenant_id" and index not in OTHER_INDEXES
    ]


def references_across_tenants(connection: Connection) -> list[str]:
    """Every reference from tenant table to tenant table carries the tenant: such checks ignore policies."""
    tables = _tenant_tables(connection)
    return [
        f"{table}.{name} refers to {target} by {column}"
        for table, name, target, column, target_column in connection.execute(_FOREIGN_KEYS)
        if table in tables and target in tables and (column, target_column) != ("tenant_id", "tenant_id")
    ]


def leaking_views(connection: Connection) -> list[str]:
    """A view reads with its owner's rights unless told otherwise; a materialised one always does."""
    return [
        f"{name} shows its owner's rows"
        for name, kind, options in connection.execute(_VIEWS)
        if kind == "m" or "security_invoker=true" not in (options or [])
    ]


def privileged_functions(connection: Connection) -> list[str]:
    """Functions that run as their owner belong to the relay; none finds its names by the caller's search path."""
    broken = []
    for name, definer, owner, settings, bound in connection.execute(_FUNCTIONS):
        if definer and owner != RELAY_ROLE:
            broken.append(f"{name} runs as {owner}")
        if "search_path=" not in settings and not bound:
            broken.append(f"{name} has no search path of its own")
    return broken


def privileged_roles(connection: Connection) -> list[str]:
    """Nobody may bypass row-level security; the application is a member of nothing."""
    broken = []
    for name, superuser, bypasses, makes_roles, makes_databases, memberships in connection.execute(_ROLES):
        if superuser or bypasses or makes_roles or makes_databases:
            broken.append(f"{name} is privileged")
        if name == APP_ROLE and memberships:
            broken.append(f"{name} can become {memberships}")
    return broken


def loose_grants(connection: Connection) -> list[str]:
    """The application may not empty, reference or trigger anything, nor change what is append-only."""
    broken = []
    for table, privilege, grantee in connection.execute(_GRANTS):
        if grantee not in {APP_ROLE, "public"}:
            continue
        forbidden = {"TRUNCATE", "REFERENCES", "TRIGGER"}
        if table in APPEND_ONLY:
            forbidden |= {"UPDATE", "DELETE"}
        if grantee == "public" or privilege in forbidden:
            broken.append(f"{grantee} may {privilege} {table}")
    return broken


RULES: tuple[Callable[[Connection], list[str]], ...] = (
    unprotected_tables,
    loose_policies,
    keys_across_tenants,
    references_across_tenants,
    leaking_views,
    privileged_functions,
    privileged_roles,
    loose_grants,
)
