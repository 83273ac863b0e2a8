"""/api/pms/room-assignment: rooms for everybody who arrives and has none."""

from __future__ import annotations

from typing import Any

from flask import Response

from addons.pms.services import automatic_assignment
from addons.pms.services.automatic_assignment import AssignmentReport, Placement, Unplaced
from addons.pms.services.properties import resolve_property
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.schemas.room_assignment import RoomAssignmentRequestSchema, RoomAssignmentSchema
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.web.request_context import require


@api.post("/room-assignment")
@api.arguments(RoomAssignmentRequestSchema)
@api.response(200, RoomAssignmentSchema)
@require("pms.reservations.move")
def assign_rooms(body: dict[str, Any]) -> Response:
    """Give a room to each stay without one that arrives on the days; ``dryRun`` only says which."""

    def work(uow: UnitOfWork) -> AssignmentReport:
        hotel = resolve_property(uow.session, uow.tenant_id, body.get("property_id"))
        first = body.get("first", hotel.business_date)
        return automatic_assignment.assign_rooms(
            uow, hotel, first, body.get("last", first), dry_run=body["dry_run"]
        )

    return commands.run(work, dump=_dump)


def _dump(report: AssignmentReport) -> dict[str, Any]:
    return {
        "propertyId": str(report.property_id),
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "dryRun": report.dry_run,
        "placed": [
            _stay_json(each)
            | {"roomId": str(each.room_id), "number": each.number, "warnings": list(each.warnings)}
            for each in report.placed
        ],
        "unplaced": [
            _stay_json(each)
            | {
                "roomTypeId": str(each.reservation.snapshot.room_type_id),
                "code": each.code,
                "reason": each.reason,
            }
            for each in report.unplaced
        ],
    }


def _stay_json(each: Placement | Unplaced) -> dict[str, Any]:
    snapshot = each.reservation.snapshot
    return {
        "reservationId": str(snapshot.id),
        "confirmationNumber": snapshot.confirmation_number,
        "version": snapshot.version,
        "checkInDate": snapshot.check_in_date.isoformat(),
        "checkOutDate": snapshot.check_out_date.isoformat(),
    }
