"""Flask's own sessions, switched off: who is signed in is kept in the database (``identity.sessions``)."""

from __future__ import annotations

from typing import Any

from flask.sessions import SessionInterface


class NoSessions(SessionInterface):
    """Reads and writes no cookie; ``flask.session`` refuses to be written."""

    def open_session(self, app: Any, request: Any) -> None:
        """Open none: Flask takes an empty one that cannot be changed."""
        del app, request

    def save_session(self, app: Any, session: Any, response: Any) -> None:
        """Save nothing; never called for a session that cannot be changed."""
        del app, session, response
