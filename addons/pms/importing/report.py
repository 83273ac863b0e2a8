"""The row-by-row report: one JSON object a line for every refused row and every warning, and a summary at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson

from addons.pms.importing.batches import Outcome, Written
from addons.pms.importing.errors import FileRefusedError
from addons.pms.importing.rows import BadRow


@dataclass
class Report:
    """Counts outcomes and writes down what needs a look; holds no guest data."""

    path: Path
    stream: IO[bytes]
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    past_nights: int | None = None

    def add_bad_row(self, bad: BadRow) -> None:
        """Note a row that is no booking."""
        self._refused(bad.row, bad.line, bad.code, bad.detail)

    def add_written(self, written: Written) -> None:
        """Note what became of a booking; a refused one and one that was there before bring no warnings."""
        candidate = written.candidate
        if written.outcome is Outcome.REFUSED:
            self._refused(candidate.row, candidate.line, written.code, written.detail)
            return
        self.outcomes[written.outcome] += 1
        if written.outcome is Outcome.ACCEPTED:
            for code, detail in candidate.warnings:
                self.warnings[code] += 1
                self._line(candidate.row, candidate.line, "warning", code, detail)

    def warn(self, row: int, code: str, detail: str) -> None:
        """Note something about ``row`` that belongs to no booking."""
        self.warnings[code] += 1
        self._line(row, None, "warning", code, detail)

    def flush(self) -> None:
        """Hand what was noted so far to the file system."""
        self.stream.flush()

    def summary(self) -> dict[str, Any]:
        """Return the counts, JSON-ready; ``pastNights`` only where past nights were to be charged."""
        counts: dict[str, Any] = {
            "accepted": self.outcomes[Outcome.ACCEPTED],
            "refused": self.outcomes[Outcome.REFUSED],
            "alreadyImported": self.outcomes[Outcome.PRESENT],
            "refusals": dict(sorted(self.refusals.items())),
            "warnings": dict(sorted(self.warnings.items())),
        }
        return counts if self.past_nights is None else counts | {"pastNights": self.past_nights}

    def _refused(self, row: int, line: int, code: str, detail: str) -> None:
        self.outcomes[Outcome.REFUSED] += 1
        self.refusals[code] += 1
        self._line(row, line, "refused", code, detail)

    def _line(self, row: int, line: int | None, outcome: str, code: str, detail: str) -> None:
        entry = {"row": row, "line": line, "outcome": outcome, "code": code, "detail": detail}
        self.stream.write(orjson.dumps(entry) + b"\n")


@contextmanager
def report_at(path: Path) -> Iterator[Report]:
    """Open a report for writing; its last line, ``{"summary": …}``, is there only when the import came to its end.

    Raises:
        FileRefusedError: UNWRITABLE_REPORT.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("wb")
    except OSError as error:
        raise FileRefusedError(
            "UNWRITABLE_REPORT", f"The report cannot be written to {path}: {error}."
        ) from error
    with stream:
        report = Report(path, stream)
        yield report
        stream.write(orjson.dumps({"summary": report.summary()}) + b"\n")
