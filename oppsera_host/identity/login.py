"""Signing in, out, and over to another tenant."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Row, cast, func, select, update
from sqlalchemy import String as Text

from oppsera_host.db.base import db
from oppsera_host.errors import AppError, not_found
from oppsera_host.identity import passwords, sessions, throttle
from oppsera_host.identity.metrics import LOGINS
from oppsera_host.identity.models import Membership, Tenant, User
from oppsera_host.logging import get_logger

log = get_logger(__name__)


def sign_in(email: str, password: str, ip: str) -> str:
    """Check the password and open a session in the user's first tenant.

    Always a new session: an id that was set before signing in is never taken over. Unknown and inactive
    accounts take the same time and get the same answer as a wrong password.

    Returns:
        The cookie value.

    Raises:
        AppError: RATE_LIMITED; UNAUTHENTICATED when the pair is not right or the user belongs to no tenant.
    """
    try:
        throttle.admit(email, ip)
    except AppError:
        LOGINS.labels(outcome="throttled").inc()
        log.warning("login", outcome="throttled")
        raise
    user = _find(email)
    right = passwords.verify(user.password_hash if user else None, password)
    tenants = tenants_of(user.id) if user and right else []
    if user is None or not tenants:
        LOGINS.labels(outcome="refused").inc()
        log.warning("login", outcome="refused")
        raise AppError("UNAUTHENTICATED", 401, "E-mail address or password is not right.")
    throttle.succeeded(email, ip)
    if passwords.needs_rehash(user.password_hash):
        _store_hash(user.id, passwords.hash_password(password))
    LOGINS.labels(outcome="signed_in").inc()
    log.info("login", outcome="signed_in", actor=f"user:{user.id}", tenant=str(tenants[0].id))
    return sessions.open_session(user.id, tenants[0].id)


def sign_out(session: sessions.BrowserSession) -> None:
    """End the session; its cookie opens nothing from now on."""
    sessions.close_session(session.id_hash)
    log.info("logout", actor=f"user:{session.user_id}")


def switch_tenant(session: sessions.BrowserSession, tenant_id: UUID) -> None:
    """Let the session act for another of the user's tenants.

    Raises:
        AppError: NOT_FOUND when the user does not belong to it.
    """
    if tenant_id not in {tenant.id for tenant in tenants_of(session.user_id)}:
        raise not_found()
    sessions.switch_tenant(session.id_hash, tenant_id)


def tenants_of(user_id: UUID) -> list[Tenant]:
    """Return the tenants a user belongs to, by name."""
    memberships = select(Membership.tenant_id).where(Membership.user_id == user_id).distinct()
    with db.engine.begin() as connection:
        connection.execute(select(func.set_config("app.user_id", cast(user_id, Text), True)))
        ids = list(connection.execute(memberships).scalars())
        rows = connection.execute(select(Tenant).where(Tenant.id.in_(ids)).order_by(Tenant.name)).all()
    return [Tenant(id=row.id, slug=row.slug, name=row.name) for row in rows]


def _find(email: str) -> Row[UUID, str] | None:
    statement = select(User.id, User.password_hash).where(User.email == email.strip(), User.active)
    with db.engine.begin() as connection:
        return connection.execute(statement).one_or_none()


def _store_hash(user_id: UUID, password_hash: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(update(User).where(User.id == user_id).values(password_hash=password_hash))
