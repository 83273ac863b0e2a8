"""JSON of guests. ``services.guest_details`` decides what fits, so that a booking's guest obeys it too."""

from __future__ import annotations

from marshmallow import fields, validate

from addons.pms.services.guest_details import LONGEST, LONGEST_NOTES
from addons.pms.web.preconditions import CommandSchema, KeyedSchema
from oppsera_host.web.schema import (
    BaseSchema,
    Date,
    Instant,
    ListQuerySchema,
    Money,
    StrictBoolean,
    StrictInteger,
)

_SHORT, _NOTES = validate.Length(max=LONGEST), validate.Length(max=LONGEST_NOTES)
_LANGUAGE = {"description": "BCP 47, e.g. de or pt-BR."}
_COUNTRY = {"description": "ISO 3166-1 alpha-2, e.g. DE."}
_PREFERENCES = {"description": "Short texts, e.g. Quiet room."}


def _rows() -> fields.List:
    return fields.List(fields.Dict(), required=True)


class GuestCreateSchema(KeyedSchema):
    """A guest profile to make."""

    first_name = fields.String(load_default="", validate=_SHORT)
    last_name = fields.String(required=True, validate=_SHORT)
    email = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    phone = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    notes = fields.String(load_default="", validate=_NOTES)
    language = fields.String(load_default=None, allow_none=True, validate=_SHORT, metadata=_LANGUAGE)
    country = fields.String(load_default=None, allow_none=True, validate=_SHORT, metadata=_COUNTRY)
    preferences = fields.List(fields.String(validate=_SHORT), load_default=list, metadata=_PREFERENCES)


class GuestEditSchema(CommandSchema):
    """What may be changed; a field left out stays as it is, null empties what may be empty."""

    first_name = fields.String(validate=_SHORT)
    last_name = fields.String(validate=_SHORT)
    email = fields.String(allow_none=True, validate=_SHORT)
    phone = fields.String(allow_none=True, validate=_SHORT)
    notes = fields.String(validate=_NOTES)
    language = fields.String(allow_none=True, validate=_SHORT, metadata=_LANGUAGE)
    country = fields.String(allow_none=True, validate=_SHORT, metadata=_COUNTRY)
    preferences = fields.List(fields.String(validate=_SHORT), metadata=_PREFERENCES)


class GuestMergeSchema(CommandSchema):
    """Which profile to take over."""

    other_id = fields.UUID(required=True)


class GuestUnmergeSchema(KeyedSchema):
    """Which merge to undo; without ``otherId`` the latest of this profile."""

    other_id = fields.UUID(load_default=None, allow_none=True)


class GuestListQuerySchema(ListQuerySchema):
    """Search: beginnings of words of name or e-mail in any order, or digits of the phone; accents aside."""

    q = fields.String(load_default="", validate=validate.Length(max=LONGEST))


class GuestSchema(BaseSchema):
    """A guest."""

    id = fields.UUID(required=True)
    version = StrictInteger(required=True)
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)
    email = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    notes = fields.String(required=True)
    language = fields.String(required=True, allow_none=True, metadata=_LANGUAGE)
    country = fields.String(required=True, allow_none=True, metadata=_COUNTRY)
    preferences = fields.List(fields.String(), required=True, metadata=_PREFERENCES)
    merged_into = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The profile to use instead of this one."}
    )
    erased_at = Instant(required=True, allow_none=True)
    created_at = Instant(required=True)
    updated_at = Instant(required=True)
    seq = StrictInteger(metadata={"description": "On writes: the last event of the change."})


class GuestDuplicateSchema(BaseSchema):
    """A profile that may be the same person, and why."""

    guest = fields.Nested(GuestSchema, required=True)
    reasons = fields.List(fields.String(validate=validate.OneOf(["EMAIL", "PHONE", "NAME"])), required=True)


class GuestDuplicatesSchema(BaseSchema):
    """Up to 20 hints, the most alike first."""

    items = fields.List(fields.Nested(GuestDuplicateSchema), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class GuestCreatedSchema(GuestSchema):
    """The new profile, and whom it may double."""

    duplicates = fields.List(fields.Nested(GuestDuplicateSchema), required=True)


class GuestErasedSchema(GuestSchema):
    """What is left: an id that stays and folios point at."""

    erased_profiles = StrictInteger(required=True)
    erased_stays = StrictInteger(
        required=True, metadata={"description": "Stays that go on without a name, notes emptied."}
    )


class GuestStaySchema(BaseSchema):
    """A stay in the guest's history."""

    id = fields.UUID(required=True)
    version = StrictInteger(required=True)
    property_id = fields.UUID(required=True)
    confirmation_number = fields.String(required=True)
    status = fields.String(required=True)
    room_type_id = fields.UUID(required=True)
    room_id = fields.UUID(required=True, allow_none=True)
    check_in_date = Date(required=True)
    check_out_date = Date(required=True)
    day_use = StrictBoolean(required=True)
    adults = StrictInteger(required=True)
    children = StrictInteger(required=True)
    source_type = fields.String(required=True)
    total = Money(required=True)


class GuestStaysQuerySchema(ListQuerySchema):
    """Page through a guest's stays."""


class GuestProfileSchema(GuestSchema):
    """A guest with the latest 50 stays; for those who may see reservations."""

    reservations = fields.List(fields.Nested(GuestStaySchema))


class GuestExportSchema(BaseSchema):
    """Everything that is kept about a guest: whole rows, by section; columns are added as the house keeps more."""

    guest_id = fields.UUID(required=True)
    exported_at = Instant(required=True)
    profiles = _rows()
    merges = _rows()
    bookings = _rows()
    reservations = _rows()
    reservation_nights = _rows()
    tax_exemptions = _rows()
    companion_in = _rows()
    folios = _rows()
    folio_entries = _rows()
    audit_trail = _rows()
    changes = _rows()
    messages = _rows()
