"""``oppsera pms rebuild-projections``: build the board's read models anew, without anybody noticing."""

from __future__ import annotations

from uuid import UUID

import click

from addons.pms.services.hotel_tenants import hotel_tenants
from addons.pms.services.rebuild import RebuildReport, rebuild, roll_back
from oppsera_host.cli.context import with_application
from oppsera_host.cli.output import emit, fail


@click.command("rebuild-projections")
@click.option(
    "--tenant", "slug", metavar="SLUG", help="One tenant alone.  [default: every tenant with the hotel on]"
)
@click.option("--rollback", is_flag=True, help="Read the version before the last rebuild again.")
@with_application
def command(slug: str | None, rollback: bool) -> None:
    """Read all events into new read models, compare them with the tables of record, then switch to them.

    Exits 1 and keeps the old ones in place where the new ones differ.
    """
    tenants = hotel_tenants(slug)
    if rollback:
        _roll_back(tenants)
        return
    reports = {tenant: rebuild(tenant_id) for tenant, tenant_id in tenants}
    answer = {"rebuilt": [{"tenant": tenant, **report.to_payload()} for tenant, report in reports.items()]}
    emit(answer, "\n".join(_line(*each) for each in reports.items()) or "No tenant has the hotel on.")
    if not all(report.switched for report in reports.values()):
        raise click.exceptions.Exit(1)


def _roll_back(tenants: list[tuple[str, UUID]]) -> None:
    try:
        versions = {tenant: roll_back(tenant_id) for tenant, tenant_id in tenants}
    except LookupError as error:
        raise fail("NOT_FOUND", "There is no earlier version to go back to.") from error
    lines = [f"{tenant}: version {version} is being read again" for tenant, version in versions.items()]
    emit({"rolledBack": versions}, "\n".join(lines))


def _line(tenant: str, report: RebuildReport) -> str:
    if report.switched:
        return f"{tenant}: version {report.version} from {report.events} events is being read now"
    return (
        f"{tenant}: version {report.version} is not used: {len(report.drift)} differences,"
        f" {report.parked} events that could not be handled"
    )
