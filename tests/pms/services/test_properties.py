from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from addons.pms.domain.errors import DomainError
from addons.pms.domain.money import Money
from addons.pms.services import properties
from addons.pms.services.room_types import create_room_type
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor, system_actor
from oppsera_host.identity.models import Tenant
from oppsera_host.testing.clock import TestClock

GOOD = {"code": "INN", "name": "The Inn", "timezone": "Pacific/Auckland", "currency": "NZD"}


def create(actor: Actor, **more) -> properties.PropertyRecord:
    return unit_of_work.run(lambda uow: properties.create_property(uow, **GOOD | more), actor=actor)


def test_the_business_date_is_today_there_unless_given(actor: Actor, clock: TestClock):
    clock.stop_at(datetime(2027, 6, 30, 20, tzinfo=UTC))
    assert create(actor).business_date == date(2027, 7, 1)
    assert create(actor, code="B", business_date=date(2020, 1, 2)).business_date == date(2020, 1, 2)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("timezone", "Mars/Base"),
        ("timezone", "Europe"),
        ("timezone", "../etc/passwd"),
        ("timezone", "localtime"),
        ("currency", "XAU"),
        ("currency", "eur"),
        ("code", "INN"),
    ],
)
def test_refuses_what_is_no_zone_no_currency_or_a_code_in_use(actor: Actor, field: str, value: str):
    create(actor)
    with pytest.raises(DomainError) as refused:
        create(actor, **{"code": "OTHER"} | {field: value})
    assert list(refused.value.facts["fields"]) == [field]


def test_two_tenants_may_use_one_code(actor: Actor, other_tenant: Tenant):
    create(actor)
    assert create(system_actor(other_tenant.id, "test")).code == "INN"


def test_a_change_raises_the_version_and_a_stale_one_is_refused(actor: Actor):
    made = create(actor)
    changed = unit_of_work.run(
        lambda uow: properties.update_property(uow, made.id, 1, {"name": " New ", "no_show_cutoff": time(2)}),
        actor=actor,
    )
    assert (changed.version, changed.name, changed.no_show_cutoff) == (2, "New", time(2))
    assert changed.business_date == made.business_date
    with pytest.raises(DomainError) as refused:
        unit_of_work.run(lambda uow: properties.update_property(uow, made.id, 1, {}), actor=actor)
    assert refused.value.code == "CONCURRENCY_CONFLICT"


def test_the_currency_stays_once_a_room_type_has_a_rate_in_it(actor: Actor):
    made = create(actor)

    def to(currency: str, version: int) -> properties.PropertyRecord:
        change = {"currency": currency}
        return unit_of_work.run(
            lambda uow: properties.update_property(uow, made.id, version, change), actor=actor
        )

    assert to("AUD", 1).currency == "AUD"
    unit_of_work.run(
        lambda uow: create_room_type(
            uow, property_id=None, code="S", name="S", max_adults=1, max_children=0, base_rate=Money(1, "AUD")
        ),
        actor=actor,
    )
    with pytest.raises(DomainError) as refused:
        to("NZD", 2)
    assert list(refused.value.facts["fields"]) == ["currency"]


def test_the_only_property_need_not_be_named(actor: Actor, other_tenant: Tenant):
    def resolve(wanted=None, who: Actor = actor) -> properties.PropertyRecord:
        with unit_of_work.reading(who) as session:
            return properties.resolve_property(session, who.tenant_id, wanted)

    def code_of(*arguments) -> str:
        with pytest.raises(DomainError) as refused:
            resolve(*arguments)
        return refused.value.code

    assert code_of() == "NOT_FOUND"
    only = create(actor)
    assert resolve() == only
    create(actor, code="SECOND")
    assert code_of() == "VALIDATION_ERROR"
    assert resolve(only.id) == only
    assert code_of(only.id, system_actor(other_tenant.id, "test")) == "NOT_FOUND"
