"""/pms/settings/restrictions: which stays are not sold, week by week for each room type."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from babel import Locale
from flask import Response, make_response, render_template, request
from flask_babel import get_locale
from sqlalchemy.orm import Session

from addons.pms.db.models import Property
from addons.pms.domain.restrictions import Restriction, RuleSpan, Weekday, in_words, spans_of
from addons.pms.services.rate_plans import RatePlanRecord, list_rate_plans
from addons.pms.services.restrictions import TypeRestriction, restrictions_of
from addons.pms.services.room_types import RoomTypeRecord, room_types_of
from addons.pms.web import commands
from addons.pms.web.pages.blueprint import blueprint
from addons.pms.web.pages.chosen_property import chosen_property, properties_of
from oppsera_host.errors import not_found
from oppsera_host.web.request_context import current_actor, require
from oppsera_host.web.sentences import spoken

WEEKS = 6
MOST_PLANS = 200
_FARTHEST = timedelta(days=366 * 5)


@dataclass(frozen=True, slots=True)
class TypeRules:
    """A room type with its rules by night, and the same rules as spans of nights."""

    room_type: RoomTypeRecord
    by_night: dict[date, list[Restriction]]
    spans: list[RuleSpan]


@dataclass(frozen=True, slots=True)
class Screen:
    """What the page shows: the rules of every sale, and of ``plan`` where one is chosen.

    ``of_plans`` counts, for each plan that is not shown, the nights with rules of its own.
    """

    properties: list[Property]
    hotel: Property | None = None
    plans: Sequence[RatePlanRecord] = ()
    plan: RatePlanRecord | None = None
    first: date = date.min
    types: Sequence[TypeRules] = ()
    of_plans: Sequence[tuple[RatePlanRecord, int]] = ()

    @property
    def weeks(self) -> list[list[date]]:
        """The days shown, a list for each week."""
        return [[self.first + timedelta(days=7 * week + day) for day in range(7)] for week in range(WEEKS)]

    @property
    def later(self) -> date:
        """Where the next page begins."""
        return self.first + timedelta(weeks=WEEKS)

    @property
    def earlier(self) -> date | None:
        """Where the page before begins; none lies before the business date."""
        if self.hotel is None or self.first <= self.hotel.business_date:
            return None
        return max(self.first - timedelta(weeks=WEEKS), self.hotel.business_date)


@blueprint.get("/settings/restrictions")
@require("pms.rates.read")
def restriction_settings() -> Response:
    """Show the rules of sale of six weeks, and offer to set and lift them."""
    actor = current_actor()
    locale = get_locale() or Locale("en")
    screen = commands.read(lambda session: _load(session, actor.tenant_id, locale))
    return make_response(
        render_template(
            "pms/settings/restrictions.html", screen=screen, hotel=screen.hotel, properties=screen.properties,
            weekdays=_weekdays(locale),
            in_words=in_words, spoken=spoken, night=timedelta(days=1), writable=actor.may("pms.rates.write"),
        )
    )  # fmt: skip


def _load(session: Session, tenant_id: UUID, locale: Locale) -> Screen:
    properties = properties_of(session, tenant_id)
    hotel = chosen_property(properties)
    if hotel is None:
        return Screen(properties)
    plans = list_rate_plans(session, tenant_id, hotel.id, None, MOST_PLANS)
    plan = _chosen_plan(plans)
    first = _first_day(hotel.business_date, locale)
    found = restrictions_of(session, tenant_id, hotel.id, first, first + timedelta(weeks=WEEKS))
    shown = {None, plan.id if plan else None}
    rules: defaultdict[UUID, list[Restriction]] = defaultdict(list)
    for each in found:
        if each.restriction.rate_plan_id in shown:
            rules[each.room_type_id].append(each.restriction)
    return Screen(
        properties, hotel, plans, plan, first,
        [_type_rules(each, rules[each.id]) for each in room_types_of(session, tenant_id, hotel.id)],
        _of_other_plans(plans, found, shown),
    )  # fmt: skip


def _chosen_plan(plans: Sequence[RatePlanRecord]) -> RatePlanRecord | None:
    wanted = request.args.get("ratePlanId", "")
    for plan in plans:
        if str(plan.id) == wanted:
            return plan
    if wanted:
        raise not_found()
    return None


def _first_day(business_date: date, locale: Locale) -> date:
    """Return the first day of the week asked for, or of the business date's; nonsense counts as not said."""
    try:
        wanted = date.fromisoformat(request.args.get("from", ""))
    except ValueError:
        wanted = business_date
    wanted = min(max(wanted, business_date), business_date + _FARTHEST)
    return wanted - timedelta(days=(wanted.weekday() - locale.first_week_day) % 7)


def _type_rules(room_type: RoomTypeRecord, rules: Sequence[Restriction]) -> TypeRules:
    by_night: defaultdict[date, list[Restriction]] = defaultdict(list)
    for rule in rules:
        by_night[rule.night].append(rule)
    return TypeRules(room_type, by_night, spans_of(rules))


def _of_other_plans(
    plans: Sequence[RatePlanRecord], found: Sequence[TypeRestriction], shown: set[UUID | None]
) -> list[tuple[RatePlanRecord, int]]:
    nights = Counter(
        plan_id
        for plan_id, _ in {(each.restriction.rate_plan_id, each.restriction.night) for each in found}
        if plan_id not in shown
    )
    return [(plan, nights[plan.id]) for plan in plans if nights[plan.id]]


def _weekdays(locale: Locale) -> list[tuple[Weekday, str, str]]:
    """Return the days of the week in the reader's order, each with its short and its whole name."""
    days, names = list(Weekday), locale.days["stand-alone"]
    order = [(locale.first_week_day + place) % 7 for place in range(7)]
    return [(days[place], names["short"][place], names["wide"][place]) for place in order]
