"""JSON of housekeeping's tasks and discrepancies, and of maintenance notes."""

from __future__ import annotations

from marshmallow import fields, validate

from addons.pms.domain.housekeeping import DiscrepancyKind, TaskKind, TaskStatus
from addons.pms.domain.room_status import Condition, Occupancy
from addons.pms.services.housekeeping_discrepancies import Resolution
from addons.pms.web.preconditions import CommandSchema, KeyedSchema
from addons.pms.web.schemas.room_type import OfPropertyQuerySchema
from oppsera_host.web.schema import BaseSchema, Date, Instant, StrictInteger

_NOTE = 500
_KINDS = validate.OneOf([kind.value for kind in TaskKind])
_STATUSES = validate.OneOf([status.value for status in TaskStatus])


class TaskListQuerySchema(OfPropertyQuerySchema):
    """Tasks of a property; each filter may be left out."""

    date = Date()
    status = fields.String(validate=_STATUSES)
    kind = fields.String(validate=_KINDS)
    room_id = fields.UUID()
    assignee_id = fields.UUID()


class TaskCreateSchema(KeyedSchema):
    """A task to give out; on the business date unless ``date`` says another day."""

    room_id = fields.UUID(required=True)
    date = Date()
    kind = fields.String(load_default=TaskKind.MANUAL.value, validate=_KINDS)
    assignee_id = fields.UUID(allow_none=True, load_default=None)
    note = fields.String(load_default="", validate=validate.Length(max=_NOTE))


class TaskEditSchema(CommandSchema):
    """Who does it, and what to mind; a field left out stays as it is."""

    assignee_id = fields.UUID(allow_none=True)
    note = fields.String(validate=validate.Length(max=_NOTE))


class TaskFinishSchema(CommandSchema):
    """What the room is now, where it is not what the kind of task says."""

    condition = fields.String(validate=validate.OneOf([condition.value for condition in Condition]))


class TaskGenerateSchema(KeyedSchema):
    """The day to plan; the business date unless given."""

    property_id = fields.UUID(allow_none=True)
    date = Date()


class TaskAssignSchema(KeyedSchema):
    """Give the day's unfinished tasks that nobody has, of one floor or of all, to one person."""

    property_id = fields.UUID(allow_none=True)
    date = Date()
    floor = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=20))
    assignee_id = fields.UUID(required=True)


class TaskSchema(BaseSchema):
    """A task of housekeeping."""

    id = fields.UUID(required=True, attribute="snapshot.id")
    version = StrictInteger(required=True, attribute="snapshot.version")
    property_id = fields.UUID(required=True, attribute="snapshot.property_id")
    room_id = fields.UUID(required=True, attribute="snapshot.room_id")
    room_number = fields.String(required=True)
    floor = fields.String(required=True, allow_none=True)
    date = Date(required=True, attribute="snapshot.date")
    kind = fields.String(required=True, attribute="snapshot.kind")
    status = fields.String(required=True, attribute="snapshot.status")
    assignee_id = fields.UUID(required=True, allow_none=True, attribute="snapshot.assignee_id")
    started_at = Instant(required=True, allow_none=True, attribute="snapshot.started_at")
    finished_at = Instant(required=True, allow_none=True, attribute="snapshot.finished_at")
    note = fields.String(required=True)
    seq = StrictInteger(metadata={"description": "On writes: the last event of the change."})


class TaskCountSchema(BaseSchema):
    """How many tasks a command made or changed."""

    date = Date(required=True)
    count = StrictInteger(required=True)
    seq = StrictInteger(required=True)


class SightingSchema(KeyedSchema):
    """What housekeeping saw in a room."""

    room_id = fields.UUID(required=True)
    seen = fields.String(required=True, validate=validate.OneOf([each.value for each in Occupancy]))


class DiscrepancyListQuerySchema(OfPropertyQuerySchema):
    """Discrepancies of a property: those still open, or all of a day."""

    date = Date()
    status = fields.String(load_default="OPEN", validate=validate.OneOf(["OPEN", "ALL"]))


class ResolveDiscrepancySchema(CommandSchema):
    """Who turned out to be right."""

    resolution = fields.String(
        required=True,
        validate=validate.OneOf([Resolution.DESK_RIGHT.value, Resolution.HOUSEKEEPING_RIGHT.value]),
    )


class DiscrepancySchema(BaseSchema):
    """SLEEP: somebody is in a room that the desk believes vacant; SKIP: nobody in one it believes occupied."""

    id = fields.UUID(required=True, attribute="snapshot.id")
    version = StrictInteger(required=True, attribute="snapshot.version")
    property_id = fields.UUID(required=True, attribute="snapshot.property_id")
    room_id = fields.UUID(required=True, attribute="snapshot.room_id")
    room_number = fields.String(required=True)
    floor = fields.String(required=True, allow_none=True)
    date = Date(required=True, attribute="snapshot.date")
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in DiscrepancyKind]))
    seen = fields.String(required=True, attribute="snapshot.seen")
    desk = fields.String(required=True, attribute="snapshot.desk")
    reported_at = Instant(required=True)
    reported_by_name = fields.String(required=True)
    resolution = fields.String(required=True, allow_none=True, attribute="snapshot.resolution")
    resolved_at = Instant(required=True, allow_none=True)
    resolved_by_name = fields.String(required=True, allow_none=True)
    seq = StrictInteger(metadata={"description": "On writes: the last event of the change."})


class SightingAnswerSchema(BaseSchema):
    """The discrepancy a sighting makes; null when the desk believes the same."""

    discrepancy = fields.Nested(DiscrepancySchema, required=True, allow_none=True)
    seq = StrictInteger(required=True)


class NoteListQuerySchema(OfPropertyQuerySchema):
    """Maintenance notes of a property, or of one room."""

    room_id = fields.UUID()
    status = fields.String(validate=validate.OneOf(["OPEN", "CLOSED"]))


class NoteCreateSchema(KeyedSchema):
    """What is wrong in a room."""

    room_id = fields.UUID(required=True)
    text = fields.String(required=True, validate=validate.Length(1, 1000))


class NoteSchema(BaseSchema):
    """A maintenance note."""

    id = fields.UUID(required=True, attribute="snapshot.id")
    version = StrictInteger(required=True, attribute="snapshot.version")
    property_id = fields.UUID(required=True, attribute="snapshot.property_id")
    room_id = fields.UUID(required=True, attribute="snapshot.room_id")
    room_number = fields.String(required=True)
    text = fields.String(required=True)
    opened_at = Instant(required=True)
    opened_by_name = fields.String(required=True)
    closed_at = Instant(required=True, allow_none=True)
    closed_by_name = fields.String(required=True, allow_none=True)
    seq = StrictInteger(metadata={"description": "On writes: the last event of the change."})
