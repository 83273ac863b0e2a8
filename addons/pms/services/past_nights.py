"""Charges the nights that guests slept before the hotel moved in: bookings brought in with the guest in the house."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from addons.pms.db.queries import night_charges as queries
from addons.pms.services.night_charges import PostedNight, post_night
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor

BATCH = 200


def post_past_nights(actor: Actor, property_id: UUID, reference_prefix: str) -> PostedNight:
    """Put the nights before the business date on the folios of guests who are in the house, with their taxes.

    Each night is charged once, whoever posts it when, so this may be interrupted and started again. The entries
    belong to the night that was slept and to the business date on which they came into these books.

    Args:
        actor: whose tenant it is.
        property_id: the property.
        reference_prefix: what ``sourceRef`` of the stays begins with; other stays are left alone.

    Returns:
        What was posted now; ``stays`` counts a stay for each of its nights.
    """
    binds = {"tenant": actor.tenant_id, "property": property_id, "prefix": reference_prefix}
    with unit_of_work.reading(actor) as session:
        found = session.execute(queries.PAST_NIGHTS, binds).all()
    posted = [
        unit_of_work.run(
            partial(
                post_night,
                property_id=property_id,
                night=row.night,
                reservation_ids=row.reservations[start : start + BATCH],
            ),
            actor=actor,
        )
        for row in found
        for start in range(0, len(row.reservations), BATCH)
    ]
    return PostedNight(
        sum(each.stays for each in posted),
        sum(each.amount for each in posted),
        sum(each.taxes for each in posted),
    )
