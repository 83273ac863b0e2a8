"""Log lines: one JSON object each, on standard error, made of listed fields only.

The list is the defence: a field nobody thought about is dropped, so guest data and secrets cannot slip into
the log as an innocent extra argument. Texts written by people (names, notes, e-mail addresses, search words)
are not on it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import orjson
import structlog

FIELDS = frozenset(
    {
        "event", "level", "logger", "timestamp", "correlation_id", "tenant", "actor", "method", "route",
        "status", "milliseconds", "code", "permission", "addon", "subscriber", "job", "queue", "seq", "count",
        "reason", "entity", "entity_id", "action", "error", "trace", "service", "port", "pid", "version",
        "outcome",
    }
)  # fmt: skip
LONGEST_TEXT = 2000
HANDLER = "oppsera"

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def configure(level: str = "INFO") -> None:
    """Send structlog and the standard library's logging to standard error as JSON lines."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        _add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="timestamp"),
        _name_the_error,
    ]
    last: list[Any] = [keep_listed_fields, structlog.processors.JSONRenderer(_json)]
    # Our own lines take the short way: every request writes one, and the standard library's cost six times this.
    structlog.configure(
        processors=[*shared, *last],
        logger_factory=_Lines,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    handler = _StandardErrorHandler()
    handler.name = HANDLER
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [held for held in root.handlers if held.name != HANDLER] + [handler]
    root.setLevel(level)
    # A line that cannot be written must not print the failing call, arguments and all, instead.
    logging.raiseExceptions = False


class _StandardErrorHandler(logging.Handler):
    """Writes what the standard library logs."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        _write(self.format(record))


class _Lines:
    """Writes our own lines; one for each logger."""

    def __init__(self, name: str = "oppsera") -> None:
        self.name = name

    def _line(self, line: str) -> None:
        _write(line)

    debug = info = warning = error = exception = critical = _line


def _write(line: str) -> None:
    """Write to whatever standard error is now; a closed or full one loses the line, which nobody could be told."""
    with contextlib.suppress(ValueError, OSError):
        sys.stderr.write(f"{line}\n")


def get_logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """Return the logger called ``name``; pass facts as keyword arguments named in ``FIELDS``."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(name)
    return logger


def keep_listed_fields(
    _logger: Any, _method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop every field that is not in ``FIELDS`` and cut long texts."""
    return {name: _shortened(value) for name, value in entry.items() if name in FIELDS}


def describe_exception(error: BaseException) -> dict[str, Any]:
    """Return type and place of ``error`` without its message, which may quote what a guest typed."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": f"{type(error).__module__}.{type(error).__qualname__}",
        "trace": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-20:]],
    }


def _add_logger_name(logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Our own loggers have a name; of the standard library's only the record does."""
    record = entry.get("_record")
    entry["logger"] = logger.name if record is None else record.name
    return entry


def _json(entry: dict[str, Any], *, default: Any) -> str:
    try:
        return orjson.dumps(entry, default=default).decode()
    except TypeError:  # half a character, a number beyond 64 bits: a line must never fail whoever writes it
        return json.dumps(entry, default=default, skipkeys=True)


def _name_the_error(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    information = entry.pop("exc_info", None)
    if information is True:
        information = sys.exc_info()
    error = information[1] if isinstance(information, tuple) else information
    if isinstance(error, BaseException):
        entry.update(describe_exception(error))
    return entry


def _shortened(value: Any) -> Any:
    return value[:LONGEST_TEXT] if isinstance(value, str) else value
