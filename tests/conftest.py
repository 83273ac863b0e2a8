"""Fixtures of the whole suite come from the plugin that addon authors use."""

from __future__ import annotations

pytest_plugins = ["oppsera_host.testing.plugin"]
