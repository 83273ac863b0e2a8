"""A release is put on hotels that are open: every line goes up over rows of earlier releases, and loses none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from oppsera_host.db import migrate
from oppsera_host.ids import new_id
from oppsera_host.testing.databases import Database
from tests.architecture.test_migrations import empty_database

__all__ = ["empty_database"]
pytestmark = pytest.mark.stock
FIRST_RELEASE = "pms_0004"
IDS = {
    name: str(new_id())
    for name in (
        "tenant",
        "hotel",
        "type",
        "room",
        "guest",
        "plan",
        "stay",
        "block",
        "folio",
        "entry",
        "rule",
    )
}
ROWS = """
insert into host_tenants (id, slug, name, created_at) values (:tenant, 'open', 'Open', now());
insert into pms_properties (tenant_id, id, version, code, name, timezone, currency, business_date, check_in_time,
  check_out_time, no_show_cutoff, created_at)
values (:tenant, :hotel, 1, 'H', 'Hotel', 'Europe/Lisbon', 'EUR', '2027-03-15', '15:00', '11:00', '06:00', now());
insert into pms_room_types (tenant_id, id, version, property_id, code, name, max_adults, max_children, max_occupancy,
  base_rate, overbooking_limit, sort_order) values (:tenant, :type, 1, :hotel, 'STD', 'Standard', 2, 1, 3, 10000, 0, 0);
insert into pms_rooms (tenant_id, id, version, property_id, room_type_id, number, floor, features, occupancy, condition)
values (:tenant, :room, 1, :hotel, :type, '101', '1', '[]', 'VACANT', 'CLEAN');
insert into pms_guests (tenant_id, id, version, first_name, last_name, email, phone, notes, search_text, created_at,
  updated_at) values (:tenant, :guest, 1, 'Ada', 'Probe', 'ada@example.org', null, '', 'ada probe ada@example.org',
  now(), now());
insert into pms_rate_plans (tenant_id, id, version, property_id, code, name)
values (:tenant, :plan, 1, :hotel, 'BAR', 'Best');
insert into pms_rate_restrictions (tenant_id, id, room_type_id, rate_plan_id, night, closed_to_arrival,
  closed_to_departure, closed) values (:tenant, :rule, :type, :plan, '2027-03-20', true, false, false);
insert into pms_reservations (tenant_id, id, version, property_id, confirmation_number, status, room_type_id,
  booked_room_type_id, check_in_date, check_out_date, day_use, adults, children, guest_id, rate_plan_id, currency,
  total_amount, room_locked, source_type, notes, booked_on, status_date, created_at, updated_at)
values (:tenant, :stay, 1, :hotel, 'ABCD-EFGH-JKLM', 'CONFIRMED', :type, :type, '2027-03-16', '2027-03-17', false, 2, 1,
  :guest, :plan, 'EUR', 10000, false, 'DIRECT', '', '2027-03-01', '2027-03-01', now(), now());
insert into pms_reservation_nights (tenant_id, reservation_id, night, room_type_id, amount)
values (:tenant, :stay, '2027-03-16', :type, 10000);
insert into pms_room_blocks (tenant_id, id, property_id, room_id, kind, reservation_id, segment_no, start_date,
  end_date, active, reason)
values (:tenant, :block, :hotel, :room, 'RESERVATION', :stay, 1, '2027-03-16', '2027-03-17', true, '');
"""


@pytest.fixture
def open_hotel(empty_database: str, database: Database) -> Iterator[Engine]:
    """A superuser's engine on a database of the first release with a row in every table people write to."""
    migrate_to(empty_database, FIRST_RELEASE)
    name = make_url(empty_database).database
    engine = create_engine(make_url(database.admin_url).set(database=name), poolclass=NullPool)
    with engine.begin() as connection:
        for statement in ROWS.split(";\n"):
            if statement.strip():
                connection.execute(text(statement), IDS)
    yield engine
    engine.dispose()


def migrate_to(url: str, revision: str) -> None:
    command.upgrade(migrate.configuration(url), revision)


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        tables = connection.execute(
            text("select tablename from pg_tables where schemaname = 'public' and tablename like 'pms\\_%'")
        ).scalars()
        return {
            table: connection.execute(text(f"select count(*) from {table}")).scalar_one() for table in tables
        }


def test_every_line_goes_up_over_the_rows_of_an_open_hotel(open_hotel: Engine, empty_database: str):
    before = {table: count for table, count in counts(open_hotel).items() if count}
    migrate.upgrade(empty_database)
    after = counts(open_hotel)
    assert {table: after[table] for table in before} == before
    with open_hotel.connect() as connection:
        unforced = connection.execute(
            text("select relname from pg_class where relrowsecurity and not relforcerowsecurity")
        ).scalars()
        assert list(unforced) == [], "row-level security is forced again on every table"


def test_without_lifting_it_row_level_security_stops_a_foreign_key(open_hotel: Engine, empty_database: str):
    engine = create_engine(empty_database, poolclass=NullPool)
    again = text(
        "alter table pms_reservations add constraint again foreign key (tenant_id, guest_id)"
        " references pms_guests (tenant_id, id)"
    )
    with engine.begin() as connection:
        connection.execute(text("set role oppsera_owner"))
        with pytest.raises(ProgrammingError, match="no tenant in scope"):
            connection.execute(again)
