"""What a guest is and was called, and how that is found in what people have typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from addons.pms.db.models import Guest
from addons.pms.db.queries import guest_erasure as queries
from oppsera_host.db.unit_of_work import UnitOfWork

_SHORTEST_WORD = 3


def words_of(uow: UnitOfWork, family: Sequence[Guest]) -> list[str]:
    """Return names, e-mails and phones of ``family`` now and at any time before, by what changes and merges kept.

    Too short a name is left out alone, without a first name: it would take other people's words away.
    """
    binds = {"tenant": uow.tenant_id, "guests": [row.id for row in family]}
    facts = [
        {"firstName": row.first_name, "lastName": row.last_name, "email": row.email, "phone": row.phone}
        for row in family
    ]
    facts += [row.said for row in uow.execute(queries.SAID_BEFORE, binds)]
    first, last, email, phone = (_all(facts, field) for field in ("firstName", "lastName", "email", "phone"))
    full = {f"{one} {other}" for one in first for other in last}
    return sorted(word for word in full | last | email | phone if len(word) >= _SHORTEST_WORD)


def inside(words: Iterable[str]) -> str:
    """Return the regular expression for texts that hold any of ``words``, even as a part of another word."""
    return "|".join(re.escape(word) for word in words)


def alone(words: Iterable[str]) -> str:
    """Return the regular expression for texts that hold any of ``words`` as words of their own."""
    return f"(^|[^[:alnum:]])({inside(words)})($|[^[:alnum:]])"


def mentions(text: str, words: Iterable[str]) -> bool:
    """Return whether ``text`` holds any of ``words``."""
    folded = text.casefold()
    return any(word.casefold() in folded for word in words)


def _all(facts: Iterable[dict[str, str | None]], field: str) -> set[str]:
    return {value for each in facts if (value := each.get(field))}
