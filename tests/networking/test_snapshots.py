"""Over `/live/`: an old snapshot with the frames since is a fresh one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from forum.live import past
from forum.live.frames import encode
from forum.live.limits import buckets
from forum.live.registry import find_topic
from forum.people.models import Attendee
from networking.rooms.models import Room
from networking.rounds.models import Mixer
from networking.talks.queries import conversation_of
from tests.networking.cast import a_forum, a_mixer, a_talk, heard, offline, online, people, principal, ready
from tests.networking.test_frames import do, refused, snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixer() -> Mixer:
    return a_mixer(a_forum())


class View:
    """What a client knows: a snapshot of each topic, moved on by the frames that came since."""

    def __init__(self, attendee: Attendee, *names: str) -> None:
        self.who = principal(attendee, "host")
        self.own = self.who.topic
        self.seen = {name: past.head(name) for name in (self.own, *names)}
        self.state = {name: snapshot(self.who, name) for name in self.seen}

    def catch_up(self) -> dict[str, Any]:
        """Apply what was said since, and the present states, as the browser does."""
        for name in self.seen:
            for frame in past.read_after(name, self.seen[name]):
                self._apply(name, frame)
                self.seen[name] = frame["seq"]
            kind, key = find_topic(name)
            for state in kind.states:
                self._apply_state(name, state, json.loads(encode(kind.state(state, key))))
        return self.state

    def answered(self, name: str, **you: Any) -> None:
        self.state[name]["you"] |= you

    def _apply(self, name: str, frame: dict[str, Any]) -> None:
        state, d = self.state[name], frame["d"]
        match frame["k"]:
            case "chat.message" | "room.closed" | "chat.hidden":
                state["last"] = [*state["last"], frame][-50:]
                if frame["k"] == "room.closed":
                    state["closed"] = d["why"]
                for said in state["last"]:
                    if frame["k"] == "chat.hidden" and said["seq"] == d["target"]:
                        said["d"] = {}
            case "mixer.phase":
                state |= d
            case "round.assigned":
                self._enter(d["room"], d["mixer"])
            case "match.found":
                state["match"] = do(self.who, "match.read", f"mixer:{d['mixer']}", match=d["match"])
            case "match.started":
                del state["match"]
                self._enter(d["room"])
            case "match.over":
                state.pop("match", None)
            case "meet.over":
                for one in (state, *(other["you"] for other in self.state.values() if "you" in other)):
                    if one.get("room") == d["room"]:
                        del one["room"]

    def _enter(self, room: str, mixer: str | None = None) -> None:
        self.state[self.own]["room"] = room
        for state in self.state.values():
            if "you" in state:
                state["you"]["room"] = room

    def _apply_state(self, name: str, kind: str, d: dict[str, Any]) -> None:
        self.state[name][kind] = d


def fresh(view: View) -> dict[str, Any]:
    return {name: snapshot(view.who, name) for name in view.seen}


def test_snapshots_of_a_round(mixer: Mixer) -> None:
    """Ready, start, skip, skip, pause, resume, end, seen by one of two who are seated."""
    one, other = people(mixer.forum, 2)
    view = View(one, mixer.topic)
    online([one, other])
    for person in (one, other):
        answer = do(principal(person), "ready.set", mixer.topic, on=True)
        if person == one:
            view.answered(mixer.topic, ready=answer["on"])
    assert view.catch_up() == fresh(view)
    for rev, verb in enumerate(["start", "skip", "skip", "pause", "resume", "end"]):
        do(view.who, f"mixer.{verb}", mixer.topic, rev=rev)
        assert view.catch_up() == fresh(view), verb
    assert view.state[mixer.topic]["phase"] == "ended"


def test_declined_over_the_wire_and_looking_on(mixer: Mixer) -> None:
    pair = people(mixer.forum, 2)
    online(pair)
    for person in pair:
        do(principal(person), "match.ask", mixer.topic)
    (found,) = heard(f"user:{pair[0].key}", "match.found")
    match = do(principal(pair[0]), "match.read", mixer.topic, match=found["match"])
    do(principal(pair[0]), "match.decline", mixer.topic, match=match["match"], stay=True)
    assert do(principal(pair[0]), "match.ask", mixer.topic) == {"waiting": 2, "why": "alone"}
    assert refused(principal(pair[1]), "match.read", mixer.topic, match=match["match"]) == "meet.over"


@pytest.mark.parametrize("verbs", [["accept", "accept"], ["accept", "decline"], ["cancel"]])
def test_snapshots_of_a_match(mixer: Mixer, verbs: list[str]) -> None:
    pair = people(mixer.forum, 2)
    online(pair)
    view = View(pair[0], mixer.topic)
    for person in pair:
        do(principal(person), "match.ask", mixer.topic)
        assert view.catch_up() == fresh(view)
    match = view.state[view.own]["match"]["match"]
    for person, verb in zip(pair, verbs, strict=False):
        do(principal(person), f"match.{verb}", mixer.topic, **({} if verb == "cancel" else {"match": match}))
        assert view.catch_up() == fresh(view), verb
    assert ("room" in view.state[view.own], "match" in view.state[view.own]) == (verbs[-1] == "accept", False)


def test_snapshots_of_a_room(mixer: Mixer) -> None:
    one, other, watcher = people(mixer.forum, 3)
    room = a_talk(mixer, [one, other])
    view = View(one, room.topic, mixer.topic)
    for number, person in enumerate((one, other) * 30):
        do(principal(person), "chat.send", room.topic, cid=str(number), text=f"message {number}")
        buckets._buckets.clear()
    assert view.catch_up() == fresh(view)
    do(principal(watcher, "moderator"), "chat.hide", room.topic, target=58)
    assert view.catch_up() == fresh(view)
    do(principal(other), "meet.end", room.topic)
    assert view.catch_up() == fresh(view)
    assert (view.state[room.topic]["closed"], view.state[view.own]) == ("left", {})


def test_snapshot_of_a_room_shows_who_is_there(mixer: Mixer) -> None:
    from forum.live.models import Node, Presence

    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    Presence.objects.create(node=Node.objects.create(key="node"), topic=room.topic, key=other.key)
    now = snapshot(principal(one), room.topic)
    assert (now["people"], now["presence"]) == (
        {"known": [{"key": person.key, "name": person.name} for person in (one, other)], "others": 0},
        {"n": 1, "here": [other.key], "watching": 0},
    )


@pytest.mark.parametrize(("language", "name"), [("ko", "김민지"), ("en", "Minji Kim")])
def test_people_of_a_room_are_called_as_the_reader_reads(mixer: Mixer, language: str, name: str) -> None:
    pair = people(mixer.forum, 2)
    Attendee.objects.filter(pk=pair[0].pk).update(name="김민지", latin_name="Minji Kim")
    room = a_talk(mixer, pair)
    with override(language):
        shown = snapshot(principal(pair[1], language=language), room.topic)["people"]["known"]
    assert {one["name"] for one in shown} == {name, pair[1].name}


def test_reconnect_after_a_restart_keeps_the_partner(mixer: Mixer) -> None:
    """1012: everybody is away for a moment, comes back, and finds themselves where they were."""
    pair = people(mixer.forum, 2)
    ready(mixer, pair)
    do(principal(pair[0], "host"), "mixer.start", mixer.topic, rev=0)
    before = [snapshot(principal(person), f"user:{person.key}") for person in pair]
    offline(pair)
    online(pair)
    assert [snapshot(principal(person), f"user:{person.key}") for person in pair] == before
    assert before[0]["room"] == Room.objects.get().key


def test_lobby_is_counted_once_for_all_who_enter(mixer: Mixer) -> None:
    """The first counts the hall; the others cost as much as in a small one, until somebody says to be ready."""
    everybody = people(mixer.forum, 12)
    ready(mixer, everybody)
    asked = []
    for person in (*everybody[:3], everybody[0]):
        with CaptureQueriesContext(connection) as captured:
            assert snapshot(principal(person), mixer.topic)["counts"]["ready"] == 12 - (len(asked) == 3)
        asked.append([query["sql"] for query in captured if "networking_ready" in query["sql"]])
        if len(asked) == 3:
            do(principal(everybody[11]), "ready.set", mixer.topic, on=False)
    assert [len(queries) for queries in asked] == [2, 1, 1, 2]


@pytest.mark.parametrize("size", [1, 3])
def test_snapshots_cost_the_same(mixer: Mixer, size: int, django_assert_max_num_queries: Any) -> None:
    everybody = people(mixer.forum, 2 * size)
    ready(mixer, everybody)
    do(principal(everybody[0], "host"), "mixer.start", mixer.topic, rev=0)
    room = conversation_of(everybody[0])
    assert room is not None
    for topic, queries in ((mixer.topic, 11), (room.topic, 7), (f"user:{everybody[0].key}", 4)):
        with django_assert_max_num_queries(queries):
            snapshot(principal(everybody[0]), topic)
