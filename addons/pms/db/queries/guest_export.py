"""Everything that is kept about a guest, whole rows, table by table."""

from __future__ import annotations

from sqlalchemy import text

_OWN_STAYS = (
    "select r.id from pms_reservations r where r.tenant_id = cast(:tenant as uuid)"
    " and r.guest_id = any(cast(:guests as uuid[]))"
)
_OWN_FOLIOS = (
    "select f.id from pms_folios f where f.tenant_id = cast(:tenant as uuid)"
    f" and f.reservation_id in ({_OWN_STAYS})"
)
_OF_GUEST = "t.guest_id = any(cast(:guests as uuid[]))"

#: Section of the export → table, condition, order.
SECTIONS = {
    "profiles": ("pms_guests", "t.id = any(cast(:guests as uuid[]))", "t.id"),
    "merges": ("pms_guest_merges", "t.survivor_id = any(cast(:guests as uuid[]))", "t.merged_at, t.id"),
    "bookings": ("pms_bookings", _OF_GUEST, "t.id"),
    "reservations": ("pms_reservations", _OF_GUEST, "t.check_in_date, t.id"),
    "reservationNights": (
        "pms_reservation_nights",
        f"t.reservation_id in ({_OWN_STAYS})",
        "t.reservation_id, t.night",
    ),
    "taxExemptions": (
        "pms_tax_exemptions",
        f"t.reservation_id in ({_OWN_STAYS})",
        "t.reservation_id",
    ),
    "companionIn": ("pms_reservation_guests", _OF_GUEST, "t.reservation_id"),
    "folios": ("pms_folios", f"t.reservation_id in ({_OWN_STAYS})", "t.id"),
    "folioEntries": ("pms_folio_entries", f"t.folio_id in ({_OWN_FOLIOS})", "t.posted_at, t.id"),
    "auditTrail": (
        "pms_audit_log",
        f"t.entity_id = any(cast(:guests as uuid[])) or t.entity_id in ({_OWN_STAYS} union all {_OWN_FOLIOS})",
        "t.seq",
    ),
}
#: What is no word about a guest: whose house it is, how the guest is found, how rows are chained.
LEFT_OUT = ["tenant_id", "search_text", "prev_hash", "hash"]
STATEMENTS = {
    section: text(
        f"select to_jsonb(t) - cast(:left_out as text[]) from {table} t"
        f" where t.tenant_id = cast(:tenant as uuid) and ({condition}) order by {order}"
    )
    for section, (table, condition, order) in SECTIONS.items()
}
