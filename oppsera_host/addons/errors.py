"""The one error that stops the start because of an addon."""

from __future__ import annotations


class AddonError(Exception):
    """An addon that cannot be loaded as it is.

    Args:
        addon: the addon's name, as its entry point spells it.
        sentence: what is wrong and, where known, what to do.
    """

    def __init__(self, addon: str, sentence: str) -> None:
        super().__init__(f"Addon {addon!r}: {sentence}")
        self.addon = addon
        self.sentence = sentence
