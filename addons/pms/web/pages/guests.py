"""/pms/guests: search and profiles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, make_response, render_template, request
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from addons.pms.services import guest_merge, guest_search, guest_stays, guests
from addons.pms.services.guest_duplicates import duplicates_of
from addons.pms.services.guests import GuestRecord
from addons.pms.web import commands
from addons.pms.web.money_text import money_text
from addons.pms.web.pages.blueprint import blueprint
from oppsera_host.identity.actor import Actor
from oppsera_host.web.request_context import current_actor, require

SHOWN, STAYS_SHOWN, STAYS_IN_PROFILE = 50, 25, 5
_TWO_LETTERS = re.compile(r"[A-Za-z]{2}", re.ASCII)
TABS = {
    "profile": _l("Profile"),
    "stays": _l("Stays"),
    "wishes": _l("Preferences and notes"),
    "privacy": _l("Privacy"),
}
REASONS = {"EMAIL": _l("same e-mail"), "PHONE": _l("same phone"), "NAME": _l("same name")}


@blueprint.get("/guests")
@require("pms.guests.read")
def guest_list() -> Response:
    """Search guests as one types: the list is refreshed in place. A search has its own order."""
    actor = current_actor()
    query = _typed("q")
    sort = "newest" if request.args.get("sort") == "newest" else "name"
    after = _uuid("after")

    def load(session: Session) -> list[GuestRecord]:
        if sort == "newest" and not query:
            return guest_search.newest_guests(session, actor.tenant_id, after, SHOWN + 1)
        return guest_search.search_guests(session, actor.tenant_id, query, after, SHOWN + 1)

    found = commands.read(load)
    page = "pms/guest_rows.html" if "HX-Request" in request.headers else "pms/guests.html"
    return make_response(
        render_template(
            page, guests=found[:SHOWN], query=query, sort=sort, more=len(found) > SHOWN, first=after is None,
            writable=actor.may("pms.guests.write"),
        )
    )  # fmt: skip


@blueprint.get("/guests/<uuid:guest_id>")
@require("pms.guests.read")
def guest_profile(guest_id: UUID) -> Response:
    """Show one tab of a guest's profile; the tab is in the address."""
    actor = current_actor()
    tabs = {name: title for name, title in TABS.items() if name in _tabs_for(actor)}
    tab = request.args.get("tab", "profile")
    tab = tab if tab in tabs else "profile"
    found = commands.read(lambda session: _load(session, actor, guest_id, tab))
    named = _choices() if tab == "profile" else {}
    return make_response(
        render_template(
            "pms/guest.html", tab=tab, tabs=tabs, **found, **named, reasons=REASONS, money_text=money_text,
            writable=actor.may("pms.guests.write") and found["guest"].is_live,
            may_see_stays=actor.may("pms.reservations.read"), may_merge=actor.may("pms.guests.merge"),
            may_export=actor.may("pms.guests.export"), may_erase=actor.may("pms.guests.erase"),
        )
    )  # fmt: skip


def _tabs_for(actor: Actor) -> set[str]:
    hidden = set()
    if not actor.may("pms.reservations.read"):
        hidden.add("stays")
    if not any(actor.may(f"pms.guests.{right}") for right in ("merge", "export", "erase")):
        hidden.add("privacy")
    return set(TABS) - hidden


def _load(session: Session, actor: Actor, guest_id: UUID, tab: str) -> dict[str, Any]:
    tenant_id = actor.tenant_id
    guest = guests.find_guest(session, tenant_id, guest_id)
    found: dict[str, Any] = {"guest": guest, "survivor": None}
    if guest.merged_into is not None:
        found["survivor"] = guests.find_guest(session, tenant_id, guest.merged_into)
    if tab in {"profile", "privacy"} and guest.is_live:
        found["duplicates"] = duplicates_of(session.connection(), tenant_id, guest)
    if tab in {"profile", "stays"} and actor.may("pms.reservations.read"):
        count = STAYS_IN_PROFILE if tab == "profile" else STAYS_SHOWN + 1
        stays = guest_stays.stay_history(session, tenant_id, guest_id, _uuid("after"), count)
        found["summary"] = guest_stays.summary(session, tenant_id, guest_id)
        found["stays"], found["more"] = stays[:STAYS_SHOWN], len(stays) > STAYS_SHOWN
    if tab == "privacy" and actor.may("pms.guests.merge"):
        found["merged"] = guest_merge.merged_into(session, tenant_id, guest_id)
        found["words"] = _typed("with")
        if found["words"] and guest.is_live:
            others = guest_search.search_guests(session, tenant_id, found["words"], None, SHOWN)
            found["others"] = [each for each in others if each.id != guest_id]
    return found


def _choices() -> dict[str, list[tuple[str, str]]]:
    """Countries and languages with two letters, by their names in the reader's language."""
    locale = get_locale()
    if locale is None:
        return {"countries": [], "languages": []}
    return {"countries": _named(locale.territories), "languages": _named(locale.languages)}


def _named(names: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(
        ((code, name) for code, name in names.items() if _TWO_LETTERS.fullmatch(code)),
        key=lambda pair: pair[1],
    )


def _typed(name: str) -> str:
    return request.args.get(name, "")[:200].strip()


def _uuid(name: str) -> UUID | None:
    try:
        return UUID(request.args.get(name, ""))
    except ValueError:
        return None
