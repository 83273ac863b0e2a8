"""The audit chain: each row's hash covers the row before it, per tenant and over every audit table."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC
from typing import Any

import orjson

FIELDS = (
    "seq", "at", "actor", "action", "entity", "entity_id", "entity_version", "before", "after", "correlation_id",
)  # fmt: skip


def row_hash(prev_hash: bytes, row: dict[str, Any]) -> bytes:
    """Return sha256(prev_hash | canonical JSON of the row's ``FIELDS``, keys sorted, instants in UTC)."""
    content = {name: row[name] for name in FIELDS} | {"at": row["at"].astimezone(UTC)}
    canonical = orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)
    return hashlib.sha256(prev_hash + canonical).digest()


def broken_links(rows: Iterable[dict[str, Any]], head_hash: bytes) -> list[int]:
    """Return the seqs whose hash or link does not hold; rows come in seq order.

    A truncated tail shows as the last seq (or 0 when every row is gone), because the head no longer fits.
    """
    broken: list[int] = []
    previous, last_seq = b"", 0
    for row in rows:
        if row["prev_hash"] != previous or row_hash(previous, row) != row["hash"]:
            broken.append(row["seq"])
        previous, last_seq = row["hash"], row["seq"]
    if previous != head_hash and last_seq not in broken:
        broken.append(last_seq)
    return broken
