"""Builds the application: settings → logging → database → outbox → API → addons → pages → error handlers."""

from __future__ import annotations

import dataclasses
import functools
import os
from pathlib import Path

import sqlalchemy
from flask import Flask
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import OperationalError
from werkzeug.middleware.proxy_fix import ProxyFix

from oppsera_host import embedded
from oppsera_host import logging as host_logging
from oppsera_host.addons import loading
from oppsera_host.db.base import db
from oppsera_host.db.bootstrap import APP, OWNER, bootstrap
from oppsera_host.db.engine import bind_tenant_to_transactions, engine_options
from oppsera_host.outbox import recorder
from oppsera_host.settings import Settings, SettingsError
from oppsera_host.web import (
    access,
    api,
    bodies,
    compression,
    languages,
    problems,
    request_context,
    security_headers,
    shell,
)
from oppsera_host.web.json_provider import OrjsonProvider
from oppsera_host.web.no_sessions import NoSessions
from oppsera_host.web.routes import register_host_routes

_PRIVILEGES = text(
    "select r.rolsuper or r.rolbypassrls or exists (select from pg_roles o where o.rolname = :owner"
    " and pg_has_role(current_user, o.oid, 'MEMBER')) from pg_roles r where r.rolname = current_user"
)


def create_app(settings: Settings) -> Flask:
    """Return a ready application; needs ``database_url`` and ``redis_url``, see ``with_services``.

    Raises:
        SettingsError: a service address is missing, or the database role could bypass row-level security.
        AddonError: an installed addon cannot be started as it is.
        RuntimeError: a route does not say who may call it.
    """
    if settings.database_url is None or settings.redis_url is None:
        missing = "DATABASE_URL" if settings.database_url is None else "REDIS_URL"
        raise SettingsError(missing, "is not set, and nothing was started in its place.")
    host_logging.configure(settings.log_level)
    folder = Path(__file__).parent / "web"
    app = Flask(
        "oppsera_host", static_folder=str(folder / "static"), template_folder=str(folder / "templates")
    )
    _configure(app, settings)
    _connect(app)
    recorder.install()
    security_headers.install(app, production=settings.production)
    compression.install(app)
    request_context.install(app)
    problems.install(app)
    api.install(app)
    registry = loading.load(app)
    loading.subscribe(app, registry)
    languages.install(app)
    register_host_routes(app)
    shell.install(app)
    access.refuse_undeclared(app, {permission.name for permission in registry.permissions})
    return app


def create_app_from_environment() -> Flask:
    """Return the application for ``os.environ``; outside production unset services are started.

    Raises:
        SettingsError: a variable is missing or cannot be used.
    """
    return create_app(with_services(Settings.from_env(os.environ)))


def with_services(settings: Settings) -> Settings:
    """Return ``settings`` with every address filled in and the database role made safe.

    Outside production an unset address means the embedded server, and a privileged ``DATABASE_URL`` is used
    to prepare the database while the application itself runs as ``oppsera_app``. Production gets exactly what
    it was given.
    """
    if settings.production:
        return settings
    if settings.database_url is None or settings.redis_url is None:
        settings = _with_embedded(settings)
    if settings.database_url is not None and _is_privileged(settings.database_url):
        settings = _as_application_role(settings, settings.database_url)
    return settings


def _with_embedded(settings: Settings) -> Settings:
    services = embedded.ensure(settings.state_dir, durable=settings.app_env != "test")
    if settings.database_url is None:
        settings = dataclasses.replace(
            settings,
            database_url=services.database_url,
            migration_database_url=services.migration_database_url,
        )
    return dataclasses.replace(settings, redis_url=settings.redis_url or services.redis_url)


def _as_application_role(settings: Settings, admin_url: str) -> Settings:
    url = make_url(admin_url)
    bootstrap(admin_url, url.database or "oppsera")
    given = url.query.get("options", "")
    options = f"{given if isinstance(given, str) else ' '.join(given)} -c role={APP}".strip()
    return dataclasses.replace(
        settings,
        database_url=url.update_query_dict({"options": options}).render_as_string(hide_password=False),
        migration_database_url=settings.migration_database_url or admin_url,
    )


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["oppsera_settings"] = settings
    app.json = OrjsonProvider(app)
    app.session_interface = NoSessions()
    # Flask looks at ten functions of every request anew whether they are asynchronous.
    app.ensure_sync = functools.lru_cache(maxsize=1024)(app.ensure_sync)  # type: ignore[method-assign]
    app.url_map.strict_slashes = False
    app.config.update(
        SECRET_KEY=settings.secret_key,
        DEBUG=False,
        TESTING=settings.app_env == "test",
        MAX_CONTENT_LENGTH=bodies.USUAL_LIMIT,
        MAX_FORM_MEMORY_SIZE=bodies.USUAL_LIMIT,
        MAX_FORM_PARTS=100,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(),
    )
    hops = settings.proxy_hops
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _connect(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        bind_tenant_to_transactions(db.engine)
        _refuse_privileged_role(db.engine)


def _refuse_privileged_role(engine: Engine) -> None:
    """Row-level security is void for a role that may bypass it, so such a role serves nobody."""
    try:
        with engine.connect() as connection:
            privileged = connection.execute(_PRIVILEGES, {"owner": OWNER}).scalar_one()
    except OperationalError:
        return  # The database is not there yet; /readyz says so, and no row can be served meanwhile.
    if privileged:
        raise SettingsError("DATABASE_URL", f"names a role that could bypass row-level security; use {APP}.")


def _is_privileged(database_url: str) -> bool:
    engine = sqlalchemy.create_engine(database_url)
    try:
        with engine.connect() as connection:
            return bool(connection.execute(_PRIVILEGES, {"owner": OWNER}).scalar_one())
    except OperationalError:
        return False
    finally:
        engine.dispose()
