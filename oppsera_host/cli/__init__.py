"""The ``oppsera`` program. Commands are imported when they are needed, so that ``--help`` is quick."""

from __future__ import annotations

import importlib

import click

from oppsera_host.cli.output import accept_json

COMMANDS = {
    "addon": "oppsera_host.cli.addon:addon",
    "db": "oppsera_host.cli.db:database",
    "dev": "oppsera_host.cli.dev:dev",
    "doctor": "oppsera_host.cli.doctor:doctor",
    "serve": "oppsera_host.cli.serve:serve",
    "tenant": "oppsera_host.cli.tenant:tenant",
    "token": "oppsera_host.cli.token:token",
    "user": "oppsera_host.cli.user:user",
    "worker": "oppsera_host.cli.worker:worker",
}


class Program(click.Group):
    """The host's commands, and after them those that addons bring."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names; a broken addon is reported and hides its own commands only."""
        try:
            brought = sorted(_addon_commands())
        except click.ClickException as error:
            click.echo(f"Warning: {error.format_message()}", err=True)
            brought = []
        return [*sorted(COMMANDS), *super().list_commands(ctx), *brought]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        target = COMMANDS.get(cmd_name)
        if target is None:
            command = super().get_command(ctx, cmd_name) or _addon_commands().get(cmd_name)
        else:
            module, _, attribute = target.partition(":")
            command = getattr(importlib.import_module(module), attribute)
        if command is not None:
            accept_json(command)
        return command


def _addon_commands() -> dict[str, click.Command]:
    """Return the addons' commands without building an application.

    Raises:
        click.ClickException: an addon cannot be loaded as it is.
    """
    from oppsera_host.addons.errors import AddonError  # noqa: PLC0415 - half a second that most commands save
    from oppsera_host.addons.registration import build_plugin_manager  # noqa: PLC0415

    try:
        manager = build_plugin_manager()
    except AddonError as error:
        raise click.ClickException(str(error)) from error
    commands = [command for answer in manager.hook.oppsera_register_commands() for command in answer]
    return {command.name: command for command in commands if command.name}


@click.command(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="oppsera-pms", prog_name="oppsera")
def main() -> None:
    """OppsEra: hotel property management, calendar first."""
