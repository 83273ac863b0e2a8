"""Sessions of signed-in browsers, kept on the server; the cookie is a random id, only its hash is stored."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import String, cast, delete, func, insert, select, update

from oppsera_host.clock import now
from oppsera_host.db.base import db
from oppsera_host.identity.actor import Actor
from oppsera_host.identity.models import LoginSession, Membership, User
from oppsera_host.identity.roles import RoleBook, permissions_of

IDLE = timedelta(hours=3)
ABSOLUTE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


@dataclass(frozen=True, slots=True)
class BrowserSession:
    """What a request needs of its session.

    Attributes:
        id_hash: key of the stored row.
        user_id: who signed in.
        user_name: how to greet them; the e-mail address when they gave no name.
        csrf_token: what forms must send back in ``X-CSRF-Token``.
    """

    id_hash: bytes
    user_id: UUID
    user_name: str
    csrf_token: str


def open_session(user_id: UUID, tenant_id: UUID) -> str:
    """Store a new session and return its cookie value; expired sessions of the user go away with it."""
    cookie = secrets.token_urlsafe(32)
    moment = now()
    row = {
        "id_hash": _hash(cookie),
        "user_id": user_id,
        "tenant_id": tenant_id,
        "csrf_secret": secrets.token_urlsafe(32),
        "created_at": moment,
        "last_seen_at": moment,
        "expires_at": moment + ABSOLUTE,
    }
    stale = delete(LoginSession).where(LoginSession.user_id == user_id, LoginSession.expires_at < moment)
    with db.engine.begin() as connection:
        connection.execute(stale)
        connection.execute(insert(LoginSession), row)
    return cookie


def find(cookie: str, roles: RoleBook) -> tuple[Actor, BrowserSession] | None:
    """Return the actor and session behind ``cookie``, or None when it is unknown, idle too long or over.

    One transaction: the first statement puts the user in scope, so row-level security lets the second one
    read that user's own memberships. Never remembered, so signing out works at once everywhere.
    """
    if not _SHAPE.fullmatch(cookie):
        return None
    moment = now()
    id_hash = _hash(cookie)
    session = (
        select(
            LoginSession, User.email, User.name, func.set_config("app.user_id", cast(User.id, String), True)
        )
        .join(User, User.id == LoginSession.user_id)
        .where(
            LoginSession.id_hash == id_hash,
            LoginSession.expires_at > moment,
            LoginSession.last_seen_at > moment - IDLE,
            User.active,
        )
    )
    with db.engine.begin() as connection:
        row = connection.execute(session).one_or_none()
        if row is None or row.tenant_id is None:
            return None
        held = select(Membership.role).where(
            Membership.user_id == row.user_id, Membership.tenant_id == row.tenant_id
        )
        names = frozenset(connection.execute(held).scalars())
        if names and row.last_seen_at < moment - SEEN_EVERY:
            connection.execute(
                update(LoginSession).where(LoginSession.id_hash == id_hash).values(last_seen_at=moment)
            )
    if not names:
        return None
    actor = Actor(row.tenant_id, "user", row.user_id, row.email, names, permissions_of(names, roles))
    return actor, BrowserSession(
        id_hash, row.user_id, row.name or row.email, _csrf_token(row.csrf_secret, id_hash)
    )


def close_session(id_hash: bytes) -> None:
    """End one session."""
    with db.engine.begin() as connection:
        connection.execute(delete(LoginSession).where(LoginSession.id_hash == id_hash))


def close_sessions_of(user_id: UUID, *, but: bytes | None = None) -> None:
    """End every session of a user, except the one with id hash ``but``."""
    statement = delete(LoginSession).where(LoginSession.user_id == user_id)
    if but is not None:
        statement = statement.where(LoginSession.id_hash != but)
    with db.engine.begin() as connection:
        connection.execute(statement)


def switch_tenant(id_hash: bytes, tenant_id: UUID) -> None:
    """Let the session act for another tenant; the caller has checked the membership."""
    with db.engine.begin() as connection:
        connection.execute(
            update(LoginSession).where(LoginSession.id_hash == id_hash).values(tenant_id=tenant_id)
        )


def _hash(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode()).digest()


def _csrf_token(secret: str, id_hash: bytes) -> str:
    """Bound to the session: a token of another session is refused."""
    return hmac.new(secret.encode(), id_hash, hashlib.sha256).hexdigest()
