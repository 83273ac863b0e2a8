"""Every refusal of the domain: a code of the public contract, a sentence for a clerk, and facts to act on.

The web layer maps codes to HTTP statuses; nothing here knows of HTTP. ``facts`` is JSON-ready camelCase and
becomes further members of the problem document. Conflicts may name guests: facts never go to a log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from addons.pms.domain.conflicts import Alternative, Conflict
from addons.pms.domain.sentence import Sentence
from addons.pms.domain.spoken_names import spoken_name

#: So many sold-out nights are named, the others counted.
_NAMED = 3


class DomainError(Exception):
    """A refusal with a stable ``code``, a sentence ``detail`` and JSON-ready ``facts``, sentences among them."""

    def __init__(self, code: str, detail: str, facts: dict[str, Any] | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = Sentence.of(detail)
        self.facts: dict[str, Any] = facts or {}

    def __repr__(self) -> str:
        return f"DomainError({self.code}: {self.detail})"


def invalid_fields(fields: Mapping[str, Sequence[str]]) -> DomainError:
    """VALIDATION_ERROR: input that does not fit; ``fields`` maps a camelCase path to its sentences."""
    sentences = {name: [Sentence.of(text) for text in texts] for name, texts in fields.items()}
    return DomainError("VALIDATION_ERROR", "Some fields need another look.", {"fields": sentences})


def not_found() -> DomainError:
    """NOT_FOUND: the one answer for an id that is unknown, or known to another tenant only."""
    return DomainError("NOT_FOUND", "There is nothing here by that name or number.")


def room_already_booked(
    conflicts: Sequence[Conflict] = (), alternatives: Sequence[Alternative] = ()
) -> DomainError:
    """ROOM_ALREADY_BOOKED: other stays hold the room; no ``conflicts`` when only the constraint knew."""
    detail = Sentence("The room is already booked for these nights.")
    if conflicts:
        start = min(conflict.start_date for conflict in conflicts)
        end = max(conflict.end_date for conflict in conflicts)
        detail = Sentence("The room is already booked between {start} and {end}.", start=start, end=end)
    return DomainError("ROOM_ALREADY_BOOKED", detail, _in_the_way(conflicts, alternatives))


def room_out_of_order(
    conflicts: Sequence[Conflict] = (), alternatives: Sequence[Alternative] = ()
) -> DomainError:
    """ROOM_OUT_OF_ORDER: a closure covers at least one of the nights."""
    detail = Sentence("The room is out of order on these nights.")
    if conflicts:
        start = min(conflict.start_date for conflict in conflicts)
        end = max(conflict.end_date for conflict in conflicts)
        detail = Sentence("The room is out of order between {start} and {end}.", start=start, end=end)
    return DomainError("ROOM_OUT_OF_ORDER", detail, _in_the_way(conflicts, alternatives))


def _in_the_way(conflicts: Sequence[Conflict], alternatives: Sequence[Alternative]) -> dict[str, Any]:
    return {
        "conflicts": [conflict.to_payload() for conflict in conflicts],
        "alternatives": [alternative.to_payload() for alternative in alternatives],
    }


def no_availability(
    shortages: Sequence[Mapping[str, Any]] = (), alternatives: Sequence[Alternative] = ()
) -> DomainError:
    """NO_AVAILABILITY: the room type is sold out; ``shortages`` are JSON-ready rows with ``date``."""
    detail = Sentence("The room type is sold out.")
    if shortages:
        nights = Sentence.listed(date.fromisoformat(str(row["date"])) for row in shortages[:_NAMED])
        detail = Sentence("The room type is sold out on {nights}.", nights=nights)
    if len(shortages) > _NAMED:
        detail = Sentence.counted(
            "The room type is sold out on {nights} and one more night.",
            "The room type is sold out on {nights} and {count} more nights.",
            len(shortages) - _NAMED,
            nights=nights,
        )
    facts = {"shortages": [dict(row) for row in shortages]} | _in_the_way((), alternatives)
    return DomainError("NO_AVAILABILITY", detail, facts)


def occupancy_exceeded(limits: Mapping[str, int]) -> DomainError:
    """OCCUPANCY_EXCEEDED: the party does not fit; ``limits`` has maxAdults, maxChildren, maxOccupancy."""
    detail = Sentence(
        "The party is too large. At most: {people} people, {adults} adults, {children} children.",
        people=limits["maxOccupancy"],
        adults=limits["maxAdults"],
        children=limits["maxChildren"],
    )
    return DomainError("OCCUPANCY_EXCEEDED", detail, {"limits": dict(limits)})


def invalid_status_transition(status: str, command: str, reason: str | None = None) -> DomainError:
    """INVALID_STATUS_TRANSITION: ``command`` is not possible in ``status``, or not yet.

    Args:
        status: where the reservation stands.
        command: the step that was asked for.
        reason: a whole sentence, where the status alone does not explain it.
    """
    detail = reason or Sentence(
        "A {status} reservation cannot take the step “{command}”.",
        status=spoken_name(status),
        command=spoken_name(command),
    )
    return DomainError("INVALID_STATUS_TRANSITION", detail, {"currentStatus": status, "command": command})


def reservation_not_movable(reason: str) -> DomainError:
    """RESERVATION_NOT_MOVABLE: ``reason`` is a whole sentence."""
    return DomainError("RESERVATION_NOT_MOVABLE", reason)


def confirmation_required(what: str) -> DomainError:
    """CONFIRMATION_REQUIRED: repeat with ``confirm: true``; ``what`` is a sentence on what will happen."""
    return DomainError("CONFIRMATION_REQUIRED", what)


def concurrency_conflict(current_version: int | None = None) -> DomainError:
    """CONCURRENCY_CONFLICT: somebody else changed it first; ``current_version`` is the one to read again."""
    facts = {} if current_version is None else {"currentVersion": current_version}
    return DomainError("CONCURRENCY_CONFLICT", "Somebody else has changed this meanwhile.", facts)


def version_required() -> DomainError:
    """VERSION_REQUIRED: neither If-Match nor expectedVersion came with the command."""
    return DomainError("VERSION_REQUIRED", "Say which version you are changing: If-Match or expectedVersion.")


def idempotency_key_required() -> DomainError:
    """IDEMPOTENCY_KEY_REQUIRED: calendar commands need a key."""
    return DomainError("IDEMPOTENCY_KEY_REQUIRED", "This command needs an idempotency key.")


def idempotency_key_reused() -> DomainError:
    """IDEMPOTENCY_KEY_REUSED: the key belongs to another request."""
    return DomainError("IDEMPOTENCY_KEY_REUSED", "This idempotency key was used for another request.")


def idempotency_in_flight() -> DomainError:
    """IDEMPOTENCY_IN_FLIGHT: the first request with this key has not finished."""
    return DomainError(
        "IDEMPOTENCY_IN_FLIGHT", "The same request is still being worked on; try again shortly."
    )


def folio_not_open() -> DomainError:
    """FOLIO_NOT_OPEN: a closed folio takes no entries until it is reopened."""
    return DomainError("FOLIO_NOT_OPEN", "The folio is closed; reopen it first.")


def folio_not_settled(balance: Mapping[str, Any]) -> DomainError:
    """FOLIO_NOT_SETTLED: a folio closes only once its ``balance``, money as in JSON, is zero."""
    detail = Sentence("More was paid than charged: settle the folio before closing it.")
    if balance["amount"] > 0:
        detail = Sentence("There is a balance due: settle the folio before closing it.")
    return DomainError("FOLIO_NOT_SETTLED", detail, {"balance": dict(balance)})


def guest_merged(guest_id: str, merged_into: str) -> DomainError:
    """GUEST_MERGED: the profile was merged into another, which is the one to change."""
    facts = {"guestId": guest_id, "mergedInto": merged_into}
    return DomainError("GUEST_MERGED", "This profile was merged into another one: use that one.", facts)


def guest_erased() -> DomainError:
    """GUEST_ERASED: nothing is known of this guest any more, and nothing may be added."""
    return DomainError("GUEST_ERASED", "This guest's data was erased: please make a new profile.")


def guest_still_needed(
    stays: Sequence[Mapping[str, Any]], folios: Sequence[Mapping[str, Any]]
) -> DomainError:
    """GUEST_STILL_NEEDED: a guest who is expected, in the house or has an open folio cannot be erased.

    Args:
        stays: JSON-ready rows with reservationId, confirmationNumber and status.
        folios: JSON-ready rows with folioId, reservationId and confirmationNumber.
    """
    in_house = _numbers(row for row in stays if row["status"] == "CHECKED_IN")
    expected = _numbers(row for row in stays if row["status"] != "CHECKED_IN")
    unpaid = _numbers(folios)
    said = []
    if in_house:
        said.append(Sentence("The guest is in the house ({numbers}): check out first.", numbers=in_house))
    if expected:
        said.append(
            Sentence(
                "The guest is expected ({numbers}): cancel the stay or book it for somebody else first.",
                numbers=expected,
            )
        )
    if unpaid:
        said.append(Sentence("The guest has an open folio ({numbers}): close it first.", numbers=unpaid))
    detail = Sentence.paragraph(*said)
    facts = {"stays": [dict(row) for row in stays], "folios": [dict(row) for row in folios]}
    return DomainError("GUEST_STILL_NEEDED", detail, facts)


def _numbers(rows: Iterable[Mapping[str, Any]]) -> Sentence:
    return Sentence.listed(dict.fromkeys(str(row["confirmationNumber"]) for row in rows))


def guest_not_merged() -> DomainError:
    """GUEST_NOT_MERGED: there is no merge here that could be undone."""
    return DomainError("GUEST_NOT_MERGED", "There is no merge of this profile to undo.")


def payment_refused(sentence: str) -> DomainError:
    """PAYMENT_REFUSED: the payment addon takes or returns no money; ``sentence`` is its own."""
    return DomainError("PAYMENT_REFUSED", sentence)
