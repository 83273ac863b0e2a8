"""What a command needs around it: the application with its services, and refusals in plain sentences."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from alembic.util import CommandError
from flask import Flask
from sqlalchemy.exc import DBAPIError

from oppsera_host.addons.errors import AddonError
from oppsera_host.app import create_app_from_environment
from oppsera_host.cli.output import fail
from oppsera_host.db.bootstrap import BootstrapError
from oppsera_host.db.constraint_errors import sqlstate_of
from oppsera_host.embedded import EmbeddedError
from oppsera_host.errors import AppError
from oppsera_host.settings import SettingsError

P = ParamSpec("P")
R = TypeVar("R")
_NO_SUCH_TABLE = "42P01"
_LOG_LEVEL = "WARNING"


@contextmanager
def application() -> Iterator[Flask]:
    """Build the application, starting embedded services for the command's own duration if need be."""
    with _quiet_environment():
        app = create_app_from_environment()
    with app.app_context():
        yield app


@contextmanager
def _quiet_environment() -> Iterator[None]:
    """Build with fewer log lines, unless a level is set; processes started later keep their own."""
    if "LOG_LEVEL" in os.environ:
        yield
        return
    os.environ["LOG_LEVEL"] = _LOG_LEVEL
    try:
        yield
    finally:
        del os.environ["LOG_LEVEL"]


def with_application(command: Callable[P, R]) -> Callable[P, R]:
    """Run a command inside the application's context; addons use it for their commands too.

    Stands below ``@click.command()``. Refusals and faults of the set-up end with exit code 1 and a sentence.
    """

    @functools.wraps(command)
    def run(*arguments: P.args, **options: P.kwargs) -> R:
        with refusals(), application():
            return command(*arguments, **options)

    return run


@contextmanager
def refusals() -> Iterator[None]:
    """Turn the errors a person can act on into a sentence and exit code 1."""
    try:
        yield
    except AppError as error:
        raise fail(error.code, error.detail, error.facts) from error
    except (SettingsError, AddonError, EmbeddedError, BootstrapError, CommandError) as error:
        raise fail(type(error).__name__, str(error)) from error
    except DBAPIError as error:
        raise fail("DATABASE", _sentence_about(error)) from error


def _sentence_about(error: DBAPIError) -> str:
    if sqlstate_of(error) == _NO_SUCH_TABLE:
        return "The database has no tables yet. Please run: oppsera db upgrade"
    first_line = str(error.orig).partition("\n")[0]
    return f"The database refused: {first_line}"
