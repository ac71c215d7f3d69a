"""Whatever the order in which desks are heard, who is inside, since when and how often is the same in the end."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any, NamedTuple

from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from forum.forums.models import Forum
from forum.people.models import Arrival
from forum.people.queries import arrival_counts, is_inside
from tests.tickets import cast
from tickets.checkin.models import Admission, CheckIn
from tickets.checkin.queries import admitted_by_desk, checkpoint_by_key
from tickets.checkin.verbs import check_in, open_checkpoint
from tickets.registration.codes import read

numbers = count(1)
BEGAN = timezone.now().replace(microsecond=0) - timedelta(hours=5)


class Passed(NamedTuple):
    """Somebody's code was shown: how many minutes after the doors opened, which way, where."""

    minutes: int
    direction: str
    place: str


passed = st.builds(
    Passed, st.integers(0, 30), st.sampled_from(["in", "out"]), st.sampled_from(["entrance", "back-door"])
)


def state(heard: list[Passed], kind: str) -> dict[str, Any]:
    """Let the desks of a new forum be heard in this order; return all that is counted afterwards."""
    forum = cast.a_forum(f"orders-{kind}-{next(numbers)}")
    ticket = cast.a_ticket(forum, f"guest@{forum.slug}.example")
    open_checkpoint(forum, key="back-door", name_ko="후문", is_entrance=True, by="")
    desks = {place: cast.a_desk(forum, place)[0] for place in ("entrance", "back-door")}
    code = read(ticket.code)
    for number, (minutes, direction, place) in enumerate(heard):
        check_in(
            checkpoint_by_key(forum, place), code, nonce=f"nonce-{number:03}", direction=direction,
            by=desks[place], at=BEGAN + timedelta(minutes=minutes),
        )  # fmt: skip
    assert CheckIn.objects.filter(desk__forum=forum).count() == len(heard)
    return _read(forum, ticket)


def _read(forum: Forum, ticket: Any) -> dict[str, Any]:
    admissions = Admission.objects.filter(ticket=ticket)
    stays = Arrival.objects.filter(attendee__forum=forum).order_by("arrived_at", "departed_at")
    counts = arrival_counts(forum)
    names = {desk.pk: desk.name for desk in forum.desks.all()}
    return {
        "admission": list(
            admissions.values_list(
                "is_inside", "entries", "first_at", "first_desk__name", "last_at", "checkpoint__key"
            )
        ),
        "stays": list(stays.values_list("arrived_at", "departed_at", "is_first")),
        "inside": (is_inside(ticket.attendee), counts.inside),
        "arrived": counts.arrived,
        "let in by": {names[pk]: people for pk, people in admitted_by_desk(forum).items()},
    }


def expected(heard: list[Passed]) -> list[tuple[datetime, datetime | None, bool]]:
    """The stays as somebody with a pencil would write them down who stood there all the time."""
    stays: list[tuple[datetime, datetime | None, bool]] = []
    for minutes, direction, _ in sorted(heard):
        at = BEGAN + timedelta(minutes=minutes)
        if direction == "in" and (not stays or stays[-1][1]):
            stays.append((at, None, not stays))
        elif direction == "out" and stays and not stays[-1][1]:
            stays[-1] = (stays[-1][0], at, stays[-1][2])
    return stays


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(passed, min_size=1, max_size=6).flatmap(
        lambda one: st.tuples(st.just(one), st.permutations(one))
    )
)
@example(([Passed(0, "in", "entrance"), Passed(20, "out", "entrance")],) * 2)
@example(([Passed(20, "out", "entrance"), Passed(0, "in", "entrance")],) * 2)
@example(([Passed(0, "in", "entrance"), Passed(5, "in", "back-door"), Passed(3, "out", "entrance")],) * 2)
def test_any_order_of_hearing_ends_the_same(database: str, orders: tuple[list[Passed], list[Passed]]) -> None:
    happened, heard = orders

    one, other = state(sorted(happened), database), state(heard, database)

    assert one == other
    assert one["stays"] == expected(happened)
    assert one["inside"] == (bool(one["stays"]) and one["stays"][-1][1] is None, int(one["inside"][0]))
    assert sum(one["let in by"].values()) >= one["arrived"] == int(bool(one["stays"]))
