"""JSON of folios, their entries, routing, and charge codes."""

from __future__ import annotations

import re

from marshmallow import fields, validate

from addons.pms.domain.charge_codes import GROUPS
from addons.pms.domain.ledger import EntryKind, FolioStatus, PaymentMethod
from addons.pms.web.preconditions import CommandSchema, KeyedSchema
from addons.pms.web.schemas import texts
from oppsera_host.web.schema import (
    BaseSchema,
    Date,
    Instant,
    ListQuerySchema,
    Money,
    StrictBoolean,
    StrictInteger,
)

MOST_ENTRIES, MOST_ROUTES = 200, 50
_CODE = validate.Regexp(
    re.compile(r"[A-Z0-9_]{1,40}\Z", re.ASCII), error="Please use capital letters, digits and _, at most 40."
)
_METHODS = validate.OneOf([method.value for method in PaymentMethod])
_WORDS = validate.Length(max=500)
_NAME = validate.Length(1, 100)


class ChargeSchema(CommandSchema):
    """A charge: ``quantity`` times ``price``; ``description`` defaults to the code's name."""

    code = fields.String(required=True, validate=_CODE)
    price = Money(metadata={"description": "Of one, above zero; left out: what the code usually costs."})
    quantity = StrictInteger(load_default=1, minimum=1, maximum=10_000)
    description = fields.String(load_default="", validate=_WORDS)


class AdjustmentSchema(CommandSchema):
    """Takes ``amount`` off the entry it names."""

    entry_id = fields.UUID(required=True)
    amount = Money(
        metadata={
            "description": "Left out: all that is left of the entry. It is always taken off, whether it is written"
            " as 500 or, as the adjustment of a charge stands on the folio, as -500."
        }
    )
    description = fields.String(required=True, validate=validate.Length(1, 500))
    include_taxes = StrictBoolean(
        metadata={
            "description": "Take the same part off the taxes of the charge; left out: off percentages, or all with all."
        }
    )


class PaymentSchema(CommandSchema):
    """Money received; never a card number, a reference of whoever took it at most."""

    amount = Money(required=True, metadata={"description": "Above zero."})
    method = fields.String(required=True, validate=_METHODS)
    description = fields.String(load_default="", validate=_WORDS)
    reference = fields.String(allow_none=True, load_default=None, validate=validate.Length(1, 200))


class RefundSchema(CommandSchema):
    """Money paid back, of ``paymentId`` where one is named; in that payment's way unless ``method`` says another."""

    amount = Money(required=True, metadata={"description": "Above zero, at most what was paid."})
    method = fields.String(validate=_METHODS)
    payment_id = fields.UUID()
    description = fields.String(load_default="", validate=_WORDS)


class TransferSchema(CommandSchema):
    """Entries to move to another folio with their taxes; ``amount`` moves a part of one."""

    to_folio_id = fields.UUID(required=True)
    entry_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MOST_ENTRIES))
    amount = Money()


class FolioOpenSchema(CommandSchema):
    """One more folio of the stay."""

    name = fields.String(required=True, validate=_NAME)
    payer = fields.String(load_default="", validate=validate.Length(max=200))


class FolioEditSchema(CommandSchema):
    """What may be changed of a folio itself; a field left out stays as it is."""

    name = fields.String(validate=_NAME)
    payer = fields.String(validate=validate.Length(max=200))


class RouteSchema(BaseSchema):
    """Charges of ``code``, or of ``group``, go to ``folioId``."""

    folio_id = fields.UUID(required=True)
    code = fields.String(allow_none=True, load_default=None, validate=_CODE)
    group = fields.String(allow_none=True, load_default=None, validate=validate.OneOf(GROUPS))


class RoutingWriteSchema(KeyedSchema):
    """All routes of the stay, in place of those before."""

    routes = fields.List(fields.Nested(RouteSchema), required=True, validate=validate.Length(max=MOST_ROUTES))


class RoutingSchema(BaseSchema):
    """The routes of a stay."""

    items = fields.List(fields.Nested(RouteSchema), required=True)
    next_cursor = fields.String(allow_none=True, required=True)
    seq = StrictInteger(metadata={"description": "On writes: the last event of the change."})


