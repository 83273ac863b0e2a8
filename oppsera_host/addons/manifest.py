"""What an addon says about itself, readable without importing any of its code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The identity card of an addon.

    The host reads the manifests of all installed addons before it loads any addon, so the module that holds
    ``MANIFEST`` imports this class and nothing else.

    Attributes:
        name: unique, lower case, usable as a Python name; also the entry point's name.
        version: the addon's own version, e.g. ``1.2.0``.
        title: what the settings screens call it.
        depends: addon name → version range it needs (PEP 440, e.g. ``>=1,<2``; empty = any).
        requires_host: range of host versions it works with; empty = any.
        table_prefixes: every table of the addon begins with one of these, e.g. ``("pms_", "rm_pms_")``.
        migrations: folder of its Alembic revisions, relative to the addon's package; empty = no tables.
        branch_label: label of its Alembic line; empty = the addon's name.
        queues: further RQ queues its jobs use, besides the host's.
        permissions: names it brings, each beginning with ``<name>.``.
        required_settings: environment variables without which the start stops.
        default_settings: environment variable → value used when it is not set.
        auto_enable_with: names of addons; once all of them are on for a tenant, this one is switched on too.
    """

    name: str
    version: str
    title: str
    depends: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    requires_host: str = ""
    table_prefixes: tuple[str, ...] = ()
    migrations: str = ""
    branch_label: str = ""
    queues: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    required_settings: tuple[str, ...] = ()
    default_settings: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    auto_enable_with: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The label of the addon's Alembic line."""
        return self.branch_label or self.name
