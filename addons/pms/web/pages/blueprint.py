"""The screens: server-rendered pages that read; every write goes through the JSON API."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from flask import Blueprint

from oppsera_host.hookspecs.contributions import NavItem

_ADDON = Path(__file__).resolve().parents[2]

blueprint = Blueprint(
    "pms_pages", __name__, url_prefix="/pms", template_folder=str(_ADDON / "templates"),
    static_folder=str(_ADDON / "static" / "pms"), static_url_path="/static",
)  # fmt: skip

NAV_ITEMS = (
    NavItem("pms.dashboard", "Today", "/pms", "pms.reservations.read", icon="home", order=5),
    NavItem("pms.calendar", "Calendar", "/pms/calendar", "pms.calendar.read", icon="calendar", order=10),
    NavItem(
        "pms.housekeeping",
        "Housekeeping",
        "/pms/housekeeping",
        "pms.housekeeping.read",
        icon="brush",
        order=40,
    ),
    NavItem("pms.rooms", "Rooms", "/pms/rooms", "pms.rooms.read", icon="door", order=45),
    NavItem("pms.reports", "Reports", "/pms/reports", "pms.reports.read", icon="chart-bar", order=60),
    NavItem("pms.guests", "Guests", "/pms/guests", "pms.guests.read", icon="users", order=30),
    NavItem(
        "pms.night_audit", "Night audit", "/pms/night-audit", "pms.night_audit.run", icon="moon", order=60
    ),
    NavItem(
        "pms.restrictions",
        "Rules of sale",
        "/pms/settings/restrictions",
        "pms.rates.write",
        icon="lock",
        order=70,
    ),
    NavItem(
        "pms.set_up",
        "Hotel set-up",
        "/pms/settings/properties",
        "pms.properties.write",
        icon="building",
        order=80,
    ),
)


def pages() -> Blueprint:
    """Return the blueprint with every screen on it."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        importlib.import_module(f"addons.pms.web.pages.{module.name}")
    return blueprint
