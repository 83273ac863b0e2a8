"""The ``oppsera`` program as people and scripts use it."""

from __future__ import annotations

import secrets
import sys
import tomllib

import pytest

from oppsera_host.addons.collection import collect
from oppsera_host.addons.discovery import read_addon
from oppsera_host.addons.registration import build_plugin_manager
from oppsera_host.app import create_app
from oppsera_host.cli import COMMANDS
from oppsera_host.identity.tenants import find_tenant
from oppsera_host.settings import Settings
from oppsera_host.testing.client import FreshClient
from tests.host.cli.conftest import last_json
from tests.support.addon_writing import announce


def test_every_command_has_help(oppsera):
    assert oppsera("--help").exit_code == 0
    for name in COMMANDS:
        result = oppsera(name, "--help")
        assert result.exit_code == 0
        assert "Usage:" in result.stdout
        assert name in oppsera("--help").stdout


@pytest.mark.parametrize(
    "command",
    [("tenant", "create"), ("tenant", "list"), ("user", "create"), ("token", "create"), ("addon", "list"),
     ("addon", "enable"), ("addon", "disable"), ("addon", "new"), ("addon", "check"), ("db", "upgrade"),
     ("db", "downgrade"), ("db", "current"), ("doctor",)],
)  # fmt: skip
def test_every_command_speaks_json(oppsera, command):
    assert "--json" in oppsera(*command, "--help").stdout


def test_a_tenant_a_person_and_a_token(oppsera, client, new_tenant_name):
    made = oppsera("tenant", "create", new_tenant_name, "--name", "Grand Hotel", "--json")
    person = f"{secrets.token_hex(5)}@example.com"
    user = oppsera(
        "user", "create", person, "--tenant", new_tenant_name, "--role", "host_admin", "--json",
        "--password-stdin", stdin="a rather long one\n",
    )  # fmt: skip
    token = oppsera(
        "token", "create", "--tenant", new_tenant_name, "--role", "host_admin", "--name", "Channel"
    )

    assert last_json(made)["slug"] == new_tenant_name
    assert last_json(user)["roles"] == ["host_admin"]
    (text,) = token.stdout.splitlines()
    me = client.get("/api/host/me", headers={"Authorization": f"Bearer {text}"})
    assert me.json["tenantId"] == last_json(made)["id"]
    signed_in = client.post("/login", json={"email": person, "password": "a rather long one"})
    assert signed_in.status_code == 200


@pytest.fixture
def new_tenant_name():
    return f"cli-{secrets.token_hex(4)}"


def test_tenants_are_listed(oppsera, slug):
    assert slug in {item["slug"] for item in last_json(oppsera("tenant", "list", "--json"))["items"]}
    assert slug in oppsera("tenant", "list").stdout


@pytest.mark.parametrize("bad", ["Upper", "a b", "-a", "a-", "", "ä", "a" * 64])
def test_odd_slugs_are_refused(oppsera, bad):
    result = oppsera("tenant", "create", "--name", "X", "--", bad)

    assert result.exit_code == 1
    assert "small letters" in result.stderr


def test_refusals_are_sentences(oppsera, slug):
    again = oppsera("tenant", "create", slug, "--name", "X")
    nowhere = oppsera("token", "create", "--tenant", "nowhere", "--role", "host_admin")
    nobody = oppsera("token", "create", "--tenant", slug, "--role", "emperor")

    assert [again.exit_code, nowhere.exit_code, nobody.exit_code] == [1, 1, 1]
    assert "already" in again.stderr
    assert "no tenant called “nowhere”" in nowhere.stderr
    assert "Roles are: " in nobody.stderr
    assert nowhere.stdout == ""


def test_refusals_in_json(oppsera):
    result = oppsera("token", "create", "--tenant", "nowhere", "--role", "x", "--json")

    assert result.exit_code == 1
    assert last_json(result)["error"]["code"] == "NOT_FOUND"


def test_weak_passwords_are_refused(oppsera, slug):
    result = oppsera(
        "user",
        "create",
        "a@example.com",
        "--tenant",
        slug,
        "--role",
        "host_admin",
        "--password-stdin",
        stdin="x\n",
    )

    assert result.exit_code == 1
    assert "12 to 256 characters" in result.stderr


def test_a_bad_setting_names_its_variable(oppsera, monkeypatch):
    monkeypatch.setenv("PORT", "many")

    result = oppsera("tenant", "list")

    assert result.exit_code == 1
    assert "PORT" in result.stderr


