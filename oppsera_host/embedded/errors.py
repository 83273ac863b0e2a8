"""The one error of the embedded services."""

from __future__ import annotations


class EmbeddedError(RuntimeError):
    """The embedded services cannot run; the message says why and what to do about it."""
