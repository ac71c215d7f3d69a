"""Talks know what brought their people together by kind and key alone; rooms above are told where one ends."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from forum.live import log
from networking.talks import occasions
from networking.talks.occasions import Kind, Occasion
from networking.talks.verbs import Talk, leave, open_talks
from tests import tables
from tests.networking.cast import NOON, a_forum, people
from tests.processes import ROOT

WITH_ROWS = """
import django; django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

def at(name):
    MigrationExecutor(connection).migrate([("networking", name)])
    loader = MigrationExecutor(connection).loader
    others = [leaf for leaf in loader.graph.leaf_nodes() if leaf[0] != "networking"]
    return loader.project_state([("networking", name), *others]).apps.get_model

def kept(**model):
    return {room: values for room, *values in model["of"]("networking", "Meeting").objects.values_list(
        "room__key", *model["fields"])}

one = at("0007_read_up_to_leaving")
now = timezone.now()
venue = one("forum", "Venue").objects.create(name="Hub")
forum = one("forum", "Forum").objects.create(
    slug="seoul", name="Seoul", venue=venue, starts_at=now, ends_at=now + timezone.timedelta(days=1),
    registration_opens_at=now, registration_closes_at=now + timezone.timedelta(days=1))
mixer = one("networking", "Mixer").objects.create(forum=forum, key="mixermixer12", name="Mixer")
played = one("networking", "Round").objects.create(mixer=mixer, number=3, began_at=now)
for key, of in (("seated", played), ("asked", None)):
    room = one("networking", "Room").objects.create(forum=forum, key=key)
    one("networking", "Meeting").objects.create(mixer=mixer, round=of, room=room, began_at=now)
fields = ["mixer__key", "round__number"]
before = kept(of=one, fields=fields)

two = at("0010_talks_name_no_mixer")
after = kept(of=two, fields=["forum__slug", "occasion_kind", "occasion_key", "turn", "lasts"])
length = mixer.round_length
assert after == {"seated": ["seoul", "mixer", "mixermixer12", 3, None],
                 "asked": ["seoul", "mixer", "mixermixer12", None, length]}, after
assert kept(of=at("0007_read_up_to_leaving"), fields=fields) == before
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_talks_from_before_keep_what_brought_them_about(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if kind == "sqlite":
        url = tables.sqlite(tmp_path / "talks.sqlite3")
    else:
        url = request.getfixturevalue("postgres_server").create_database("talks", template="tables")
    own = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "events_site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", WITH_ROWS], cwd=ROOT, env=os.environ | own, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.django_db
def test_a_room_above_brings_people_together_and_hears_where_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    fair = Kind(
        back=lambda forum, key: f"/{forum}/fair/{key}/", point=lambda key: "Booth 3", ended=heard.append
    )
    monkeypatch.setattr(occasions, "kinds", dict(occasions.kinds))
    occasions.register("fair", fair)
    forum = a_forum()
    one, other = people(forum, 2)
    talk = Talk(
        people=[one, other],
        reasons=[[], []],
        title=("상담", "Interview"),
        score=0,
        lasts=timedelta(minutes=9),
    )
    with log.transaction():
        [meeting] = open_talks(forum, [talk], occasion=Occasion("fair", "jobs"), at=NOON)
    assert occasions.back_from("seoul", meeting.occasion) == "/seoul/fair/jobs/"

    leave(meeting.room, one, by=one.key, at=NOON)

    assert set(heard) == {"jobs"}


def test_a_kind_is_registered_once() -> None:
    with pytest.raises(ValueError, match="mixer"):
        occasions.register("mixer", occasions.kinds["mixer"])
