"""/api/pms/calendar: move, move together, resize, swap, undo."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Response, current_app
from itsdangerous import BadSignature, TimestampSigner

from addons.pms.domain.errors import concurrency_conflict, invalid_fields
from addons.pms.domain.segments import Segment
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.snapshots import instant_text
from addons.pms.domain.stay_dates import Edge
from addons.pms.services import calendar, calendar_group
from addons.pms.services.calendar import Moved, Origin
from addons.pms.services.calendar_group import MemberMove
from addons.pms.services.maintenance_out_of_service import foresee_warnings, warnings_each
from addons.pms.services.stored_reservation import StoredReservation
from addons.pms.services.undo import undo
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.reservation_json import dump
from addons.pms.web.schemas.calendar import (
    MovedSchema,
    MoveSchema,
    MovesSchema,
    ResizeSchema,
    SwapSchema,
    UndoSchema,
)
from oppsera_host import clock
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.web.request_context import current_actor, require

UNDO_SECONDS = 600


@api.post("/calendar/move")
@api.arguments(MoveSchema())
@api.response(200, MovedSchema)
@require("pms.reservations.move")
def move(body: dict[str, Any]) -> Response:
    """Move a stay to another room, other dates, or both."""
    stay = (
        body["reservation_id"],
        Origin(**body["origin"]),
        body["to"]["room_id"],
        body["to"]["check_in_date"],
    )

    def foresee(uow: UnitOfWork) -> None:
        calendar.foresee_move(uow, *stay)
        _, origin, room_id, first = stay
        if room_id is not None:
            nights = origin.check_out_date - origin.check_in_date
            foresee_warnings(uow, Segment(room_id, first, first + nights))

    return _run(
        lambda uow: calendar.move(uow, *stay, confirm=body["confirm"], reprice=body["reprice"]),
        foresee=foresee,
    )


@api.post("/calendar/moves")
@api.arguments(MovesSchema())
@api.response(200, MovedSchema)
@require("pms.reservations.move")
def move_together(body: dict[str, Any]) -> Response:
    """Move several stays at once, all or none."""
    moves = [
        MemberMove(
            each["reservation_id"],
            Origin(**each["origin"]),
            each["to"]["room_id"],
            each["to"]["check_in_date"],
        )
        for each in body["moves"]
    ]
    if len({each.reservation_id for each in moves}) < len(moves):
        raise invalid_fields({"moves": ["Name each stay once."]})
    return _run(lambda uow: calendar_group.move_together(uow, moves, confirm=body["confirm"]))


@api.post("/calendar/resize")
@api.arguments(ResizeSchema())
@api.response(200, MovedSchema)
@require("pms.reservations.move")
def resize(body: dict[str, Any]) -> Response:
    """Draw one edge of a stay to another date."""
    edge = Edge(body["edge"])
    wanted = "check_in_date" if edge is Edge.LEFT else "check_out_date"
    if set(body["to"]) != {wanted}:
        name = "checkInDate" if edge is Edge.LEFT else "checkOutDate"
        sentence = Sentence("The {edge} edge takes {name} and nothing else.", edge=edge.value, name=name)
        raise invalid_fields({f"to.{name}": [sentence]})
    return _run(
        lambda uow: calendar.resize(
            uow, body["reservation_id"], Origin(**body["origin"]), edge, body["to"][wanted]
        )
    )


@api.post("/calendar/swap")
@api.arguments(SwapSchema())
@api.response(200, MovedSchema)
@require("pms.reservations.move")
def swap(body: dict[str, Any]) -> Response:
    """Let two stays exchange rooms."""
    first, second = ((body[which]["reservation_id"], body[which]["version"]) for which in ("first", "second"))
    return _run(lambda uow: calendar.swap(uow, first, second, confirm=body["confirm"]))


@api.post("/calendar/undo")
@api.arguments(UndoSchema())
@api.response(200, MovedSchema)
@require("pms.reservations.move")
def take_back(body: dict[str, Any]) -> Response:
    """Take a move (of one stay or several), resize or swap back, unless anyone touched a stay since."""
    signer = _signer(current_app.config["SECRET_KEY"])
    try:
        tenant, first, last = signer.unsign(body["token"], max_age=UNDO_SECONDS).decode().split(":")
    except BadSignature:
        raise invalid_fields({"token": ["This change can no longer be undone."]}) from None
    if tenant != str(current_actor().tenant_id):
        raise concurrency_conflict()
    seqs = range(int(first), int(last) + 1)
    return commands.run(lambda uow: undo(uow, seqs), dump=_dump, key_required=True)


def _run(
    work: Callable[[UnitOfWork], Moved], *, foresee: Callable[[UnitOfWork], None] | None = None
) -> Response:
    def with_warnings(uow: UnitOfWork) -> tuple[Moved, list[dict[str, Any]]]:
        moved = work(uow)
        found = warnings_each(uow, [stored.snapshot.segments for stored in moved.reservations])
        return moved, [warning for each in found for warning in each]

    def dumped(done: tuple[Moved, list[dict[str, Any]]]) -> dict[str, Any]:
        moved, warnings = done
        return _dump(moved) | {"warnings": warnings}

    return commands.run(
        with_warnings, dump=dumped, key_required=True, foresee=foresee, when_numbered=_way_back
    )


def _way_back(last: int, changes: int) -> dict[str, Any]:
    """Return what takes the ``changes`` back whose numbers end with ``last``; nothing when nothing changed."""
    if not changes:
        return {}
    which = f"{current_actor().tenant_id}:{last - changes + 1}:{last}"
    token = _signer(current_app.config["SECRET_KEY"]).sign(which).decode()
    expires = clock.now() + timedelta(seconds=UNDO_SECONDS)
    return {"undo": {"token": token, "expiresAt": instant_text(expires)}}


def _dump(moved: Moved) -> dict[str, Any]:
    actor = current_actor()
    dumped = [dump(stored, actor) for stored in moved.reservations]
    body: dict[str, Any] = {"reservation": dumped[0]}
    if len(dumped) > 1:
        body = {"reservations": dumped}
    body["segments"] = [chip for stored in moved.reservations for chip in _chips(stored)]
    if moved.price_difference is not None:
        body["priceDifference"] = moved.price_difference.to_payload()
    return body


def _chips(stored: StoredReservation) -> list[dict[str, Any]]:
    snapshot, guest = stored.snapshot, stored.guest
    name = f"{guest.first_name} {guest.last_name}".strip() if current_actor().may("pms.guests.read") else ""
    common = {
        "reservationId": str(snapshot.id), "version": snapshot.version,
        "checkInDate": snapshot.check_in_date.isoformat(), "checkOutDate": snapshot.check_out_date.isoformat(),
        "status": snapshot.status.value, "guestName": name, "sourceType": snapshot.source_type.value,
        "roomTypeId": str(snapshot.room_type_id), "dayUse": snapshot.day_use,
        "adults": snapshot.adults, "children": snapshot.children, "roomLocked": snapshot.room_locked,
        "balanceDue": None, "colorKey": snapshot.status.value,
    }  # fmt: skip
    parts = [
        {
            "id": str(block_id), "roomId": str(part.room_id), "segmentStart": part.start_date.isoformat(),
            "segmentEnd": part.end_date.isoformat(),
        }
        for block_id, part in zip(stored.block_ids, snapshot.segments, strict=False)
    ]  # fmt: skip
    if not parts:
        parts = [
            {
                "id": str(snapshot.id), "roomId": str(snapshot.room_id) if snapshot.room_id else None,
                "segmentStart": snapshot.check_in_date.isoformat(), "segmentEnd": snapshot.check_out_date.isoformat(),
            }
        ]  # fmt: skip
    return [common | part for part in parts]


@functools.cache
def _signer(secret_key: str) -> TimestampSigner:
    return TimestampSigner(secret_key, salt="pms.calendar.undo.2")
