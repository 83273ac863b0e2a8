"""What the stock rows of a type say, and what the rooms and closures say they should."""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import UUID

from sqlalchemy import text

from addons.pms.services.inventory import change_stock
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor

_ROWS = text(
    "select night, physical, out_of_order, sold, overbooking_limit from pms_type_inventory"
    " where tenant_id = :tenant and room_type_id = :type order by night"
)
_DRIFT = text(
    "select i.night, i.physical, i.out_of_order from pms_type_inventory i"
    " join pms_room_types t on t.tenant_id = i.tenant_id and t.id = i.room_type_id"
    " join pms_properties p on p.tenant_id = t.tenant_id and p.id = t.property_id"
    " where i.tenant_id = :tenant and i.night >= p.business_date and ("
    " i.physical <> (select count(*) from pms_rooms r where r.tenant_id = i.tenant_id"
    " and r.room_type_id = t.id) or i.out_of_order <> (select count(*) from pms_room_blocks b"
    " join pms_rooms r on r.tenant_id = b.tenant_id and r.id = b.room_id"
    " where b.tenant_id = i.tenant_id and r.room_type_id = t.id and b.active"
    " and b.kind = 'OUT_OF_ORDER' and b.start_date <= i.night and b.end_date > i.night))"
)


def stock(actor: Actor, room_type_id: UUID) -> dict[date, tuple[int, int, int, int]]:
    """Return (physical, out of order, sold, overbooking limit) by night."""
    with unit_of_work.reading(actor) as session:
        rows = session.execute(_ROWS, {"tenant": actor.tenant_id, "type": room_type_id}).all()
    return {row[0]: tuple(row[1:]) for row in rows}


def drift(actor: Actor) -> list[tuple[date, int, int]]:
    """Return the stock rows from the business date on that disagree with rooms or closures."""
    with unit_of_work.reading(actor) as session:
        return [tuple(row) for row in session.execute(_DRIFT, {"tenant": actor.tenant_id})]


def sell(actor: Actor, room_type_id: UUID, night: date, units: int = 1) -> None:
    """Take ``units`` of the type on one night, as unassigned stays do."""
    sold = Counter({(room_type_id, night): units})
    unit_of_work.run(lambda uow: change_stock(uow.connection, uow.tenant_id, sold=sold), actor=actor)
