"""Over `/live/`: who may say what."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone, translation

from forum.errors import Gone, Refusal
from forum.live.engine.calls import prepare
from forum.live.engine.queries import enter
from forum.live.frames import payload
from forum.live.principal import Principal
from forum.live.registry import topics, verbs
from networking.rounds.models import Mixer
from networking.talks.queries import conversation_of
from tests.networking.cast import a_forum, a_mixer, a_talk, online, people, principal
from tests.networking.visitors import browser_of

pytestmark = pytest.mark.django_db

OURS = {
    "chat.send",
    "chat.hide",
    "typing",
    "room.names",
    "room.here",
    "ready.set",
    "match.ask",
    "match.cancel",
    "match.accept",
    "match.decline",
    "match.read",
    "meet.read",
    "meet.end",
    "safety.block",
    "safety.report",
    "mixer.start",
    "mixer.pause",
    "mixer.resume",
    "mixer.skip",
    "mixer.end",
}


@pytest.fixture
def mixer() -> Mixer:
    return a_mixer(a_forum())


def do(who: Principal, verb: str, topic: str | None = None, /, **d: Any) -> dict[str, Any]:
    """Say something through the registered door and return `d` of the answer."""
    with translation.override(who.language):
        return json.loads(payload(prepare(who, verb, topic, d)()))


def refused(who: Principal, verb: str, topic: str | None = None, /, **d: Any) -> str:
    with pytest.raises(Refusal) as caught:
        prepare(who, verb, topic, d)()
    return caught.value.code


def snapshot(who: Principal, topic: str) -> dict[str, Any]:
    return json.loads(enter(who, topic, None).state)


# Doors --------------------------------------------------------------------------------------------


def test_every_verb_of_the_protocol_is_here() -> None:
    ours = {name for name, verb in verbs.items() if verb.perform.__module__.startswith("networking.")}
    assert ours == OURS


def test_events_of_the_own_topic() -> None:
    told = {"round.assigned", "match.found", "match.started", "match.over", "meet.over"}
    assert told <= topics["user"].events.keys()


@pytest.mark.parametrize("verb", ["mixer.start", "mixer.pause", "mixer.resume", "mixer.skip", "mixer.end"])
def test_steering_is_for_hosts(mixer: Mixer, verb: str) -> None:
    (one,) = people(mixer.forum, 1)
    assert refused(principal(one), verb, mixer.topic, rev=0) == "denied"
    for role in ("host", "organizer"):
        assert refused(principal(one, role), verb, mixer.topic, rev=7) == "conflict"


@pytest.mark.parametrize(
    ("verb", "d"),
    [
        ("ready.set", {"on": True}),
        ("match.ask", {}),
        ("match.cancel", {}),
        ("match.read", {"match": "x"}),
        ("match.accept", {"match": "x"}),
        ("match.decline", {"match": "x"}),
        ("mixer.start", {"rev": 0}),
    ],
)
@pytest.mark.parametrize("who", ["a person of another forum", "a desk"])
def test_mixer_is_gone_for_others(mixer: Mixer, who: str, verb: str, d: dict[str, Any]) -> None:
    (one,), (stranger,) = people(mixer.forum, 1), people(a_forum("busan"), 1)
    desk = Principal(kind="desk", key="desk", forum=mixer.forum.slug, name="Desk", roles=frozenset({"host"}))
    asker = principal(stranger, "host") if who != "a desk" else desk
    assert refused(asker, verb, mixer.topic, **d) == "gone"
    assert refused(principal(one), verb, "mixer:nosuchmixer0", **d) == "gone"


def test_match_is_gone_for_others(mixer: Mixer) -> None:
    one, other, stranger = people(mixer.forum, 3)
    online([one, other])
    for person in (one, other):
        do(principal(person), "match.ask", mixer.topic)
    match = snapshot(principal(one), f"user:{one.key}")["match"]["match"]
    for verb in ("match.read", "match.accept", "match.decline"):
        assert refused(principal(stranger), verb, mixer.topic, match=match) == "gone"
        assert refused(principal(one), verb, a_mixer(mixer.forum).topic, match=match) == "gone"


@pytest.mark.parametrize(
    ("verb", "d"),
    [
        ("meet.read", {}),
        ("chat.send", {"cid": "a", "text": "Hello"}),
        ("chat.hide", {"target": 1}),
        ("typing", {}),
        ("meet.end", {}),
        ("safety.report", {"cid": "a", "who": "somebody", "why": "spam"}),
    ],
)
def test_room_is_gone_for_others(mixer: Mixer, verb: str, d: dict[str, Any]) -> None:
    one, other, stranger = people(mixer.forum, 3)
    room = a_talk(mixer, [one, other])
    assert refused(principal(stranger), verb, room.topic, **d) == "gone"
    with pytest.raises(Gone):
        enter(principal(stranger), room.topic, None)
    assert refused(principal(one), verb, "room:nosuchroom00", **d) == "gone"


def test_room_is_open_to_moderators_of_its_forum(mixer: Mixer) -> None:
    one, other, watcher = people(mixer.forum, 3)
    (elsewhere,) = people(a_forum("busan"), 1)
    room = a_talk(mixer, [one, other])
    do(principal(one), "chat.send", room.topic, cid="a", text="Hello")
    assert refused(principal(one), "chat.hide", room.topic, target=1) == "denied"
    assert refused(principal(elsewhere, "moderator"), "chat.hide", room.topic, target=1) == "gone"
    assert refused(principal(watcher, "moderator"), "chat.send", room.topic, cid="a", text="Hi") == "gone"
    assert do(principal(watcher, "moderator"), "chat.hide", room.topic, target=1) == {"seq": 2}


@pytest.mark.parametrize(
    ("verb", "d", "field"),
    [
        ("chat.send", {"cid": "a", "text": " \n"}, "text"),
        ("chat.send", {"cid": "a", "text": "x" * 2001}, "text"),
        ("chat.send", {"cid": "", "text": "x"}, "cid"),
        ("chat.send", {"cid": "x" * 65, "text": "x"}, "cid"),
        ("chat.hide", {"target": 0}, "target"),
        ("safety.report", {"cid": "a", "who": "x", "why": "boring"}, "why"),
        ("safety.report", {"cid": "a", "who": "x", "why": "spam", "text": "x" * 2001}, "text"),
        ("safety.report", {"cid": "", "who": "x", "why": "spam"}, "cid"),
        ("safety.report", {"cid": "x" * 65, "who": "x", "why": "spam"}, "cid"),
    ],
)
def test_fields_are_strict(mixer: Mixer, verb: str, d: dict[str, Any], field: str) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    with pytest.raises(Refusal) as caught:
        prepare(principal(one), verb, room.topic, d)()
    assert (caught.value.code, getattr(caught.value, "field", "")) == ("invalid", field)


def test_block_over_the_wire(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    (stranger,) = people(a_forum("busan"), 1)
    a_talk(mixer, [one, other])
    assert refused(principal(one), "safety.block", who=stranger.key) == "gone"
    assert refused(principal(one), "safety.block", who=one.key) == "safety.yourself"
    assert do(principal(one), "safety.block", who=other.key) == {}
    assert conversation_of(other) is None


def test_report_over_the_wire(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    answers = [
        do(principal(one), "safety.report", room.topic, cid="a", who=other.key, why="spam") for _ in range(2)
    ]
    assert answers == [{"report": room.reports.get().key}] * 2
    do(principal(one), "safety.report", room.topic, cid="b", who=other.key, why="spam")
    do(principal(other), "safety.report", room.topic, cid="a", who=one.key, why="spam")
    assert room.reports.count() == 3


def test_report_over_the_twin_is_sent_once(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    said = {"cid": "a", "who": other.key, "why": "spam"}
    body = {"forum": mixer.forum.slug, "topic": room.topic, "d": said}
    answers = [
        browser_of(one.user).post("/api/v1/live/safety.report", body, content_type="application/json")
        for _ in range(2)
    ]
    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (200, {"report": room.reports.get().key})
    ] * 2


def test_join_puts_the_clock_right(mixer: Mixer) -> None:
    """No ticker runs here, and the round is long over: whoever joins turns it."""
    (one,) = people(mixer.forum, 1)
    Mixer.objects.update(phase="round", round=1, ends_at=timezone.now())
    assert snapshot(principal(one), mixer.topic)["phase"] == "break"


def test_host_who_takes_part_in_nothing(mixer: Mixer) -> None:
    host = Principal(
        kind="person", key="host", forum=mixer.forum.slug, name="Host", roles=frozenset({"host"})
    )
    assert snapshot(host, mixer.topic)["you"] == {"ready": False}
    assert do(host, "mixer.start", mixer.topic, rev=0) == {"rev": 1}
    assert refused(host, "ready.set", mixer.topic, on=True) == "gone"


def test_room_title_is_in_the_reader_s_language(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    titles = [snapshot(principal(one, language=language), room.topic)["title"] for language in ("ko", "en")]
    assert titles == ["대화", "A talk"]
