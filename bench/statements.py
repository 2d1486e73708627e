"""The product's SQL, written down once while it really runs, and said again by bare psycopg in the same transactions."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg


@dataclass(frozen=True)
class Statement:
    """One statement as Django sent it. `begins` and `ends` mark the first and the last of a transaction.

    `gave` are the ids that its INSERT … RETURNING gave.
    """

    sql: str
    params: tuple[Any, ...] | dict[str, Any]
    begins: bool = False
    ends: bool = False
    gave: tuple[Any, ...] = ()


@contextmanager
def written_down() -> Iterator[list[Statement]]:
    """Every statement of this thread's connection, with the transactions it stood in."""
    from django.db import connection

    said: list[list[Any]] = []  # sql, params, in a transaction, number of that transaction, ids it gave
    ended = [0]

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        assert not many, "a statement for many rows is not repeated by this bench"
        held = dict(params) if isinstance(params, Mapping) else tuple(params or ())
        said.append([sql, held, connection.in_atomic_block, ended[0], ()])
        answer = execute(sql, params, many, context)
        if sql.startswith("INSERT") and " RETURNING " in sql:
            cursor = context["cursor"].cursor
            said[-1][4] = tuple(row[0] for row in cursor.fetchall())
            cursor.scroll(0, mode="absolute")  # so that Django finds its rows
        return answer

    commit = connection.commit

    def counted() -> None:
        commit()
        ended[0] += 1

    kept: list[Statement] = []
    connection.commit = counted
    try:
        with connection.execute_wrapper(listen):
            yield kept
    finally:
        del connection.commit
    for place, (sql, params, inside, number, gave) in enumerate(said):
        before, after = said[place - 1] if place else None, said[place + 1] if place + 1 < len(said) else None
        begins = inside and not (before and before[2] and before[3] == number)
        ends = inside and not (after and after[2] and after[3] == number)
        kept.append(Statement(sql, params, begins, ends, gave))


def replay(
    connection: "psycopg.Connection[Any]",
    statements: list[Statement],
    known: Mapping[Any, Any],
    *,
    written_as: tuple[str, ...] = (),
) -> None:
    """Say the statements; values of `known` are put in place of what stood there when they were written down.

    Rows that INSERT … RETURNING gives are known under the ids that were given then, from `gave` or from a `Returned`
    mark at the end of the params; `written_as` names the words ("order-line:{}") in which such an id stands elsewhere.
    """
    values = dict(known)
    for statement in statements:
        if statement.begins:
            connection.execute("BEGIN")
        marks = [mark for mark in statement.params if isinstance(mark, Returned)]
        if isinstance(statement.params, dict):
            params = _swapped(statement.params, values)
        else:
            params = [_swapped(value, values) for value in statement.params if not isinstance(value, Returned)]
        cursor = connection.execute(statement.sql, params)
        rows = cursor.fetchall() if cursor.description else []
        for then, now in zip(marks[0].ids if marks else statement.gave, (row[0] for row in rows), strict=False):
            values[then] = now
            values.update({words.format(then): words.format(now) for words in written_as})
        if statement.ends:
            connection.execute("COMMIT")


def plain(value: Any) -> Any:
    """Without the classes of models (a state's name is a choice there), which the bare side does not load."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


@dataclass(frozen=True)
class Returned:
    """The ids that an INSERT gave when it was written down."""

    ids: tuple[int, ...]


def _swapped(value: Any, known: Mapping[Any, Any]) -> Any:
    if isinstance(value, (int, str, UUID)) and not isinstance(value, bool):
        return known.get(value, value)
    if isinstance(value, (list, tuple)):
        return [_swapped(item, known) for item in value]
    if isinstance(value, dict):
        return {name: _swapped(item, known) for name, item in value.items()}
    obj = getattr(value, "obj", None)  # psycopg's Jsonb around a table
    if isinstance(obj, dict):
        return type(value)(_swapped(obj, known))
    return value
