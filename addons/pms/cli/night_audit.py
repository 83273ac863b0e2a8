"""``oppsera pms night-audit``: close business dates from the command line."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import click

from addons.pms.domain.errors import DomainError
from addons.pms.services import night_audit
from addons.pms.services.properties import find_property_by_code
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
@with_application
def command(tenant: str, code: str, through: datetime | None) -> None:
    """Close the property's business date and open the next; dates closed before are left alone."""
    actor = system_actor(find_tenant(tenant), "oppsera pms night-audit")
    try:
        reports = close_through(actor, code, None if through is None else through.date())
    except DomainError as error:
        raise fail(error.code, error.detail, error.facts) from error
    lines = [
        f"Closed {report['businessDate']}: {report['arrivals']} arrived, {report['departures']} left,"
        f" {report['inHouse']} in the house, {report['dueIn']} still due."
        for report in reports
    ]
    emit({"closed": reports}, "\n".join(lines) or "Nothing to close.")


def close_through(actor: Actor, code: str, through: date | None) -> list[dict[str, Any]]:
    """Close the current business date (``through`` None), or all up to ``through``; return the reports.

    Each date is a transaction of its own: what was closed stays closed if a later date fails.

    Raises:
        DomainError: NOT_FOUND when there is no such property.
    """
    with unit_of_work.reading(actor) as session:
        hotel = find_property_by_code(session, actor.tenant_id, code)
    current, last = hotel.business_date, through or hotel.business_date
    reports = []
    while current <= last:
        report = _close(actor, hotel.id, current)
        reports.append(report.to_payload())
        current = report.next_business_date
    return reports


def _close(actor: Actor, property_id: UUID, business_date: date) -> night_audit.NightAuditReport:
    return unit_of_work.run(
        lambda uow: night_audit.close_business_date(uow, property_id, business_date), actor=actor
    )