class EntrySchema(BaseSchema):
    """An entry; ``amount`` is signed: charges above zero, payments below. It never changes."""

    id = fields.UUID(required=True)
    folio_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in EntryKind]))
    code = fields.String(required=True)
    description = fields.String(required=True)
    night = Date(allow_none=True)
    business_date = Date(required=True)
    quantity = StrictInteger(required=True)
    unit_price = Money(required=True)
    amount = Money(required=True)
    remaining = Money(metadata={"description": "What corrections and moves have left of it."})
    corrects_id = fields.UUID(allow_none=True)
    tax_of_id = fields.UUID(allow_none=True)
    counterpart_id = fields.UUID(allow_none=True)
    method = fields.String(allow_none=True)
    provider = fields.String(allow_none=True)
    reference = fields.String(allow_none=True)
    posted_by = fields.String(required=True)
    posted_at = Instant(required=True)


class FolioStateSchema(BaseSchema):
    """A folio without its entries; a balance above zero is owed."""

    id = fields.UUID(required=True)
    version = StrictInteger(required=True)
    property_id = fields.UUID(required=True)
    reservation_id = fields.UUID(required=True)
    window_number = StrictInteger(required=True)
    name = fields.String(required=True)
    payer = fields.String(required=True)
    currency = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf([status.value for status in FolioStatus]))
    balance = Money(required=True)
    payment_provider = fields.String(allow_none=True)
    payment_token_ref = fields.String(allow_none=True)
    created_at = Instant(required=True)
    seq = StrictInteger(metadata={"description": "On writes: the last event of the change."})


class FolioSchema(FolioStateSchema):
    """A folio with its entries in the order they were posted."""

    entries = fields.List(fields.Nested(EntrySchema), required=True)


class FoliosSchema(BaseSchema):
    """The folios of a stay by window, and the balance of all of them."""

    items = fields.List(fields.Nested(FolioSchema), required=True)
    balance = Money(required=True)
    routing = fields.List(fields.Nested(RouteSchema), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class PostedSchema(EntrySchema):
    """The entry that was asked for, ``entries`` that came with it (taxes), and the folio as it is now."""

    entries = fields.List(fields.Nested(EntrySchema), required=True)
    folio = fields.Nested(FolioStateSchema, required=True)
    seq = StrictInteger(required=True)


class EntriesMovedSchema(BaseSchema):
    """Both folios as they are now, and the pairs of entries that moved something."""

    source = fields.Nested(FolioStateSchema, required=True)
    target = fields.Nested(FolioStateSchema, required=True)
    entries = fields.List(fields.Nested(EntrySchema), required=True)
    seq = StrictInteger(required=True)


class ExportQuerySchema(ListQuerySchema):
    """Entries of the business dates ``from`` to ``to``, both included, at most 366 days."""

    property_id = fields.UUID()
    from_date = Date(required=True, data_key="from")
    to_date = Date(required=True, data_key="to")
    format = fields.String(load_default="json", validate=validate.OneOf(["json", "csv"]))


class ExportedEntrySchema(BaseSchema):
    """An entry with the account it goes to in the books."""

    id = fields.UUID(required=True)
    folio_id = fields.UUID(required=True)
    reservation_id = fields.UUID(required=True)
    confirmation_number = fields.String(required=True)
    business_date = Date(required=True)
    night = Date(allow_none=True)
    kind = fields.String(required=True)
    code = fields.String(required=True)
    group = fields.String(required=True)
    method = fields.String(allow_none=True)
    amount = Money(required=True)
    account = fields.String(required=True)
    cost_center = fields.String(allow_none=True)


class ChargeCodeCreateSchema(KeyedSchema):
    """A new kind of charge."""

    property_id = fields.UUID()
    code = fields.String(required=True, validate=_CODE)
    name = texts.name(required=True)
    group = fields.String(required=True, validate=validate.OneOf(GROUPS))
    tax_category = fields.String(load_default="STANDARD", validate=_CODE)
    price = Money(allow_none=True, load_default=None)


class ChargeCodeEditSchema(CommandSchema):
    """What may be changed; a field left out stays as it is. The code itself stays."""

    name = texts.name()
    group = fields.String(validate=validate.OneOf(GROUPS))
    tax_category = fields.String(validate=_CODE)
    price = Money(allow_none=True)
    active = StrictBoolean()


class ChargeCodeSchema(BaseSchema):
    """A kind of charge; ``price`` is what one usually costs."""

    id = fields.UUID(required=True)
    version = StrictInteger(required=True)
    property_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    group = fields.String(required=True)
    tax_category = fields.String(required=True)
    price = Money(allow_none=True)
    active = fields.Boolean(required=True)
    seq = StrictInteger(metadata={"description": "On writes: the last event of the change."})
