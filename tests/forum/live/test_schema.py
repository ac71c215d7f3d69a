"""What is published is what the structs say."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import msgspec
import pytest

from forum.live import frames, schema
from forum.live.engine.incoming import read_given
from forum.live.errors import BadFrame
from forum.live.registry import find_verb, topics, verb, verbs
from tests.forum.live.echo import Said
from tests.servers import ROOT


def test_the_published_documents_are_current() -> None:
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "events_site.settings"}  # without the room of these tests
    command = [sys.executable, "manage.py", "protocol", "--check"]

    checked = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    assert (checked.returncode, checked.stderr) == (0, "")


def test_every_verb_topic_event_and_struct_is_in_the_schema() -> None:
    published = json.loads(json.dumps(schema.schema()))

    assert set(published["verbs"]) == {*verbs, *schema.OWN_VERBS}
    assert set(published["topics"]) == {*topics} - {"hub"}
    for name, kind in published["topics"].items():
        assert set(kind["events"]) == set(topics[name].events)
        assert set(kind["states"]) == set(topics[name].states)
    refs = [ref.removeprefix("#/$defs/") for ref in _refs(published)]
    assert set(refs) <= set(published["$defs"])


def test_requests_are_strict_and_events_tolerant_in_the_schema() -> None:
    definitions = schema.schema()["$defs"]

    assert definitions["Say"]["additionalProperties"] is False
    assert "additionalProperties" not in definitions["Said"]


def test_each_room_names_its_things_once() -> None:
    with pytest.raises(ValueError, match=r"echo\.say"):
        verb("echo.say", topic="echo", takes=frames.Nothing, gives=frames.Done)(find_verb("echo.say").perform)


def test_strict_in_tolerant_out() -> None:
    with pytest.raises(BadFrame):
        read_given({"x": 1}, frames.Nothing)
    assert msgspec.convert({"text": "x", "more": 1}, Said) == Said("x")


def _refs(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [ref for part in value.values() for ref in _refs(part)]
    return [ref for part in value for ref in _refs(part)] if isinstance(value, list) else []
