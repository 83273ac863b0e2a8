"""Settings of the process, read once from the environment and checked before anything starts."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

ENVIRONMENTS = ("production", "development", "test")
SHORTEST_SECRET = 32
_WEAK_SECRET = re.compile(r"change.?me|secret|default|example|password|development|(.)\1{7}", re.IGNORECASE)


class SettingsError(Exception):
    """A setting that cannot be used.

    Args:
        variable: the environment variable to correct.
        sentence: what is wrong with it and what to do; never repeats a secret value.
    """

    def __init__(self, variable: str, sentence: str) -> None:
        super().__init__(f"{variable}: {sentence}")
        self.variable = variable
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the application reads from outside.

    Attributes:
        app_env: ``production``, ``development`` or ``test``.
        database_url: where the application's role connects; None asks for the embedded server.
        migration_database_url: where migrations connect; None means the same server as ``database_url``.
        redis_url: where Redis or Valkey answers; None asks for the embedded server.
        secret_key: signs short-lived values such as undo tokens; outside production random when unset.
        port: port of the web server.
        state_dir: folder of the embedded servers and logs.
        trusted_hosts: host names the application answers to; empty = any.
        proxy_hops: how many reverse proxies stand in front and may name the client's address.
        log_level: least severe level that is logged.
    """

    app_env: str
    database_url: str | None
    migration_database_url: str | None
    redis_url: str | None
    secret_key: str = field(repr=False)
    port: int
    state_dir: Path
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    log_level: str = "INFO"

    @property
    def production(self) -> bool:
        """Whether real guests' data is at stake."""
        return self.app_env == "production"

    @property
    def cookie_secure(self) -> bool:
        """Whether the session cookie needs HTTPS; always in production."""
        return self.production

    @property
    def session_cookie(self) -> str:
        """Name of the cookie; ``__Host-`` pins it to this host and to HTTPS (RFC 6265bis §4.1.3.2)."""
        return "__Host-oppsera_session" if self.cookie_secure else "oppsera_session"

    @staticmethod
    def from_env(env: Mapping[str, str]) -> Settings:
        """Read the settings from ``env`` (usually ``os.environ``).

        Raises:
            SettingsError: for the first variable that is missing or cannot be used.
        """
        app_env = env.get("APP_ENV", "development")
        if app_env not in ENVIRONMENTS:
            raise SettingsError("APP_ENV", f"must be one of {', '.join(ENVIRONMENTS)}.")
        production = app_env == "production"
        return Settings(
            app_env=app_env,
            database_url=_database_url(env, "DATABASE_URL", required=production),
            migration_database_url=_database_url(env, "MIGRATION_DATABASE_URL", required=False),
            redis_url=_redis_url(env, required=production),
            secret_key=_secret_key(env, production=production),
            port=_whole_number(env, "PORT", 8000, 1, 65535),
            state_dir=Path(env.get("OPPSERA_STATE_DIR") or "var").resolve(),
            trusted_hosts=tuple(
                host.strip() for host in env.get("TRUSTED_HOSTS", "").split(",") if host.strip()
            ),
            proxy_hops=_whole_number(env, "PROXY_HOPS", 0, 0, 10),
            log_level=_log_level(env),
        )


def _database_url(env: Mapping[str, str], variable: str, *, required: bool) -> str | None:
    text = env.get(variable, "").strip()
    if not text:
        if required:
            raise SettingsError(variable, "is required in production; nothing embedded is started there.")
        return None
    url = _parsed(text, variable)
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise SettingsError(variable, "must name a PostgreSQL database, e.g. postgresql://user@host/name.")
    return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def _redis_url(env: Mapping[str, str], *, required: bool) -> str | None:
    text = env.get("REDIS_URL", "").strip()
    if not text:
        if required:
            raise SettingsError("REDIS_URL", "is required in production; nothing embedded is started there.")
        return None
    if not text.startswith(("redis://", "rediss://", "unix://")):
        raise SettingsError("REDIS_URL", "must begin with redis://, rediss:// or unix://.")
    return text


def _parsed(text: str, variable: str) -> URL:
    if text.startswith("postgres://"):
        text = f"postgresql://{text.removeprefix('postgres://')}"
    try:
        return make_url(text)
    except (ArgumentError, ValueError):
        raise SettingsError(variable, "is not a database URL.") from None


def _secret_key(env: Mapping[str, str], *, production: bool) -> str:
    key = env.get("SECRET_KEY", "")
    if not production:
        return key or secrets.token_urlsafe(48)
    if len(key) < SHORTEST_SECRET or _WEAK_SECRET.search(key):
        raise SettingsError(
            "SECRET_KEY",
            f"must be at least {SHORTEST_SECRET} random characters in production,"
            " e.g. from: python -c 'import secrets; print(secrets.token_urlsafe(48))'",
        )
    return key


def _whole_number(env: Mapping[str, str], variable: str, default: int, least: int, most: int) -> int:
    text = env.get(variable, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise SettingsError(variable, f"must be a whole number from {least} to {most}.")
    return int(text)


def _log_level(env: Mapping[str, str]) -> str:
    level = env.get("LOG_LEVEL", "INFO").upper()
    if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise SettingsError("LOG_LEVEL", "must be DEBUG, INFO, WARNING or ERROR.")
    return level
