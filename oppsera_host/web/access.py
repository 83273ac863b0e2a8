"""Who may call a route, said beside the route and enforced before anything of the request is read.

Every route carries exactly one of these marks; ``create_app`` refuses to start with a route that has none, so
a forgotten mark can never become an open door.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any, TypeVar

from flask import Flask
from werkzeug.routing import Rule

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed-in"
_MARK = "_oppsera_access"


def require(permission: str) -> Callable[[View], View]:
    """Mark a view as open to actors that hold ``permission``, e.g. ``pms.reservations.move``.

    Stands anywhere below ``@blueprint.route``. Others get 401 (nobody signed in) or 403.
    """
    return lambda view: _marked(view, permission)


def signed_in(view: View) -> View:
    """Mark a view as open to every authenticated actor of a tenant."""
    return _marked(view, SIGNED_IN)


def public(view: View) -> View:
    """Mark a view as open to everyone; it runs without a tenant unless the caller happens to be signed in."""
    return _marked(view, PUBLIC)


def access_of(app: Flask, endpoint: str, method: str) -> str | None:
    """Return the mark of ``endpoint`` for ``method``: ``public``, ``signed-in``, a permission, or None."""
    mark: str | None = getattr(handler_of(app, endpoint, method), _MARK, None)
    if mark is None and (endpoint == "static" or endpoint.endswith(".static")):
        return PUBLIC
    return mark


def handler_of(app: Flask, endpoint: str, method: str) -> Any:
    """Return the function that answers ``method`` at ``endpoint``, looking inside class-based views."""
    view = app.view_functions[endpoint]
    view_class = getattr(view, "view_class", None)
    if view_class is None:
        return view
    name = "get" if method == "HEAD" else method.lower()
    return getattr(view_class, name, view)


def undeclared(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Yield every (rule, method) whose view says nothing about who may call it."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            if access_of(app, rule.endpoint, method) is None:
                yield rule, method


def refuse_undeclared(app: Flask, permissions: Collection[str]) -> None:
    """Stop the start when a route lacks its mark, or requires a permission that nobody brings.

    Raises:
        RuntimeError: naming every such route.
    """
    missing = [f"{method} {rule.rule} ({rule.endpoint})" for rule, method in undeclared(app)]
    if missing:
        raise RuntimeError(f"routes that say nothing about who may call them: {'; '.join(missing)}")
    known = {PUBLIC, SIGNED_IN, *permissions}
    unknown = sorted({str(mark) for mark in _marks(app) if mark not in known})
    if unknown:
        raise RuntimeError(f"routes require permissions that no addon brings: {', '.join(unknown)}")


def _marks(app: Flask) -> Iterator[str | None]:
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            yield access_of(app, rule.endpoint, method)


def _marked(view: View, access: str) -> View:
    setattr(view, _MARK, access)
    return view
