"""What a role may allow in the hotel, and the roles a hotel starts with."""

from __future__ import annotations

from oppsera_host.hookspecs.contributions import Permission, Role

_TITLES = {
    "pms.properties.read": "See properties and room types",
    "pms.properties.write": "Set up properties and room types",
    "pms.rooms.read": "See rooms",
    "pms.rooms.write": "Set up rooms",
    "pms.rooms.set_condition": "Mark rooms clean, dirty or inspected",
    "pms.rooms.set_out_of_order": "Take rooms out of order and back",
    "pms.rates.read": "See rate plans and prices",
    "pms.rates.write": "Set up rate plans and prices",
    "pms.guests.read": "See guests",
    "pms.guests.write": "Add and change guests",
    "pms.guests.merge": "Merge guest profiles",
    "pms.guests.erase": "Erase a guest's data",
    "pms.guests.export": "Export a guest's data",
    "pms.reservations.read": "See reservations",
    "pms.reservations.create": "Book and hold stays",
    "pms.reservations.edit": "Change reservations",
    "pms.reservations.cancel": "Cancel reservations",
    "pms.reservations.waive_fee": "Waive fees for cancelling, no-shows and leaving early",
    "pms.reservations.check_in": "Check guests in",
    "pms.reservations.check_out": "Check guests out",
    "pms.reservations.no_show": "Mark no-shows",
    "pms.reservations.reinstate": "Reinstate cancelled stays and no-shows",
    "pms.reservations.move": "Move stays and assign rooms",
    "pms.reservations.override_restrictions": "Book against a rule of sale",
    "pms.calendar.read": "See the calendar",
    "pms.availability.read": "See availability",
    "pms.housekeeping.read": "See housekeeping",
    "pms.housekeeping.write": "Work on housekeeping tasks",
    "pms.folios.read": "See folios",
    "pms.folios.post": "Post charges, adjustments, payments and refunds",
    "pms.folios.close": "Close folios",
    "pms.folios.reopen": "Reopen folios",
    "pms.reports.read": "See the dashboard and reports",
    "pms.night_audit.run": "Close the business date",
    "pms.audit.read": "See who changed what",
    "pms.settings.write": "Change the hotel's settings",
}
PERMISSIONS = tuple(Permission(name, title) for name, title in _TITLES.items())
PERMISSION_NAMES = tuple(_TITLES)

# To see where one is: everybody who works in a hotel knows its rooms and its calendar.
_LOOK_AROUND = frozenset(
    {
        "pms.properties.read", "pms.rooms.read", "pms.calendar.read", "pms.availability.read",
        "pms.housekeeping.read",
    }
)  # fmt: skip
_FRONT_DESK = _LOOK_AROUND | {
    "pms.rates.read", "pms.guests.read", "pms.guests.write", "pms.guests.merge", "pms.reservations.read",
    "pms.reservations.create", "pms.reservations.edit", "pms.reservations.cancel",
    "pms.reservations.check_in", "pms.reservations.check_out", "pms.reservations.no_show",
    "pms.reservations.reinstate", "pms.reservations.move", "pms.reservations.override_restrictions",
    "pms.rooms.set_condition",
    "pms.rooms.set_out_of_order", "pms.housekeeping.write", "pms.folios.read", "pms.folios.post",
    "pms.folios.close", "pms.reports.read", "pms.night_audit.run", "pms.audit.read",
}  # fmt: skip
# Without guests: whoever makes the beds needs the numbers of rooms and people, not names.
_HOUSEKEEPING = frozenset(
    {
        "pms.properties.read", "pms.rooms.read", "pms.rooms.set_condition", "pms.rooms.set_out_of_order",
        "pms.housekeeping.read", "pms.housekeeping.write",
    }
)  # fmt: skip
_REVENUE = _LOOK_AROUND | {
    "pms.rates.read", "pms.rates.write", "pms.reservations.read", "pms.reports.read",
}  # fmt: skip
_READ_ONLY = frozenset(name for name in _TITLES if name.endswith(".read") and name != "pms.audit.read")
# A hotel's manager sees whether holds are released and dates closed, and runs what failed once more.
_OF_THE_HOST = ("host.events.read", "host.jobs.read", "host.jobs.run")

ROLES = (
    Role("pms_manager", "Hotel manager", frozenset({*_TITLES, *_OF_THE_HOST})),
    Role("pms_front_desk", "Front desk", frozenset(_FRONT_DESK)),
    Role("pms_housekeeping", "Housekeeping", _HOUSEKEEPING),
    Role("pms_revenue", "Revenue", frozenset(_REVENUE)),
    Role("pms_read_only", "Read only", _READ_ONLY),
)
