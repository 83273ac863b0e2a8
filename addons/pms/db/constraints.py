"""What a refused write means, by the prefix of the constraint's name."""

from __future__ import annotations

from addons.pms.db.models.reservation import SOURCE_UNIQUE
from addons.pms.db.models.room_block import NO_OVERLAP
from addons.pms.db.models.tax_rule import NO_OVERLAP as TAX_NO_OVERLAP
from addons.pms.db.models.type_inventory import NOT_NEGATIVE, NOT_OVERSOLD
from addons.pms.domain.errors import (
    DomainError,
    concurrency_conflict,
    invalid_fields,
    no_availability,
    room_already_booked,
)
from addons.pms.domain.sentence import Sentence
from oppsera_host.db.constraint_errors import register, stale_when_null


def install() -> None:
    """Register the meanings with the host; 23P01 and its kin never become a 500."""
    stale_when_null("pms_reservations", "version")
    register(NO_OVERLAP, room_already_booked)
    register(NOT_OVERSOLD, no_availability)
    register(
        TAX_NO_OVERLAP,
        lambda: _taken("validFrom", Sentence("Another rule of this tax is due on some of these nights.")),
    )
    # Stock changes before the version is asked: who returns nights that somebody else just returned ends here.
    register(NOT_NEGATIVE, concurrency_conflict)
    register(
        SOURCE_UNIQUE, lambda: _taken("sourceRef", Sentence("This source reference was already imported."))
    )
    register("uq_pms_properties", lambda: _taken("code", Sentence("Another property has this code.")))
    register("uq_pms_room_types", lambda: _taken("code", Sentence("Another room type has this code.")))
    register("uq_pms_rooms", lambda: _taken("number", Sentence("Another room has this number.")))
    register(
        "uq_pms_charge_codes", lambda: _taken("code", Sentence("The property has a charge with this code."))
    )
    register("uq_pms_rate_plans", lambda: _taken("code", Sentence("Another rate plan has this code.")))


def _taken(field: str, sentence: str) -> DomainError:
    return invalid_fields({field: [sentence]})
