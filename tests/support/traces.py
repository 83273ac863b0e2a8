"""Looks for words everywhere a house keeps anything: every table, byte by byte, and every key of Valkey."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from urllib.parse import quote

from psycopg import sql
from redis import Redis

from addons.pms.services.guest_details import folded
from oppsera_host.testing.databases import Database

_TABLES = """
select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'm', 'p') and n.nspname not like 'pg_toast%' and n.nspname <> 'information_schema'
  and c.relname not in ('pg_largeobject', 'pg_authid')
order by 1, 2
"""


class Words:
    """Words in every shape in which they could lie about; what was in upper case is looked for in lower too."""

    def __init__(self, words: Iterable[str]) -> None:
        self.shapes: dict[bytes, str] = {}
        for word in words:
            for text in {word, word.lower(), word.upper(), folded(word)}:
                escaped = json.dumps(text)[1:-1]
                raw = text.encode()
                for shape in (raw, escaped.encode(), raw.hex().encode(), quote(text).encode()):
                    self.shapes[shape] = word
                self.shapes[base64.b64encode(raw)[: len(raw) * 4 // 3 - 1]] = word

    def found_in(self, content: bytes) -> set[str]:
        """The words that ``content`` holds in any shape."""
        return {word for shape, word in self.shapes.items() if shape in content}


def traces_in_database(database: Database, words: Words) -> dict[str, set[str]]:
    """Return which tables hold which words: of the application and of PostgreSQL itself, as the server keeps them."""
    found: dict[str, set[str]] = {}
    with database.connect_as_admin() as admin:
        admin.execute("analyze")  # what the planner samples of rows is a table too
        for schema, table in admin.execute(_TABLES).fetchall():
            form = "text" if schema == "pg_catalog" else "binary"  # some types of its own have no binary form
            copy = sql.SQL("copy {} to stdout (format {})").format(
                sql.Identifier(str(schema), str(table)), sql.SQL(form)
            )
            with admin.cursor().copy(copy) as rows:
                content = b"".join(bytes(part) for part in rows)
            if held := words.found_in(content):
                found[str(table)] = held
    return found


def traces_in_valkey(database: Database, words: Words) -> dict[str, set[str]]:
    """Return which keys hold which words, in their names or their values."""
    server = Redis.from_url(database.redis_url)
    found: dict[str, set[str]] = {}
    for key in server.scan_iter(count=1000):
        if held := words.found_in(key + b"\n" + _value_of(server, key)):
            found[key.decode(errors="replace")] = held
    return found


def _value_of(server: Redis, key: bytes) -> bytes:
    """The value in whatever way its type is read: what DUMP gives is compressed."""
    kind = server.type(key).decode()
    if kind == "string":
        return bytes(server.get(key) or b"")
    read = {
        "hash": lambda: list(server.hgetall(key).items()),
        "list": lambda: server.lrange(key, 0, -1),
        "set": lambda: list(server.smembers(key)),
        "zset": lambda: server.zrange(key, 0, -1),
        "stream": lambda: server.xrange(key),
    }
    return repr(read[kind]()).encode() if kind in read else b""
