"""Finds out who is calling, from a bearer token or a session cookie; at most one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from oppsera_host.identity import sessions, tokens
from oppsera_host.identity.actor import Actor
from oppsera_host.identity.roles import RoleBook
from oppsera_host.identity.sessions import BrowserSession
from oppsera_host.identity.tokens import LearnAddons


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated party; ``session`` is None for tokens, to which CSRF rules do not apply."""

    actor: Actor
    session: BrowserSession | None


def authenticate(
    authorization: str | None, cookie: str | None, roles: RoleBook, learn: LearnAddons
) -> Caller | None:
    """Return the caller, or None when nothing valid came.

    A request that carries an ``Authorization`` header is judged by it alone: a wrong token never falls back
    to the browser's session.

    Args:
        authorization: the header's text, e.g. ``Bearer opp_…``.
        cookie: value of the session cookie.
        roles: role name → role, of the installed addons.
        learn: told which addons the tenant has on, where that was read along.
    """
    if authorization is not None:
        scheme, _, token = authorization.partition(" ")
        actor = tokens.find(token.strip(), roles, learn) if scheme.lower() == "bearer" else None
        return Caller(actor, None) if actor else None
    if cookie:
        found = sessions.find(cookie, roles)
        return Caller(*found) if found else None
    return None
