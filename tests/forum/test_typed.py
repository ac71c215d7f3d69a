"""A code is read whatever state the keyboard was in; another code never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.typed import typed

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CONSONANTS = "BCDFGHJKLMNPQRSTVWXZ"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

HANGUL = {
    # What a Korean keyboard makes of these keys.
    "안녕하세요": "DKSSUDGKTPDY",
    "한글": "GKSRMF",
    "꽃밭": "RHCQKX",
    "값닭넋앉많": "RKQTEKFRSJRTDKSWAKSG",
    "읽삶밟곬핥읊잃": "DLFRTKFAQKFQRHFTGKFXDMFVDLFG",
    "와왜외워웨위의": "DHKDHODHLDNJDNPDNLDML",
    "쌔뺴쪠뚸깨": "TOQOWPEUJRO".replace("EUJ", "ENJ"),
    "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ": "QWERTYUIOP",
    "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ": "ASDFGHJKL",
    "ㅋㅌㅊㅍㅠㅜㅡ": "ZXCVBNM",
    "ㅃㅉㄸㄲㅆㅒㅖ": "QWERTOP",
    "ㅘㅢㅄㄳ": "HKMLQTRT",
    "ﾡﾢ": "RR",  # half-width
}


@pytest.mark.parametrize("text", HANGUL)
def test_what_was_typed_in_the_hangul_state_is_the_keys_that_were_pressed(text: str) -> None:
    assert typed(text, LETTERS) == HANGUL[text]


@pytest.mark.parametrize(
    ("text", "alphabet", "code"),
    [
        ("7k3m-0o1l", CROCKFORD, "7K3M0011"),
        ("７Ｋ３Ｍ　００１１", CROCKFORD, "7K3M0011"),
        (" 7K3M\u200b\u00a0O0I|\n", CROCKFORD, "7K3M0011"),
        ("7ㅏ3ㅡ 0011", CROCKFORD, "7K3M0011"),
        ("u", CROCKFORD, "V"),
        ("bcdf‐ghjk", CONSONANTS, "BCDFGHJK"),
        ("ㅠㅊㅇㄹ-호ㅓㅏ", CONSONANTS, "BCDFGHJK"),
        ("8525-1", CONSONANTS, "BSZSL"),
        ("bcdf.ghjk!", CONSONANTS, "BCDFGHJK"),
        ("0O1I5S", LETTERS + "0123456789", "0O1I5S"),
    ],
)
def test_a_code_is_read_as_it_was_meant(text: str, alphabet: str, code: str) -> None:
    assert typed(text, alphabet) == code


@given(st.text(CROCKFORD, max_size=40))
def test_a_code_stays_what_it_is(code: str) -> None:
    assert typed(code, CROCKFORD) == code
    assert typed("-".join(code.lower()), CROCKFORD) == code


@given(st.text(max_size=600))
def test_any_text_is_read_without_harm_and_once(text: str) -> None:
    once = typed(text, CROCKFORD)

    assert typed(once, CROCKFORD) == once or len(once) > 512
