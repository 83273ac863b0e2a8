"""When each scheduled job ran last, and when it is due."""

from __future__ import annotations

from datetime import datetime

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
