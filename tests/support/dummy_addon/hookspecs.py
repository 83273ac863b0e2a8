"""The hook this addon offers to others."""

from __future__ import annotations

from oppsera_host.hookspecs import hookspec


@hookspec
def dummy_greet(name: str) -> str:
    """Greet somebody.

    Args:
        name: whom.

    Returns:
        The greeting.
    """
