"""A whole journey of somebody whose every word can be recognized; they are forgotten, and nothing of it is left."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from events_site.demo.seed import seed
from forum.calendars.verbs import make_feed
from forum.forums.models import Forum
from forum.live.engine.calls import prepare
from forum.live.principal import Principal
from forum.mail.models import OutboxMail
from forum.mail.verbs import send_due
from forum.people.models import Attendee
from networking.meet.models import Match
from networking.rounds.models import Mixer
from networking.rounds.verbs.clock import skip_mixer, start_mixer
from networking.rounds.verbs.mixers import open_mixer
from networking.safety.models import Report
from networking.safety.verbs import settle_report
from networking.talks.queries import conversation_of
from tests.networking.cast import online, principal
from tests.networking.conftest import shared_database  # noqa: F401
from tickets.checkin.queries import checkpoint_by_key
from tickets.checkin.verbs import check_in
from tickets.desks.models import Desk
from tickets.registration.codes import read
from tickets.registration.models import Ticket

pytestmark = pytest.mark.usefixtures("shared_database")

PERSON = {
    "name": "최센티",
    "latin_name": "Sentiana Quuxley",
    "email": "sentiana@zygomorph.example",
    "organization": "Zygomorph Labs",
}
CARD = {
    "headline": "Xyzzy at heart",
    "shows": "A plugh machine",
    "seeks_words": "Frobnicators",
    "offers_words": "Grault advice",
    "topics_words": "Waldography",
}
SAID, REPORTED, ABOUT, AGENT = "thud with me", "garply was rude", "fred is Sentiana", "Corgeware Calendar 2"
SENTINELS = [*PERSON.values(), *CARD.values(), SAID, REPORTED, ABOUT, AGENT]


# What can be found --------------------------------------------------------------------------------


def found(text: str) -> list[str]:
    """Return which sentinels stand in a text, however they are written there."""
    text = text.casefold()

    def forms(word: str) -> set[str]:
        escaped = json.dumps(word)[1:-1]
        return {form.casefold() for form in (word, escaped, escape(word), word.encode().hex())}

    return [word for word in SENTINELS if any(form in text for form in forms(word))]


def traces() -> dict[str, list[str]]:
    """Return, for every table, session and cache, which sentinels stand in it."""
    places = {table: _rows(table) for table in connection.introspection.table_names()}
    places["sessions"] = repr([SessionStore().decode(one.session_data) for one in Session.objects.all()])
    places["cache"] = repr(cache._cache)  # type: ignore[attr-defined]  # in memory, as in production
    return {place: words for place, text in places.items() if (words := found(text))}


def _rows(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return repr(
            [[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor]
        )


# The journey --------------------------------------------------------------------------------------


class Visitor:
    """Somebody at a browser, and on a socket once they take part."""

    def __init__(self, forum: Forum, email: str) -> None:
        self.forum, self.email, self.browser = forum, email, Client()

    def post(self, page: str, **form: Any) -> None:
        answer = self.browser.post(f"/en/{self.forum.slug}/{page}", form)
        assert answer.status_code in (200, 204, 302), (
            page,
            answer.status_code,
            answer.content.decode()[:2000],
        )

    def get(self, page: str) -> str:
        answer = self.browser.get(f"/en/{self.forum.slug}/{page}")
        assert answer.status_code == 200, (page, answer.status_code)
        return answer.content.decode()

    def sign_in(self) -> None:
        self.ask_for_a_code()
        code = OutboxMail.objects.filter(to=self.email).latest("pk").facts["code"]
        self.browser.post("/en/account/login/code/confirm/", {"code": code})
        assert "_auth_user_id" in self.browser.session

    def ask_for_a_code(self) -> None:
        self.browser.get("/en/account/login/code/")
        assert self.browser.post("/en/account/login/code/", {"email": self.email}).status_code == 302

    @property
    def attendee(self) -> Attendee:
        return Attendee.objects.select_related("user", "forum").get(forum=self.forum, user__email=self.email)

    @property
    def who(self) -> Principal:
        return principal(self.attendee)

    def do(self, verb: str, topic: str | None, **d: Any) -> None:
        prepare(self.who, verb, topic, d)()


def register(visitor: Visitor, **person: Any) -> None:
    """Register by the real form with every consent, and sign in by the code that was mailed."""
    consents = dict.fromkeys(re.findall(r'name="(consent_\d+)"', visitor.get("register/")), "on")
    visitor.post("register/", occupation="founder", language="en", email=visitor.email, **person, **consents)
    visitor.sign_in()


def come_in(visitor: Visitor) -> None:
    """Be scanned at the entrance, out and in again."""
    desk, entrance = (
        Desk.objects.filter(forum=visitor.forum).first(),
        checkpoint_by_key(visitor.forum, "entrance"),
    )
    code = read(Ticket.objects.get(registration__attendee=visitor.attendee).code)
    assert desk is not None
    for number, direction in enumerate(("in", "out", "in")):
        nonce = f"{visitor.attendee.key}-{number}"
        scan = check_in(entrance, code, nonce=nonce, direction=direction, by=desk)
        assert (scan.status, scan.reason) == ("ok", "")


def fill_in_the_card(visitor: Visitor) -> None:
    visitor.post("me/card/", languages=["en"], is_listed="on", **CARD)
    visitor.get("me/card/")
    visitor.get("networking/")


def talk(visitor: Visitor, other: Visitor) -> None:
    """Say something to each other, and rate it."""
    room = conversation_of(visitor.attendee)
    assert room is not None
    visitor.do("chat.send", room.topic, cid="one", text=SAID)
    other.do("chat.send", room.topic, cid="one", text="Nice to meet you")
    for one in (visitor, other):
        one.get(f"rooms/{room.key}/")
        one.post(f"rooms/{room.key}/rate/", worth="5")


def meet(visitor: Visitor, friend: Visitor) -> Mixer:
    """Meet in a round, then by asking for each other; look at all the pages on the way."""
    names = {"name_ko": "만남", "name_en": "Meeting", "round_minutes": 5, "break_minutes": 5}
    mixer = open_mixer(visitor.forum, **names, rounds=None, until=None, where="hall", by="")
    online([visitor.attendee, friend.attendee])
    for one in (visitor, friend):
        one.do("ready.set", mixer.topic, on=True)
        one.get(f"networking/{mixer.key}/")
    start_mixer(mixer, rev=0, by="host")
    talk(visitor, friend)
    skip_mixer(mixer, rev=mixer.rev, by="host")
    Mixer.objects.filter(pk=mixer.pk).update(policy="never_alone")
    _ask(visitor, friend, open_mixer(visitor.forum, **names, rounds=None, until=None, where="hall", by=""))
    return mixer


def _ask(visitor: Visitor, friend: Visitor, mixer: Mixer) -> None:
    for one in (visitor, friend):
        one.do("match.ask", mixer.topic)
    Match.objects.filter(mixer=mixer).exists() or _wait_for_a_repeat(mixer)
    match = Match.objects.get(mixer=mixer).key
    for one in (visitor, friend):
        one.get(f"networking/{mixer.key}/")
        one.do("match.read", mixer.topic, match=match)
        one.do("match.accept", mixer.topic, match=match)
    talk(visitor, friend)


def _wait_for_a_repeat(mixer: Mixer) -> None:
    """Two who met before are proposed to each other again once both have waited for somebody new."""
    from datetime import timedelta

    from networking.meet.verbs import tend

    mixer.asks.update(asked_at=timezone.now() - timedelta(minutes=2))
    tend(Mixer.objects.select_related("forum").get(pk=mixer.pk), at=timezone.now())


def complain(visitor: Visitor, friend: Visitor) -> tuple[Report, Report]:
    """Report each other about the same conversation."""
    room = conversation_of(visitor.attendee)
    assert room is not None
    for one, other, text in ((visitor, friend, REPORTED), (friend, visitor, ABOUT)):
        one.do("safety.report", room.topic, who=other.attendee.key, why="other", text=text, cid="one")
    mine, theirs = Report.objects.order_by("pk")
    return mine, theirs


def look_around(visitor: Visitor) -> None:
    """Save a session, follow it in a calendar, choose consents again, open every page of one's own."""
    session = visitor.forum.sessions.first()
    visitor.post(f"sessions/{session.key}/save/", on="1")
    feed = make_feed(visitor.attendee, by="")
    visitor.browser.get(f"/cal/{feed}.ics", headers={"User-Agent": AGENT})
    for page in ("me/", "me/calendar/", "me/consents/", "me/leave/", "ticket/", "ticket/calendar.ics"):
        visitor.browser.get(f"/en/{visitor.forum.slug}/{page}")


