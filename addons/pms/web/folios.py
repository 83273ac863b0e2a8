"""/api/pms/folios and the folios of a reservation: read, post, correct, move, close."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from addons.pms.domain.ledger import PaymentMethod
from addons.pms.domain.money import Money, total
from addons.pms.domain.routing import Route
from addons.pms.services import folio_moves, folio_posting, folio_reads, folios, payments
from addons.pms.services.folio_posting import Posted
from addons.pms.services.folio_reads import FolioView
from addons.pms.web import commands
from addons.pms.web.blueprint import api
from addons.pms.web.folio_json import dump_moved, dump_posted, dump_state, dump_view
from addons.pms.web.optional_version import optional_version
from addons.pms.web.preconditions import CommandSchema, expected_version
from addons.pms.web.schemas.folio import (
    AdjustmentSchema,
    ChargeSchema,
    EntriesMovedSchema,
    FolioEditSchema,
    FolioOpenSchema,
    FolioSchema,
    FoliosSchema,
    FolioStateSchema,
    PaymentSchema,
    PostedSchema,
    RefundSchema,
    RoutingSchema,
    RoutingWriteSchema,
    TransferSchema,
)
from oppsera_host.db import unit_of_work
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.web.request_context import correlation_id, current_actor, require
from oppsera_host.web.schema import MoneyValue


@api.get("/folios/<uuid:folio_id>")
@api.response(200, FolioSchema)
@require("pms.folios.read")
def get_folio(folio_id: UUID) -> Response:
    """Return a folio with its entries; its version as ETag."""
    tenant_id = current_actor().tenant_id
    view = commands.read(lambda session: folio_reads.find_folio(session, tenant_id, folio_id))
    return commands.json_response(dump_view(view), etag=view.folio.version)


@api.get("/reservations/<uuid:reservation_id>/folio")
@api.response(200, FolioSchema)
@require("pms.folios.read")
def get_guest_folio(reservation_id: UUID) -> Response:
    """Return the stay's own folio; it is opened when it is first asked for."""
    view = folios_of(reservation_id)[0]
    return commands.json_response(dump_view(view), etag=view.folio.version)


@api.get("/reservations/<uuid:reservation_id>/folios")
@api.response(200, FoliosSchema)
@require("pms.folios.read")
def list_folios(reservation_id: UUID) -> Response:
    """Return all folios of a stay, its routing and its balance; the first folio is opened when first asked for."""
    tenant_id = current_actor().tenant_id
    views = folios_of(reservation_id)
    routes = commands.read(lambda session: folio_reads.routes_of(session, tenant_id, reservation_id))
    currency = views[0].folio.currency
    owed = total([Money(view.folio.balance, currency) for view in views], currency)
    return commands.json_response(
        {
            "items": [dump_view(view) for view in views], "balance": owed.to_payload(),
            "routing": [route.to_payload() for route in routes], "nextCursor": None,
        }
    )  # fmt: skip


@api.post("/reservations/<uuid:reservation_id>/folios")
@api.arguments(FolioOpenSchema)
@api.response(201, FolioStateSchema)
@require("pms.folios.post")
def open_folio(body: dict[str, Any], reservation_id: UUID) -> Response:
    """Open one more folio for the stay, for a company or for extras."""
    version = optional_version(body)
    return commands.run(
        lambda uow: folios.open_window(uow, reservation_id, version, name=body["name"], payer=body["payer"]),
        dump=dump_state,
        status=201,
    )


@api.patch("/folios/<uuid:folio_id>")
@api.arguments(FolioEditSchema)
@api.response(200, FolioStateSchema)
@require("pms.folios.post")
def edit_folio(body: dict[str, Any], folio_id: UUID) -> Response:
    """Change what the folio is called and who is to pay."""
    version = expected_version(body)
    return commands.run(
        lambda uow: folios.rename(uow, folio_id, version, name=body.get("name"), payer=body.get("payer")),
        dump=dump_state,
    )


@api.get("/reservations/<uuid:reservation_id>/routing")
@api.response(200, RoutingSchema)
@require("pms.folios.read")
def get_routing(reservation_id: UUID) -> Response:
    """Return which charges of the stay go to which of its folios."""
    tenant_id = current_actor().tenant_id
    folios_of(reservation_id)
    routes = commands.read(lambda session: folio_reads.routes_of(session, tenant_id, reservation_id))
    return commands.json_response({"items": [route.to_payload() for route in routes], "nextCursor": None})


@api.put("/reservations/<uuid:reservation_id>/routing")
@api.arguments(RoutingWriteSchema)
@api.response(200, RoutingSchema)
@require("pms.folios.post")
def write_routing(body: dict[str, Any], reservation_id: UUID) -> Response:
    """Say which charges of the stay go where from now on; a code comes before its group."""
    routes = [Route(**row) for row in body["routes"]]
    return commands.run(
        lambda uow: folios.set_routing(uow, reservation_id, routes),
        dump=lambda written: {"items": [route.to_payload() for route in written], "nextCursor": None},
    )


