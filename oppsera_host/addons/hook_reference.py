"""Writes the hook reference (docs/hooks.md) from the specifications themselves.

``python -m oppsera_host.addons.hook_reference > docs/hooks.md``
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pluggy

from oppsera_host.addons.registration import build_plugin_manager

HEADER = """\
# Hooks

Every hook an addon can implement, written from the code by `python -m oppsera_host.addons.hook_reference`.
Mark an implementation with `from oppsera_host.hookspecs import hookimpl` and put it in the addon's `plugin`
module; it may leave out arguments it does not need. A hook name that nobody declared stops the start.

- **Contribution**: asked once at start, of every installed addon.
- **Ask**: called inside a use case; the first answer that is not `None` counts.
- **Call**: every implementation is called.

Asks and calls reach only the addons that are on for the tenant.
"""
_SECTIONS = {"Args:": "Arguments", "Returns:": "Returns", "Raises:": "Raises"}


def reference(manager: pluggy.PluginManager) -> str:
    """Return the hook reference as Markdown: one section per declaring module, the host's first.

    Args:
        manager: any plugin manager with its specifications added.
    """
    modules: dict[str, list[pluggy.HookCaller]] = {}
    for caller in _specified(manager):
        modules.setdefault(_function_of(caller).__module__, []).append(caller)
    parts = [HEADER]
    for module in sorted(modules, key=lambda name: (not name.startswith("oppsera_host."), name)):
        parts.append(f"## {_subject(module)}\n")
        parts.extend(_entry(caller) for caller in modules[module])
    return "\n".join(parts)


def undocumented(manager: pluggy.PluginManager) -> list[str]:
    """Return the names of hooks that lack a docstring, or leave out one of their arguments in it."""
    lacking = []
    for caller in _specified(manager):
        function = _function_of(caller)
        text = inspect.getdoc(function) or ""
        if not text or any(f"{name}:" not in text for name in inspect.signature(function).parameters):
            lacking.append(caller.name)
    return lacking


def main() -> None:
    """Print the reference of everything installed."""
    sys.stdout.write(reference(build_plugin_manager()))


def _specified(manager: pluggy.PluginManager) -> Iterator[pluggy.HookCaller]:
    for name in sorted(vars(manager.hook)):
        caller = getattr(manager.hook, name)
        if isinstance(caller, pluggy.HookCaller) and caller.spec is not None:
            yield caller


def _entry(caller: pluggy.HookCaller) -> str:
    function = _function_of(caller)
    signature = str(inspect.signature(function)).replace("'", "")
    text = _as_markdown(inspect.getdoc(function) or "")
    code = f"```python\ndef {caller.name}{signature}\n```"
    return f"### `{caller.name}`\n\n*{_kind_of(caller)}*\n\n{code}\n\n{text}\n"


def _kind_of(caller: pluggy.HookCaller) -> str:
    if caller.name.startswith("oppsera_register_"):
        return "Contribution"
    if caller.spec is not None and caller.spec.opts.get("firstresult"):
        return "Ask"
    return "Call"


def _as_markdown(docstring: str) -> str:
    """Turn a Google-style docstring into Markdown: section names bold, described names as a list."""
    lines: list[str] = []
    section = ""
    for line in docstring.replace("``", "`").splitlines():
        if line in _SECTIONS:
            section = _SECTIONS[line]
            lines += [f"**{section}**", ""]
        elif section and line.startswith("        "):
            lines.append(f"  {line.strip()}")
        elif section and line.startswith("    "):
            bullet = "" if section == "Returns" else "- "
            lines.append(f"{bullet}{line.strip()}")
        else:
            lines.append(line)
    return "\n".join(lines).strip()


def _subject(module: str) -> str:
    owner, separator, subject = module.rpartition(".hookspecs.")
    return f"{owner} — {subject}" if separator else module


def _function_of(caller: pluggy.HookCaller) -> Callable[..., Any]:
    if caller.spec is None:
        raise ValueError(f"{caller.name} has no specification")
    function: Callable[..., Any] = caller.spec.function
    return function


if __name__ == "__main__":
    main()
