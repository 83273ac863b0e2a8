"""Error pages for people; they need no database and no sign-in."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response, make_response, render_template, request
from flask_babel import lazy_gettext

from oppsera_host.errors import AppError
from oppsera_host.web.request_ids import correlation_id
from oppsera_host.web.sentences import spoken

HEADINGS = {
    403: lazy_gettext("You may not open this page"),
    404: lazy_gettext("There is nothing here"),
    413: lazy_gettext("That was too much at once"),
    429: lazy_gettext("Please wait a moment"),
    503: lazy_gettext("Not available right now"),
}


def error_page(error: AppError) -> Response:
    """Return the page that says what happened and offers a way on."""
    heading = HEADINGS.get(error.status, lazy_gettext("Something went wrong"))
    page = render_template(
        "host/error.html",
        heading=heading,
        detail=spoken(error.detail),
        status=error.status,
        correlation_id=correlation_id(),
    )
    response = make_response(page, error.status)
    response.headers.update(error.headers)
    return response


def login_url() -> str:
    """Return the login page's address, leading back to the running request when that was a page."""
    if request.method != "GET" or request.path == "/":
        return "/login"
    return f"/login?{urlencode({'next': request.full_path.rstrip('?')})}"
