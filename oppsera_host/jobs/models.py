"""When each scheduled job is due, and how it fared in each tenant."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.db.base import Base


class JobRun(Base):
    """One scheduled job; global, since each round serves every tenant.

    ``next_run_at`` is also the claim: whoever moves it into the future runs the round. While a round runs it
    is pushed ahead tenant by tenant, so that another worker takes over when this one dies.
    """

    __tablename__ = "host_job_runs"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    last_started_at: Mapped[datetime | None]
    last_finished_at: Mapped[datetime | None]
    next_run_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)


class TenantJob(Base):
    """How one scheduled job fared in one tenant: one row, rewritten by every run, so that it never grows.

    ``last_error`` is the failure's type and code, never its words: they may quote what a guest typed.
    """

    __tablename__ = "host_tenant_jobs"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(Text, primary_key=True)
    last_started_at: Mapped[datetime]
    last_finished_at: Mapped[datetime]
    last_milliseconds: Mapped[int]
    last_by: Mapped[str] = mapped_column(Text)
    runs: Mapped[int]
    failures: Mapped[int]
    failures_in_a_row: Mapped[int]
    last_failed_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