def test_the_database_tells_where_it_stands(oppsera):
    result = oppsera("db", "current", "--json")

    assert last_json(result)["upToDate"] is True
    assert oppsera("db", "upgrade").exit_code == 0


def test_nothing_is_removed_without_a_yes(oppsera):
    result = oppsera("db", "downgrade", "host", stdin="n\n")

    assert result.exit_code == 1
    assert "Nothing was removed" in result.stderr
    assert last_json(oppsera("db", "current", "--json"))["upToDate"] is True


def test_an_unknown_line_is_named(oppsera):
    result = oppsera("db", "downgrade", "nothing", "--yes")

    assert result.exit_code == 1
    assert "no line called 'nothing'" in result.stderr


def test_an_empty_database_asks_for_the_upgrade(oppsera, monkeypatch, database):
    name = f"empty_{secrets.token_hex(4)}"
    with database.connect_as_admin() as connection:
        connection.execute(f"create database {name}")
    monkeypatch.setenv("DATABASE_URL", database.app_url.replace(database.name, name))

    result = oppsera("tenant", "list")

    assert result.exit_code == 1
    assert "oppsera db upgrade" in result.stderr


def test_addons_are_listed_and_switched(oppsera, slug, app):
    names = [item["name"] for item in last_json(oppsera("addon", "list", "--json"))["items"]]
    states = last_json(oppsera("addon", "list", "--tenant", slug, "--json"))["items"]

    assert names == list(app.extensions["oppsera_addons"].names)
    assert all("enabled" in item for item in states)
    assert oppsera("addon", "check").exit_code == 0
    unknown = oppsera("addon", "enable", "nothing", "--tenant", slug)
    assert (unknown.exit_code, "no addon called" in unknown.stderr) == (1, True)


@pytest.fixture
def written_addon(oppsera, tmp_path, monkeypatch):
    """The folder of a freshly written addon, importable as if it were installed."""
    assert oppsera("addon", "new", "lost_and_found", "--folder", str(tmp_path)).exit_code == 0
    folder = tmp_path / "lost_and_found"
    announce(folder, "lost_and_found", "lost_and_found")
    monkeypatch.syspath_prepend(folder)
    yield folder
    for name in [name for name in sys.modules if name.partition(".")[0] == "lost_and_found"]:
        del sys.modules[name]


def test_a_new_addon_passes_the_check(written_addon):
    addon = read_addon("lost_and_found", "lost_and_found")

    brought = collect(build_plugin_manager((addon,)), (addon,))

    assert [owned.item.name for owned in brought.roles] == ["lost_and_found_reader"]
    assert len(brought.blueprints) == 2


def test_a_new_addon_runs_and_obeys_its_switch(written_addon, environment, app, oppsera, slug):
    own = create_app(Settings.from_env(environment))
    client = FreshClient(own, own.response_class)
    token = oppsera("token", "create", "--tenant", slug, "--role", "lost_and_found_reader").stdout.strip()
    headers = {"Authorization": f"Bearer {token}"}

    answers = {}
    for act in ("disable", "enable"):
        assert last_json(oppsera("addon", act, "lost_and_found", "--tenant", slug, "--json"))["switched"]
        own.extensions["oppsera_addons"].forget(find_tenant(slug))
        answers[act] = client.get("/api/lost_and_found/greeting", headers=headers)
    page = client.get("/lost_and_found/", headers=headers)

    assert answers["disable"].status_code == 404
    assert answers["enable"].json == {"text": "Hello, command line"}
    assert b"<h1>Lost and found</h1>" in page.data


def test_the_project_file_of_a_new_addon_names_its_entry_point(written_addon):
    project = tomllib.loads((written_addon / "pyproject.toml").read_text())

    assert project["project"]["entry-points"]["oppsera.addons"] == {"lost_and_found": "lost_and_found"}


@pytest.mark.parametrize("name", ["Upper", "1st", "a-b", "x", "a/b"])
def test_odd_addon_names_are_refused(oppsera, tmp_path, name):
    assert oppsera("addon", "new", name, "--folder", str(tmp_path)).exit_code == 1
    assert not list(tmp_path.iterdir())


def test_an_existing_folder_is_left_alone(oppsera, tmp_path):
    (tmp_path / "mine").mkdir()

    assert oppsera("addon", "new", "mine", "--folder", str(tmp_path)).exit_code == 1
    assert not list((tmp_path / "mine").iterdir())
