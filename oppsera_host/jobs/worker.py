"""The worker process: an RQ worker for wake-ups, and threads that do without Redis."""

from __future__ import annotations

import signal
import sys
import threading
from secrets import token_hex
from types import FrameType
from typing import Any

import structlog
from flask import Flask
from redis import RedisError
from rq import Queue, SimpleWorker
from rq.exceptions import StopRequested
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.timeouts import JobTimeoutException
from rq.worker import WorkerStatus

from oppsera_host.jobs import loops
from oppsera_host.jobs.context import addons_of
from oppsera_host.jobs.metrics import QUEUE_FAILURES, WAKE_UP_JOB_FAILURES
from oppsera_host.jobs.queues import (
    JOB_SECONDS,
    SCHEDULE_QUEUE,
    WAKE_QUEUE,
    HostJob,
    worker_connection,
)

AGAIN_SECONDS = 1.0
GRACE_SECONDS = 25.0
log = structlog.get_logger(__name__)


class QueueWorker(SimpleWorker):
    """Runs jobs in its own process; a fork per job would cost 60 ms each.

    Signals are left to ``run_worker``, and orders sent through Redis (kill, shut down) are not listened to.
    """

    max_connection_wait_time = 2.0
    log_result_lifespan = False
    _failure = "unknown"

    def subscribe(self) -> None:
        """Take no orders through Redis."""

    def _install_signal_handlers(self) -> None:
        """Leave the process's handlers alone."""

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Run the job; of a wake-up nothing is kept in Redis, since one that is lost costs a second at most.

        What RQ notes of a job (execution, registries, result) takes longer than following most wake-ups does.
        """
        if queue.name != WAKE_QUEUE:
            super().execute_job(job, queue)
            return
        self.set_state(WorkerStatus.BUSY)
        try:
            with self.death_penalty_class(JOB_SECONDS, JobTimeoutException, job_id=job.id):
                job.perform()
        except (Exception, SystemExit):  # noqa: BLE001 - whatever it was: the sweeper follows, and the worker goes on
            WAKE_UP_JOB_FAILURES.inc()
            self.handle_exception(job, *sys.exc_info())
        finally:
            self.connection.delete(job.key)

    def handle_exception(self, job: Job, *exc_info: Any) -> None:
        """Log type and place of the failure; its message may quote what a guest typed."""
        self._failure = type(exc_info[1]).__name__
        log.error("job_failed", job=job.description, queue=job.origin, exc_info=exc_info)

    def handle_job_failure(
        self,
        job: Job,
        queue: Queue,
        started_job_registry: Any = None,
        exc_string: str = "",
        execution: Any = None,
    ) -> None:
        """Note the failure in Redis by its type alone, for the same reason."""
        del exc_string
        super().handle_job_failure(job, queue, started_job_registry, self._failure, execution)

    def stop_soon(self) -> None:
        """Finish the running job, or break off the wait for one; called in the main thread's signal handler.

        Raises:
            StopRequested: no job is running.
        """
        self._stop_requested = True
        self._stop_unless_busy()

    def heartbeat(self, timeout: int | None = None, pipeline: Any = None) -> None:
        """Ask again before each try to reach Redis, lest the exception was raised where it was swallowed.

        Goes out as one message: RQ's own takes three, three times a job.

        Raises:
            StopRequested: a stop was asked for and no job is running.
        """
        if self._stop_requested:
            self._stop_unless_busy()
        if pipeline is not None:
            super().heartbeat(timeout, pipeline)
            return
        with self.connection.pipeline(transaction=False) as single:
            super().heartbeat(timeout, single)
            single.execute()

    def _stop_unless_busy(self) -> None:
        if self.get_state() != WorkerStatus.BUSY:
            raise StopRequested


class _Stop:
    """Turns SIGTERM and SIGINT into an orderly end."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self.worker: QueueWorker | None = None
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._handle)

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        again = self.event.is_set()
        self.event.set()
        if self.worker is not None and not again:
            self.worker.stop_soon()


def run_worker(app: Flask, *, name: str | None = None) -> None:
    """Work until SIGTERM or SIGINT; must be called in the process's main thread.

    Outlives Redis and Postgres being away: without Redis the sweeper alone moves the outbox, within about a
    second; without Postgres everything is tried again until it is back.

    Args:
        app: the application.
        name: shown by RQ's tools; a random part is added, since a crashed worker's name stays taken a while.
    """
    stop = _Stop()
    threads = [
        loops.sweeper(app, stop.event),
        loops.schedule(app, stop.event),
        loops.timer(app, stop.event),
    ]
    for thread in threads:
        thread.start()
    log.info("worker_ready", service="worker")
    while not stop.event.is_set():
        _work_until_trouble(app, name, stop)
        stop.event.wait(AGAIN_SECONDS)
    for thread in threads:
        thread.join(GRACE_SECONDS)
    log.info("worker_stopped", service="worker")


def _work_until_trouble(app: Flask, name: str | None, stop: _Stop) -> None:
    """Take jobs from the queues; return when asked to stop or when RQ gave up over Redis."""
    options: dict[str, Any] = {"job_class": HostJob, "serializer": JSONSerializer}
    try:
        worker = QueueWorker(
            [WAKE_QUEUE, SCHEDULE_QUEUE, *addons_of(app).queues],
            name=f"{name or 'worker'}-{token_hex(6)}",
            connection=worker_connection(app.extensions["oppsera_settings"].redis_url),
            log_job_description=False,
            **options,
        )
        stop.worker = worker
        if stop.event.is_set():  # the signal came before there was a worker to tell
            return
        with app.app_context():
            worker.work(logging_level="WARNING")
    except StopRequested:
        pass
    except (RedisError, OSError) as error:
        QUEUE_FAILURES.labels(reason=type(error).__name__).inc()
        log.warning("worker_lost_redis", error=type(error).__name__)
    finally:
        stop.worker = None
