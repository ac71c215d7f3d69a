"""Rows of several models by hand-written SQL, for the few questions that every scan, every sign-in or every page asks.

The ORM writes such a join in 0.8 ms of a processor, each time anew; the database answers it in 0.1 ms. Its own way
for hand-written SQL, `raw`, takes 0.4 ms to find out again which column is which field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection, models

from forum.statements import rows

M = TypeVar("M", bound=models.Model)
Converter = Callable[[Any, Any, Any], Any]


class Pick(Generic[M]):
    """Some fields of a model, or all, under an alias of the statement; those left out are read when asked for.

    `facts` are further attributes, each an expression of the database's.
    """

    def __init__(self, model: type[M], alias: str, *names: str, **facts: str) -> None:
        self.alias = alias
        self._model = model
        self._asked = names
        self._facts = facts
        self._converters: dict[str, list[tuple[int, Converter, Any]]] = {}

    @cached_property
    def columns(self) -> list[str]:
        fields = [f'{self.alias}."{field.column}"' for field in self._fields]
        return [*fields, *self._facts.values()]

    def read(self, values: Sequence[Any]) -> M:
        """Return the model that these columns of a row stand for."""
        converted = list(values)
        for place, convert, column in self._converters_here():
            converted[place] = convert(converted[place], column, connection)
        model = self._model.from_db(connection.alias, self._names, converted[: len(self._names)])
        for fact, value in zip(self._facts, converted[len(self._names) :], strict=True):
            setattr(model, fact, value)
        return model

    @cached_property
    def _fields(self) -> list[Any]:
        fields = {field.attname: field for field in self._model._meta.concrete_fields}
        asked = {name: fields[name] for name in self._asked or fields}
        return [field for name, field in fields.items() if name in asked]

    @cached_property
    def _names(self) -> list[str]:
        return [field.attname for field in self._fields]

    def _converters_here(self) -> list[tuple[int, Converter, Any]]:
        """Return how this kind of database wants its values read; PostgreSQL has most of them ready."""
        known = self._converters.get(connection.vendor)
        if known is None:
            known = self._converters[connection.vendor] = list(self._made_converters())
        return known

    def _made_converters(self) -> Iterator[tuple[int, Converter, Any]]:
        for place, field in enumerate(self._fields):
            column = field.get_col(self._model._meta.db_table)
            for convert in (
                *connection.ops.get_db_converters(column),
                *column.get_db_converters(connection),
            ):
                yield place, convert, column


class Beside(NamedTuple):
    """What another room keeps of a row: a LEFT JOIN with its values, and a pick with an `id`."""

    join: str
    values: Sequence[Any]
    pick: Pick[Any]


def every(source: str, values: Sequence[Any], *picks: Pick[Any]) -> Iterator[list[Any]]:
    """Yield for each row of `SELECT picks source` its models, in the order of the picks."""
    columns = ", ".join(column for pick in picks for column in pick.columns)
    for row in rows(f"SELECT {columns} {source}", values):
        left = iter(row)
        yield [pick.read([next(left) for _ in pick.columns]) for pick in picks]


def written(statement: str, values: Sequence[Any], pick: Pick[M]) -> M | None:
    """Return the model of the one row that the statement wrote, or None if it wrote none."""
    found = rows(f"{statement} RETURNING {', '.join(pick.columns)}", values)
    return pick.read(found[0]) if found else None


def keep(row: models.Model) -> None:
    """Insert a new row, as `save(force_insert=True)` does but for its signals, which nobody hears here."""
    fields: list[Any] = [field for field in row._meta.concrete_fields if field is not row._meta.pk]
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    into = f"INSERT INTO {row._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
    [[row.pk]] = rows(f"{into} RETURNING {row._meta.pk.column}", values)
    row._state.adding, row._state.db = False, connection.alias


def first(source: str, values: Sequence[Any], *picks: Pick[Any]) -> list[Any] | None:
    """Return the models of the first row of `SELECT picks source`, or None."""
    return next(every(source, values, *picks), None)


def first_beside(
    source: str, where: str, values: Sequence[Any], *picks: Pick[Any], beside: Beside
) -> tuple[list[Any] | None, list[Any]]:
    """Return the models of the one row, or None, and of every row beside it: one statement instead of two."""
    statement = f"{source} {beside.join} WHERE {where}"
    found = list(every(statement, [*beside.values, *values], *picks, beside.pick))
    return found[0][:-1] if found else None, [row[-1] for row in found if row[-1].pk is not None]
