"""API tokens: ``opp_<tenant>_<secret>``, stored as a hash, shown once, found cheaply on every request.

A found token is remembered in this process for two seconds, so that a busy programme costs one look-up every
two seconds. A revocation takes effect at once in the process that made it, within two seconds in all others.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, or_, update
from sqlalchemy.exc import SQLAlchemyError

from oppsera_host.clock import now
from oppsera_host.db.fast_read import fetch_all, tenant_select
from oppsera_host.db.unit_of_work import Event, Mutation, UnitOfWork
from oppsera_host.errors import not_found
from oppsera_host.identity.actor import Actor
from oppsera_host.identity.metrics import TOKEN_USE_FAILURES
from oppsera_host.identity.models import ApiToken
from oppsera_host.identity.roles import RoleBook, check_grantable, permissions_of
from oppsera_host.tenancy.scope import tenant_scope

REMEMBERED_SECONDS = 2.0
MOST_REMEMBERED = 10_000
NOTED_EVERY = timedelta(minutes=1)
_SHAPE = re.compile(r"opp_([0-9a-f]{32})_([A-Za-z0-9_-]{43})", re.ASCII)

_FIND = tenant_select("""
select id, name, role, expires_at,
  array(select addon from host_tenant_addons where tenant_id = %(tenant)s::uuid) as addons
from host_api_tokens
where tenant_id = %(tenant)s::uuid and secret_hash = %(secret_hash)s::bytea and revoked_at is null""")


LearnAddons = Callable[[UUID, Iterable[str]], object]


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token: its row, and the text that is never shown again."""

    row: ApiToken
    text: str


_remembered: dict[bytes, tuple[float, Actor, datetime | None]] = {}
_noted: dict[UUID, float] = {}
_revoked: set[UUID | None] = set()


def find(text: str, roles: RoleBook, learn: LearnAddons) -> Actor | None:
    """Return the actor of the token ``text``, or None when it is forged, expired or revoked.

    The tenant is read from the token and the secret is looked up inside that tenant only, so a token with
    another tenant written into it finds nothing.

    Args:
        text: the token.
        roles: role name → role, of the installed addons.
        learn: told which addons the tenant has on, whenever that was read along: every route asks next.
    """
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        return None
    digest = hashlib.sha256(text.encode()).digest()
    held = _remembered.get(digest)
    if held is not None and held[0] > time.monotonic():
        return None if _is_past(held[2]) else held[1]
    return _look_up(UUID(hex=shape[1]), shape[2], digest, roles, learn)


def create(
    uow: UnitOfWork, name: str, role: str, roles: RoleBook, expires_at: datetime | None = None
) -> IssuedToken:
    """Make a token with one role; its text is in the answer and nowhere else.

    Raises:
        AppError: VALIDATION_ERROR for a role that does not exist or holds more than the actor may.
    """
    check_grantable(uow.actor, role, roles)
    secret = secrets.token_urlsafe(32)
    row = ApiToken(
        tenant_id=uow.tenant_id,
        name=name,
        role=role,
        secret_hash=_hash(secret),
        created_at=now(),
        expires_at=expires_at,
    )
    uow.session.add(row)
    uow.session.flush()
    uow.record(_mutation("token_created", row, 1))
    return IssuedToken(row, f"opp_{uow.tenant_id.hex}_{secret}")


def revoke(uow: UnitOfWork, token_id: UUID) -> None:
    """Make a token useless from now on; revoking twice changes nothing.

    Raises:
        AppError: NOT_FOUND.
    """
    row = uow.session.get(ApiToken, (uow.tenant_id, token_id), with_for_update=True)
    if row is None:
        raise not_found()
    if row.revoked_at is None:
        row.revoked_at = now()
        uow.record(_mutation("token_revoked", row, 2))
    uow.after_commit(lambda: _forget(token_id))


def is_use_due(token_id: UUID) -> bool:
    """Tell whether the use of the token should be noted now: at most once a minute and process."""
    last = _noted.get(token_id)
    if last is not None and time.monotonic() - last < NOTED_EVERY.total_seconds():
        return False
    _noted[token_id] = time.monotonic()
    return True


def note_use(engine: Engine, actor: Actor) -> None:
    """Write when the token was last used; called after the answer was sent, and never fails it."""
    statement = (
        update(ApiToken)
        .where(
            ApiToken.tenant_id == actor.tenant_id,
            ApiToken.id == actor.id,
            or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at < now() - NOTED_EVERY),
        )
        .values(last_used_at=now())
    )
    try:
        with tenant_scope(actor.tenant_id), engine.begin() as connection:
            connection.execute(statement)
    except SQLAlchemyError:
        TOKEN_USE_FAILURES.inc()


def _look_up(
    tenant_id: UUID, secret: str, digest: bytes, roles: RoleBook, learn: LearnAddons
) -> Actor | None:
    with tenant_scope(tenant_id):
        rows = fetch_all(_FIND, {"secret_hash": _hash(secret)})
    if not rows:
        return None
    ((token_id, name, role, expires_at, addons),) = rows
    if _is_past(expires_at):
        return None
    learn(tenant_id, addons)
    actor = Actor(
        tenant_id=tenant_id,
        kind="token",
        id=UUID(token_id),
        name=name,
        roles=frozenset({role}),
        permissions=permissions_of({role}, roles),
    )
    if len(_remembered) >= MOST_REMEMBERED:
        _remembered.clear()
    _remembered[digest] = (time.monotonic() + REMEMBERED_SECONDS, actor, expires_at)
    if actor.id in _revoked:  # while it was being looked up
        _remembered.pop(digest, None)
    return actor


def _forget(token_id: UUID) -> None:
    _revoked.add(token_id)
    for digest, held in list(_remembered.items()):
        if held[1].id == token_id:
            _remembered.pop(digest, None)


def _is_past(moment: datetime | None) -> bool:
    return moment is not None and moment <= now()


def _hash(secret: str) -> bytes:
    """High-entropy secrets need no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


def _mutation(action: str, row: ApiToken, version: int) -> Mutation:
    after: Mapping[str, Any] = {
        "id": str(row.id),
        "name": row.name,
        "role": row.role,
        "expiresAt": row.expires_at.isoformat() if row.expires_at else None,
        "revoked": row.revoked_at is not None,
    }
    event = Event(
        f"host.{action.replace('_', '.', 1)}.v1", "host.token", row.id, version, {"schemaVersion": 1, **after}
    )
    return Mutation(action, "host.token", row.id, version, None, dict(after), (event,))
