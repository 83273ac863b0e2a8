"""``python -m bench [SECTION …]``: measure everything, or the named sections.

BENCH_SCALE (default 0.1) is the part of the large data set that is made: 1 stands for two years of 200 houses of
100 rooms. Databases are kept in ``var/bench`` (or ``$OPPSERA_STATE_DIR/bench``) for the next run; figures go to
``results`` in the same folder.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from pathlib import Path

from bench import board, drain, lag, moving, paint, size
from bench.report import Report
from bench.world import LARGE, LODGE, SMALL, World

SECTIONS = {
    "lodge": ((LODGE,), lambda world: board.measure(world, LODGE)),
    "board": ((LARGE,), lambda world: board.measure(world, LARGE)),
    "size": ((SMALL, LARGE), size.measure),
    "move": ((LODGE, LARGE), moving.measure_both),
    "lag": ((LARGE,), lag.measure),
    "drain": ((LARGE,), drain.measure),
    "paint": ((), paint.measure),
}


def main(words: list[str]) -> int:
    """Run the sections named by ``words``, or all."""
    unknown = set(words) - SECTIONS.keys()
    if unknown:
        print(f"There is no section {', '.join(sorted(unknown))}; there are: {', '.join(SECTIONS)}.")
        return 2
    if sys.platform != "linux":
        print("The benchmark reads processor times from Linux's /proc and does not run elsewhere.")
        return 2
    began = time.monotonic()
    scale = float(os.environ.get("BENCH_SCALE") or 0.1)
    folder = Path(os.environ.get("OPPSERA_STATE_DIR") or "var").resolve() / "bench"
    report = Report(
        {
            "scale": scale,
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "load": os.getloadavg(),
        }
    )
    print(f"Benchmark at scale {scale:g} (1 = 200 houses x 100 rooms x 2 years)")
    print("Each figure: median, unit, least-greatest over rounds, goal")
    world = World(folder, report, scale)
    chosen = {name: SECTIONS[name] for name in SECTIONS if not words or name in words}
    world.prepare(*dict.fromkeys(name for names, _ in chosen.values() for name in names))
    for _, measure in chosen.values():
        measure(world)
    minutes = (time.monotonic() - began) / 60
    file = folder / "results" / time.strftime("%Y%m%d-%H%M%S.json")
    report.write(file)
    missed = [figure.name for figure in report.figures if figure.met is False]
    print(f"\nGoals missed: {'; '.join(missed) or 'none'}\n{minutes:.1f} minutes; figures in {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
