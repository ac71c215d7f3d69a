"""What a feed prints and what it says of its own age never part, whoever changes what, by whatever way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as some

from forum.agenda.verbs import save_session
from forum.forums.models import Forum, Space, Venue
from forum.forums.verbs import open_forum
from forum.programme.models import Session, Speaker, Track
from forum.programme.verbs import move_all
from tests.forum.calendars.asking import LATER, events, fetch, private, public
from tests.forum.cast import OPENS, WRITTEN, a_forum, a_session, a_space, a_speaker, a_track, an_attendee

pytestmark = pytest.mark.django_db

EDITS: list[tuple[Any, str, list[Any]]] = [
    (Forum, "name_en", ["Courtyard Forum", "Yard"]),
    (Forum, "tagline_en", ["", "Two days"]),
    (Forum, "description_en", ["", "Not printed in a calendar"]),
    (Forum, "time_zone", ["Asia/Seoul", "Asia/Tokyo", "America/New_York"]),
    (Venue, "name_en", ["Hub", "Hall of the city"]),
    (Venue, "address_en", ["Yangjae, Seoul", "Somewhere else"]),
    (Space, "name_en", ["Hall hall", "Cellar"]),
    (Space, "floor", [5, -1]),
    (Track, "name_en", ["Track research", "Arts"]),
    (Track, "color", ["teal", "olive", "no-colour"]),
    (Track, "position", [0, 3]),
    (Speaker, "name_en", ["Ada Marsh", "Ada M. Marsh"]),
    (Speaker, "biography_en", ["", "Not printed either"]),
    (Session, "title_en", ["Talk", "Speech"]),
    (Session, "abstract_en", ["", "What it is about"]),
    (Session, "status", ["confirmed", "cancelled", "tentative"]),
    (Session, "kind", ["talk", "panel"]),
    (Session, "sequence", [0, 1, 2]),
    (Session, "starts_at", [OPENS + timedelta(hours=1), OPENS + timedelta(minutes=30)]),
]
edits = some.sampled_from(EDITS).flatmap(
    lambda edit: some.tuples(*map(some.just, edit[:2]), some.sampled_from(edit[2]))
)


@hypothesis(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(edits, min_size=1, max_size=4))
def test_the_etag_and_the_date_stand_for_the_bytes_whatever_is_edited(
    client: Client, steps: list[tuple[Any, str, Any]]
) -> None:
    forum = a_forum()
    session = a_session(
        forum, title_en="Talk", track=a_track(forum), space=a_space(forum), speakers=[a_speaker(forum)]
    )
    attendee = an_attendee(forum)
    save_session(attendee, session, by="", at=WRITTEN)
    seen: dict[str, list[Any]] = {f"{public(forum)}?lang=en": [], private(attendee): []}

    def look() -> None:
        for path, versions in seen.items():
            now = fetch(client, path)
            for former in versions:
                is_same = former.content == now.content
                assert is_same == (former.headers["ETag"] == now.headers["ETag"])
                asked = [fetch(client, path, if_none_match=former.headers["ETag"])]
                if former.has_header("Last-Modified"):
                    asked.append(fetch(client, path, if_modified_since=former.headers["Last-Modified"]))
                assert {answer.status_code for answer in asked} == {304 if is_same else 200}
            versions.append(now)

    look()
    for model, field, value in steps:
        rows = {Forum: {"pk": forum.pk}, Venue: {"forums": forum}, Space: {"venue": forum.venue_id}}
        model.objects.filter(**rows.get(model, {"forum": forum})).update(**{field: value})
        look()


def test_the_etag_is_the_same_after_a_restart(client: Client) -> None:
    session = a_session(a_forum())
    first = fetch(client, public(session.forum))
    cache.clear()

    again = fetch(client, public(session.forum), if_none_match=first.headers["ETag"])

    assert (again.status_code, again.headers["ETag"]) == (304, first.headers["ETag"])


def test_a_new_form_of_the_bytes_is_a_new_version(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    session = a_session(a_forum())
    first = fetch(client, public(session.forum))
    cache.clear()  # as a new release begins
    monkeypatch.setattr("forum.ical.PRODID", "-//Madang//Forum 2//EN")

    assert fetch(client, public(session.forum), if_none_match=first.headers["ETag"]).status_code == 200


def opened(forum: Forum, **changes: Any) -> Forum:
    """Say again what a forum is, with these changes, a day after everything was written."""
    said = {
        name: getattr(forum, name) for name in ("starts_at", "ends_at", "name_ko", "name_en", "time_zone")
    }
    venue = {name: getattr(forum.venue, name) for name in ("name_ko", "name_en", "address_ko", "address_en")}
    spaces = changes.pop("spaces", {})
    venue |= changes.pop("venue", {})
    return open_forum(forum.slug, **{**said, **changes}, venue=venue, spaces=spaces, by="boss", at=LATER)


WEEK = timedelta(days=7)
CHANGES: list[tuple[str, Callable[[Forum], dict[str, Any]], int]] = [
    ("nothing", lambda forum: {}, 0),
    ("week", lambda forum: {"starts_at": forum.starts_at + WEEK, "ends_at": forum.ends_at + WEEK}, 1),
    ("end", lambda forum: {"ends_at": forum.ends_at + timedelta(hours=1)}, 1),
    ("zone", lambda forum: {"time_zone": "Asia/Tokyo"}, 1),
    ("address", lambda forum: {"venue": {"address_en": "Elsewhere"}}, 1),
    ("name", lambda forum: {"name_en": "Yard"}, 0),
    ("space", lambda forum: {"spaces": {"hall": {"name_en": "Cellar"}}}, 0),
]


@pytest.mark.parametrize(("what", "changes", "counted"), CHANGES, ids=[name for name, _, _ in CHANGES])
def test_a_forum_that_is_opened_again_counts_what_people_must_know(
    client: Client, what: str, changes: Callable[[Forum], dict[str, Any]], counted: int
) -> None:
    forum = a_forum()
    Forum.objects.filter(pk=forum.pk).update(changed_at=WRITTEN)
    session = a_session(forum, space=a_space(forum))
    attendee = an_attendee(forum)
    save_session(attendee, session, by="", at=WRITTEN)
    path = private(attendee)
    before = fetch(client, path)

    now = opened(forum, **changes(forum))
    day, _, talk = events(client, path)

    is_changed = what != "nothing"
    assert (now.sequence, day["SEQUENCE"], talk["SEQUENCE"]) == (counted,) * 3
    assert (
        now.changed_at == day["LAST-MODIFIED"].dt == day["DTSTAMP"].dt == (LATER if is_changed else WRITTEN)
    )
    assert talk["LAST-MODIFIED"].dt == (LATER if is_changed else WRITTEN)
    for header in ("if_none_match", "if_modified_since"):
        name = "ETag" if header == "if_none_match" else "Last-Modified"
        assert fetch(client, path, **{header: before.headers[name]}).status_code == (
            200 if is_changed else 304
        )


def test_days_that_are_no_more_are_called_off_and_come_back(client: Client) -> None:
    forum = a_forum()
    path = private(an_attendee(forum))

    shorter = opened(forum, ends_at=forum.starts_at + timedelta(hours=9))
    off = events(client, path)
    opened(shorter, ends_at=forum.ends_at)
    back = events(client, path)

    assert [(str(day["STATUS"]), day["SEQUENCE"]) for day in off] == [("CONFIRMED", 1), ("CANCELLED", 1)]
    assert off[1]["DTSTART"].dt == off[0]["DTSTART"].dt + timedelta(days=1)
    assert [(str(day["STATUS"]), day["SEQUENCE"]) for day in back] == [("CONFIRMED", 2), ("CONFIRMED", 2)]
    assert [day["UID"] for day in off] == [day["UID"] for day in back]


def test_a_programme_that_moves_whole_counts_in_every_session(client: Client) -> None:
    forum = a_forum()
    session = a_session(forum)
    before = events(client, public(forum))[0]

    assert move_all(forum, timedelta(days=7), by="boss", at=LATER) == 1

    after = events(client, public(forum))[0]
    assert after["DTSTART"].dt - before["DTSTART"].dt == timedelta(days=7)
    assert (after["SEQUENCE"], after["LAST-MODIFIED"].dt) == (before["SEQUENCE"] + 1, LATER)
    assert str(after["UID"]) == f"{session.uid}@madang.invalid"


def test_a_speakers_feed_names_who_speaks_with_them(client: Client) -> None:
    forum = a_forum()
    a_session(forum, speakers=[a_speaker(forum), a_speaker(forum, "tom", "Tom")])

    event = events(client, public(forum, "speakers/ada"))[0]

    assert event["DESCRIPTION"] == "Ada Marsh, Tom"
