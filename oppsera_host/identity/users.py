"""People of a tenant: who they are is global, what they may do is decided in each tenant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from oppsera_host.db import constraint_errors
from oppsera_host.db.unit_of_work import Event, Mutation, UnitOfWork
from oppsera_host.errors import AppError, not_found, validation_error
from oppsera_host.identity import passwords
from oppsera_host.identity.models import Membership, User
from oppsera_host.identity.roles import RoleBook, check_grantable
from oppsera_host.outbox.models import HostAuditLog

LONGEST_EMAIL = 254
_EMAIL = re.compile(
    r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f]{2,}|[^@\s\x00-\x1f]{1,64}@localhost"
)


def _already_member() -> AppError:
    return AppError("ALREADY_MEMBER", 409, "This person has that role already.")


# Two administrators adding the same person at once: the second one is told, and may simply try again.
constraint_errors.register("uq_host_users_email", _already_member)
constraint_errors.register("uq_host_memberships_tenant_id_user_id_role", _already_member)


@dataclass(frozen=True, slots=True)
class Member:
    """A user and the roles held in one tenant."""

    id: UUID
    email: str
    name: str
    active: bool
    roles: tuple[str, ...]


def list_members(session: Any, tenant_id: UUID) -> list[Member]:
    """Return the tenant's users by e-mail address, up to 1,000."""
    statement = (
        select(User.id, User.email, User.name, User.active, func.array_agg(Membership.role).label("roles"))
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.tenant_id == tenant_id)
        .group_by(User.id)
        .order_by(User.email)
        .limit(1000)
    )
    rows = session.execute(statement)
    return [Member(row.id, row.email, row.name, row.active, tuple(sorted(row.roles))) for row in rows]


def add_member(
    uow: UnitOfWork,
    *,
    email: str,
    name: str,
    role: str,
    password: str,
    roles: RoleBook,
    any_password: bool = False,
) -> Member:
    """Give a person a role in the tenant, with a new account when the e-mail address has none.

    An account that exists keeps its password and name: another tenant's administrator cannot take it over.

    Args:
        uow: the transaction.
        email: how the person signs in.
        name: how screens greet them.
        role: one of ``roles``.
        password: for a new account.
        roles: role name → role.
        any_password: True for demo accounts, whose password may be short.

    Raises:
        AppError: VALIDATION_ERROR, FORBIDDEN (a role above the actor's own), ALREADY_MEMBER (409).
    """
    email = check_email(email)
    check_grantable(uow.actor, role, roles)
    user = uow.session.scalars(select(User).where(User.email == email)).one_or_none()
    if user is None:
        if not any_password:
            passwords.check_rules(password, email)
        user = User(
            email=email, name=name.strip(), password_hash=passwords.hash_password(password), active=True
        )
        uow.session.add(user)
        uow.session.flush()
    held = _memberships(uow, user.id)
    if role in {membership.role for membership in held}:
        raise _already_member()
    _give(uow, user.id, role)
    names = (*(membership.role for membership in held), role)
    return Member(user.id, user.email, user.name, user.active, tuple(sorted(names)))


def change_role(uow: UnitOfWork, user_id: UUID, role: str, roles: RoleBook) -> Member:
    """Let ``role`` be the only role of the user in the tenant.

    Raises:
        AppError: NOT_FOUND, VALIDATION_ERROR, FORBIDDEN (own role, or a role above the actor's own).
    """
    check_grantable(uow.actor, role, roles)
    held = _changeable(uow, user_id, roles)
    for membership in held:
        if membership.role != role:
            _take(uow, membership)
    if role not in {membership.role for membership in held}:
        _give(uow, user_id, role)
    user = uow.session.get_one(User, user_id)
    return Member(user.id, user.email, user.name, user.active, (role,))


def remove_member(uow: UnitOfWork, user_id: UUID, roles: RoleBook) -> None:
    """Take all roles in the tenant from the user; the account stays, other tenants may know it.

    Raises:
        AppError: NOT_FOUND, FORBIDDEN (oneself, or somebody with more rights).
    """
    for membership in _changeable(uow, user_id, roles):
        _take(uow, membership)


def set_password(uow: UnitOfWork, user_id: UUID, current: str, new: str) -> None:
    """Change a person's own password.

    Raises:
        AppError: VALIDATION_ERROR when the current password is wrong or the new one too weak.
    """
    user = uow.session.get_one(User, user_id, with_for_update=True)
    if not passwords.verify(user.password_hash, current):
        raise validation_error({"currentPassword": ["This is not your present password."]})
    passwords.check_rules(new, user.email)
    user.password_hash = passwords.hash_password(new)
    uow.record(_mutation(uow, "user.password_change", "host.user.password_changed.v1", user_id, {}))


def check_email(email: str) -> str:
    """Return ``email`` without surrounding blanks.

    Raises:
        AppError: VALIDATION_ERROR on ``email``.
    """
    email = email.strip()
    if len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise validation_error({"email": ["This is not an e-mail address."]})
    return email


def _changeable(uow: UnitOfWork, user_id: UUID, roles: RoleBook) -> list[Membership]:
    held = _memberships(uow, user_id)
    if not held:
        raise not_found()
    if user_id == uow.actor.id:
        raise AppError("FORBIDDEN", 403, "You cannot change your own role. Please ask another administrator.")
    for membership in held:
        if membership.role in roles:
            check_grantable(uow.actor, membership.role, roles)
    return held


def _memberships(uow: UnitOfWork, user_id: UUID) -> list[Membership]:
    statement = select(Membership).where(Membership.tenant_id == uow.tenant_id, Membership.user_id == user_id)
    return list(uow.session.scalars(statement.with_for_update()))


def _give(uow: UnitOfWork, user_id: UUID, role: str) -> None:
    uow.session.add(Membership(tenant_id=uow.tenant_id, user_id=user_id, role=role))
    uow.session.flush()
    uow.record(_mutation(uow, "user.role_give", "host.user.role_given.v1", user_id, {"role": role}))


def _take(uow: UnitOfWork, membership: Membership) -> None:
    uow.session.delete(membership)
    uow.session.flush()
    uow.record(
        _mutation(
            uow, "user.role_take", "host.user.role_taken.v1", membership.user_id, {"role": membership.role}
        )
    )


def _mutation(
    uow: UnitOfWork, action: str, event_type: str, user_id: UUID, facts: dict[str, Any]
) -> Mutation:
    """Users carry no version, so their changes are counted in the audit trail, plus those not yet written."""
    newest = select(func.max(HostAuditLog.entity_version)).where(
        HostAuditLog.tenant_id == uow.tenant_id, HostAuditLog.entity_id == user_id
    )
    pending = sum(mutation.entity_id == user_id for mutation in uow.mutations)
    version = (uow.session.scalar(newest) or 0) + pending + 1
    state = {"userId": str(user_id), **facts}
    event = Event(event_type, "host.user", user_id, version, {"schemaVersion": 1, **state})
    return Mutation(action, "host.user", user_id, version, None, state, (event,))
