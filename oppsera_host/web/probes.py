"""Is it alive, is it ready, how is it doing: for load balancers and monitoring, without sign-in."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

import prometheus_client
import redis
from flask import Blueprint, Response, jsonify
from prometheus_client import Metric, multiprocess
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from oppsera_host.db.base import db
from oppsera_host.telemetry import DERIVATIONS
from oppsera_host.web.access import public
from oppsera_host.web.request_context import settings

blueprint = Blueprint("probes", __name__)
PATIENCE_SECONDS = 1.0


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """The process answers."""
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    """The database can be used; Redis is told of, but only speeds things up, so its loss keeps us ready."""
    database, cache = _database_answers(), _redis_answers()
    body = {"status": "ok" if database else "unavailable", "database": database, "redis": cache}
    return jsonify(body), 200 if database else 503


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """Prometheus text; of all processes when ``PROMETHEUS_MULTIPROC_DIR`` is set."""
    registry: Any = prometheus_client.REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = prometheus_client.CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    measured = list(registry.collect())
    derived = [metric for derive in DERIVATIONS for metric in derive(measured)]
    body = prometheus_client.generate_latest(_Collected([*measured, *derived]))
    return Response(body, content_type=prometheus_client.CONTENT_TYPE_LATEST)


class _Collected(NamedTuple):
    """Metrics that were collected already."""

    metrics: list[Metric]

    def collect(self) -> list[Metric]:
        return self.metrics


def _database_answers() -> bool:
    try:
        with db.engine.connect() as connection:
            connection.execute(text("select 1 from host_tenants limit 1"))
    except SQLAlchemyError:
        return False
    return True


def _redis_answers() -> bool:
    url = settings().redis_url
    if url is None:
        return False
    try:
        with redis.Redis.from_url(
            url, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
        ) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
