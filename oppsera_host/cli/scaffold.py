"""The files of a new addon: small, complete and passing its own test."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)

_FILES = {
    "pyproject.toml": """\
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "oppsera-$dashed"
version = "0.1.0"
description = "$title, an addon for OppsEra."
requires-python = ">=3.11"
dependencies = ["oppsera-pms"]

[project.entry-points."oppsera.addons"]
$name = "$name"

[tool.setuptools]
packages = ["$name"]

[tool.setuptools.package-data]
$name = ["templates/**/*.html"]
""",
    "README.md": """\
# $title

An addon for OppsEra. `pip install -e .`, then `oppsera addon check $name` and
`oppsera addon enable $name --tenant SLUG`. Tests: `pytest`.
""",
    "$name/__init__.py": "",
    "$name/manifest.py": '''\
"""What the host reads before it loads anything else of this addon."""

from oppsera_host.addons.manifest import Manifest

MANIFEST = Manifest(
    name="$name",
    version="0.1.0",
    title="$title",
    permissions=("$name.greeting.read",),
)
''',
    "$name/plugin.py": '''\
"""What this addon brings to the host."""

from __future__ import annotations

from oppsera_host.hookspecs import hookimpl
from oppsera_host.hookspecs.contributions import BlueprintContribution, NavItem, Permission, Role

from $name import web


@hookimpl
def oppsera_register_permissions() -> list[Permission]:
    """One permission, named after the addon."""
    return [Permission("$name.greeting.read", "Read the greeting")]


@hookimpl
def oppsera_register_roles() -> list[Role]:
    """A role that holds it; host_admin holds every permission."""
    return [Role("${name}_reader", "$title reader", frozenset({"$name.greeting.read"}))]


@hookimpl
def oppsera_register_blueprints() -> list[BlueprintContribution]:
    """A JSON route and a page; both answer 404 where the addon is off."""
    return [BlueprintContribution(web.api, api=True), BlueprintContribution(web.pages, api=False)]


@hookimpl
def oppsera_register_nav_items() -> list[NavItem]:
    """An entry of the main menu."""
    return [NavItem("$name", "$title", "/$name", "$name.greeting.read")]
''',
    "$name/web.py": '''\
"""The JSON route and the page of this addon."""

from __future__ import annotations

from flask import Blueprint, render_template
from marshmallow import fields
from oppsera_host.web.api import ApiBlueprint
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.schema import BaseSchema

api = ApiBlueprint("${name}_api", __name__, url_prefix="/api/$name", description="$title.")
pages = Blueprint("${name}_pages", __name__, url_prefix="/$name", template_folder="templates")


class GreetingSchema(BaseSchema):
    """A greeting."""

    text = fields.String(required=True)


@api.get("/greeting")
@require("$name.greeting.read")
@api.response(200, GreetingSchema)
def greeting() -> dict[str, str]:
    """Greet whoever asks."""
    return {"text": f"Hello, {current_actor().name}"}


@pages.get("/")
@require("$name.greeting.read")
def page() -> str:
    """The addon's page."""
    return render_template("$name/page.html", name=current_actor().name)
''',
    "$name/templates/$name/page.html": """\
{% extends "host/shell.html" %}
{% block title %}$title{% endblock %}
{% block content %}
<h1>$title</h1>
<p>Hello, {{ name }}</p>
{% endblock %}
""",
    "tests/conftest.py": """\
pytest_plugins = ["oppsera_host.testing.plugin"]
""",
    "tests/test_greeting.py": """\
def test_a_reader_is_greeted(client):
    answer = client.as_role("${name}_reader").get("/api/$name/greeting")

    assert answer.status_code == 200
    assert answer.json["text"].startswith("Hello, ")


def test_nobody_else_is(client):
    assert client.get("/api/$name/greeting").status_code == 401
""",
}


def is_name(name: str) -> bool:
    """Tell whether an addon may be called ``name``."""
    return _NAME.fullmatch(name) is not None


def write(name: str, folder: Path) -> list[Path]:
    """Write the addon's files into ``folder`` and return their paths."""
    values = {"name": name, "dashed": name.replace("_", "-"), "title": name.replace("_", " ").capitalize()}
    written = []
    for path, text in _FILES.items():
        file = folder / Template(path).substitute(values)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(Template(text).substitute(values), encoding="utf-8")
        written.append(file)
    return written
