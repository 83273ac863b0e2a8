"""Metrics of background work, named once."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

SWEEP_FAILURES = Counter("sweep_failures_total", "Rounds of the sweeper that broke off", ["reason"])
SCHEDULE_FAILURES = Counter("schedule_failures_total", "Looks for due jobs that broke off", ["reason"])
SCHEDULED_JOB_FAILURES = Counter(
    "scheduled_job_failures_total", "Tenants in which a scheduled job failed", ["job"]
)
QUEUE_FAILURES = Counter(
    "worker_queue_failures_total", "Times a worker lost Redis and began anew", ["reason"]
)
WAKE_UP_JOB_FAILURES = Counter(
    "wake_up_job_failures_total", "Wake-ups a worker broke off; the sweeper follows"
)
DROPPED_JOBS = Counter("dropped_jobs_total", "Jobs dropped because their addon is off", ["addon"])
WORKER_HEARTBEAT = Gauge(
    "worker_heartbeat_timestamp_seconds", "When the sweeper of this worker last finished a round"
)
