"""Builds the statement that makes rows of a read model equal to a select, writing only what differs.

Unchanged rows are left alone, so that a replay causes no churn in the covering index, and the answer names
exactly what changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TextClause, text


@dataclass(frozen=True, slots=True)
class Model:
    """A read model.

    Attributes:
        table: its name; has ``tenant_id`` and ``model_version`` first in its key.
        columns: its other columns.
        key: those of them that identify a row.
    """

    table: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


def synchronise(
    model: Model,
    wanted: str,
    *,
    old_rows: str,
    returning: Sequence[str],
    expressions: Sequence[str] = (),
) -> TextClause:
    """Return one statement: delete the old rows that are not wanted, insert or update the wanted ones.

    Args:
        model: what to write.
        wanted: select of the rows as they should be, columns as in ``model.columns``.
        old_rows: condition on ``o`` for the rows that ``wanted`` speaks for.
        returning: columns of each changed row to return.
        expressions: common table expressions that ``wanted`` builds on.

    Returns:
        A statement with the binds ``tenant`` and ``version``.
    """
    payload = [name for name in model.columns if name not in model.key]
    # NOT IN is hashed if the planner believes that the hash fits into memory; NOT EXISTS can become a nested loop.
    keys, names, answer = ", ".join(model.key), ", ".join(model.columns), ", ".join(returning)
    gone = (
        f"delete from {model.table} o"
        " where o.tenant_id = cast(:tenant as uuid) and o.model_version = cast(:version as smallint)"
        f" and {old_rows} and ({_of('o', model.key)}) not in (select {keys} from wanted)"
        f" returning {_of('o', returning)}"
    )
    written = (
        f"insert into {model.table} as o (tenant_id, model_version, {names})"
        f" select cast(:tenant as uuid), cast(:version as smallint), {names} from wanted order by {keys}"
        f" on conflict (tenant_id, model_version, {keys}) do update set"
        f" {', '.join(f'{name} = excluded.{name}' for name in payload)}"
        f" where ({_of('o', payload)}) is distinct from ({_of('excluded', payload)})"
        f" returning {_of('o', returning)}"
    )
    parts = [
        *expressions,
        f"wanted as materialized ({wanted})",
        f"gone as ({gone})",
        f"written as ({written})",
    ]
    return text(f"with {', '.join(parts)} select {answer} from gone union select {answer} from written")


def _of(alias: str, names: Sequence[str]) -> str:
    return ", ".join(f"{alias}.{name}" for name in names)
