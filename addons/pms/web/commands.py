"""Runs a view's one service call: in a unit of work for commands, in a read-only transaction for questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import orjson
from flask import Response
from sqlalchemy.orm import Session

from addons.pms.services import idempotency
from addons.pms.services.idempotency import Answer
from addons.pms.web.preconditions import keyed_request
from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.web.request_context import correlation_id, current_actor
from oppsera_host.web.sentences import spoken_json

T = TypeVar("T")


def run(
    work: Callable[[UnitOfWork], T],
    *,
    dump: Callable[[T], dict[str, Any]],
    status: int = 200,
    key_required: bool = False,
    foresee: Callable[[UnitOfWork], None] | None = None,
    when_numbered: Callable[[int, int], dict[str, Any]] | None = None,
) -> Response:
    """Execute ``work`` once and answer ``dump(result)`` with the ``seq`` of its last event.

    With an idempotency key the answer's bytes commit together with the work; the same request again gets those
    bytes and ``Idempotent-Replayed: true``. ``dump`` runs inside the transaction, while PostgreSQL writes and
    numbers what ``work`` has left to it.

    ``foresee`` may ``expect`` what ``work`` is going to read first, to go with the look-up of the key; where that is
    all it reads, the events' numbers are foreseen too.
    ``when_numbered`` adds to the answer what needs the numbers: the last event's, and how many changes there are.

    Raises:
        DomainError, AppError: what ``work`` refuses; IDEMPOTENCY_* codes.
    """
    actor = current_actor()
    keyed = keyed_request(actor, required=key_required)

    def attempt(uow: UnitOfWork) -> tuple[Answer, bool]:
        if foresee is not None:
            foresee(uow)
            uow.foresee_numbers()
        if keyed is not None:
            kept = idempotency.claim(uow, keyed)
            if kept is not None:
                return kept, True
        result = work(uow)
        uow.number()
        body = dump(result)
        seq = uow.seal()
        if when_numbered is not None:
            body |= when_numbered(seq, len(uow.mutations))
        headers = {"ETag": f'"{body["version"]}"'} if "version" in body else {}
        answer = Answer(status, headers, spoken_json(body | {"seq": seq}))
        if keyed is not None:
            idempotency.keep(uow, keyed, answer, orjson.dumps(headers).decode())
        return answer, False

    answer, replayed = unit_of_work.run(attempt, actor=actor, correlation_id=correlation_id())
    response = Response(answer.body, answer.status, answer.headers, mimetype="application/json")
    if replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def read(work: Callable[[Session], T]) -> T:
    """Run ``work`` in a READ ONLY transaction of the caller's tenant and return its value."""
    with unit_of_work.reading(current_actor()) as session:
        return work(session)


def json_response(body: dict[str, Any], *, etag: int | None = None) -> Response:
    """Answer ``body`` as JSON, with the resource's version as its ETag where it has one."""
    response = Response(spoken_json(body), mimetype="application/json")
    if etag is not None:
        response.headers["ETag"] = f'"{etag}"'
    return response
