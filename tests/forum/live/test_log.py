"""The log: numbers without gaps in commit order, nothing of what was rolled back, each `cid` once."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from forum.live import ledger, log, past
from forum.live.errors import Gone
from forum.live.models import LogEntry
from forum.statements import rows
from tests.forum.live.echo import Barred, Said, Tally, said
from tests.forum.live.stack import Stack
from tests.forum.live.writer import write


def test_append_outside_a_transaction_is_a_bug(database: Stack, room: str) -> None:
    with pytest.raises(RuntimeError):
        log.append(room, Said("x"))


def test_an_event_of_another_topic_kind_is_a_bug(database: Stack, room: str) -> None:
    with log.transaction(), pytest.raises(ValueError, match="echo.barred"):
        log.append(room, Barred())


def test_a_rolled_back_transaction_leaves_no_number(database: Stack, room: str) -> None:
    with pytest.raises(ZeroDivisionError), log.transaction():
        log.append(room, Said("lost"))
        raise ZeroDivisionError

    assert said(room, "kept") == 1
    assert [event["d"]["text"] for event in past.read_after(room, 0)] == ["kept"]


def test_an_inner_transaction_that_fails_takes_only_its_own_along(database: Stack, room: str) -> None:
    with log.transaction():
        first = log.append(room, Said("first"))
        with pytest.raises(ZeroDivisionError), log.transaction():
            log.append(room, Said("lost"))
            log.touch(room, Tally.kind)
            raise ZeroDivisionError
        second = log.append(room, Said("second"))

    assert (first.seq, second.seq) == (1, 2)
    assert past.heads([room]) == {room: (2, 0)}


def test_a_repeated_cid_rolls_back_and_names_the_first(database: Stack, room: str) -> None:
    said(room, "first", by="ann", cid="c")

    with pytest.raises(log.Repeated) as repeated, log.transaction():
        log.append(room, Said("before"), by="ann")
        log.append(room, Said("again"), by="ann", cid="c")

    assert repeated.value.seq == 1
    assert past.head(room) == 1
    assert said(room, "of somebody else", by="ben", cid="c") == 2
    assert past.first_seq(room, "ben", "c") == 2


def test_the_same_cid_from_many_threads_is_said_once(database: Stack, room: str) -> None:
    start = threading.Barrier(6)

    def race(text: str) -> int:
        start.wait()
        try:
            return said(room, text, by="ann", cid="c")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(race, "abcdef"))

    assert numbers == [1] * 6
    assert len(past.read_after(room, 0)) == 1


def test_threads_and_processes_number_densely_in_commit_order(database: Stack, room: str) -> None:
    topics = [f"{room}{letter}" for letter in "abc"]
    processes = [
        database.start("-m", "tests.forum.live.writer", f"process{n}", "20", *topics) for n in range(2)
    ]
    threads = [threading.Thread(target=_write, args=(f"thread{n}", 20, list(topics))) for n in range(4)]
    for thread in threads:
        thread.start()
    seen: dict[str, int] = dict.fromkeys(topics, 0)
    while any(thread.is_alive() for thread in threads) or any(
        process.poll() is None for process in processes
    ):
        _see_more(seen)
    _see_more(seen)

    assert [process.returncode for process in processes] == [0, 0]
    assert seen == dict.fromkeys(topics, 6 * 16)
    for topic in topics:
        texts = [(event["by"], int(event["d"]["text"].split()[1])) for event in past.read_after(topic, 0)]
        assert Counter(by for by, _ in texts) == {f"{kind}{n}": 16 for kind, n in _WRITERS}
        assert all(
            [n for by, n in texts if by == one] == sorted(n for by, n in texts if by == one)
            for one, _ in texts
        )


_WRITERS = [*(("process", n) for n in range(2)), *(("thread", n) for n in range(4))]


def _write(author: str, count: int, topics: list[str]) -> None:
    try:
        write(author, count, topics)
    finally:
        connection.close()


def _see_more(seen: dict[str, int]) -> None:
    """Whatever becomes visible follows without a gap on what was visible before."""
    for topic, number in seen.items():
        fresh = [event["seq"] for event in past.read_after(topic, number)]
        assert fresh == list(range(number + 1, number + 1 + len(fresh)))
        seen[topic] += len(fresh)


def test_a_redacted_entry_keeps_number_kind_and_place(database: Stack, room: str) -> None:
    for text in ("one", "two", "three"):
        said(room, text)

    with log.transaction():
        log.redact(room, 2)

    events = past.read_before(room, None, 10)
    assert [(event["seq"], event["k"], event["d"]) for event in events] == [
        (1, "echo.said", {"text": "one"}),
        (2, "echo.said", {}),
        (3, "echo.said", {"text": "three"}),
    ]
    with log.transaction(), pytest.raises(Gone):
        log.redact(room, 4)


def test_pages_go_up_to_and_down_to_a_number(database: Stack, room: str) -> None:
    with log.transaction():
        entries = [log.append(room, Said(str(n))) for n in range(7)]

    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5, 6, 7]
    assert [event["seq"] for event in past.read_after(room, 3, limit=2)] == [4, 5]
    assert [event["seq"] for event in past.read_before(room, 4, 2)] == [2, 3]
    assert [event["seq"] for event in past.read_before(room, None, 3)] == [5, 6, 7]
    assert LogEntry.objects.filter(topic__name=room).count() == 7


def test_more_than_one_statement_takes_is_numbered_all_the_same(database: Stack, room: str) -> None:
    with log.transaction():
        for number in range(ledger.AT_ONCE + 5):
            log.append(room, Said(f"{number}"))
            log.append(f"{room}{number}", Said("elsewhere"))

    assert [event["d"]["text"] for event in past.read_after(room, ledger.AT_ONCE)] == [
        f"{number}" for number in range(ledger.AT_ONCE, ledger.AT_ONCE + 5)
    ]
    assert past.head(f"{room}{ledger.AT_ONCE + 4}") == 1


def test_what_is_asked_often_is_planned_once(database: Stack, room: str) -> None:
    for _ in range(7):
        said(room, "again")

    if connection.vendor == "postgresql":
        planned = rows("SELECT statement FROM pg_prepared_statements", [])
        assert any("kept AS" in statement for [statement] in planned)
