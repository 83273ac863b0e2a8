from __future__ import annotations

import json
import secrets

import pytest
from click.testing import CliRunner

from oppsera_host.cli import main
from tests.support.process_state import process_put_back  # noqa: F401 - used by every test here


@pytest.fixture
def oppsera(environment, monkeypatch):
    """``oppsera("tenant", "create", …)`` runs a command on the test's database."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    runner = CliRunner()

    def run(*arguments, stdin=None):
        return runner.invoke(main, arguments, input=stdin, catch_exceptions=False)

    return run


@pytest.fixture
def slug(oppsera):
    """A new tenant made from the command line."""
    name = f"cli-{secrets.token_hex(4)}"
    assert oppsera("tenant", "create", name, "--name", "Command line").exit_code == 0
    return name


def last_json(result):
    """Return the object in the last line."""
    return json.loads(result.stdout.splitlines()[-1])
