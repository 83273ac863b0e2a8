"""The refusal of a command for several stays, all or none: it names each stay that cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from addons.pms.domain.errors import DomainError
from addons.pms.domain.sentence import Sentence
from addons.pms.services.stored_reservation import StoredReservation


def refused_together(refused: Sequence[tuple[StoredReservation, DomainError]], asked: int) -> DomainError:
    """Return the first refusal, with all of them as ``members``.

    Args:
        refused: the stays that cannot, each with why; not empty.
        asked: how many stays the command was for.
    """
    first = refused[0][1]
    members: list[dict[str, Any]] = [
        {
            "reservationId": str(stay.snapshot.id), "confirmationNumber": stay.snapshot.confirmation_number,
            "code": error.code, "detail": error.detail,
        }
        for stay, error in refused
    ]  # fmt: skip
    sentence = Sentence(
        "{refused} of {asked} stays cannot, so none was changed. {first}",
        refused=len(refused),
        asked=asked,
        first=first.detail,
    )
    return DomainError(first.code, sentence, {**first.facts, "members": members})
