from __future__ import annotations

from pathlib import Path

from oppsera_host.addons.permission_reference import of_installed_addons, reference
from oppsera_host.hookspecs.contributions import Permission, Role

DOCUMENT = Path(__file__).parents[3] / "docs" / "permissions.md"


def test_a_role_is_marked_where_it_holds_the_permission():
    table = reference(
        [Permission("x.read", "Read"), Permission("x.write", "Write")],
        [Role("x_reader", "Reader", frozenset({"x.read"}))],
    )
    assert "| `x.read` | Read | x |" in table
    assert "| `x.write` | Write |  |" in table


def test_the_document_is_current():
    assert DOCUMENT.read_text(encoding="utf-8") == of_installed_addons(), "run: make docs"
