"""What statuses and steps are called in a sentence; their names in code are of the public contract, not for people."""

from __future__ import annotations

from addons.pms.domain.sentence import Sentence

_NAMES = {
    "HOLD": Sentence("hold"),
    "CONFIRMED": Sentence("confirmed"),
    "CHECKED_IN": Sentence("checked in"),
    "CHECKED_OUT": Sentence("checked out"),
    "CANCELLED": Sentence("cancelled"),
    "NO_SHOW": Sentence("no show"),
    "EXPIRED": Sentence("expired"),
    "confirm": Sentence("confirm"),
    "cancel": Sentence("cancel"),
    "expire": Sentence("expire"),
    "check_in": Sentence("check in"),
    "check_out": Sentence("check out"),
    "no_show": Sentence("no show"),
    "reinstate": Sentence("reinstate"),
    "revert_check_in": Sentence("revert check in"),
    "OPEN": Sentence("open"),
    "IN_PROGRESS": Sentence("in progress"),
    "DONE": Sentence("done"),
    "SKIPPED": Sentence("skipped"),
    "start": Sentence("start"),
    "finish": Sentence("finish"),
    "skip": Sentence("skip"),
    "reopen": Sentence("reopen"),
}


def spoken_name(name: str) -> Sentence:
    """Return what ``name`` of a status or step is called, e.g. ``checked in``."""
    return _NAMES.get(name) or Sentence.of(name.lower().replace("_", " "))
