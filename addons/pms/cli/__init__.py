"""`oppsera pms …`: import, night audit, rebuild, verify. Every module of this package brings one ``command``."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import click


@click.group(
    name="pms", help="The hotel: import bookings, close the day, check and rebuild what the board reads."
)
def group() -> None:
    """Hold the commands of the PMS."""


for _module in pkgutil.iter_modules([str(Path(__file__).parent)]):
    group.add_command(importlib.import_module(f"addons.pms.cli.{_module.name}").command)

COMMANDS = (group,)
