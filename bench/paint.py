"""The board in a real browser: main-thread processor time of the first paint and of a drag."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from bench.world import World

ROUNDS = 5
FRONTEND = Path(__file__).parents[1] / "addons/pms/frontend"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def measure(world: World) -> None:
    """Measure 500 rooms x 30 nights, or say why not."""
    world.report.title("Browser, 500 rooms x 30 nights")
    node, browser = (
        shutil.which("node"),
        os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None),
    )
    if node is None or browser is None or not (FRONTEND / "node_modules/playwright-core").exists():
        missing = (
            "Node" if node is None else "Chromium (set CHROMIUM)" if browser is None else "playwright-core"
        )
        world.report.skip("first paint and drag", f"there is no {missing}")
        return
    done = subprocess.run(
        [node, str(Path(__file__).with_name("paint.mjs")), str(ROUNDS)],
        env={**os.environ, "CHROMIUM": browser},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    if done.returncode != 0:
        world.report.skip("first paint and drag", f"the browser run failed: {done.stderr.strip()[-500:]}")
        return
    rounds: list[dict[str, Any]] = json.loads(done.stdout)
    for name, key, goal in (
        ("grid, data in memory: first paint, main thread", "grid", 40),
        ("whole page: from its start to the painted board, main thread", "page", None),
        ("empty page, the same wait (floor, taken off both)", "floor", None),
        ("drag: main thread per pointer move", "drag", 3),
    ):
        world.report.add(name, [each[key] for each in rounds], "ms", at_most=goal)
    world.report.add("nodes in the page after the first paint", [each["nodes"] for each in rounds], "")
