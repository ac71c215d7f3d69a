"""What a shared link shows, whom one can ask, how one gets there: on every page that is open to all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image
from pytest_django import Settings

from events_site.demo import programme, speakers, venue
from tests.forum.cast import a_forum, a_session, a_space, a_speaker

HANGUL = re.compile("[\uac00-\ud7a3]")


def shared(client: Client, path: str) -> dict[str, str]:
    """Return what the head of a page says to those who show it elsewhere."""
    head = client.get(path).content.decode().partition("</head>")[0]
    found = re.findall(r'<meta (?:name="[^"]+" )?property="og:([^"]+)" content="([^"]*)">', head)
    return dict(found)


@pytest.mark.django_db
def test_every_page_has_title_description_and_picture_by_whole_addresses(
    client: Client, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://madang.example"
    forum = a_forum("seoul", tagline_en="Two days")
    a_session(
        forum, key="one", title_en='A "quoted" <talk>', space=a_space(forum), speakers=[a_speaker(forum)]
    )

    said = {
        path: shared(client, f"/en/seoul/{path}")
        for path in ("", "sessions/one/", "speakers/ada/", "register/")
    }

    assert said[""] == {
        "type": "website",
        "site_name": "Courtyard Forum",
        "locale": "en_GB",
        "title": "Courtyard Forum",
        "description": "Thu 26 November, 09:00 – Fri 27 November 2026, 18:00 · Hub · Two days",
        "url": "https://madang.example/en/seoul/",
        "image": "https://madang.example/static/forum/card.png",
        "image:width": "1200",
        "image:height": "600",
    }
    assert said["sessions/one/"]["title"] == "A &quot;quoted&quot; &lt;talk&gt;"
    assert said["sessions/one/"]["description"] == "Thu 26 November 2026, 10:00–11:00 · 5F Hall hall"
    assert said["speakers/ada/"]["title"] == "Ada Marsh"
    assert {page["image"] for page in said.values()} == {"https://madang.example/static/forum/card.png"}
    assert all(page["description"] for page in said.values())


@pytest.mark.django_db
def test_pages_about_no_forum_have_them_too(client: Client) -> None:
    for path in ("/ko/", "/ko/nowhere/"):
        said = shared(client, path)
        assert (said["title"], bool(said["description"]), said["locale"]) == ("Madang", True, "ko_KR")


def test_picture_is_what_it_is_said_to_be() -> None:
    file = Path(str(finders.find("forum/card.png")))
    with Image.open(file) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 600))
    assert file.stat().st_size < 60_000


@pytest.mark.django_db
def test_hosts_can_be_asked_and_the_way_be_found(client: Client) -> None:
    a_forum("seoul", contact="hello@example.org")
    korean, english = (client.get(f"/{language}/seoul/").content.decode() for language in ("ko", "en"))

    assert [page.count('href="mailto:hello@example.org"') for page in (korean, english)] == [2, 2]
    maps = [
        re.findall(r'href="https://([a-z.]+)/[^"]*"[^>]*>([^<]+)</a>', page) for page in (korean, english)
    ]
    assert [[host for host, _ in each] for each in maps] == [
        ["map.kakao.com", "map.naver.com", "www.google.com"],
        ["www.google.com", "map.naver.com", "map.kakao.com"],
    ]
    assert "map.kakao.com/link/search/%EC%84%9C%EC%9A%B8%20%EC%96%91%EC%9E%AC" in english
    assert "query=Hub%2C+Yangjae%2C+Seoul" in english.replace("%20", "+")


@pytest.mark.django_db
def test_maps_outside_korea_are_those_that_know_it(client: Client) -> None:
    a_forum("bonn", time_zone="Europe/Berlin")

    page = client.get("/ko/bonn/").content.decode()

    assert ("www.openstreetmap.org" in page, "map.kakao.com" in page) == (True, False)


@pytest.mark.django_db
def test_footer_says_of_invented_people_only_where_they_are(client: Client, settings: Settings) -> None:
    settings.IS_DEMO = True
    a_forum("demo")
    a_forum("own")

    pages = [client.get(f"/en/{path}").content.decode() for path in ("demo/", "own/", "")]

    assert ["people and sessions are invented" in page for page in pages] == [True, False, False]


def test_english_of_the_demo_is_in_latin_letters() -> None:
    texts = [venue.NAME, venue.TAGLINE, venue.DESCRIPTION, venue.VENUE, venue.ADDRESS]
    texts += [place.name for place in venue.PLACES] + [track.name for track in venue.TRACKS]
    texts += [text for item in programme.SESSIONS for text in (item.title, item.abstract)]
    texts += [text for voice in speakers.SPEAKERS for text in voice[1:]]

    assert [text.en for text in texts if HANGUL.search(text.en) or not text.en] == []
    assert [text.ko for text in texts if not text.ko] == []