def journey() -> tuple[Visitor, Visitor, Report, Report]:
    forum = seed(timezone.now())
    visitor, friend = Visitor(forum, PERSON["email"]), Visitor(forum, "friend@example.com")
    register(visitor, **{name: PERSON[name] for name in ("name", "latin_name", "organization")})
    register(friend, name="친구", latin_name="A Friend", organization="Elsewhere")
    for one in (visitor, friend):
        come_in(one)
    fill_in_the_card(visitor)
    friend.post("me/card/", languages=["en"], seeks_words="Grault advice", topics_words="Waldography")
    meet(visitor, friend)
    mine, theirs = complain(visitor, friend)
    look_around(visitor)
    Visitor(forum, visitor.email).ask_for_a_code()
    send_due()
    friend.post("me/card/", languages=["en"])
    return visitor, friend, mine, theirs


@pytest.fixture
def mail_folder(settings: Settings, tmp_path: Path) -> Path:
    """Where mail goes, as by `make run`."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


def test_nothing_is_left_of_somebody_forgotten(mail_folder: Path) -> None:
    cache.clear()
    visitor, _, mine, theirs = journey()
    before = traces()
    assert {word for words in before.values() for word in words} == set(SENTINELS)
    assert {"forum_user", "forum_attendee", "forum_logentry"} <= before.keys()
    mailed = [file.read_bytes() for file in mail_folder.iterdir()]
    assert any(f"To: {PERSON['email']}".encode() in one for one in mailed)

    visitor.post("me/leave/", action="forget")

    assert not any(f"To: {PERSON['email']}".encode() in file.read_bytes() for file in mail_folder.iterdir())
    assert any(b"To: friend@example.com" in file.read_bytes() for file in mail_folder.iterdir())
    # An open report is evidence: what was said before it, and what somebody else says of it, until it is settled.
    assert traces() == {"networking_report": [SAID, ABOUT]}
    for report in (mine, theirs):
        settle_report(report, by="moderator")
    assert traces() == {}
