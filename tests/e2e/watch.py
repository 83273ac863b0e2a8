"""Keeps what a page complains about, so that no test passes over it."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Error, Page, Response

_HOLD_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI}`));
"""
# The browser reports every refused request; the pages show these refusals to the person.
_REFUSALS = {409, 412, 422}
_SERVER_FAULT = 500


class Watch:
    """Complaints of one page: errors and warnings in the console, exceptions, CSP violations, server faults."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        page.add_init_script(_HOLD_VIOLATIONS)
        page.on("console", self._on_console)
        page.on("pageerror", self._on_error)
        page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        refused = "Failed to load resource" in message.text
        if not (refused and any(f"status of {status}" in message.text for status in _REFUSALS)):
            self.complaints.append(f"{message.type}: {message.text}")

    def _on_error(self, error: Error) -> None:
        self.complaints.append(f"exception: {error.message}")

    def _on_response(self, response: Response) -> None:
        if response.status >= _SERVER_FAULT:
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")
