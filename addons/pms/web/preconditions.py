"""Versions and keys of a command: If-Match or expectedVersion, Idempotency-Key or idempotencyKey."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import orjson
from flask import request
from marshmallow import fields, validate

from addons.pms.domain.errors import idempotency_key_required, invalid_fields, version_required
from addons.pms.services.idempotency import KeyedRequest
from oppsera_host.identity.actor import Actor
from oppsera_host.web.bodies import json_body
from oppsera_host.web.schema import BaseSchema, StrictInteger

_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}\Z", re.ASCII)
_ETAG = re.compile(r'(?:W/)?"?(\d{1,18})"?\Z', re.ASCII)


class KeyedSchema(BaseSchema):
    """Base of bodies that may carry their idempotency key."""

    idempotency_key = fields.String(
        validate=validate.Regexp(_KEY, error="Please send 16 to 64 letters, digits, _ or -."),
        metadata={"description": "May be sent as the Idempotency-Key header instead."},
    )


class CommandSchema(KeyedSchema):
    """Base of bodies that change something: the version the caller has seen, and the key."""

    expected_version = StrictInteger(
        minimum=1, metadata={"description": "The version the caller has seen; or send it as If-Match."}
    )


def expected_version(body: dict[str, Any]) -> int | None:
    """Return the version the caller expects; None stands for ``If-Match: *``, whatever is current.

    Raises:
        DomainError: VERSION_REQUIRED when there is none; VALIDATION_ERROR when it is no version.
    """
    header = request.headers.get("If-Match")
    if header is None:
        version: int | None = body.get("expected_version")
        if version is None:
            raise version_required()
        return version
    if header.strip() == "*":
        return None
    match = _ETAG.match(header.strip())
    if match is None:
        raise invalid_fields({"If-Match": ['Please send the version, e.g. If-Match: "7".']})
    return int(match[1])


def keyed_request(actor: Actor, *, required: bool) -> KeyedRequest | None:
    """Return the key of the running request with the fingerprint of what it asks for; None without a key.

    Raises:
        DomainError: IDEMPOTENCY_KEY_REQUIRED; VALIDATION_ERROR when the key has another shape.
    """
    body = json_body()
    in_body = body.get("idempotencyKey") if isinstance(body, dict) else None
    key = request.headers.get("Idempotency-Key") or in_body
    if key is None:
        if required:
            raise idempotency_key_required()
        return None
    if not isinstance(key, str) or not _KEY.match(key):
        raise invalid_fields({"idempotencyKey": ["Please send 16 to 64 letters, digits, _ or -."]})
    asked = (
        {name: value for name, value in body.items() if name != "idempotencyKey"}
        if isinstance(body, dict)
        else body
    )
    content = orjson.dumps(
        [request.method, request.full_path, asked, request.headers.get("If-Match"), actor.label],
        option=orjson.OPT_SORT_KEYS,
    )
    return KeyedRequest(key, hashlib.sha256(content).digest())
