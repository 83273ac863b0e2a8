"""Fixtures of the whole suite come from the plugin that addon authors use."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

pytest_plugins = ["oppsera_host.testing.plugin"]

# A busy machine is no failure: an example may take as long as it needs.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
