"""What commands print: sentences for people, or one JSON object as the last line for programmes."""

from __future__ import annotations

import json
from typing import Any

import click

_META = "oppsera.json"


def accept_json(command: click.Command) -> None:
    """Give ``command``, or every command of a group, the option ``--json`` unless it has one."""
    if isinstance(command, click.Group):
        for child in command.commands.values():
            accept_json(child)
        return
    if any("--json" in parameter.opts for parameter in command.params):
        return
    command.params.append(
        click.Option(
            ["--json"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_remember,
            help="Make the last line one JSON object.",
        )
    )


def wants_json() -> bool:
    """Tell whether the running command was called with ``--json``."""
    context = click.get_current_context(silent=True)
    return bool(context is not None and context.meta.get(_META))


def emit(answer: dict[str, Any], text: str) -> None:
    """Print a command's result: ``text`` for people, or ``answer`` as one line of JSON."""
    click.echo(json.dumps(answer, default=str) if wants_json() else text)


def fail(code: str, detail: str, facts: dict[str, Any] | None = None) -> click.exceptions.Exit:
    """Report a refusal and return the exception that ends the command with exit code 1."""
    if wants_json():
        click.echo(json.dumps({"error": {"code": code, "detail": detail, **(facts or {})}}, default=str))
    else:
        click.echo(f"Error: {detail}", err=True)
        for name, sentences in (facts or {}).get("fields", {}).items():
            click.echo(f"  {name}: {' '.join(sentences)}", err=True)
    return click.exceptions.Exit(1)


def _remember(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        context.meta[_META] = True
