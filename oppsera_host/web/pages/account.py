"""Signing in and out, the tenant switcher, and the way from ``/`` to somebody's first page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request
from marshmallow import fields, validate
from werkzeug.wrappers import Response as BaseResponse

from oppsera_host.errors import AppError, not_found
from oppsera_host.identity import login as identity_login
from oppsera_host.identity.sessions import ABSOLUTE, BrowserSession
from oppsera_host.web import bodies, csrf
from oppsera_host.web.access import public, signed_in
from oppsera_host.web.cookies import set_cookie
from oppsera_host.web.languages import COOKIE as LANGUAGE_COOKIE
from oppsera_host.web.languages import LANGUAGES
from oppsera_host.web.request_context import current_caller, optional_caller, settings
from oppsera_host.web.schema import BaseSchema
from oppsera_host.web.sentences import spoken
from oppsera_host.web.shell import menu_of

blueprint = Blueprint("account", __name__)
A_YEAR = timedelta(days=365)
_OUR_PAGE = re.compile(r"/(?![/\\])[^\x00-\x1f\\]*")


class CredentialsSchema(BaseSchema):
    """What somebody types to sign in."""

    email = fields.String(required=True, validate=validate.Length(max=254))
    password = fields.String(required=True, validate=validate.Length(max=1024))
    next = fields.String(load_default="")


class TenantChoiceSchema(BaseSchema):
    """The tenant to work for from now on."""

    tenant_id = fields.UUID(required=True)


class LanguageChoiceSchema(BaseSchema):
    """The language to read pages in from now on."""

    language = fields.String(required=True, validate=validate.OneOf([language.tag for language in LANGUAGES]))


@blueprint.get("/")
@public
def root() -> BaseResponse:
    """Lead to the first page of the menu, or to the login."""
    caller = optional_caller()
    if caller is None:
        return redirect("/login", code=303)
    menu = menu_of(caller)
    if not menu:
        raise AppError("FORBIDDEN", 403, "Your role opens no page here. Please ask an administrator.")
    return redirect(menu[0].path, code=303)


@blueprint.get("/login")
@public
def login_page() -> BaseResponse:
    """The sign-in form; whoever is signed in already is led on."""
    if optional_caller() is not None:
        return redirect(_safe_target(request.args.get("next", "")), code=303)
    return _form()


@blueprint.post("/login")
@public
@bodies.form
def login() -> BaseResponse:
    """Sign in with a form (answers with a redirect) or with JSON (answers with ``{"next"}``)."""
    csrf.check_origin_if_told(request)
    as_json = request.mimetype == "application/json"
    given = _credentials(as_json=as_json)
    try:
        cookie = identity_login.sign_in(given["email"], given["password"], request.remote_addr or "unknown")
    except AppError as error:
        if as_json:
            raise
        return _form(error, given["email"])
    target = _safe_target(given["next"])
    answer: BaseResponse = jsonify({"next": target}) if as_json else redirect(target, code=303)
    set_cookie(answer, settings().session_cookie, cookie, ABSOLUTE)
    return answer


@blueprint.post("/logout")
@signed_in
def logout() -> Response:
    """Sign out; the cookie opens nothing from now on."""
    identity_login.sign_out(_browser_session())
    answer = jsonify({"next": "/login"})
    set_cookie(answer, settings().session_cookie, "", timedelta())
    return answer


@blueprint.post("/session/tenant")
@signed_in
def switch_tenant() -> Response:
    """Work for another of one's tenants."""
    choice: dict[str, UUID] = TenantChoiceSchema().load(bodies.json_body() or {})
    identity_login.switch_tenant(_browser_session(), choice["tenant_id"])
    return jsonify({"next": "/"})


@blueprint.post("/session/language")
@signed_in
def choose_language() -> Response:
    """Read pages in another language, in this browser."""
    choice: dict[str, str] = LanguageChoiceSchema().load(bodies.json_body() or {})
    answer = jsonify({"language": choice["language"]})
    set_cookie(answer, LANGUAGE_COOKIE, choice["language"], A_YEAR)
    return answer


def _browser_session() -> BrowserSession:
    session = current_caller().session
    if session is None:
        raise not_found()
    return session


def _credentials(*, as_json: bool) -> dict[str, Any]:
    if as_json:
        bodies.read_json_body(request, bodies.USUAL_LIMIT)
        return dict(CredentialsSchema().load(bodies.json_body() or {}))
    typed = {name: request.form.get(name, "") for name in ("email", "password", "next")}
    return dict(CredentialsSchema().load(typed))


def _form(error: AppError | None = None, email: str = "") -> BaseResponse:
    target = request.values.get("next", "")
    page = render_template(
        "host/login.html",
        refusal=spoken(error.detail) if error else "",
        email=email,
        next=target if _is_ours(target) else "",
    )
    answer = make_response(page, error.status if error else 200)
    answer.headers.update(error.headers if error else {})
    return answer


def _is_ours(target: str) -> bool:
    return _OUR_PAGE.fullmatch(target) is not None


def _safe_target(target: str) -> str:
    """Return ``target`` when it is a page of this application; another site is never led to."""
    return target if _is_ours(target) else "/"
