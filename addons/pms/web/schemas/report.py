"""JSON of reports and the dashboard."""

from __future__ import annotations

from marshmallow import fields, validate

from oppsera_host.web.schema import BaseSchema, Date, Money, StrictInteger

_FORMAT = fields.String(
    load_default="json", validate=validate.OneOf(["json", "csv"]),
    metadata={"description": "`csv` answers with one row a line, money in minor units."},
)  # fmt: skip


class PropertyDaySchema(BaseSchema):
    """Which property (may be left out when there is one) and which day (default: its business date)."""

    property_id = fields.UUID()
    date = Date()


class PeriodSchema(BaseSchema):
    """Which property, and the days ``from`` to ``to``, both included; default: the business date's month."""

    property_id = fields.UUID()
    first = Date(data_key="from")
    last = Date(data_key="to")
    format = _FORMAT


class PaceQuerySchema(PeriodSchema):
    """A period of nights and the earlier day to compare with; default: seven days before the business date."""

    as_of = Date()


class FlashQuerySchema(BaseSchema):
    """Which property, and which business date; default: the one closed last."""

    property_id = fields.UUID()
    date = Date()
    format = _FORMAT


class NightFiguresSchema(BaseSchema):
    """Figures of a night, or of a period that begins with ``date``; ``occupancy`` in percent, one decimal."""

    date = Date(required=True, attribute="first")
    physical = StrictInteger(required=True)
    out_of_order = StrictInteger(required=True)
    available = StrictInteger(required=True)
    held = StrictInteger(required=True)
    sold = StrictInteger(required=True)
    occupied = StrictInteger(required=True)
    arrivals = StrictInteger(required=True)
    departures = StrictInteger(required=True)
    day_use = StrictInteger(required=True)
    no_shows = StrictInteger(required=True)
    occupancy = fields.Float(required=True)
    revenue = Money(required=True)
    average_daily_rate = Money(required=True)
    revenue_per_available_room = Money(required=True)


class OccupancyReportSchema(BaseSchema):
    """Each night and the whole period; its ratios are ratios of sums."""

    property_id = fields.UUID(required=True)
    nights = fields.List(fields.Nested(NightFiguresSchema), required=True)
    total = fields.Nested(NightFiguresSchema, required=True)


class PostedLineSchema(BaseSchema):
    """What was posted on a business date under a code."""

    business_date = Date(required=True)
    charge_group = fields.String(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    method = fields.String(required=True)
    entries = StrictInteger(required=True)
    amount = Money(required=True)


class RevenueReportSchema(BaseSchema):
    """The ledger's postings of a period."""

    property_id = fields.UUID(required=True)
    lines = fields.List(fields.Nested(PostedLineSchema), required=True)
    revenue = Money(required=True)
    taxes = Money(required=True)
    payments = Money(required=True)


class PaceMonthSchema(BaseSchema):
    """A month on the books, now and as of the earlier day."""

    month = Date(required=True)
    room_nights = StrictInteger(required=True)
    revenue = Money(required=True)
    earlier_room_nights = StrictInteger(required=True)
    earlier_revenue = Money(required=True)
    pickup = StrictInteger(required=True, metadata={"description": "Room nights since the earlier day."})


class PaceReportSchema(BaseSchema):
    """On the books by month."""

    property_id = fields.UUID(required=True)
    as_of = Date(required=True)
    months = fields.List(fields.Nested(PaceMonthSchema), required=True)


class MethodSumSchema(BaseSchema):
    """Money received less money given back by one method."""

    method = fields.String(required=True)
    amount = Money(required=True)


class FlashFiguresSchema(BaseSchema):
    """What a span of business dates came to; ADR and RevPAR are of the prices of the nights sold."""

    rooms = StrictInteger(required=True)
    out_of_order = StrictInteger(required=True)
    available = StrictInteger(required=True)
    sold = StrictInteger(required=True)
    occupancy = fields.Float(required=True)
    average_daily_rate = Money(required=True)
    revenue_per_available_room = Money(required=True)
    arrivals = StrictInteger(required=True)
    departures = StrictInteger(required=True)
    in_house = StrictInteger(required=True, metadata={"description": "Room nights slept in."})
    no_shows = StrictInteger(required=True)
    cancellations = StrictInteger(required=True)
    room_revenue = Money(required=True)
    other_revenue = Money(required=True)
    revenue = Money(required=True)
    taxes = Money(required=True)
    payments = Money(required=True)
    payments_by_method = fields.List(fields.Nested(MethodSumSchema), required=True)


class FlashSchema(BaseSchema):
    """A business date, its month and its year, each up to it; ``closed`` by the night audit or still open."""

    property_id = fields.UUID(required=True)
    date = Date(required=True)
    closed = fields.Boolean(required=True)
    day = fields.Nested(FlashFiguresSchema, required=True)
    month_to_date = fields.Nested(FlashFiguresSchema, required=True)
    year_to_date = fields.Nested(FlashFiguresSchema, required=True)


class DashboardSchema(BaseSchema):
    """The day at a glance."""

    property_id = fields.UUID(required=True)
    date = Date(required=True, attribute="day")
    due_in = StrictInteger(required=True)
    arrived = StrictInteger(required=True)
    due_out = StrictInteger(required=True)
    left = StrictInteger(required=True)
    in_house = StrictInteger(required=True)
    unassigned = StrictInteger(required=True)
    overdue_arrivals = StrictInteger(required=True)
    overdue_departures = StrictInteger(required=True)
    dirty = StrictInteger(required=True)
    vacant_dirty = StrictInteger(required=True)
    out_of_order = StrictInteger(required=True)
    rooms = StrictInteger(required=True)
    tonight = fields.Nested(NightFiguresSchema, required=True)
    curve = fields.List(fields.Nested(NightFiguresSchema), required=True)
