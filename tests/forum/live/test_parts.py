"""A room above adds to a topic of a room below what it knows: fields of the snapshot, events, states, lossy remarks."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest

from forum.live import log, past, schema, threads
from forum.live.engine.hub import Hub
from forum.live.frames import Event, Lossy, State
from forum.live.principal import Principal
from forum.live.registry import events_of, lossy_of, part_of, shared_part_of, state_of
from tests.forum.live.loopback import attach


class Mood(State):
    """How the room feels."""

    kind: ClassVar[str] = "mood"
    mood: str


class Rained(Event):
    """It rained."""

    kind: ClassVar[str] = "weather.rained"


class Waved(Lossy):
    """Somebody waved."""

    kind: ClassVar[str] = "weather.waved"


@pytest.fixture
def weather(echo_room: None) -> None:
    """A room above, which the room `echo` does not know."""

    @part_of("echo", "outside", shows=str)
    def outside(principal: Principal, joined: Any) -> str:
        return f"rain, {principal.key}"

    @state_of("echo", shows=Mood)
    def mood(key: str) -> Mood:
        return Mood(f"calm after {past.head(f'echo:{key}')}")

    events_of("echo", Rained)
    lossy_of("echo", Waved)


async def test_all_of_it_reaches_who_is_there(weather: None, hub: Hub, room: str) -> None:
    def rain() -> None:
        with log.transaction():
            log.append(room, Rained(), by="sky")
            log.touch(room, Mood.kind)
            log.lossy(room, Waved(), by="sky")

    ann = attach(hub)
    await ann.hello("ann")
    joined = await ann.ask("join", room)
    assert joined["d"]["state"]["outside"] == "rain, ann"
    await threads.run(rain)

    await ann.until(lambda ann: ann.of("mood") and ann.of("mood")[-1]["d"] == {"mood": "calm after 1"})
    await ann.until(lambda ann: ann.of("weather.waved"))
    assert [frame["by"] for frame in ann.of("weather.rained")] == ["sky"]
    await ann.close()


def test_all_of_it_is_published(weather: None) -> None:
    echo = json.loads(json.dumps(schema.schema()))["topics"]["echo"]
    assert {"mood", "tally"} <= set(echo["states"])
    assert {"weather.rained", "echo.said"} <= set(echo["events"])
    assert "mood" in schema.protocol()


def test_a_state_has_one_owner(weather: None) -> None:
    with pytest.raises(ValueError, match="mood"):
        state_of("echo", shows=Mood)(lambda key: Mood("none"))


async def test_what_is_shared_is_computed_once_until_something_happens(
    echo_room: None, hub: Hub, room: str
) -> None:
    asked: list[str] = []

    @shared_part_of("echo", "sky", shows=str)
    def sky(key: str) -> str:
        asked.append(key)
        return f"seen {len(asked)} times"

    @state_of("echo", shows=Mood, in_snapshot=True)
    def mood(key: str) -> Mood:
        return Mood(f"calm after {past.head(room)}")

    async def enter(name: str) -> dict[str, Any]:
        client = attach(hub)
        await client.hello(name)
        shown: dict[str, Any] = (await client.ask("join", room))["d"]["state"]
        await client.close()
        return shown

    def rain() -> None:
        with log.transaction():
            log.append(room, Rained(), by="sky")
            log.touch(room, Mood.kind)

    events_of("echo", Rained)
    seen = [(await enter(name))["sky"] for name in ("ann", "ben")]
    assert set(seen) <= {"seen 1 times", "seen 2 times"}  # who comes is touched, which computes it anew
    before = len(asked)
    await threads.run(rain)
    shown = await enter("cem")
    assert (len(asked) > before, shown["mood"]) == (True, {"mood": "calm after 1"})


def test_a_part_has_one_owner(weather: None) -> None:
    with pytest.raises(ValueError, match="outside"):
        shared_part_of("echo", "outside", shows=str)(lambda key: "")
