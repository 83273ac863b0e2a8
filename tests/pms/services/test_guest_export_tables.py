"""The export knows every table that says something about a guest."""

from __future__ import annotations

from addons.pms.db import models
from addons.pms.db.queries.guest_export import SECTIONS
from oppsera_host.db.base import Base

#: Tables that point at a guest or a stay, and why they are not in the export.
LEFT_OUT = {
    "pms_guest_words": "the words of the profile once more",
    "pms_guest_keys": "a key says nothing",
    "pms_guest_changes": "exported as what the audit trail vouches for",
    "pms_room_blocks": "where the reservation was: it and its audit trail say it",
    "pms_folio_routes": "which folio gets which kind of charge",
    "rm_pms_calendar_segments": "the reservation as the board shows it",
    "pms_channels_stub_pushes": "an addon's",
}
_POINTS = {"guest_id", "reservation_id", "folio_id", "survivor_id"}


def test_every_table_that_points_at_a_guest_or_a_stay_is_exported_or_says_why_not():
    assert models
    pointing = {
        table.name
        for table in Base.metadata.tables.values()
        if table.name.startswith(("pms_", "rm_pms_")) and _POINTS & set(table.columns.keys())
    }
    exported = {table for table, _, _ in SECTIONS.values()}
    assert pointing - exported - set(LEFT_OUT) == set()
