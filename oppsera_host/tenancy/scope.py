"""The tenant of the running request or job. Set by authentication, the job wrapper and the command line only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

_tenant: ContextVar[UUID | None] = ContextVar("tenant", default=None)


def current_tenant() -> UUID | None:
    """Return the tenant in scope, or None outside any."""
    return _tenant.get()


@contextmanager
def tenant_scope(tenant_id: UUID) -> Iterator[None]:
    """Make ``tenant_id`` the tenant of every transaction begun inside the block.

    Raises:
        RuntimeError: when another tenant is already in scope: one request or job serves one tenant.
    """
    held = _tenant.get()
    if held is not None and held != tenant_id:
        raise RuntimeError("a tenant scope cannot be changed from inside another")
    token = _tenant.set(tenant_id)
    try:
        yield
    finally:
        _tenant.reset(token)
