"""``oppsera pms import-bookings``: bookings of another system, from a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click
from flask import current_app

from addons.pms.domain.errors import DomainError
from addons.pms.importing.errors import FileRefusedError, sentence_of
from addons.pms.importing.mapping import ImportMapping, load_mapping, load_preset, preset_names
from addons.pms.importing.runner import ImportRequest, Progress, import_bookings
from oppsera_host import clock
from oppsera_host.addons.registry import registry_of
from oppsera_host.cli.context import with_application
from oppsera_host.cli.output import emit, fail
from oppsera_host.identity.actor import Actor, system_actor
from oppsera_host.identity.tenants import find_tenant

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import-bookings")
@click.argument("file", type=_FILE)
@click.option("--tenant", "tenant_slug", required=True, metavar="SLUG", help="Whose bookings they are.")
@click.option(
    "--property", "property_code", required=True, metavar="CODE", help="Where they go; created if missing."
)
@click.option("--preset", type=click.Choice(preset_names()), help="A mapping that comes with the product.")
@click.option(
    "--mapping", "mapping_file", type=_FILE, help="A mapping of your own (YAML, see docs/import.md)."
)
@click.option(
    "--rooms", "rooms_file", type=_FILE, help="CSV with the columns row,room: which room a row slept in."
)
@click.option("--auto-assign", is_flag=True, help="Give every stay without a room one of its type.")
@click.option(
    "--as-confirmed", is_flag=True, help="Bring stays that took place in as confirmed, to practise on."
)
@click.option(
    "--post-past-nights",
    is_flag=True,
    help="Charge guests in the house the nights before the business date; without it their folios begin empty.",
)
@click.option("--source", help="Name of the file in source references.  [default: the file's name]")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the report (JSON lines).",
)
@with_application
def command(
    file: Path,
    tenant_slug: str,
    property_code: str,
    preset: str | None,
    mapping_file: Path | None,
    rooms_file: Path | None,
    auto_assign: bool,
    as_confirmed: bool,
    post_past_nights: bool,
    source: str | None,
    report: Path | None,
) -> None:
    """Import the bookings in FILE, a CSV with a header.

    Each row comes in once: started again, the command goes on where it was stopped. Rows that are refused are
    listed in the report with their reason; the exit code is 1 only when the file as a whole cannot be read.
    """
    actor = _actor(tenant_slug)
    source = source or file.name.removesuffix(".xz").removesuffix(".csv")
    try:
        request = ImportRequest(
            file=file, mapping=_mapping(preset, mapping_file), property_code=_code(property_code),
            report=(report or _report_path(source)).resolve(), source=source, rooms_file=rooms_file,
            auto_assign=auto_assign, as_confirmed=as_confirmed, post_past_nights=post_past_nights,
        )  # fmt: skip
        with _progress_bar() as progress:
            summary = import_bookings(request, actor, progress)
    except FileRefusedError as refused:
        raise fail(refused.code, refused.detail) from refused
    except DomainError as refused:
        raise fail(refused.code, sentence_of(refused), refused.facts) from refused
    warned = sum(summary["warnings"].values())
    told = ("accepted", "refused", "alreadyImported", "pastNights")
    charged = f"\n{summary['pastNights']} past nights charged." if post_past_nights else ""
    emit(
        {name: summary[name] for name in told if name in summary} | {"report": str(request.report)},
        f"{summary['accepted']} accepted ({warned} warnings), {summary['refused']} refused,"
        f" {summary['alreadyImported']} imported before.{charged}\nReport: {request.report}",
    )


def _actor(tenant_slug: str) -> Actor:
    tenant_id = find_tenant(tenant_slug)
    if not registry_of().is_enabled("pms", tenant_id):
        raise fail(
            "ADDON_OFF",
            f"The hotel is off for {tenant_slug}: oppsera addon enable pms --tenant {tenant_slug}",
        )
    return system_actor(tenant_id, "oppsera pms import-bookings")


def _mapping(preset: str | None, mapping_file: Path | None) -> ImportMapping:
    if preset is not None and mapping_file is None:
        return load_preset(preset)
    if mapping_file is not None and preset is None:
        return load_mapping(mapping_file)
    raise click.UsageError("Please give either --preset or --mapping.")


def _code(text: str) -> str:
    code = text.strip()
    if not code:
        raise click.BadParameter("must not be empty", param_hint="--property")
    return code


def _report_path(source: str) -> Path:
    folder: Path = current_app.extensions["oppsera_settings"].state_dir / "imports"
    name = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in source)[:100]
    return folder / f"{clock.now():%Y%m%dT%H%M%S}-{name}.jsonl"


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    """Show a bar on the error stream; none where that is no terminal."""
    with ExitStack() as stack:
        bars: list[Any] = []

        def advance(done: int, total: int) -> None:
            if not bars:
                bar: Any = click.progressbar(length=total, label="Importing", file=sys.stderr)
                bars.append(stack.enter_context(bar))
            bars[0].update(done - bars[0].pos)

        yield advance
