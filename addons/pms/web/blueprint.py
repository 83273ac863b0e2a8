"""The JSON API of the PMS. Every module of this package that has routes registers them on ``api``."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from oppsera_host.web.api import ApiBlueprint

api = ApiBlueprint("pms", __name__, url_prefix="/api/pms")


def routes() -> ApiBlueprint:
    """Return the blueprint with every feature's routes on it."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        importlib.import_module(f"addons.pms.web.{module.name}")
    return api
