"""What people agree to: each point for itself, given and taken back."""

from __future__ import annotations

import pytest
from django.test import Client

from forum.consents.models import Consent, ConsentText
from forum.consents.queries import consent_texts, consents_of, has_agreed
from forum.consents.verbs import Matter, ask_consents, choose_consents
from forum.errors import ConsentRequired
from forum.people.models import Attendee
from tests.forum.cast import OPENS, WRITTEN, a_forum, a_text, an_attendee
from tests.pages import asked_to_sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def attendee() -> Attendee:
    forum = a_forum("seoul")
    for position, kind in enumerate(("registration", "networking")):
        is_required = kind == "registration"
        names = {f"title_{language}": kind.title() for language in ("ko", "en")}
        ConsentText.objects.create(
            forum=forum, kind=kind, is_required=is_required, position=position, body=kind, **names
        )
    return an_attendee(forum)


def text(attendee: Attendee, kind: str) -> int:
    return attendee.forum.consent_texts.get(kind=kind, retired_at=None).pk


def given(attendee: Attendee) -> dict[str, bool]:
    return {text.kind: is_given for text, is_given in consents_of(attendee)}


def test_consents_are_given_and_taken_back(attendee: Attendee) -> None:
    required, optional = text(attendee, "registration"), text(attendee, "networking")

    choose_consents(attendee, [required, optional], by=attendee.key)
    first = Consent.objects.get(text=optional).given_at
    choose_consents(attendee, [required, optional], by=attendee.key)
    assert given(attendee) == {"registration": True, "networking": True}
    assert Consent.objects.get(text=optional).given_at == first

    choose_consents(attendee, [required], by=attendee.key)
    assert given(attendee) == {"registration": True, "networking": False}
    assert not has_agreed(attendee, "networking")


def test_required_one_is_not_taken_back(attendee: Attendee) -> None:
    before = given(attendee)
    with pytest.raises(ConsentRequired):
        choose_consents(attendee, [text(attendee, "networking")], by=attendee.key)
    assert given(attendee) == before


def test_new_version_is_asked_for_anew_and_no_text_asks_for_nothing(attendee: Attendee) -> None:
    choose_consents(attendee, [text(attendee, "registration"), text(attendee, "networking")], by="")
    assert has_agreed(attendee, "networking")
    assert has_agreed(attendee, "news")

    old = ConsentText.objects.get(kind="networking")
    ConsentText.objects.filter(pk=old.pk).update(retired_at=old.forum.starts_at)
    ConsentText.objects.create(forum=old.forum, kind="networking", version=2, title="New", body="New")
    assert not has_agreed(attendee, "networking")


def test_page_keeps_what_is_ticked_and_leads_back(attendee: Attendee) -> None:
    browser = Client()
    browser.force_login(attendee.user)
    page = "/en/seoul/me/consents/"
    both = [text(attendee, "registration"), text(attendee, "networking")]

    assert "Networking" in browser.get(f"{page}?next=/en/seoul/").content.decode()
    kept = browser.post(page, {"consent": both, "next": "/en/seoul/networking/"})
    assert (kept.status_code, kept["Location"]) == (302, "/en/seoul/networking/")
    assert given(attendee)["networking"]
    elsewhere = browser.post(page, {"consent": both[:1], "next": "https://evil.example/"})
    assert elsewhere["Location"] == page
    assert not given(attendee)["networking"]
    assert browser.post(page, {"consent": ["x", 99999]}).status_code == 404


def test_page_is_for_those_who_take_part(attendee: Attendee) -> None:
    assert asked_to_sign_in(Client().get("/en/seoul/me/consents/"))


def test_the_consent_of_another_forum_is_none(attendee: Attendee) -> None:
    foreign = a_text(a_forum("busan"))
    with pytest.raises(ConsentRequired):
        choose_consents(attendee, [foreign.pk], by=attendee.key)


def test_what_was_taken_back_is_given_anew(attendee: Attendee) -> None:
    required = text(attendee, "registration")
    Consent.objects.update(withdrawn_at=WRITTEN, given_at=WRITTEN)
    choose_consents(attendee, [required], by=attendee.key, at=OPENS)
    anew = Consent.objects.get(text=required)
    assert (anew.given_at, anew.withdrawn_at) == (OPENS, None)


def matter(kind: str, words: str = "Words", *, is_required: bool = False) -> Matter:
    return Matter(kind, is_required, kind, kind, words, words)


def test_asking_the_same_keeps_versions_and_takes_the_order(attendee: Attendee) -> None:
    forum = attendee.forum
    ask_consents(forum, [matter("news"), matter("photos")], by="")
    ask_consents(forum, [matter("photos"), matter("news")], by="")
    assert [(text.kind, text.version) for text in consent_texts(forum)] == [("photos", 1), ("news", 1)]


def test_asking_in_other_words_is_a_new_version_nobody_agreed_to(attendee: Attendee) -> None:
    forum = attendee.forum
    ask_consents(forum, [matter("networking")], by="")
    choose_consents(attendee, [consent_texts(forum)[0].pk], by="")
    ask_consents(forum, [matter("networking", "Other words")], by="")
    assert [(text.kind, text.version) for text in consent_texts(forum)] == [("networking", 3)]
    assert not has_agreed(attendee, "networking")


def test_what_is_not_asked_any_more_is_retired_and_kept(attendee: Attendee) -> None:
    forum = attendee.forum
    ask_consents(forum, [], by="")
    assert consents_of(attendee) == []
    assert ConsentText.objects.filter(forum=forum).exclude(retired_at=None).count() == 2
    assert Consent.objects.filter(attendee=attendee).count() == 2
