"""Reads on a raw driver cursor: for the few statements where the ORM's convenience costs more than the query.

A read is one READ COMMITTED statement in a transaction of its own, with the tenant set transaction-locally like
everywhere else, so that row-level security decides what it sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy.exc
from psycopg.types.string import TextLoader

from oppsera_host.db.base import db
from oppsera_host.db.constraint_errors import translate

_AS_TEXT = ("uuid", "date")
