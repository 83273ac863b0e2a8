"""What a property charges for when nobody has said otherwise."""

from __future__ import annotations

from dataclasses import dataclass

ROOM, DAY_USE = "ROOM", "DAY_USE"
CANCELLATION_FEE, NO_SHOW_FEE = "CANCELLATION_FEE", "NO_SHOW_FEE"
#: Codes of entries that move money and that no property may give to a charge.
PAYMENT, DEPOSIT, REFUND = "PAYMENT", "DEPOSIT", "REFUND"
RESERVED = frozenset({PAYMENT, DEPOSIT, REFUND})
GROUPS = ("ROOM", "FEE", "FOOD", "EXTRA", "TAX")


@dataclass(frozen=True, slots=True)
class ChargeKind:
    """A kind of charge: its code, its name, the group it is routed by, the category it is taxed by."""

    code: str
    name: str
    group: str
    tax_category: str


DEFAULTS = (
    ChargeKind(ROOM, "Room", "ROOM", "LODGING"),
    ChargeKind(DAY_USE, "Day use", "ROOM", "LODGING"),
    ChargeKind("EXTRA_BED", "Extra bed", "ROOM", "LODGING"),
    ChargeKind("LATE_CHECK_OUT", "Late check-out", "ROOM", "LODGING"),
    ChargeKind(CANCELLATION_FEE, "Cancellation fee", "FEE", "FEE"),
    ChargeKind(NO_SHOW_FEE, "No-show fee", "FEE", "FEE"),
    ChargeKind("BREAKFAST", "Breakfast", "FOOD", "FOOD"),
    ChargeKind("RESTAURANT", "Restaurant", "FOOD", "FOOD"),
    ChargeKind("MINIBAR", "Minibar", "FOOD", "BEVERAGE"),
    ChargeKind("PARKING", "Parking", "EXTRA", "STANDARD"),
    ChargeKind("LAUNDRY", "Laundry", "EXTRA", "STANDARD"),
    ChargeKind("OTHER", "Other", "EXTRA", "STANDARD"),
)
_BY_CODE = {kind.code: kind for kind in DEFAULTS}


def default_kind(code: str) -> ChargeKind:
    """Return the shipped kind of ``code``; a code nobody ships counts as an extra."""
    return _BY_CODE.get(code) or ChargeKind(code, code.replace("_", " ").capitalize(), "EXTRA", "STANDARD")
