"""The catalogue keeps to the page of words: what things are called, what is not said, how a sentence sounds and is set.

The page is read, never copied: a word that changes there changes what is asked here.
"""

from __future__ import annotations

import ast
import csv
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from events_site import catalogue
from events_site.environment import BASE_DIR

PAGE = (BASE_DIR / "docs" / "words.md").read_text()
HANGUL = re.compile("[가-힣]")
VARIABLE = r"(?:%\(\w+\)[sd]|\{\w+\})"


class Said(NamedTuple):
    """A sentence of the catalogue; `kinds` has "mail" and "screen", as it stands in one of them or in both."""

    english: str
    korean: str
    kinds: frozenset[str]


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading of the page, without its head."""
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def words(cell: str) -> list[str]:
    return [word.strip() for word in cell.split(" · ")]


TERMS = [(words(english), words(korean)) for english, korean, *_ in rows("What things are called")]
BANNED = [(word, but) for word, but, *_ in rows("What is not said")]


def _kind(path: str) -> str:
    return "mail" if "/mail/" in path else "screen"


def said() -> list[Said]:
    return [
        Said(
            message.id if isinstance(message.id, str) else " ".join(message.id),
            message.string if isinstance(message.string, str) else " ".join(message.string),
            frozenset(_kind(path) for path, _ in message.locations),
        )
        for message in catalogue.stored()
        if message.id
    ]


SENTENCES = said()


def written_elsewhere() -> Iterator[tuple[str, str]]:
    """Yield Korean that no catalogue holds, and where: the demo, the tags, the sample of a forum, README."""
    for path in sorted((BASE_DIR / "events_site" / "demo").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.name, node.value
    with (BASE_DIR / "networking" / "cards" / "tags.csv").open() as file:
        yield from (("tags.csv", row["ko"]) for row in csv.DictReader(file))
    sample = (BASE_DIR / "deploy" / "forum.sample.toml").read_text()
    yield from (("forum.sample.toml", text) for text in _texts(tomllib.loads(sample)))
    yield from (("README.md", line) for line in (BASE_DIR / "README.md").read_text().splitlines())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value


ELSEWHERE = [(place, text) for place, text in written_elsewhere() if HANGUL.search(text)]


# How a sentence sounds ------------------------------------------------------------------------------------------

FORMAL = re.compile(r"(?:니다|십시오|십니까|습니까)(?![가-힣])")
SCREEN_FORMAL: set[str] = set()
"""What may be formal on a screen although nobody mails it."""
NO_SENTENCE = re.compile(r"^(?:예: .*|.*\.com)$")
"""What ends in a full stop and is no sentence: an example."""


def sentences(text: str) -> list[str]:
    """Return what ends in a full stop or a question mark, without it."""
    parts = re.split(r"(?<=[.?!])\s+", text)
    return [part.rstrip(".?!)’") for part in parts if re.search(r"[.?!][)’]?$", part)]


def is_stiff_on_a_screen(korean: str) -> bool:
    """Tell whether a screen's text has a formal ending, or a sentence of it does not end as people speak."""
    spoken = (part for part in sentences(korean) if HANGUL.search(part) and not NO_SENTENCE.match(part))
    return bool(FORMAL.search(korean)) or any(not part.endswith(("요", "죠")) for part in spoken)


def is_loose_in_a_mail(korean: str) -> bool:
    """Tell whether a mail's text ends as people speak, or a sentence of it ends in neither way."""
    return bool(re.search(r"(?:요|죠)(?=[.?!:]|$)", korean)) or any(
        not FORMAL.search(part[-3:]) for part in sentences(korean) if HANGUL.search(part)
    )


# How a sentence is set ------------------------------------------------------------------------------------------

PARTICLES = "은|는|이|가|을|를|과|와|으로|로|이나|나|이랑|랑|이에요|예요|이야|야|입니다|인|이라|라"
LANGUAGES_END_ALIKE = "두 분 모두 %(first)s로 대화할 수 있어요."
"""The one particle after a variable that is right: names of languages end in 어 or 체."""

SETTING: dict[str, Callable[[str], object]] = {
    "a particle that depends on a variable": re.compile(
        rf"{VARIABLE}[’”)\]]?(?:{PARTICLES}|\(으\)로|\([은이을과]\)|[은이을과]\([는가를와]\))(?![가-힣])"
    ).search,
    "three dots": re.compile(r"\.\.\.").search,
    "dots apart": re.compile(r"\s…").search,
    "two spaces": re.compile(r"\S  ").search,
    "a space before a mark": re.compile(r"\s[.,?!]").search,
    "straight or English quotation marks": re.compile(r"[\"'“”]").search,
    "brackets apart": re.compile(r"[가-힣] \(|%\(\w+\)s \(").search,
    "님 close to a name": re.compile(rf"{VARIABLE}님").search,
    "a number without a counter": re.compile(rf"{VARIABLE} (?:명|개|번|건|분|자|통)(?![가-힣])").search,
}
PLANTED = {
    "a particle that depends on a variable": [
        "%(desk)s를 닫았어요.",
        "‘%(name)s’과 만나요",
        "{name}(으)로 보내요",
    ],
    "three dots": ["불러오는 중..."],
    "dots apart": ["불러오는 중 …"],
    "two spaces": ["이미  등록하셨어요"],
    "a space before a mark": ["등록하셨나요 ?"],
    "straight or English quotation marks": ["'데스크' 화면", "“데스크” 화면"],
    "brackets apart": ["직접 입력 (쉼표로 구분)"],
    "님 close to a name": ["%(name)s님과의 대화"],
    "a number without a counter": ["%(ready)s 명 준비 완료"],
}


