"""The three hundred invented attendees: the same ones every time, drawn from a seeded dice."""

from __future__ import annotations

import random
from typing import NamedTuple

SIZE = 300
DOMAIN = "example.com"


class Persona(NamedTuple):
    """What people of one occupation typically look for, bring and care about: keys of networking's tags."""

    share: int
    seeks: tuple[str, ...]
    offers: tuple[str, ...]
    topics: tuple[str, ...]
    headlines: tuple[tuple[str, str], ...]


class Guest(NamedTuple):
    """One attendee of the demo. `language` is how they read; `languages` what they speak."""

    email: str
    name: str
    latin_name: str
    organization: str
    occupation: str
    language: str
    languages: list[str]
    headline: str
    seeks: list[str]
    offers: list[str]
    topics: list[str]
    is_listed: bool
    has_arrived: bool


SURNAMES = (
    ("김", "Kim"), ("이", "Lee"), ("박", "Park"), ("최", "Choi"), ("정", "Jung"), ("강", "Kang"), ("조", "Cho"),
    ("윤", "Yoon"), ("장", "Jang"), ("임", "Lim"), ("한", "Han"), ("오", "Oh"), ("서", "Seo"), ("신", "Shin"),
    ("권", "Kwon"), ("황", "Hwang"), ("안", "Ahn"), ("송", "Song"), ("류", "Ryu"), ("홍", "Hong"),
)  # fmt: skip
GIVEN = (
    ("민준", "Min-jun"), ("서윤", "Seo-yun"), ("도현", "Do-hyun"), ("지아", "Ji-a"), ("시우", "Si-woo"),
    ("하린", "Ha-rin"), ("주원", "Ju-won"), ("예은", "Ye-eun"), ("지호", "Ji-ho"), ("수빈", "Su-bin"),
    ("건우", "Geon-woo"), ("채윤", "Chae-yun"), ("현서", "Hyun-seo"), ("유진", "Yu-jin"), ("선우", "Sun-woo"),
    ("다은", "Da-eun"), ("태윤", "Tae-yun"), ("소율", "So-yul"), ("승현", "Seung-hyun"), ("나연", "Na-yeon"),
    ("은우", "Eun-woo"), ("가은", "Ga-eun"), ("재민", "Jae-min"), ("혜원", "Hye-won"), ("동현", "Dong-hyun"),
)  # fmt: skip
ABROAD = (
    "Amara Okafor", "Lucas Moreau", "Sofia Rossi", "Noah Fischer", "Linh Nguyen", "Arjun Mehta", "Emma Larsen",
    "Yuki Tanaka", "Mateo Silva", "Fatima Zahra", "Oliver Smith", "Anna Kowalska", "Wei Chen", "Isabella Cruz",
    "Jonas Weber", "Chloe Martin", "Omar Farouk", "Elena Petrova", "David Cohen", "Maria Santos",
)  # fmt: skip
ORGANIZATIONS = (
    ("마루대학교", "Maru University"), ("한빛AI연구원", "Hanbit AI Institute"), ("가온로보틱스", "Gaon Robotics"),
    ("누리헬스", "Nuri Health"), ("바른말AI", "Bareunmal AI"), ("온새미로랩스", "Onsaemiro Labs"),
    ("푸른숲벤처스", "Green Forest Ventures"), ("이음인재", "Ieum Talent"), ("다온모빌리티", "Daon Mobility"),
    ("서초시민데이터센터", "Seocho Civic Data Centre"), ("한들반도체", "Handeul Semiconductor"),
    ("도담교육", "Dodam Education"), ("별빛게임즈", "Starlight Games"), ("한울전력", "Hanul Power"),
    ("새벽배송로지스", "Dawn Logistics"), ("하늘위성", "Haneul Satellites"), ("모두의학교", "School for All"),
    ("소나무보안", "Sonamu Security"), ("미르게놈", "Mir Genomics"), ("여울미디어", "Yeoul Media"),
)  # fmt: skip

