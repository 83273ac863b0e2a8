"""One transaction per command: rows, audit, events and idempotency record commit together or not at all."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Connection, TextClause
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from oppsera_host.db import direct
from oppsera_host.db.base import db
from oppsera_host.db.constraint_errors import STALE, translate, worth_another_try
from oppsera_host.db.engine import begun_without_opening, opening
from oppsera_host.db.round_trips import RoundTrips
from oppsera_host.identity.actor import Actor
from oppsera_host.telemetry import TRANSACTION_RETRIES
from oppsera_host.tenancy.scope import tenant_scope

T = TypeVar("T")
TRIES = 4


@dataclass(frozen=True, slots=True)
class Event:
    """A fact to publish: ``type`` is the wire name, ``payload`` JSON-ready full post-state without guest data."""

    type: str
    aggregate_type: str
    aggregate_id: UUID
    aggregate_version: int
    payload: dict[str, Any]
    schema_version: int = 1


@dataclass(frozen=True, slots=True)
class Mutation:
    """One audited change and the events that tell of it (at least one, so that the audit row has a seq).

    ``before`` and ``after`` are JSON-ready and hold no guest data; ``audit_table`` names the audit table to
    write to (a table whose model uses ``AuditLogMixin``).
    """

    action: str
    entity: str
    entity_id: UUID
    entity_version: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    events: tuple[Event, ...]
    audit_table: str = "host_audit_log"


class NotYetError(Exception):
    """Raised by a command that can only be done once something else has been committed; ``run`` sees to that.

    Attributes:
        first: does it, in a unit of work of its own; the command's is rolled back by then and holds no lock.
        refusal: what the caller is told should that not help.
    """

    def __init__(self, first: Callable[[], object], refusal: Exception) -> None:
        super().__init__(str(refusal))
        self.first = first
        self.refusal = refusal


class Recorder(NamedTuple):
    """What writes audit rows and events (the outbox); the unit of work knows no more of it.

    Attributes:
        last_number: returns the statement that reads the last number given, without taking any.
        numbers: returns the statement that takes the numbers of the events.
        record: numbers the events and writes them with their audit rows; returns the last seq.
    """

    last_number: Callable[[UnitOfWork], direct.Call]
    numbers: Callable[[UnitOfWork, list[Mutation]], direct.Call]
    record: Callable[[UnitOfWork, list[Mutation]], int]


_recorder: list[Recorder] = []


def set_recorder(recorder: Recorder) -> None:
    """Install what writes audit rows and events."""
    _recorder[:] = [recorder]


@dataclass
class UnitOfWork:
    """What a service may use: a session in the tenant's transaction, the actor, and the record of changes."""

    _connection: Connection
    actor: Actor
    correlation_id: str
    mutations: list[Mutation] = field(default_factory=list)
    callbacks: list[Callable[[], None]] = field(default_factory=list)
    seq: int | None = None
    last_number: Any = None
    _may_guess: bool = False
    _guesses: bool = False
    _numbered: bool = False
    _session: Session | None = None

    def __post_init__(self) -> None:
        """Begin with no statement sent."""
        self._trips = RoundTrips(self._connection)

    @property
    def tenant_id(self) -> UUID:
        """The tenant this transaction belongs to."""
        return self.actor.tenant_id

    @property
    def session(self) -> Session:
        """The ORM session of the transaction, made when first asked for: commands that people wait for need none."""
        self._trips.settle()
        if self._session is None:
            self._session = Session(self._connection, expire_on_commit=False)
        return self._session

    @property
    def connection(self) -> Connection:
        """The Core connection of the transaction."""
        self._trips.settle()
        return self._connection

    def execute(self, statement: TextClause, binds: Mapping[str, Any]) -> direct.Rows:
        """Run a text statement in the transaction the short way, for hot paths; see ``direct``.

        Raises:
            DBAPIError: as ``connection.execute`` would.
        """
        return self._trips.ask((statement, binds))[-1]

    def execute_all(self, *calls: direct.Call) -> list[direct.Rows]:
        """Run text statements one after the other in one round trip; none needs the answer of another.

        Raises:
            DBAPIError: as ``connection.execute`` would.
        """
        return self._trips.ask(*calls)

    def execute_later(self, statement: TextClause, binds: Mapping[str, Any]) -> None:
        """Run a text statement whose answer nobody waits for, together with the next one or with the commit.

        What it raises comes up there.
        """
        self._trips.later((statement, binds))

    def expect(self, *calls: direct.Call) -> None:
        """Foresee reads and locks: they go with the next round trip, after what that asks.

        The first ``execute`` with the same statement and binds takes the answer; it is as of that round trip.
        """
        self._trips.expect(*calls)

    def foresee_numbers(self) -> None:
        """Read the last event's number with the next round trip, so that all writes and the commit share another.

        Should somebody be faster, the command is run again and takes its numbers first. For commands that need no
        third round trip: the longer one takes, the likelier somebody is.
        """
        if self._may_guess:
            self._guesses = True
            self.expect(_recorder[0].last_number(self))

    def record(self, mutation: Mutation) -> None:
        """Add a change to the audit trail and its events to the outbox.

        Raises:
            RuntimeError: when the events are already numbered, or the mutation has no event.
        """
        if self._numbered:
            raise RuntimeError("nothing can be recorded after the events were numbered")
        if not mutation.events:
            raise RuntimeError(f"{mutation.action} tells nobody: a mutation needs at least one event")
        self.mutations.append(mutation)

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Run ``callback`` once the transaction is durable; it must not raise."""
        self.callbacks.append(callback)

    def number(self) -> None:
        """Have the recorded changes numbered while the caller does something else; nothing is recorded after this.

        Takes the tenant's counter row, so it is the last lock of the transaction. ``seal`` has the outcome.
        """
        if not self._numbered:
            self._numbered = True
            if self._session is not None:
                self._session.flush()  # and whoever holds it may still read with it, so nothing is under way
            elif self.mutations:
                if self._guesses:
                    self.last_number = self.execute(*_recorder[0].last_number(self)).one_or_none()
                if self.last_number is None:
                    self.expect(_recorder[0].numbers(self, self.mutations))
                self._trips.send_ahead()

    def seal(self) -> int:
        """Number and write the recorded changes; return the last event seq (0 when nothing was recorded).

        Called by ``run`` unless the caller needs ``seq`` in its answer.
        """
        if self.seq is None:
            self.number()
            self.seq = _recorder[0].record(self, self.mutations) if self.mutations else 0
        return self.seq

    def commit(self) -> None:
        """Send what waits and commit; for ``run`` alone. Rows of the session are detached."""
        if self._session is not None:
            self._session.flush()
            self._session.expunge_all()
        self._trips.commit()
        self._connection.commit()

    def abandon(self) -> None:
        """Make ready to roll back; for ``run`` alone."""
        self._trips.abandon()


def run(work: Callable[[UnitOfWork], T], *, actor: Actor, correlation_id: str = "") -> T:
    """Run ``work`` in one transaction of the actor's tenant and commit; services never commit themselves.

    The whole transaction is tried again, four times in all, when Postgres picked it as a deadlock or lock-time-out
    victim, a row was changed since it was read, or the connection broke before COMMIT. A break during COMMIT is not
    retried: the outcome is unknown, and only the caller's idempotency key can tell. What a ``NotYetError`` asks for
    is run before another try.

    Raises:
        AppError: UNAVAILABLE (503) after the last try; whatever a registered constraint maps to; whatever
            ``work`` raises.
    """
    with tenant_scope(actor.tenant_id):
        for attempt in range(1, TRIES + 1):
            try:
                return _attempt(work, actor, correlation_id, may_guess=attempt == 1)
            except NotYetError as asked:
                if attempt == TRIES:
                    raise asked.refusal from None
                asked.first()
            except DBAPIError as error:
                reason = worth_another_try(error)
                if attempt < TRIES and reason:
                    TRANSACTION_RETRIES.labels(reason=reason).inc()
                    if reason != STALE:
                        time.sleep(random.uniform(0.01, 0.1))  # noqa: S311 - full jitter, not a secret
                    continue
                replacement = translate(error)
                if replacement is None:
                    raise
                raise replacement from error
    raise AssertionError("unreachable")


def _attempt(work: Callable[[UnitOfWork], T], actor: Actor, correlation_id: str, *, may_guess: bool) -> T:
    committing = False
    try:
        with begun_without_opening(db.engine) as connection:
            uow = UnitOfWork(connection, actor, correlation_id, _may_guess=may_guess)
            uow.execute_later(*opening(actor.tenant_id, plan_once=True))
            try:
                result = work(uow)
                uow.seal()
                committing = True
                uow.commit()
            except BaseException:
                uow.abandon()
                raise
    except DBAPIError as error:  # whatever it was: nobody knows what became of a COMMIT that was sent
        error.at_commit = committing  # type: ignore[attr-defined]
        raise
    for callback in uow.callbacks:
        callback()
    return result


@contextmanager
def reading(actor: Actor) -> Iterator[Session]:
    """Open a READ ONLY transaction of the actor's tenant and yield its session."""
    with tenant_scope(actor.tenant_id), Session(db.engine, expire_on_commit=False) as session:
        session.connection(execution_options={"postgresql_readonly": True})
        try:
            yield session
        except DBAPIError as error:
            replacement = translate(error)
            if replacement is None:
                raise
            raise replacement from error
