"""Meet someone now: places in line, proposals, and two who say yes."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from msgspec import UNSET

from forum.errors import Gone
from forum.people.models import Attendee, Occupation
from networking.cards.models import Block
from networking.errors import InConversation, MixerHasEnded, ProposalIsOver
from networking.matching.reasons import Direction, Kind
from networking.meet import queries, verbs
from networking.meet.frames import Waiting
from networking.meet.models import Ask, Match, MatchSide
from networking.rounds.models import Mixer
from networking.rounds.queries import counts_of, mixer_by_key
from networking.rounds.verbs.clock import end_mixer, start_mixer
from networking.talks.frames import Person
from networking.talks.sentences import SENTENCES
from tests.networking.cast import (
    NOON,
    SECOND,
    a_forum,
    a_mixer,
    a_talk,
    offline,
    online,
    people,
    ready,
    told,
    whom,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixer() -> Mixer:
    return a_mixer(a_forum())


def ask(mixer: Mixer, *attendees: Any, at: Any = NOON) -> None:
    online(attendees)
    for attendee in attendees:
        verbs.ask(mixer, attendee, by=attendee.key, at=at)


def side(attendee: Any, match: Match | None = None) -> Any:
    match = match or Match.objects.latest("pk")
    return queries.side_of(match.mixer, match.key, attendee.key)


def tend(mixer: Mixer, at: Any) -> None:
    verbs.tend(mixer_by_key(mixer.forum, mixer.key), at=at)


def in_line(mixer: Mixer) -> list[str]:
    return [ask.attendee.name for ask in Ask.objects.open().filter(mixer=mixer).order_by("asked_at", "pk")]


# Refusals -----------------------------------------------------------------------------------------


def test_ask_in_an_ended_mixer(mixer: Mixer) -> None:
    (one,) = people(mixer.forum, 1)
    stale = mixer_by_key(mixer.forum, mixer.key)
    end_mixer(mixer, rev=0, by="host")
    with pytest.raises(MixerHasEnded):
        ask(stale, one)
    assert in_line(mixer) == []


@pytest.mark.parametrize("where", ["here", "elsewhere"])
def test_ask_in_a_conversation(mixer: Mixer, where: str) -> None:
    one, other = people(mixer.forum, 2)
    a_talk(mixer if where == "here" else a_mixer(mixer.forum), [one, other])
    with pytest.raises(InConversation):
        ask(mixer, one)


def test_answer_to_a_match_of_others(mixer: Mixer) -> None:
    one, other, stranger = people(mixer.forum, 3)
    ask(mixer, one, other)
    with pytest.raises(Gone):
        side(stranger)
    with pytest.raises(Gone):
        queries.side_of(a_mixer(mixer.forum), Match.objects.get().key, one.key)


@pytest.mark.parametrize("how", ["declined", "expired", "cancelled", "late"])
def test_accept_what_is_over(mixer: Mixer, how: str) -> None:
    one, other = people(mixer.forum, 2)
    ask(mixer, one, other)
    late = NOON + verbs.ANSWER_WITHIN
    if how == "declined":
        verbs.decline(side(other), by=other.key, at=NOON)
    if how == "cancelled":
        verbs.cancel(mixer, other, by=other.key, at=NOON)
    if how == "expired":
        tend(mixer, late)
    with pytest.raises(ProposalIsOver):
        verbs.accept(side(one), by=one.key, at=late if how == "late" else NOON)


def test_blocked_wait_for_somebody_else(mixer: Mixer) -> None:
    one, other, third = people(mixer.forum, 3)
    Block.objects.create(blocker=other, blocked=one)
    ask(mixer, one, other)
    assert told(one) == told(other) == []
    ask(mixer, third)
    assert [found["with"] for found in told(third, "match.found")] in ([[one.key]], [[other.key]])


# The line -----------------------------------------------------------------------------------------


def test_ask_twice_is_one_place(mixer: Mixer) -> None:
    (one,) = people(mixer.forum, 1)
    online([one])
    answers = [verbs.ask(mixer, one, by=one.key, at=NOON + number * SECOND) for number in range(2)]
    assert (answers, Ask.objects.get().asked_at) == ([Waiting(1, why="alone")] * 2, NOON)


def talked(mixer: Mixer, *, idle: int, waited: int) -> None:
    """Let somebody stand in line for long, somebody new come, and both find each other after a while."""
    one, other = people(mixer.forum, 2)
    match = Match.objects.create(
        mixer=mixer, proposed_at=NOON, expires_at=NOON, state=Match.State.LIVE, settled_at=NOON
    )
    for person, seconds in ((one, idle), (other, waited)):
        asked = Ask.objects.create(
            mixer=mixer, attendee=person, asked_at=NOON - seconds * SECOND, closed_at=NOON, closed_why="met"
        )
        MatchSide.objects.create(match=match, ask=asked, attendee=person, closed_at=NOON)


def test_usual_is_what_newcomers_waited_once_there_were_five(mixer: Mixer) -> None:
    """However long the other side had stood there: that is not what somebody new has to expect."""
    (newcomer,) = people(mixer.forum, 1)
    said = []
    for waited in (4, 66, 8, 10, 12):
        said.append(queries.line_of(mixer, newcomer).usual_seconds)
        talked(mixer, idle=1_500, waited=waited)
    assert said == [UNSET] * 5
    assert queries.line_of(mixer, newcomer).usual_seconds == 10


def test_line_says_why_one_waits(mixer: Mixer) -> None:
    one, other, third, *seated = people(mixer.forum, 5)
    Block.objects.create(blocker=other, blocked=one)
    online([one, other, third])
    assert verbs.ask(mixer, one, by=one.key, at=NOON).why == "alone"
    assert verbs.ask(mixer, other, by=other.key, at=NOON).why == "alone"
    ready(mixer, seated)
    start_mixer(mixer, rev=0, by="host", at=NOON)
    assert queries.line_of(mixer_by_key(mixer.forum, mixer.key), one).why == "round"
    Ask.objects.create(mixer=mixer, attendee=third, asked_at=NOON)
    assert queries.line_of(mixer, one).why is UNSET


def test_ask_in_a_rush_is_served_by_the_next_tick(mixer: Mixer) -> None:
    ask(mixer, *people(mixer.forum, verbs.SHORT_LINE + 4))
    assert Match.objects.count() == verbs.SHORT_LINE / 2
    tend(mixer, NOON + SECOND)
    assert Match.objects.count() == verbs.SHORT_LINE / 2 + 2


def test_found_tells_both_the_same_match(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2, organization="Hanbat")
    ask(mixer, one, other)
    (mine,), (theirs,) = told(one), told(other)
    match = Match.objects.get()
    assert mine == {
        "k": "match.found",
        "match": match.key,
        "mixer": mixer.key,
        "with": [other.key],
        "until": "2026-11-26T03:00:50.000Z",
        "again": False,
        "place": "online",
    }
    assert theirs == {**mine, "with": [one.key]}


@pytest.mark.parametrize(("language", "called"), [("ko", "박지호"), ("en", "Jiho Park")])
def test_proposal_is_read_in_the_readers_language(mixer: Mixer, language: str, called: str) -> None:
    (one,) = people(mixer.forum, 1)
    (other,) = people(mixer.forum, 1, organization="Hanbat", occupation="founder")
    Attendee.objects.filter(pk=other.pk).update(name="박지호", latin_name="Jiho Park")
    ask(mixer, one, other)
    with translation.override(language):
        found = queries.open_proposal(mixer, Match.objects.get().key, one.key)
        field = Occupation.FOUNDER.label
        reason = str(SENTENCES[Kind.OTHER_FIELD, Direction.MUTUAL]) % {"name": called, "first": field}
    assert found.with_ == [Person(other.key, "박지호", "Hanbat", "Jiho Park")]
    assert found.reasons == [reason]


def test_proposal_that_is_over_is_not_read(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    ask(mixer, one, other)
    verbs.cancel(mixer, one, by=one.key, at=NOON)
    with pytest.raises(ProposalIsOver):
        queries.open_proposal(mixer, Match.objects.get().key, other.key)


def test_nobody_is_proposed_to_two(mixer: Mixer) -> None:
    ask(mixer, *people(mixer.forum, 5))
    tend(mixer, NOON + SECOND)
    assert Match.objects.filter(state="proposed").count() == 2


def test_cancel_leaves_the_other_in_line(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    ask(mixer, one, other)
    for _ in range(2):
        verbs.cancel(mixer, one, by=one.key, at=NOON)
    over = {"k": "match.over", "match": Match.objects.get().key, "why": "cancelled"}
    assert [told(one, "match.over"), told(other, "match.over")] == [[over], [over]]
    assert in_line(mixer) == ["Person 2"]


def test_decline_costs_the_other_nothing(mixer: Mixer) -> None:
    """They stand before somebody who asked after them, and the two are not proposed to each other again."""
    one, other, late = people(mixer.forum, 3)
    ask(mixer, one, other)
    ask(mixer, late, at=NOON + SECOND)
    for _ in range(2):
        verbs.decline(side(one, Match.objects.earliest("pk")), by=one.key, at=NOON + SECOND)
    assert in_line(mixer) == ["Person 2", "Person 3"]
    ask(mixer, one, at=NOON + SECOND)
    tend(mixer, NOON + 2 * SECOND)
    assert [whom(found) for found in told(other, "match.found")] in (
        [["Person 1"], ["Person 3"]],
        [["Person 1"]],
    )


def test_decline_and_stay_keeps_the_place_and_passes_this_one_for_good(mixer: Mixer) -> None:
    one, other, third = people(mixer.forum, 3)
    ask(mixer, one, other)
    verbs.decline(side(one), stay=True, by=one.key, at=NOON + SECOND)
    assert in_line(mixer) == ["Person 1", "Person 2"]
    tend(mixer, NOON + 300 * SECOND)
    assert Match.objects.count() == 1
    ask(mixer, third, at=NOON + 301 * SECOND)
    tend(mixer, NOON + 400 * SECOND)
    assert Match.objects.count() == 2


def test_who_declined_and_asks_again_soon_stands_where_they_stood(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    ask(mixer, one)
    ask(mixer, other, at=NOON + SECOND)
    verbs.decline(side(one), by=one.key, at=NOON + SECOND)
    assert queries.former_place(mixer, one, at=NOON + 60 * SECOND) == NOON
    ask(mixer, one, at=NOON + 60 * SECOND)
    assert in_line(mixer) == ["Person 1", "Person 2"]
    verbs.cancel(mixer, one, by=one.key, at=NOON + 61 * SECOND)
    assert queries.former_place(mixer, one, at=NOON + 62 * SECOND) is None
    ask(mixer, one, at=NOON + 62 * SECOND)
    assert in_line(mixer) == ["Person 2", "Person 1"]


def test_who_declined_long_ago_begins_anew(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    ask(mixer, one, other)
    verbs.decline(side(one), by=one.key, at=NOON)
    ask(mixer, one, at=NOON + queries.PLACE_KEPT)
    assert in_line(mixer) == ["Person 2", "Person 1"]


def test_silence_costs_the_silent_their_place(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    ask(mixer, one, other)
    verbs.accept(side(one), by=one.key, at=NOON)
    tend(mixer, NOON + verbs.ANSWER_WITHIN - SECOND)
    assert told(one, "match.over") == []
    tend(mixer, NOON + verbs.ANSWER_WITHIN)
    assert [over["why"] for over in told(one, "match.over") + told(other, "match.over")] == ["expired"] * 2
    assert in_line(mixer) == ["Person 1"]


def test_absent_lose_their_place_after_a_while(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    ask(mixer, one)
    offline([one])
    tend(mixer, NOON + SECOND)
    ask(mixer, other, at=NOON + 2 * SECOND)
    assert told(other) == []
    tend(mixer, NOON + SECOND + verbs.PATIENCE)
    assert in_line(mixer) == ["Person 2"]


def test_absent_for_a_moment_keep_their_place_and_their_proposal(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    ask(mixer, one, other)
    offline([one])
    tend(mixer, NOON + SECOND)
    online([one])
    tend(mixer, NOON + 2 * SECOND)
    verbs.accept(side(one), by=one.key, at=NOON + 3 * SECOND)
    assert (in_line(mixer), told(one, "match.over")) == (["Person 1", "Person 2"], [])


def test_absent_during_a_proposal_frees_the_other(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    ask(mixer, one, other)
    offline([one])
    for seconds in (1, 16):
        tend(mixer, NOON + seconds * SECOND)
    assert [over["why"] for over in told(other, "match.over")] == ["cancelled"]
    assert in_line(mixer) == ["Person 2"]


def test_seated_in_a_round_leaves_the_line(mixer: Mixer) -> None:
    one, other, third, fourth = people(mixer.forum, 4)
    ask(mixer, one, other)
    ready(mixer, [one, third])
    start_mixer(mixer, rev=0, by="host", at=NOON)
    tend(mixer, NOON + SECOND)
    assert [over["why"] for over in told(other, "match.over")] == ["cancelled"]
    assert in_line(mixer) == ["Person 2"]
    ask(mixer, fourth, at=NOON + SECOND)
    assert whom(told(fourth)[0]) == ["Person 2"]


def test_end_of_the_mixer_empties_the_line(mixer: Mixer) -> None:
    one, other, third = people(mixer.forum, 3)
    ask(mixer, one, other, third)
    end_mixer(mixer, rev=0, by="host")
    tend(mixer, NOON + SECOND)
    assert (in_line(mixer), len(told(one, "match.over")), told(third)) == ([], 1, [])


def test_tend_by_several_processes_is_done_once_a_second(
    mixer: Mixer, django_assert_num_queries: Any
) -> None:
    ask(mixer, *people(mixer.forum, 1))
    tend(mixer, NOON)
    stale = mixer_by_key(mixer.forum, mixer.key)
    with django_assert_num_queries(3):  # the savepoint and the one update
        verbs.tend(stale, at=NOON + SECOND / 2)


def test_counts_waiting(mixer: Mixer) -> None:
    ask(mixer, *people(mixer.forum, 3))
    assert counts_of(mixer).waiting == 3


def test_cancel_all(mixer: Mixer) -> None:
    (one,) = people(mixer.forum, 1)
    ask(mixer, one)
    ask(a_mixer(mixer.forum), one)
    verbs.cancel_all(one, by=one.key)
    assert Ask.objects.open().count() == 0
