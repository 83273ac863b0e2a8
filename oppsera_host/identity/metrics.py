"""Counters of sign-ins and token use."""

from __future__ import annotations

from prometheus_client import Counter

LOGINS = Counter("logins_total", "Tries to sign in", ["outcome"])
TOKEN_USE_FAILURES = Counter("token_use_not_noted_total", "Times the last use of a token could not be noted")
