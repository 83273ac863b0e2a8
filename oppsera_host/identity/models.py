"""Tenants, users, memberships, tokens and sessions.

``host_tenants``, ``host_users``, ``host_sessions`` and ``host_login_attempts`` are global: they are needed before a
tenant is known. Everything else is tenant-keyed and under row-level security.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.clock import now
from oppsera_host.db.base import Base, TenantMixin
from oppsera_host.ids import new_id


class Tenant(Base):
    """A customer of the house: one hotel group, wholly apart from every other."""

    __tablename__ = "host_tenants"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)


class User(Base):
    """A person who signs in; what they may do is decided per tenant by memberships."""

    __tablename__ = "host_users"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(CITEXT, unique=True)
    name: Mapped[str] = mapped_column(Text, default="")
    password_hash: Mapped[str] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Membership(TenantMixin, Base):
    """One role of one user in one tenant."""

    __tablename__ = "host_memberships"
    __table_args__ = (
        UniqueConstraint("tenant_id", "user_id", "role"),
        Index(None, "user_id"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("host_users.id"))
    role: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)


class ApiToken(TenantMixin, Base):
    """A programme's key to one tenant; only the hash of its secret is kept."""

    __tablename__ = "host_api_tokens"
    __table_args__ = (UniqueConstraint("tenant_id", "secret_hash"),)

    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class LoginSession(Base):
    """A signed-in browser; the cookie holds the only copy of the session id."""

    __tablename__ = "host_sessions"

    id_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("host_users.id"), index=True)
    tenant_id: Mapped[UUID | None] = mapped_column(ForeignKey("host_tenants.id"))
    csrf_secret: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]


class LoginAttempt(Base):
    """One try to sign in, counted for throttling; in Postgres, so that losing Redis opens no door."""

    __tablename__ = "host_login_attempts"
    __table_args__ = (Index(None, "account", "at"), Index(None, "ip", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account: Mapped[str] = mapped_column(CITEXT)
    ip: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=now)
    success: Mapped[bool]


class TenantAddon(Base):
    """An addon switched on for a tenant."""

    __tablename__ = "host_tenant_addons"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("host_tenants.id"), primary_key=True)
    addon: Mapped[str] = mapped_column(Text, primary_key=True)
    enabled_at: Mapped[datetime] = mapped_column(default=now)
