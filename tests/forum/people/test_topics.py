"""Who is on a socket and what they may join."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from pytest_django import Settings

from forum.errors import Gone
from forum.live import past
from forum.live.engine.queries import enter, state_frame
from forum.live.principal import Principal
from forum.live.registry import topics
from forum.people.models import User
from forum.people.topics import door_now, join_door, join_own, person, person_by_token
from forum.people.verbs import record_arrival
from tests.forum.cast import a_forum, a_member, an_attendee

pytestmark = pytest.mark.django_db


def test_person_of_another_forum_is_nobody_here() -> None:
    elsewhere = an_attendee(a_forum())

    assert person(elsewhere.user_id, a_forum().slug) is None


def test_person_whose_account_is_closed_is_nobody() -> None:
    attendee = an_attendee(a_forum())
    User.objects.update(is_active=False)

    assert person(attendee.user_id, attendee.forum.slug) is None


def test_person_stands_under_the_attendees_key_and_name() -> None:
    attendee = an_attendee(a_forum())

    found = person(attendee.user_id, attendee.forum.slug)

    expected = Principal(
        kind="person",
        key=attendee.key,
        forum=attendee.forum.slug,
        name="김민지",
        language="en",
        limits="person",
    )
    assert found == expected


def test_team_member_stands_under_their_roles() -> None:
    forum = a_forum()
    user = a_member(forum, "moderator")

    found = person(user.pk, forum.slug)

    assert (found and found.roles, found and found.key) == (frozenset({"moderator"}), user.roles.get().key)


def test_token_gives_wide_limits_only_outside_production(settings: Settings) -> None:
    attendee = an_attendee(a_forum())
    payload = {"key": attendee.key, "limits": "load"}

    rehearsed = person_by_token(payload, attendee.forum.slug)
    settings.IS_PRODUCTION = True
    produced = person_by_token(payload, attendee.forum.slug)

    assert (rehearsed and rehearsed.limits, produced and produced.limits) == ("load", "person")


def test_token_of_another_forum_stands_for_nobody() -> None:
    attendee = an_attendee(a_forum())

    assert person_by_token({"key": attendee.key}, a_forum().slug) is None


def test_own_topic_is_for_oneself_and_the_door_for_ones_forum() -> None:
    one, other = an_attendee(a_forum()), an_attendee(a_forum())
    me = person(one.user_id, one.forum.slug)
    assert me is not None

    join_own(me, one.key)
    join_door(me, one.forum.slug)
    for refused, key in ((join_own, other.key), (join_door, other.forum.slug)):
        with pytest.raises(Gone):
            refused(me, key)


def test_snapshots_of_somebody_who_just_registered() -> None:
    attendee = an_attendee(a_forum())
    me = person(attendee.user_id, attendee.forum.slug)
    assert me is not None

    door = door_now(me, attendee.forum.slug)

    assert enter(me, me.topic, None).state == b"{}"
    assert (door.registered, door.arrived, door.inside) == (1, 0, 0)


def test_counts_and_their_number_are_of_one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody comes between the reading of the number and of the counts: they are counted once."""
    attendee = an_attendee(a_forum())
    who = Principal("device", "desk", attendee.forum.slug, "Desk")
    kind = topics["arrivals"]

    def interrupted(principal: Principal, joined: Any) -> Any:
        record_arrival(attendee, by="desk")
        return kind.snapshot(principal, joined)

    monkeypatch.setitem(topics, "arrivals", replace(kind, join=lambda *_: None, snapshot=interrupted))
    entered = enter(who, f"arrivals:{attendee.forum.slug}", None)

    assert json.loads(entered.state)["inside"] == 1
    assert entered.seq == past.head(f"arrivals:{attendee.forum.slug}")


def test_the_numbers_of_the_door_are_told_as_counted() -> None:
    attendee = an_attendee(a_forum())
    record_arrival(attendee, by="desk")

    _, frame = state_frame(f"arrivals:{attendee.forum.slug}", "counts")

    assert json.loads(frame)["d"] == {"registered": 1, "arrived": 1, "inside": 1}
