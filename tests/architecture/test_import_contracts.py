"""Imports run one way; the contracts stand in pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def lint(cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [
        str(Path(sys.executable).parent / "lint-imports"),
        "--no-cache",
        "--config",
        str(cwd / "pyproject.toml"),
    ]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_the_contracts_hold():
    finished = lint(ROOT)
    assert finished.returncode == 0, finished.stdout


def test_a_host_that_imports_an_addon_is_caught(tmp_path: Path):
    config = (ROOT / "pyproject.toml").read_text()
    config = config.replace('"oppsera_host", "addons"', '"planted_host", "planted_addon"')
    config = config.replace('source_modules = ["oppsera_host"]', 'source_modules = ["planted_host"]')
    config = config.replace('forbidden_modules = ["addons"]', 'forbidden_modules = ["planted_addon"]')
    head, _, _ = config.partition('[[tool.importlinter.contracts]]\nname = "The PMS runs')
    (tmp_path / "pyproject.toml").write_text(head)
    for name, text in (("planted_host", "import planted_addon\n"), ("planted_addon", "")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(text)
    finished = lint(tmp_path)
    assert finished.returncode == 1
    assert "planted_host -> planted_addon" in finished.stdout
