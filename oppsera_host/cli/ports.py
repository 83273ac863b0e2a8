"""The port a server is to listen on."""

from __future__ import annotations

import errno
import socket
import time

from oppsera_host.settings import SettingsError

PATIENCE_SECONDS = 2.0
"""Processes of a server that was killed a moment ago may still be on their way out."""
_PAUSE_SECONDS = 0.05


def require_free_port(host: str, port: int) -> None:
    """Refuse a port that somebody listens on: web servers would share it without a word, request by request.

    Raises:
        SettingsError: on ``PORT``.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while _is_taken(host, port):
        if time.monotonic() > until:
            raise SettingsError("PORT", f"{port} is taken. Stop what uses it, or set PORT={port + 1}.")
        time.sleep(_PAUSE_SECONDS)


def _is_taken(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE:
                raise
            return True
    return False
