"""RQ queues. Nothing of record is in Redis: a job that is lost costs latency, or is not worth keeping."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Flask
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

WAKE_QUEUE = "oppsera-wake"
SCHEDULE_QUEUE = "oppsera-schedule"
JOB_SECONDS = 30
SCHEDULED_JOB_SECONDS = 600
FAILURE_SECONDS = 3600
ENQUEUE_SECONDS = 0.05
SENDER_SECONDS = 1.0
"""How long the sender's thread waits for Redis: a wake-up given up halfway silences others until the sweeper comes."""
WORKER_CONNECT_SECONDS = 2.0
MARK_MILLISECONDS = 1000
"""How long a queued wake-up silences others of its kind when no worker follows it."""
WAKE_UP_SECONDS = 60
"""How long one is worth following; with no worker about, they do not pile up."""
MOST_TENANTS = 20
# One message, and one command for redis-py to make: the sender shares its interpreter with requests.
_NOTE_NEWS = """
local unmarked = {}
for place = 1, #KEYS, 2 do
  redis.call('sadd', KEYS[place], ARGV[1])
  if redis.call('set', KEYS[place + 1], 1, 'nx', 'px', ARGV[2]) then
    unmarked[#unmarked + 1] = (place - 1) / 2
  end
end
return unmarked
"""
_TASKS = "oppsera_host.jobs.tasks"
RUN_SUBSCRIBER = f"{_TASKS}.run_subscriber_job"
RUN_ADDON_FUNCTION = f"{_TASKS}.run_addon_function"
RUN_SCHEDULED_JOB = f"{_TASKS}.run_scheduled_job"
RUN_ROUND = f"{_TASKS}.run_round"
ALLOWED = frozenset({RUN_SUBSCRIBER, RUN_ADDON_FUNCTION, RUN_SCHEDULED_JOB, RUN_ROUND})


class HostJob(Job):
    """A job that may call the host's own tasks only, so that writing to Redis is not a way to run code."""

    def perform(self) -> Any:
        """Run the task.

        Raises:
            PermissionError: it is none of the host's.
        """
        if self.func_name not in ALLOWED or self.instance is not None:
            raise PermissionError("this job calls something that is not a task of the host")
        return super().perform()


def sending_connection(redis_url: str, seconds: float = ENQUEUE_SECONDS) -> Redis:
    """Return a connection that gives up after ``seconds`` and one try: 50 ms where a request waits."""
    return Redis.from_url(
        redis_url,
        socket_timeout=seconds,
        socket_connect_timeout=seconds,
        retry=Retry(NoBackoff(), 0),
    )


def worker_connection(redis_url: str) -> Redis:
    """Return a connection for a worker, which waits long for work but not for a connection."""
    over_network: dict[str, Any] = {} if redis_url.startswith("unix:") else {"socket_keepalive": True}
    return Redis.from_url(
        redis_url,
        socket_connect_timeout=WORKER_CONNECT_SECONDS,
        retry=Retry(NoBackoff(), 0),
        **over_network,
    )


def queue(connection: Redis, name: str = WAKE_QUEUE) -> Queue:
    """Return the queue called ``name``."""
    return Queue(name, connection=connection, job_class=HostJob, serializer=JSONSerializer)


def send_wake_ups(connection: Redis, subscribers: Iterable[str], tenant_id: UUID) -> None:
    """Ask workers to run each of ``subscribers`` for the tenant.

    A queued wake-up is for all tenants with news: a job costs the worker more than most tenants' news.

    Raises:
        redis.RedisError: Redis did not take it in time.
    """
    names = list(subscribers)
    if not names:
        return
    keys = [key for name in names for key in (_news(name), _mark(name))]
    unmarked = connection.eval(_NOTE_NEWS, len(keys), *keys, str(tenant_id), MARK_MILLISECONDS)
    _queue_wake_ups(connection, [names[place] for place in unmarked])


def take_wake_up(connection: Redis, subscriber: str) -> list[UUID]:
    """Say that the queued wake-up is being followed, and return the tenants to look at, 20 at most.

    Must come before the outbox is read: what commits after this queues another wake-up, and what committed
    before is seen by the reading that follows. Of more than 20 the rest is left to another wake-up.
    """
    with connection.pipeline(transaction=False) as pipeline:
        pipeline.delete(_mark(subscriber))
        pipeline.spop(_news(subscriber), MOST_TENANTS)
        _, tenants = pipeline.execute()
    if len(tenants) == MOST_TENANTS:
        _queue_wake_ups(connection, [subscriber])
    return [UUID(tenant.decode()) for tenant in tenants]


def _queue_wake_ups(connection: Redis, subscribers: list[str]) -> None:
    if subscribers:
        jobs = [
            Queue.prepare_data(
                RUN_SUBSCRIBER, args=[name], timeout=JOB_SECONDS, ttl=WAKE_UP_SECONDS, result_ttl=0,
                failure_ttl=FAILURE_SECONDS, description=name,
            )
            for name in subscribers
        ]  # fmt: skip
        queue(connection).enqueue_many(jobs)


def _mark(subscriber: str) -> str:
    return f"{WAKE_QUEUE}/queued/{subscriber}"


def _news(subscriber: str) -> str:
    return f"{WAKE_QUEUE}/news/{subscriber}"


def enqueue(
    app: Flask, addon: str, function: str, tenant_id: UUID, *, queue_name: str, **arguments: Any
) -> None:
    """Have a worker call ``function(tenant_id, **arguments)`` of an addon soon, for at most 30 s.

    For work that may be lost with Redis, such as refreshing something from a partner now instead of with the
    next scheduled round. What must happen belongs into an outbox subscriber.

    Args:
        app: the application.
        addon: the addon's name; the job is dropped where it is off by then.
        function: importable name inside the addon's package, e.g. ``addons.crm.jobs.refresh.refresh``.
        tenant_id: the tenant it runs in.
        queue_name: one of the manifest's ``queues``.
        arguments: JSON values.

    Raises:
        redis.RedisError: Redis did not take it within 50 ms.
    """
    connection = sending_connection(app.extensions["oppsera_settings"].redis_url)
    queue(connection, queue_name).enqueue_call(
        RUN_ADDON_FUNCTION,
        args=[addon, function, str(tenant_id), arguments],
        timeout=JOB_SECONDS,
        result_ttl=0,
        failure_ttl=FAILURE_SECONDS,
        description=function,
    )


def enqueue_scheduled_job(app: Flask, name: str, tenant_id: UUID, by: str) -> None:
    """Have a worker run a scheduled job in one tenant soon, besides its rounds.

    Args:
        app: the application.
        name: the job's.
        tenant_id: where.
        by: label of who asked.

    Raises:
        redis.RedisError: Redis did not take it within 50 ms.
    """
    connection = sending_connection(app.extensions["oppsera_settings"].redis_url)
    queue(connection, SCHEDULE_QUEUE).enqueue_call(
        RUN_SCHEDULED_JOB,
        args=[name, str(tenant_id), by],
        timeout=SCHEDULED_JOB_SECONDS,
        result_ttl=0,
        failure_ttl=FAILURE_SECONDS,
        description=name,
    )
