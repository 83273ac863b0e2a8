"""``oppsera pms night-audit``: close business dates from the command line."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click

from addons.pms.domain.errors import DomainError
from addons.pms.domain.night_audit import OverduePolicy, check_may_close_through
from addons.pms.services import night_audit
from addons.pms.services.night_audit_steps import Request
from addons.pms.services.properties import find_property_by_code
from oppsera_host import clock
from oppsera_host.cli.context import with_application
from oppsera_host.cli.output import emit, fail
from oppsera_host.db import unit_of_work
from oppsera_host.identity.actor import Actor, system_actor
from oppsera_host.identity.tenants import find_tenant


@click.command("night-audit")
@click.option("--tenant", required=True, metavar="SLUG", help="The tenant.")
@click.option("--property", "code", required=True, metavar="CODE", help="The property.")
@click.option(
    "--through",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Close every business date up to this one.  [default: the current one alone]",
)
@click.option(
    "--overdue",
    type=click.Choice([policy.value for policy in OverduePolicy], case_sensitive=False),
    default=OverduePolicy.KEEP.value,
    show_default=True,
    help="Guests who should have left: keep them as they are, extend their stay by the night, or refuse to close.",
)
@with_application
def command(tenant: str, code: str, through: datetime | None, overdue: str) -> None:
    """Close the property's business date and open the next; dates closed before are left alone.

    Interrupted at any point, the same command goes on where it stopped.
    """
    actor = system_actor(find_tenant(tenant), "oppsera pms night-audit")
    last = None if through is None else through.date()
    try:
        reports = close_through(actor, code, last, OverduePolicy(overdue.upper()))
    except DomainError as error:
        raise fail(error.code, error.detail, error.facts) from error
    lines = [
        f"Closed {report['businessDate']}: {report['arrivals']} arrived, {report['departures']} left,"
        f" {report['inHouse']} in the house, {report['chargedStays']} charged, {report['noShows']} no-shows,"
        f" {report['dueIn']} still due."
        for report in reports
    ]
    emit({"closed": reports}, "\n".join(lines) or "Nothing to close.")


def close_through(
    actor: Actor, code: str, through: date | None, overdue: OverduePolicy = OverduePolicy.KEEP
) -> list[dict[str, Any]]:
    """Close the current business date (``through`` None), or all up to ``through``; return the reports.

    What was closed stays closed if a later date fails.

    Raises:
        DomainError: NOT_FOUND when there is no such property; VALIDATION_ERROR, with nothing closed, when
            ``through`` lies ahead; as ``night_audit.run``.
    """
    with unit_of_work.reading(actor) as session:
        hotel = find_property_by_code(session, actor.tenant_id, code)
    check_may_close_through(
        hotel.business_date, through or hotel.business_date, clock.today_in(hotel.timezone)
    )
    current, last = hotel.business_date, through or hotel.business_date
    reports = []
    while current <= last:
        report = night_audit.run(actor, Request(hotel.id, current, overdue))
        reports.append(report.to_payload())
        current = report.next_business_date
    return reports
