"""Domain refusals on the command line: a sentence and exit code 1."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from addons.pms.domain.errors import DomainError
from oppsera_host.cli.output import fail


@contextmanager
def domain_refusals() -> Iterator[None]:
    """Report a ``DomainError`` raised inside the block and end the command."""
    try:
        yield
    except DomainError as error:
        raise fail(error.code, error.detail, error.facts) from error
