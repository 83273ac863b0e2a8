"""Slows down guessing: tries to sign in are counted in Postgres, per account and address, and per address.

Figures: 10 failed tries per account and address in 15 minutes, 50 per address in an hour. Refused tries are
not counted, so waiting always helps and nobody can lock another person's account from elsewhere.
"""

from __future__ import annotations

import hashlib
import math
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from oppsera_host.clock import now
from oppsera_host.db.base import db
from oppsera_host.errors import AppError
from oppsera_host.identity.models import LoginAttempt
from oppsera_host.ids import new_id
from oppsera_host.sentence import Sentence

TRIES_PER_ACCOUNT, ACCOUNT_WINDOW = 10, timedelta(minutes=15)
TRIES_PER_ADDRESS, ADDRESS_WINDOW = 50, timedelta(hours=1)


def admit(email: str, ip: str) -> None:
    """Count a try, as failed until ``succeeded`` says otherwise; one address is counted one try at a time.

    Raises:
        AppError: RATE_LIMITED with ``Retry-After``.
    """
    account, moment = account_key(email), now()
    with db.engine.begin() as connection:
        connection.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(f"host_login_attempts/{ip}", 0)))
        )
        connection.execute(
            delete(LoginAttempt).where(LoginAttempt.ip == ip, LoginAttempt.at < moment - ADDRESS_WINDOW)
        )
        wait = max(
            _wait(connection, moment - ACCOUNT_WINDOW, ACCOUNT_WINDOW, TRIES_PER_ACCOUNT, ip, account),
            _wait(connection, moment - ADDRESS_WINDOW, ADDRESS_WINDOW, TRIES_PER_ADDRESS, ip, None),
            key=lambda moment: moment.timestamp(),
        )
        if wait <= moment:
            row = {"id": new_id(), "account": account, "ip": ip, "at": moment, "success": False}
            connection.execute(insert(LoginAttempt), row)
            return
    seconds = math.ceil((wait - moment).total_seconds())
    raise AppError(
        "RATE_LIMITED",
        429,
        Sentence(
            "Too many tries to sign in. Please wait {minutes} minutes and try again.",
            minutes=math.ceil(seconds / 60),
        ),
        headers={"Retry-After": str(seconds)},
    )


def succeeded(email: str, ip: str) -> None:
    """Forget the failed tries of an account from this address, now that its owner is in."""
    with db.engine.begin() as connection:
        connection.execute(
            delete(LoginAttempt).where(LoginAttempt.account == account_key(email), LoginAttempt.ip == ip)
        )


def account_key(email: str) -> str:
    """Return what stands for the account in the counters; what people type there is nobody's business."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()


def _wait(
    connection: Connection, since: datetime, window: timedelta, most: int, ip: str, account: str | None
) -> datetime:
    """Return when the next try is welcome: once the oldest of the last ``most`` failures left the window."""
    failures = (
        select(LoginAttempt.at)
        .where(LoginAttempt.ip == ip, LoginAttempt.at > since, LoginAttempt.success.is_(False))
        .order_by(LoginAttempt.at.desc())
        .offset(most - 1)
        .limit(1)
    )
    if account is not None:
        failures = failures.where(LoginAttempt.account == account)
    oldest = connection.execute(failures).scalar()
    return since if oldest is None else oldest + window
