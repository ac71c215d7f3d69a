"""Addresses as people type and paste them: one spelling for one mailbox, and nothing that no mail reaches."""

from __future__ import annotations

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from forum.addresses import LONGEST, NotAnAddress, read_address, readable, same_spelling
from forum.fields import AddressField

MINJI = "minji@xn--bj0bj06e.kr"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "my.orgexample.org",
        "minji@",
        "@example.com",
        "minji@example",
        "minji@localhost",
        "minji@@example.com",
        "minji kim@example.com",
        "minji@exa mple.com",
        "minji@example..com",
        "minji@.example.com",
        "minji@-example.com",
        "minji@example.com\r\nBcc: all@example.com",
        "minji@example.com, lee@example.com",
        "minji@[127.0.0.1]",
        "minji@127.0.0.1",
        "minji@☃.net",
        "minji@xn--zzzzzz.kr",
        "민지@example.com",
        "mınji@example.com",
        ".minji@example.com",
        "min..ji@example.com",
        '"min ji"@example.com',
        "minji\x00@example.com",
        "minji\u3164@example.com",
        f"{'m' * 65}@example.com",
        f"minji@{'.'.join(['example'] * 40)}.com",
        f"minji@{'한' * 100}.kr",
        "ｍ" * 2_000_000,
    ],
)
def test_an_address_no_mail_reaches_is_none(text: str) -> None:
    with pytest.raises(NotAnAddress):
        read_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "minji@한글.kr",
        "MINJI@한글.KR",
        "minji@XN--BJ0BJ06E.kr",
        " minji@한글.kr\n",
        "minji @ 한글.kr",
        "\u00a0minji@한글.kr\u3000",
        "minji@한글.kr",  # decomposed
        "ｍｉｎｊｉ＠한글．ｋｒ",
        "minji@한글。kr",
        "min\u200bji@한\u2060글.kr\ufeff",
        "\u202aminji@한글.kr\u202c",
        '"minji"@한글.kr',
        '"minji@한글.kr"',
        "“minji@한글.kr”",
        "<minji@한글.kr>",
        "(minji@한글.kr)",
        "김민지 <minji@한글.kr>",
        '"Kim, Minji" <minji@한글.kr>;',
        "mailto:minji@한글.kr",
        "Mailto:Minji@한글.kr",
        "minji@한글.kr.",
        "minji@한글.kr,",
    ],
)
def test_one_mailbox_has_one_spelling(text: str) -> None:
    assert read_address(text) == MINJI


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("o'neill+forum@Example.com", "o'neill+forum@example.com"),
        ("a_b-c.d@sub.example.co.kr", "a_b-c.d@sub.example.co.kr"),
        ("minji@faß.de", "minji@xn--fa-hia.de"),
        ("minji@한글.한국", "minji@xn--bj0bj06e.xn--3e0b707e"),
        ("minji@163.com", "minji@163.com"),
        ("minji@r3---a.example.com", "minji@r3---a.example.com"),
    ],
)
def test_what_is_an_address_stays_one(text: str, spelled: str) -> None:
    assert read_address(text) == spelled


@given(st.text(max_size=80) | st.emails())
def test_reading_never_fails_otherwise_and_twice_is_once(text: str) -> None:
    try:
        address = read_address(text)
    except NotAnAddress:
        return
    assert address.isascii() and address == address.lower() and len(address) <= LONGEST
    assert read_address(address) == read_address(readable(address)) == same_spelling(text) == address


def test_an_address_is_shown_as_its_owner_writes_it() -> None:
    assert readable(MINJI) == "minji@한글.kr"
    assert readable("minji@example.com") == "minji@example.com"
    assert readable("minji@xn--zzzzzz.kr") == "minji@xn--zzzzzz.kr"
    assert same_spelling(" Nobody ") == "nobody"


class OneAddress(forms.Form):
    email = AddressField()


def test_a_form_takes_any_spelling_and_shows_the_readable_one() -> None:
    form, wrong = OneAddress({"email": "ｍinji@한글.kr "}), OneAddress({"email": "minji@"})

    assert form.is_valid() and form.cleaned_data["email"] == MINJI
    assert not wrong.is_valid() and 'value="minji@"' in str(wrong["email"])
    assert 'value="minji@한글.kr"' in str(OneAddress(initial={"email": MINJI})["email"])