PERSONAS = {
    "researcher": Persona(
        20, ("collaborators", "datasets", "compute", "coauthors", "pilot-customers"),
        ("technical-advice", "collaborators", "teaching", "coauthors", "speakers"),
        ("large-language-models", "evaluation", "interpretability", "reinforcement-learning", "multimodal",
         "korean-language", "ai-safety", "graph-learning"),
        (("작은 모델의 평가를 연구합니다", "I study how small models should be judged"),
         ("믿을 수 있는 AI를 만듭니다", "Working on AI one can trust")),
    ),
    "developer": Persona(
        25, ("collaborators", "code-review", "open-source-contributors", "mentoring", "job"),
        ("engineers", "technical-advice", "code-review", "freelance-work", "open-source-contributors"),
        ("agents", "retrieval", "mlops", "inference-serving", "open-source", "developer-tools", "on-device-ai",
         "vector-databases"),
        (("추론 서버를 만듭니다", "I build inference servers"), ("오픈소스 도구를 쓰고 만듭니다", "Open-source tools, used and made")),
    ),
    "founder": Persona(
        15, ("funding", "engineers", "customers", "pilot-customers", "market-entry-abroad", "cofounder"),
        ("job", "internship", "business-partners", "startup-advice", "investment-chances"),
        ("startups", "healthcare", "manufacturing", "robotics", "agents", "education", "mobility"),
        (("병원의 기록을 줄이는 회사를 시작했어요", "Started a company that spares clinics paperwork"),
         ("공장을 위한 비전 AI", "Vision AI for factories")),
    ),
    "investor": Persona(
        6, ("investment-chances", "international-contacts", "speakers"),
        ("funding", "startup-advice", "international-contacts", "customers"),
        ("venture-capital", "startups", "ai-chips", "robotics", "healthcare"),
        (("초기 AI 팀을 찾습니다", "Looking for early AI teams"),),
    ),
    "recruiter": Persona(
        7, ("engineers", "researchers", "interns", "product-managers"),
        ("job", "internship", "career-advice"),
        ("human-resources", "future-of-work", "mlops", "agents", "diversity"),
        (("AI 엔지니어를 찾고 있어요", "Hiring AI engineers"),),
    ),
    "job_seeker": Persona(
        14, ("job", "internship", "career-advice", "mentoring", "study-group"),
        ("engineers", "interns", "freelance-work", "study-group", "labelling-work"),
        ("computer-vision", "large-language-models", "recommender-systems", "data-engineering", "games", "time-series"),
        (("첫 AI 직장을 찾습니다", "Looking for a first job in AI"),
         ("프로젝트 세 개를 보여 드릴게요", "Happy to show three projects")),
    ),
    "student": Persona(
        7, ("internship", "study-group", "phd-position", "mentoring", "career-advice"),
        ("interns", "study-group", "community"),
        ("reinforcement-learning", "computer-vision", "robotics", "korean-language", "games", "ai-ethics"),
        (("배우는 중입니다", "Learning, with joy"),),
    ),
    "public": Persona(
        6, ("policy-input", "speakers", "pilot-customers", "business-partners"),
        ("datasets", "office-space", "accelerator", "policy-input", "press-contacts"),
        ("public-sector", "smart-city", "ai-regulation", "privacy", "accessibility", "climate"),
        (("시민을 위한 AI를 준비합니다", "Preparing AI for citizens"),),
    ),
}  # fmt: skip


def guests(seed: int = 2026) -> list[Guest]:
    """Return the attendees, always the same for the same seed."""
    dice = random.Random(seed)
    names = _names(dice)
    return [_guest(dice, number, *names[number]) for number in range(SIZE)]


def _names(dice: random.Random) -> list[tuple[str, str, str]]:
    """Return name, Latin name and language: nine of ten from Korea, nobody twice."""
    korean = [
        (family[0] + given[0], f"{given[1]} {family[1]}", "ko") for family in SURNAMES for given in GIVEN
    ]
    dice.shuffle(korean)
    abroad = [(name, "", "en") for name in ABROAD]
    people = korean[: SIZE - len(abroad)] + abroad
    dice.shuffle(people)
    return people


def _guest(dice: random.Random, number: int, name: str, latin_name: str, language: str) -> Guest:
    occupation = dice.choices(list(PERSONAS), weights=[persona.share for persona in PERSONAS.values()])[0]
    persona = PERSONAS[occupation]
    is_english = language == "en"
    organization = dice.choice(ORGANIZATIONS)[is_english]
    languages = ["en"] if is_english else dice.choices([["ko"], ["ko", "en"]], weights=[2, 3])[0]
    if is_english and dice.random() < 0.3:
        languages = ["en", "ko"]
    has_card = dice.random() > 0.12
    return Guest(
        email=f"guest{number:03}@{DOMAIN}",
        name=name,
        latin_name=latin_name,
        organization=organization,
        occupation=occupation,
        language=language,
        languages=languages,
        headline=dice.choice(persona.headlines)[is_english] if has_card else "",
        seeks=_some(dice, persona.seeks, 3) if has_card else [],
        offers=_some(dice, persona.offers, 3) if has_card else [],
        topics=_some(dice, persona.topics, 4),
        is_listed=dice.random() < 0.7,
        has_arrived=dice.random() < 0.55,
    )


def _some(dice: random.Random, tags: tuple[str, ...], most: int) -> list[str]:
    return dice.sample(tags, min(dice.randint(1, most), len(tags)))