@api.post("/folios/<uuid:folio_id>/charges")
@api.arguments(ChargeSchema)
@api.response(201, PostedSchema)
@require("pms.folios.post")
def post_charge(body: dict[str, Any], folio_id: UUID) -> Response:
    """Post a charge."""
    version = optional_version(body)

    def work(uow: UnitOfWork) -> Posted:
        return folio_posting.post_to_folio(
            uow, folio_id, version, code=body["code"], quantity=body["quantity"],
            price=_money(body["price"]) if "price" in body else None,
            description=body["description"],
        )  # fmt: skip

    return commands.run(work, dump=dump_posted, status=201)


@api.post("/folios/<uuid:folio_id>/adjustments")
@api.arguments(AdjustmentSchema)
@api.response(201, PostedSchema)
@require("pms.folios.post")
def post_adjustment(body: dict[str, Any], folio_id: UUID) -> Response:
    """Take something off a charge, or off a payment recorded by mistake; never more than it was."""
    version = optional_version(body)
    given = body.get("amount")
    amount = None if given is None else Money(abs(given.amount), given.currency)

    def work(uow: UnitOfWork) -> Posted:
        return folio_posting.post_adjustment(
            uow, folio_id, version, entry_id=body["entry_id"], amount=amount, description=body["description"],
            include_taxes=body.get("include_taxes"),
        )  # fmt: skip

    return commands.run(work, dump=dump_posted, status=201)


@api.post("/folios/<uuid:folio_id>/payments")
@api.arguments(PaymentSchema)
@api.response(201, PostedSchema)
@require("pms.folios.post")
def post_payment(body: dict[str, Any], folio_id: UUID) -> Response:
    """Record a payment; before the arrival it is a deposit."""
    version = optional_version(body)

    def work(uow: UnitOfWork) -> Posted:
        return payments.post_payment(
            uow, folio_id, version, amount=_money(body["amount"]), method=PaymentMethod(body["method"]),
            description=body["description"], reference=body["reference"],
        )  # fmt: skip

    return commands.run(work, dump=dump_posted, status=201)


@api.post("/folios/<uuid:folio_id>/refunds")
@api.arguments(RefundSchema)
@api.response(201, PostedSchema)
@require("pms.folios.post")
def post_refund(body: dict[str, Any], folio_id: UUID) -> Response:
    """Record money paid back; never more than was paid."""
    version = optional_version(body)
    method = PaymentMethod(body["method"]) if "method" in body else None

    def work(uow: UnitOfWork) -> Posted:
        return payments.post_refund(
            uow, folio_id, version, amount=_money(body["amount"]), method=method, description=body["description"],
            payment_id=body.get("payment_id"),
        )  # fmt: skip

    return commands.run(work, dump=dump_posted, status=201)


@api.post("/folios/<uuid:folio_id>/transfers")
@api.arguments(TransferSchema)
@api.response(201, EntriesMovedSchema)
@require("pms.folios.post")
def move_entries(body: dict[str, Any], folio_id: UUID) -> Response:
    """Move charges and payments to another folio, taxes with their charges; the sum of both stays the same."""
    version = optional_version(body)
    amount = _money(body["amount"]) if "amount" in body else None
    return commands.run(
        lambda uow: folio_moves.move_entries(
            uow,
            folio_id,
            version,
            to_folio_id=body["to_folio_id"],
            entry_ids=body["entry_ids"],
            amount=amount,
        ),
        dump=dump_moved,
        status=201,
    )


@api.post("/folios/<uuid:folio_id>/close")
@api.arguments(CommandSchema)
@api.response(200, FolioStateSchema)
@require("pms.folios.close")
def close_folio(body: dict[str, Any], folio_id: UUID) -> Response:
    """Close a settled folio; one with a balance answers FOLIO_NOT_SETTLED."""
    version = optional_version(body)
    return commands.run(lambda uow: folios.close(uow, folio_id, version), dump=dump_state)


@api.post("/folios/<uuid:folio_id>/reopen")
@api.arguments(CommandSchema)
@api.response(200, FolioStateSchema)
@require("pms.folios.reopen")
def reopen_folio(body: dict[str, Any], folio_id: UUID) -> Response:
    """Let a closed folio take entries again."""
    version = optional_version(body)
    return commands.run(lambda uow: folios.reopen(uow, folio_id, version), dump=dump_state)


def folios_of(reservation_id: UUID) -> list[FolioView]:
    """Return the stay's folios by window, after opening the first where there is none yet."""
    actor = current_actor()
    found = commands.read(lambda session: folio_reads.folios_of(session, actor.tenant_id, reservation_id))
    if found:
        return found
    unit_of_work.run(
        lambda uow: folios.guest_folio(uow, reservation_id), actor=actor, correlation_id=correlation_id()
    )
    return commands.read(lambda session: folio_reads.folios_of(session, actor.tenant_id, reservation_id))


def _money(value: MoneyValue) -> Money:
    return Money(value.amount, value.currency)
