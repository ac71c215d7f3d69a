"""The programme of one day as a table: columns are places, rows are moments. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar


class Timed(Protocol):
    """What can stand in the table."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


Item = TypeVar("Item", bound=Timed)


@dataclass
class Cell(Generic[Item]):
    """One cell over `rows` rows and `columns` columns; items that overlap in one place share it."""

    items: list[Item]
    rows: int = 1
    columns: int = 1


@dataclass
class Row(Generic[Item]):
    """What begins at a moment; `is_shown` is false for a moment at which things only end."""

    at: datetime
    cells: list[Cell[Item]] = field(default_factory=list)
    is_shown: bool = False


@dataclass
class Block(Generic[Item]):
    """Items of one place that overlap each other, as one span of time."""

    column: int
    starts_at: datetime
    ends_at: datetime
    items: list[Item]


def rows_of(columns: Sequence[Iterable[Item]]) -> list[Row[Item]]:
    """Lay out the items of each column; what has no neighbour in its time goes over all columns."""
    blocks = [block for number, items in enumerate(columns) for block in _blocks(number, items)]
    moments = sorted({moment for block in blocks for moment in (block.starts_at, block.ends_at)})
    rows: list[Row[Item]] = [Row(moment) for moment in moments[:-1]]
    for row in rows:
        running = [block for block in blocks if block.starts_at <= row.at < block.ends_at]
        beginning = [block for block in running if block.starts_at == row.at]
        row.is_shown = bool(beginning)
        if len(running) == 1 and _is_alone(running[0], blocks):
            row.cells = [_cell(block, moments, len(columns)) for block in beginning]
            continue
        taken = {block.column: block for block in running}
        for column in range(len(columns)):
            if column not in taken:
                row.cells.append(Cell([]))
            elif taken[column] in beginning:
                row.cells.append(_cell(taken[column], moments, 1))
    return rows


def _blocks(column: int, items: Iterable[Item]) -> list[Block[Item]]:
    blocks: list[Block[Item]] = []
    for item in sorted(items, key=lambda item: item.starts_at):
        if blocks and item.starts_at < blocks[-1].ends_at:
            blocks[-1].items.append(item)
            blocks[-1].ends_at = max(blocks[-1].ends_at, item.ends_at)
        else:
            blocks.append(Block(column, item.starts_at, item.ends_at, [item]))
    return blocks


def _is_alone(block: Block[Item], blocks: list[Block[Item]]) -> bool:
    return not any(
        other is not block and other.starts_at < block.ends_at and block.starts_at < other.ends_at
        for other in blocks
    )


def _cell(block: Block[Item], moments: list[datetime], columns: int) -> Cell[Item]:
    return Cell(block.items, moments.index(block.ends_at) - moments.index(block.starts_at), columns)
