"""No source file grows past 300 lines: beyond that nobody reads top to bottom."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
CEILING = 300
SOURCES = ("*.py", "*.ts", "*.css", "*.html", "*.mjs", "*.js")


def test_every_source_file_stays_under_the_ceiling():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *SOURCES],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert listed
    lengths = {name: len((ROOT / name).read_text().splitlines()) for name in listed if (ROOT / name).exists()}
    assert {name: length for name, length in lengths.items() if length > CEILING} == {}
