"""JSON of tax rules."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from addons.pms.domain.tax_parts import Base
from addons.pms.domain.tax_payloads import KINDS
from addons.pms.web.preconditions import CommandSchema, KeyedSchema
from addons.pms.web.schemas import texts
from oppsera_host.web.schema import BaseSchema, Date, Money, MoneyValue, StrictBoolean, StrictInteger

_DAY = {"description": "A day of the year as month-day.", "example": "04-01"}
_MOST = 20


class _PayloadSchema(BaseSchema):
    """Loads to the JSON it was sent as: parts of a rule are kept and told as JSON."""

    @post_load
    def as_json(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Return the members by their names in JSON."""
        return {
            self.fields[name].data_key or name: value._asdict() if isinstance(value, MoneyValue) else value
            for name, value in data.items()
        }


class SeasonSchema(_PayloadSchema):
    """An amount for a part of the year, both days within; it may pass over New Year."""

    from_ = fields.String(data_key="from", required=True, metadata=_DAY)
    to = fields.String(required=True, metadata=_DAY)
    amount = Money(required=True)


class BandSchema(_PayloadSchema):
    """An amount per person for prices of the room from ``from`` on."""

    from_ = Money(data_key="from", required=True)
    amount = Money(required=True)


class TaxPartSchema(_PayloadSchema):
    """How a tax is reckoned for a night: the members that its kind needs, and no others."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    amount = Money(metadata={"description": "Per person or per room and night."})
    seasons = fields.List(
        fields.Nested(SeasonSchema), allow_none=True, validate=validate.Length(max=_MOST),
        metadata={"description": "PER_PERSON: within a season its amount counts instead."},
    )  # fmt: skip
    percent = fields.String(metadata={"description": "Per cents of the price.", "example": "3.2"})
    base = fields.String(
        validate=validate.OneOf([base.value for base in Base]),
        metadata={"description": "PERCENT: of the price as paid, or NET of the taxes included in it."},
    )
    cap = Money(allow_none=True, metadata={"description": "PERCENT_OF_SHARE: at most so much per person."})
    bands = fields.List(
        fields.Nested(BandSchema), validate=validate.Length(max=_MOST),
        metadata={"description": "PER_PERSON_BY_PRICE: by rising price."},
    )  # fmt: skip


class _TermsSchema(CommandSchema):
    """What a rule and a change of it have in common."""

    name = texts.name()
    valid_from = Date(allow_none=True, metadata={"description": "First night; usually the business date."})
    valid_to = Date(allow_none=True, metadata={"description": "Last night, within; null = without end."})
    parts = fields.List(fields.Nested(TaxPartSchema), validate=validate.Length(1, _MOST))
    from_age = StrictInteger(minimum=0, maximum=120, metadata={"description": "Who is younger pays nothing."})
    half_until_age = StrictInteger(
        minimum=0, maximum=120, allow_none=True, metadata={"description": "Who is younger pays half."}
    )
    max_nights = StrictInteger(minimum=1, maximum=366, allow_none=True)
    exempt = fields.List(texts.name(), validate=validate.Length(max=_MOST))
    applies_to = fields.List(
        texts.code(), validate=validate.Length(1, _MOST),
        metadata={"description": "Charge codes and groups; only percentages go beyond ROOM."},
    )  # fmt: skip
    included = StrictBoolean(metadata={"description": "The price includes it: shown, never added."})


class TaxRuleCreateSchema(_TermsSchema):
    """A tax; an open rule of the same code ends the night before."""

    property_id = fields.UUID(allow_none=True)
    code = texts.code(required=True)
    name = texts.name(required=True)
    parts = fields.List(fields.Nested(TaxPartSchema), required=True, validate=validate.Length(1, _MOST))

    class Meta(_TermsSchema.Meta):
        exclude = ("expected_version",)


class TaxRuleEditSchema(_TermsSchema):
    """What may be changed; once nights were taxed by the rule, only name and validTo."""

    valid_from = Date()


class TaxRuleSchema(BaseSchema):
    """A tax with the nights it is due on."""

    id = fields.UUID(required=True)
    version = StrictInteger(required=True)
    property_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    valid_from = Date(required=True)
    valid_to = Date(required=True, allow_none=True)
    parts = fields.List(fields.Nested(TaxPartSchema), required=True)
    from_age = StrictInteger(required=True)
    half_until_age = StrictInteger(required=True, allow_none=True)
    max_nights = StrictInteger(required=True, allow_none=True)
    exempt = fields.List(fields.String(), required=True)
    applies_to = fields.List(fields.String(), required=True)
    included = StrictBoolean(required=True)
    removed = StrictBoolean(required=True, metadata={"description": "It never was due and is gone."})
    seq = StrictInteger(metadata={"description": "On writes: the last event of the change."})


class TaxExemptionEditSchema(KeyedSchema):
    """Why a stay is free of taxes: a reason one of the property's rules knows; null = it owes them."""

    reason = fields.String(required=True, allow_none=True, validate=validate.Length(1, 200))


class TaxExemptionSchema(BaseSchema):
    """Why a stay is free of taxes; null = it is not."""

    reservation_id = fields.UUID(required=True)
    version = StrictInteger(required=True)
    reason = fields.String(required=True, allow_none=True)
    seq = StrictInteger(metadata={"description": "On writes: the last event of the change."})
