"""A forum of one's own: opened from the sample as it stands, changed by the file, never half."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from forum.consents.queries import consents_of
from forum.forums.models import Forum, Space
from forum.people.models import Attendee, TeamMember
from forum.programme.models import Session
from networking.rounds.models import Mixer
from networking.rounds.verbs.mixers import open_mixer
from tests.events_site.opening.test_plan import SAMPLE
from tests.forum.cast import a_session
from tests.processes import ROOT
from tickets.registration.models import Ticket
from tickets.registration.verbs import register

pytestmark = pytest.mark.django_db


def carried_out(folder: Path, plan: str = SAMPLE) -> str:
    """Return what the command says of this plan."""
    file, said = folder / "forum.toml", StringIO()
    file.write_text(plan, encoding="utf-8")
    call_command("open_forum", file, stdout=said)
    return said.getvalue()


def somebody(forum: Forum) -> Attendee:
    """Register somebody who agrees to everything."""
    texts = forum.consent_texts.filter(retired_at=None).values_list("pk", flat=True)
    person = {"email": "ada@example.com", "name": "Ada", "occupation": "researcher", "language": "en"}
    return register(forum, consents=list(texts), **person).ticket.registration.attendee


def test_sample_opens_a_forum_one_can_register_for(tmp_path: Path) -> None:
    said = carried_out(tmp_path)
    assert "/giaf-2027/" in said
    assert "general: 0 of 500 seats taken" in said
    forum = Forum.objects.get()
    for page in ("", "register/"):
        assert Client().get(f"/en/giaf-2027/{page}").status_code == 200
    assert somebody(forum).forum == forum
    assert set(TeamMember.objects.values_list("user__email", "role")) == {
        ("organizer@example.org", "organizer"),
        ("organizer@example.org", "host"),
        ("organizer@example.org", "moderator"),
        ("door@example.org", "desk"),
    }


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    carried_out(tmp_path)
    attendee = somebody(Forum.objects.get())
    opened_at = attendee.forum.registration_opens_at

    assert "general: 1 of 500 seats taken" in carried_out(tmp_path)

    forum = Forum.objects.get()
    assert (forum.registration_opens_at, Space.objects.count(), TeamMember.objects.count()) == (
        opened_at,
        2,
        4,
    )
    assert [(text.version, is_given) for text, is_given in consents_of(attendee)] == [(1, True), (1, True)]


def test_what_changed_in_the_file_changes_in_the_forum(tmp_path: Path) -> None:
    carried_out(tmp_path)
    attendee = somebody(Forum.objects.get())
    changed = (
        SAMPLE.replace("seats = 500", "seats = 600")
        .replace("2027-05-13T18:00:00", "2027-05-13T20:00:00")
        .replace("AI 플레이그라운드", "Yard")
        .replace("AI Play-Ground", "Yard")
        .replace("Your name, organization and card are shown", "Your name and card are shown")
    )

    said = carried_out(tmp_path, changed)

    assert "general: 1 of 600 seats taken" in said
    forum = Forum.objects.get()
    assert forum.registration_closes_at == forum.ends_at
    assert forum.ends_at.hour == 11
    assert Space.objects.get(key="playground").name == "Yard"
    asked = [(text.kind, text.version, is_given) for text, is_given in consents_of(attendee)]
    assert asked == [("registration", 1, True), ("networking", 2, False)]


def test_a_forum_that_moves_whole_takes_its_programme_and_networking_along(tmp_path: Path) -> None:
    carried_out(tmp_path)
    forum = Forum.objects.get()
    session = a_session(forum, starts_at=forum.starts_at)
    until = forum.starts_at + timedelta(hours=3)
    mixer = open_mixer(
        forum, name_ko="마당", name_en="Yard", round_minutes=6, break_minutes=2, rounds=3, until=until, by=""
    )

    carried_out(tmp_path, SAMPLE.replace("2027-05-12", "2027-05-19").replace("2027-05-13", "2027-05-20"))
    carried_out(tmp_path, SAMPLE.replace("2027-05-12", "2027-05-19").replace("2027-05-13", "2027-05-21"))

    week = timedelta(days=7)
    moved, rounds = Session.objects.get(), Mixer.objects.get()
    assert (moved.starts_at - session.starts_at, moved.sequence) == (week, 1)
    assert (rounds.until, rounds.opens_lobby_at, rounds.pk) == (until + week, None, mixer.pk)
    forum.refresh_from_db()
    assert (forum.sequence, forum.days_told) == (2, 3)


def test_seats_that_are_taken_are_not_taken_away(tmp_path: Path) -> None:
    carried_out(tmp_path, SAMPLE.replace("seats = 500", "seats = 1"))
    somebody(Forum.objects.get())
    fewer = SAMPLE.replace('key = "general"', 'key = "press"').replace("seats = 500", "seats = 20")
    said = carried_out(tmp_path, fewer)
    assert "general: 1 of 1 seats taken" in said
    assert "press: 0 of 20 seats taken" in said
    assert Ticket.objects.get().type.key == "general"


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (SAMPLE.replace('"giaf-2027"', '"manage"'), "manage is an address of the site itself."),
        (SAMPLE.replace("seats = 500", "seats = -1"), r"\$\.tickets\[0\]\.seats.*Nothing was changed"),
        ("no plan", "Nothing was changed"),
    ],
    ids=["reserved", "flawed", "unreadable"],
)
def test_a_plan_that_cannot_be_is_refused_whole(tmp_path: Path, plan: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        carried_out(tmp_path, plan)
    assert not Forum.objects.exists()


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for file, why in ((tmp_path / "nothing.toml", "No such file or directory"), (tmp_path, "Is a directory")):
        with pytest.raises(CommandError, match=f"cannot be read: {why}\\.$"):
            call_command("open_forum", file)
    (tmp_path / "korean.toml").write_text(SAMPLE, encoding="cp949")
    with pytest.raises(CommandError, match="not in UTF-8; save it so"):
        call_command("open_forum", tmp_path / "korean.toml")


def test_what_people_will_be_asked_is_said(tmp_path: Path) -> None:
    said = carried_out(tmp_path)
    assert "asked to agree to: registration (required), networking\n" in said
    assert "shown in the rooms" not in said

    said = carried_out(tmp_path, SAMPLE.replace('kind = "networking"', 'kind = "netwroking"'))
    assert "nothing asks for `networking`: whoever registers is shown in the rooms" in said


def test_sample_opens_on_postgresql_and_again(postgres_url: str) -> None:
    command = [sys.executable, "manage.py", "open_forum", "deploy/forum.sample.toml"]
    env = {**os.environ, "DATABASE_URL": postgres_url}
    for _ in range(2):
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert "general: 0 of 500 seats taken" in done.stdout
