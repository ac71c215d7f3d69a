"""Where the demo forum takes place: the hub, floor by floor, and its five tracks."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """The same words in both languages."""

    ko: str
    en: str


class Place(NamedTuple):
    key: str
    floor: int
    name: Text
    capacity: int


class Thread(NamedTuple):
    key: str
    name: Text
    color: str


NAME = Text("글로벌 AI 혁신 포럼", "Global AI Innovation Forum")
TAGLINE = Text(
    "연구는 사업이 되고 사람은 동료가 되는 이틀",
    "Two days in which research meets business and people meet people",
)
DESCRIPTION = Text(
    "AI 연구자, 개발자, 창업자, 공공 부문이 한 마당에 모입니다. 발표와 워크숍에 참여하고, 층별로 허브를 둘러보고, "
    "짧은 1:1 대화에서 꼭 만나야 할 사람을 만날 수 있습니다. 구직자가 부스를 열고 기업이 찾아가는 AI JOB담도 열립니다.",
    "Researchers, developers, founders and the public sector meet in one courtyard. Hear talks, join workshops, tour "
    "the hub floor by floor, and meet the people you came for in short one-to-one talks. At AI JOB Dam job seekers hold "
    "the booths and recruiters walk round.",
)
VENUE = Text("AI 양재 허브", "AI Yangjae Hub")
ADDRESS = Text("서울특별시 서초구 태봉로 114", "114 Taebong-ro, Seocho-gu, Seoul, Republic of Korea")

PLACES = (
    Place("playground", 1, Text("AI 플레이그라운드", "AI Play-Ground"), 240),
    Place("premium-lounge", 5, Text("프리미엄 라운지", "Premium Lounge"), 60),
    Place("open-lounge", 5, Text("오픈 라운지", "Open Lounge"), 120),
    Place("office-6a", 6, Text("입주 오피스 6A", "Office 6A"), 40),
    Place("office-8a", 8, Text("입주 오피스 8A", "Office 8A"), 40),
    Place("office-8b", 8, Text("세미나실 8B", "Seminar room 8B"), 50),
)

TRACKS = (
    Thread("models", Text("파운데이션 모델", "Foundation models"), "teal"),
    Thread("industry", Text("산업 속의 AI", "AI in industry"), "steelblue"),
    Thread("startups", Text("아이디어와 창업", "Ideas and startups"), "darkorange"),
    Thread("talent", Text("인재와 AI JOB담", "Talent and AI JOB Dam"), "firebrick"),
    Thread("city", Text("도시와 사회", "City and society"), "olivedrab"),
)
