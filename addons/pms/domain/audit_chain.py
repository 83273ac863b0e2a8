"""The hash chain that makes an edited, dropped, moved or inserted audit row show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: What the first row of a tenant follows.
GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Link:
    """An audit row as stored: its content, the hash it follows and its own hash (32 bytes each)."""

    row: Mapping[str, Any]
    prev_hash: bytes
    hash: bytes


def canonical(row: Mapping[str, Any]) -> bytes:
    """Return the one byte string for a row of text, integers, booleans, None, lists and objects.

    JSON in UTF-8, members sorted, no blanks. The order of members does not matter, so a row that went through
    jsonb reads the same.

    Raises:
        TypeError: for a float or any other type, whose text could change on its way through the database.
    """
    _refuse_unstable(row)
    text = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def _refuse_unstable(value: Any) -> None:
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise TypeError("names of members must be text")
        for member in value.values():
            _refuse_unstable(member)
    elif isinstance(value, list):
        for member in value:
            _refuse_unstable(member)
    elif not (value is None or isinstance(value, str | int)):
        raise TypeError(f"{type(value).__name__} has no stable text")


def next_hash(prev_hash: bytes, content: bytes) -> bytes:
    """Return sha256(prev_hash | content); ``content`` comes from ``canonical``."""
    return hashlib.sha256(prev_hash + content).digest()


def verify(links: Iterable[Link], *, start: bytes = GENESIS, head: bytes | None = None) -> Iterator[int]:
    """Yield the positions (from 0) at which the chain is broken; nothing for an intact one.

    Args:
        links: all rows of a tenant in the order of seq, or a stretch of them.
        start: the hash before the first row.
        head: the hash kept elsewhere for the last row; without it rows missing at the end go unseen. A wrong
            end is reported as the position after the last row.
    """
    expected = start
    position = -1
    for position, link in enumerate(links):
        if link.prev_hash != expected or link.hash != next_hash(link.prev_hash, canonical(link.row)):
            yield position
        expected = link.hash
    if head is not None and expected != head:
        yield position + 1
