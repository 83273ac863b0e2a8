"""JSON through orjson, so that every route writes instants, ids and dates the same way."""

from __future__ import annotations

from typing import Any

import orjson
from flask.json.provider import JSONProvider


class OrjsonProvider(JSONProvider):
    """Flask's JSON by orjson: UTC instants end in ``Z``, everything unknown is an error and not a guess."""

    def dumps(self, obj: Any, **_kwargs: Any) -> str:
        """Return ``obj`` as JSON text."""
        return orjson.dumps(obj, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS).decode()

    def loads(self, s: str | bytes, **_kwargs: Any) -> Any:
        """Return the value of the JSON text ``s``."""
        return orjson.loads(s)
