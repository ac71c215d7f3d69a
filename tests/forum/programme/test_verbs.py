"""Changing the programme: what counts, what is refused, who is first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.errors import Conflict, EndsBeforeStart
from forum.journal.models import JournalEntry
from forum.programme.models import Session
from forum.programme.verbs import cancel, move, reinstate, retitle
from tests.forum.cast import WRITTEN, a_forum, a_session, a_space
from tests.forum.live.stack import Stack
from tests.forum.racing import together

LATER = WRITTEN + timedelta(days=1)


def moved(session: Session, **changes: object) -> Session:
    values = {"starts_at": session.starts_at, "ends_at": session.ends_at, "space": session.space, **changes}
    return move(session, by="boss", at=LATER, **values)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_move_to_an_end_before_the_start_changes_nothing() -> None:
    session = a_session(a_forum())

    with pytest.raises(EndsBeforeStart):
        moved(session, ends_at=session.starts_at)

    session.refresh_from_db()
    assert (session.sequence, session.changed_at) == (0, WRITTEN)


@pytest.mark.django_db
def test_move_of_what_somebody_else_moved_is_a_conflict() -> None:
    session = a_session(a_forum())
    stale = Session.objects.get(pk=session.pk)
    moved(session, starts_at=session.starts_at - timedelta(minutes=5))

    with pytest.raises(Conflict):
        cancel(stale, by="other")

    assert Session.objects.get().status == "confirmed"


def test_moves_at_the_same_moment_are_one_move(database: Stack) -> None:
    forum = a_forum(f"race-move-{database.kind}")
    session = a_session(forum)

    def pull(number: int) -> Session:
        mine = Session.objects.get(pk=session.pk)
        mine.changed_at = WRITTEN
        return move(
            mine,
            starts_at=mine.starts_at - timedelta(minutes=number + 1),
            ends_at=mine.ends_at,
            space=None,
            by="",
            at=LATER,
        )

    done = together(4, pull)

    assert sum(isinstance(outcome, Conflict) for outcome in done) == 3
    forum.refresh_from_db()
    assert (Session.objects.get(pk=session.pk).sequence, forum.programme_revision) == (1, 1)


@pytest.mark.django_db
def test_what_people_must_know_counts_and_a_title_does_not() -> None:
    forum = a_forum()
    session = a_session(forum)
    room = a_space(forum)

    seen = []
    for step in (
        lambda one: moved(one, space=room),
        lambda one: cancel(one, by="boss", at=LATER + timedelta(minutes=1)),
        lambda one: reinstate(one, by="boss", at=LATER + timedelta(minutes=2)),
        lambda one: retitle(one, title_ko="새", title_en="New", by="boss", at=LATER + timedelta(minutes=3)),
    ):
        session = step(session)
        seen.append((session.sequence, session.status, session.changed_at - LATER))

    assert seen == [
        (1, "confirmed", timedelta(0)),
        (2, "cancelled", timedelta(minutes=1)),
        (3, "confirmed", timedelta(minutes=2)),
        (3, "confirmed", timedelta(minutes=3)),
    ]
    assert [entry.verb for entry in JournalEntry.objects.order_by("pk")] == [
        "move",
        "cancel",
        "reinstate",
        "retitle",
    ]
    forum.refresh_from_db()
    assert forum.programme_revision == 4


@pytest.mark.django_db
def test_a_change_that_changes_nothing_is_none() -> None:
    session = a_session(a_forum())

    moved(session)
    reinstate(session, by="boss")

    assert (Session.objects.get().sequence, JournalEntry.objects.count()) == (0, 0)
