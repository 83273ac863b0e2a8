from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from addons.pms.services.folio_posting import post_charge
from addons.pms.services.night_charges import PostedNight, post_night
from oppsera_host.db import unit_of_work
from tests.factories.desk import Desk

pytestmark = pytest.mark.stock


def test_a_fee_opens_the_folio_and_exists_once_a_night(desk: Desk, actor):
    stay = desk.book("2027-03-20", "2027-03-22", "101")

    def post(uow):
        return post_charge(
            uow, reservation_id=UUID(stay["id"]), code="NO_SHOW_FEE", amount=10_000, description="No-show fee",
            night=date(2027, 3, 20),
        )  # fmt: skip

    entry = unit_of_work.run(post, actor=actor)
    assert (entry.amount, entry.code, entry.business_date) == (10_000, "NO_SHOW_FEE", date(2027, 3, 15))
    assert unit_of_work.run(post, actor=actor) is None


def test_a_night_is_posted_once_for_stays_in_the_house(desk: Desk, actor):
    stays = [desk.book("2027-03-15", "2027-03-17", room) for room in ("101", "102", "103")]
    for stay in stays[:2]:
        assert desk.step(stay, "check-in").status_code == 200
    ids = [UUID(stay["id"]) for stay in stays]

    def post(uow):
        return post_night(uow, desk.hotel.property_id, date(2027, 3, 15), ids)

    assert unit_of_work.run(post, actor=actor) == PostedNight(2, 20_000, 0)
    assert unit_of_work.run(post, actor=actor) == PostedNight(0, 0, 0)
