"""The table of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from forum.programme.grid import rows_of

NINE = datetime(2026, 11, 26, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    name: str
    starts_at: datetime
    ends_at: datetime


def item(name: str, begins: int, ends: int) -> Item:
    return Item(name, NINE + timedelta(minutes=begins), NINE + timedelta(minutes=ends))


def drawn(columns: list[list[Item]]) -> list[list[tuple[str, int, int]]]:
    return [
        [("+".join(one.name for one in cell.items), cell.rows, cell.columns) for cell in row.cells]
        for row in rows_of(columns)
    ]


def test_nothing_is_no_row() -> None:
    assert rows_of([]) == rows_of([[], []]) == []


def test_what_stands_alone_in_its_time_goes_over_all_places() -> None:
    assert drawn([[item("keynote", 0, 60)], [item("workshop", 60, 120)]]) == [
        [("keynote", 1, 2)],
        [("workshop", 1, 2)],
    ]


def test_a_long_item_spans_the_rows_of_its_neighbours() -> None:
    talks = [item("a", 0, 30), item("b", 30, 60)]

    assert drawn([talks, [item("long", 0, 60)]]) == [[("a", 1, 1), ("long", 2, 1)], [("b", 1, 1)]]


def test_items_that_overlap_in_one_place_share_a_cell() -> None:
    assert drawn([[item("a", 0, 40), item("b", 20, 60)], [item("c", 0, 60)]]) == [
        [("a+b", 1, 1), ("c", 1, 1)]
    ]


def test_a_moment_at_which_things_only_end_is_not_shown() -> None:
    rows = rows_of([[item("a", 0, 30)], [item("b", 0, 60)]])

    assert [row.is_shown for row in rows] == [True, False]
    assert [cell.items for cell in rows[1].cells] == [[]]


times = some.tuples(some.integers(0, 40), some.integers(1, 12))
days = some.lists(some.lists(times, max_size=6), min_size=1, max_size=4)


@given(days)
def test_every_place_of_the_table_is_covered_exactly_once(day: list[list[tuple[int, int]]]) -> None:
    columns = [
        [item(f"{x}.{y}", at * 5, (at + long) * 5) for y, (at, long) in enumerate(c)]
        for x, c in enumerate(day)
    ]
    rows = rows_of(columns)
    covered: dict[tuple[int, int], int] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row.cells:
            while (y, x) in covered:
                x += 1
            for place in (
                (y + down, x + right) for down in range(cell.rows) for right in range(cell.columns)
            ):
                covered[place] = covered.get(place, 0) + 1

    assert covered == {(y, x): 1 for y in range(len(rows)) for x in range(len(columns))} or not rows
    shown = sorted(one.name for row in rows for cell in row.cells for one in cell.items)
    assert shown == sorted(one.name for column in columns for one in column)
