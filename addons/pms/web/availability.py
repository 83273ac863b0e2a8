"""/api/pms/availability: what is free, what it costs, and why something is not free."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from addons.pms.domain.availability import shortages
from addons.pms.domain.conflicts import Alternative
from addons.pms.domain.errors import invalid_fields
from addons.pms.domain.restrictions import Rule, in_words
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.stay_dates import StayDates
from addons.pms.services import alternatives, availability
from addons.pms.services.alternatives import Wanted
from addons.pms.services.availability import Explanation, TypeAvailability
from addons.pms.services.properties import resolve_property
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.schemas.availability import (
    AvailabilityQuerySchema,
    AvailabilitySchema,
    ExplainQuerySchema,
    ExplanationSchema,
    SuggestionsQuerySchema,
    SuggestionsSchema,
)
from oppsera_host.web.request_context import current_actor, require


@api.get("/availability")
@api.arguments(AvailabilityQuerySchema, location="query")
@api.response(200, AvailabilitySchema)
@require("pms.availability.read")
def check_availability(query: dict[str, Any]) -> Response:
    """Return stock and price per room type and night, for types that take the party."""
    tenant_id = current_actor().tenant_id
    if query["children"] and "adults" not in query:
        raise invalid_fields({"adults": ["Please say how many adults come with the children."]})
    dates = StayDates(query["check_in_date"], query["check_out_date"])

    def work(session: Session) -> dict[str, Any]:
        hotel = resolve_property(session, tenant_id, query.get("property_id"))
        found = availability.check_availability(
            session,
            tenant_id,
            hotel,
            dates,
            adults=query.get("adults"),
            children=query["children"],
            rate_plan_id=query.get("rate_plan_id"),
        )
        return {
            "propertyId": str(hotel.id),
            "checkInDate": dates.check_in.isoformat(),
            "checkOutDate": dates.check_out.isoformat(),
            "items": [_type_json(each) for each in found],
            "nextCursor": None,
        }

    return commands.json_response(commands.read(work))


@api.get("/availability/suggestions")
@api.arguments(SuggestionsQuerySchema, location="query")
@api.response(200, SuggestionsSchema)
@require("pms.availability.read")
def suggest(query: dict[str, Any]) -> Response:
    """Return up to five rooms and dates close to the stay that is wanted, each with its reason."""
    tenant_id = current_actor().tenant_id
    dates = StayDates(query["check_in_date"], query["check_out_date"])

    def work(session: Session) -> list[Alternative]:
        hotel = resolve_property(session, tenant_id, query.get("property_id"))
        wanted = Wanted(
            property_id=hotel.id, dates=dates, room_type_id=query["room_type_id"], adults=query.get("adults"),
            children=query["children"],
        )  # fmt: skip
        return alternatives.suggest(session.connection(), tenant_id, wanted)

    found = [each.to_payload() for each in commands.read(work)]
    return commands.json_response({"items": found, "nextCursor": None})


@api.get("/availability/explain")
@api.arguments(ExplainQuerySchema, location="query")
@api.response(200, ExplanationSchema)
@require("pms.availability.read")
def explain_availability(query: dict[str, Any]) -> Response:
    """Trace each unit that is gone on a night to the stay or closure that took it."""
    actor = current_actor()

    def work(session: Session) -> Explanation:
        hotel = resolve_property(session, actor.tenant_id, query.get("property_id"))
        return availability.explain(session, actor.tenant_id, hotel, query["room_type_id"], query["date"])

    return commands.json_response(
        _explanation_json(commands.read(work), with_names=actor.may("pms.guests.read"))
    )


def _type_json(found: TypeAvailability) -> dict[str, Any]:
    return {
        "roomTypeId": str(found.room_type.id),
        "code": found.room_type.code,
        "name": found.room_type.name,
        "available": found.available,
        "sellable": found.sellable,
        "offered": found.offered,
        "reasons": [
            {
                "code": "SOLD_OUT",
                "date": night.night.isoformat(),
                "text": Sentence("Sold out on {night}.", night=night.night),
            }
            for night in shortages(found.nights)
        ]
        + [each.to_payload() for each in found.breaches],
        "total": found.total.to_payload(),
        "nights": [
            night.to_payload() | {"price": priced.price.to_payload()}
            for night, priced in zip(found.nights, found.prices, strict=True)
        ],
    }


def _explanation_json(found: Explanation, *, with_names: bool) -> dict[str, Any]:
    night = found.night
    reasons = [_stay_json(row, with_names=with_names) for row in found.stays]
    reasons += [_closure_json(row) for row in found.closures]
    if night.overbooking_limit:
        text = Sentence.counted(
            "The type may be oversold by one room.",
            "The type may be oversold by {count} rooms.",
            night.overbooking_limit,
        )
        reasons.append(
            {"kind": "RULE", "rule": "OVERBOOKING_LIMIT", "units": night.overbooking_limit, "text": text}
        )
    reasons += [_rule_json(rule) for restriction in found.restrictions for rule in in_words(restriction)]
    return {
        "propertyId": str(found.room_type.property_id),
        "roomTypeId": str(found.room_type.id),
        **night.to_payload(),
        "overbookingLimit": night.overbooking_limit,
        "reasons": reasons,
    }


def _rule_json(rule: tuple[Rule, str]) -> dict[str, Any]:
    return {"kind": "RULE", "rule": rule[0].value, "units": 0, "text": rule[1]}


def _stay_json(row: Any, *, with_names: bool) -> dict[str, Any]:
    who = row.guest_name if with_names else row.confirmation_number
    reason = {
        "kind": "RESERVATION",
        "units": -1,
        "reservationId": str(row.reservation_id),
        "confirmationNumber": row.confirmation_number,
        "status": row.status,
        "roomId": None if row.room_id is None else str(row.room_id),
        "startDate": row.check_in_date.isoformat(),
        "endDate": row.check_out_date.isoformat(),
        "text": Sentence(
            "{who} stays from {arrival} to {departure}.",
            who=who,
            arrival=row.check_in_date,
            departure=row.check_out_date,
        ),
    }
    return reason | ({"guestName": row.guest_name} if with_names else {})


def _closure_json(row: Any) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "units": -1,
        "blockId": str(row.block_id),
        "roomId": str(row.room_id),
        "roomNumber": row.number,
        "startDate": row.start_date.isoformat(),
        "endDate": row.end_date.isoformat(),
        "text": Sentence.paragraph(
            Sentence(
                "Room {number} is closed from {first} to {last}.",
                number=row.number,
                first=row.start_date,
                last=row.end_date,
            ),
            *([row.reason] if row.reason else []),
        ),
    }