@pytest.mark.parametrize("rule", SETTING)
def test_words_are_set_as_the_page_says(rule: str) -> None:
    breaks = SETTING[rule]
    assert [one.korean for one in SENTENCES if breaks(one.korean) and one.korean != LANGUAGES_END_ALIKE] == []
    assert [here for here in ELSEWHERE if here[0] != "README.md" and breaks(here[1])] == []
    assert all(breaks(planted) for planted in PLANTED[rule]), "the rule catches nothing"


def test_words_the_particle_of_languages_is_still_said() -> None:
    assert LANGUAGES_END_ALIKE in {one.korean for one in SENTENCES}


@pytest.mark.parametrize(
    "good", ["%(at)s에 만들었어요.", "‘%(desk)s’ 데스크를", "%(email)s 주소로", "%(at)s까지"]
)
def test_words_what_fits_every_ending_may_follow_a_variable(good: str) -> None:
    assert not any(breaks(good) for breaks in SETTING.values())


def test_words_screens_speak_as_people_do() -> None:
    on_screens = [one.korean for one in SENTENCES if "screen" in one.kinds and HANGUL.search(one.korean)]
    assert [text for text in on_screens if is_stiff_on_a_screen(text) and text not in SCREEN_FORMAL] == []
    assert is_stiff_on_a_screen("등록되었습니다") and is_stiff_on_a_screen("다시 시도하십시오.")
    assert is_stiff_on_a_screen("저장했어요. 다시 시도할 것.")


def test_words_mails_speak_formally() -> None:
    in_mails = [one.korean for one in SENTENCES if "mail" in one.kinds and HANGUL.search(one.korean)]
    assert [text for text in in_mails if is_loose_in_a_mail(text)] == []
    assert is_loose_in_a_mail("티켓이 나왔어요.") and is_loose_in_a_mail("아래에서 등록해 주세요:")
    assert is_loose_in_a_mail("티켓을 보냈다.")


# What things are called -----------------------------------------------------------------------------------------

SAID_OTHERWISE = {
    "table": {"The same as a table"},
    "calendar": {
        "In Outlook on the web the address is filled in already; in the program choose “Add calendar”, then "
        "“From internet”."  # Outlook's own buttons
    },
}
"""By English word: sentences that are right without its Korean."""


def has(english: str, text: str) -> bool:
    text = re.sub(VARIABLE, "", text)
    return bool(re.search(rf"(?<![\w-]){re.escape(english)}(?![\w-])", text, re.IGNORECASE))


def misses(english: list[str], korean: list[str], one: Said) -> bool:
    return any(has(word, one.english) for word in english) and not any(word in one.korean for word in korean)


@pytest.mark.parametrize(("english", "korean"), TERMS, ids=[english[0] for english, _ in TERMS])
def test_words_a_thing_has_one_name(english: list[str], korean: list[str]) -> None:
    excused = SAID_OTHERWISE.get(english[0], set())
    wrong = {one.english: one.korean for one in SENTENCES if misses(english, korean, one)}
    assert {text: wrong[text] for text in wrong.keys() - excused} == {}
    assert excused <= wrong.keys(), "excused without need"
    assert any(has(word, one.english) for word in english for one in SENTENCES), "nobody says it"
    assert misses(english, korean, Said(f"Your {english[0]}.", "그거예요.", frozenset({"screen"})))


@pytest.mark.parametrize(("word", "but"), BANNED, ids=[word for word, _ in BANNED])
def test_words_what_is_not_said_is_not_said(word: str, but: str) -> None:
    assert [
        one for one in SENTENCES if is_said(word, one.korean if HANGUL.search(word) else one.english)
    ] == []
    assert [here for here in ELSEWHERE if HANGUL.search(word) and is_said(word, here[1])] == []
    assert is_said(word, f"여기 {word} 있어요")
    assert but


def is_said(word: str, text: str) -> bool:
    if word == "것":
        return bool(re.search(r"것(?! 같)", text.replace("이것저것", "")))
    return word in text if HANGUL.search(word) else has(word, text)


def test_words_the_page_can_be_found() -> None:
    for page in ("README.md", "CONTRIBUTING.md", "docs/architecture.md"):
        assert "words.md" in Path(BASE_DIR / page).read_text(), page
