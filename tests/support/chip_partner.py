"""An addon that says something on the chips of the calendar, in the place of the channels stub."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prometheus_client import REGISTRY

from addons.pms.hookspecs.ui import ChipSegment
from oppsera_host.hookspecs import hookimpl

NAME = "pms_channels_stub"


class ChipPartner:
    """Answers what a test tells it to, and remembers the chips it was asked about."""

    def __init__(self) -> None:
        self.badges: Callable[[ChipSegment], Any] = lambda _segment: []
        self.commands: Callable[[], Any] = list
        self.asked: list[ChipSegment] = []

    @hookimpl
    def pms_chip_badges(self, segment: ChipSegment) -> Any:
        self.asked.append(segment)
        return self.badges(segment)

    @hookimpl
    def pms_chip_menu(self) -> Any:
        return self.commands()


def left_out(hook: str) -> float:
    """Return how many answers of the partner to ``hook`` were not used."""
    labels = {"addon": NAME, "hook": hook}
    return REGISTRY.get_sample_value("addon_answers_left_out_total", labels) or 0
