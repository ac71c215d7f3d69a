"""What a forum is opened from: a file in TOML that organizers write. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta, Struct

from forum.addresses import NotAnAddress, read_address
from forum.lines import can_be_seen

Slug = Annotated[str, Meta(pattern=r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=40)]
NO_NUL = r"\A[^\0]*\Z"  # PostgreSQL keeps none
Line = Annotated[str, Meta(pattern=NO_NUL, min_length=1, max_length=120)]
Paragraph = Annotated[str, Meta(pattern=NO_NUL, max_length=10_000)]
Role = Literal["organizer", "programme", "desk", "moderator", "host", "guide"]


YEARS = range(2000, 2200)
BYTE_ORDER_MARK = "\ufeff"
"""How some editors of Windows begin a file."""


class PlanFlaw(ValueError):
    """The file says something that cannot be; the message says what and where."""


class Email(str):
    """An address in its one spelling."""

    __slots__ = ()


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """The same in both languages; what is not said in English is shown in Korean."""

    ko: Line
    en: Annotated[str, Meta(pattern=NO_NUL, max_length=120)] = ""

    def __post_init__(self) -> None:
        for said in filter(None, (self.ko, self.en)):
            if not can_be_seen(said):
                raise ValueError("nothing can be seen of a name")


class Text(Struct, frozen=True, forbid_unknown_fields=True):
    """The same for longer texts."""

    ko: Paragraph
    en: Paragraph = ""


class SpacePlan(Struct, frozen=True, forbid_unknown_fields=True):
    key: Slug
    name: Words
    floor: Annotated[int, Meta(ge=-20, le=200)] = 1
    capacity: Annotated[int, Meta(ge=1, le=100_000)] | None = None


class VenuePlan(Struct, frozen=True, forbid_unknown_fields=True):
    name: Words
    address: Words
    spaces: list[SpacePlan] = []


class TicketPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of ticket and how many there are; outside its times it opens no door."""

    key: Slug
    name: Words
    seats: Annotated[int, Meta(ge=1, le=1_000_000)]
    valid_from: datetime | None = None
    valid_until: datetime | None = None


class ConsentPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing people are asked to agree to. Of the kind `networking` is what the rooms ask for."""

    kind: Annotated[str, Meta(pattern=r"\A[a-z0-9-]+\Z", max_length=30)]
    title: Words
    body: Text
    required: bool = False

    def __post_init__(self) -> None:
        if not can_be_seen(self.body.ko):
            raise ValueError("nobody can agree to a text in which nothing can be seen")


class MemberPlan(Struct, frozen=True, forbid_unknown_fields=True):
    email: Email
    roles: Annotated[list[Role], Meta(min_length=1)]


class Plan(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file. Times without an offset are meant in `time_zone`; `contact` is where guests ask the hosts."""

    slug: Slug
    name: Words
    starts_at: datetime
    ends_at: datetime
    venue: VenuePlan
    tickets: Annotated[list[TicketPlan], Meta(min_length=1)]
    team: list[MemberPlan]
    consents: list[ConsentPlan] = []
    tagline: Text = Text(ko="")
    description: Text = Text(ko="")
    time_zone: str = "Asia/Seoul"
    contact: Email | None = None
    privacy_contact: Email | None = None
    registration_opens_at: datetime | None = None
    registration_closes_at: datetime | None = None
    confirm_minutes: Annotated[int, Meta(ge=0, le=30_000)] = 60

    def moment(self, at: datetime) -> datetime:
        """Return the instant that a time of the file means."""
        return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(self.time_zone))


def read(text: str) -> Plan:
    """Return what a file says. Raises PlanFlaw."""
    try:
        plan = msgspec.toml.decode(text.removeprefix(BYTE_ORDER_MARK), type=Plan, dec_hook=_address)
    except ValueError as error:  # no TOML, or not of this shape
        raise PlanFlaw(str(error)) from error
    _check_times(plan)
    for what, keys in _keys(plan).items():
        if len(set(keys)) < len(keys):
            raise PlanFlaw(f"the same {what} stands there twice")
    if not any("organizer" in member.roles for member in plan.team):
        raise PlanFlaw("somebody of the team must be organizer")
    return plan


def _check_times(plan: Plan) -> None:
    """Refuse times that nobody can have meant: of no zone, of another age, or that end before they begin."""
    try:
        ZoneInfo(plan.time_zone)
    except (ValueError, KeyError, OSError) as error:  # not found, not a name, a folder of names
        raise PlanFlaw(f"{plan.time_zone or 'nothing'} is no time zone; Asia/Seoul is one") from error
    last = plan.registration_closes_at or plan.ends_at
    spans = [
        ("starts_at", plan.starts_at, "ends_at", plan.ends_at),
        ("registration_opens_at", plan.registration_opens_at, "registration_closes_at", last),
        *(
            (f"valid_from of {one.key}", one.valid_from, "valid_until", one.valid_until)
            for one in plan.tickets
        ),
    ]
    for begin, begins, end, ends in spans:
        for name, at in ((begin, begins), (end, ends)):
            if at and at.year not in YEARS:
                raise PlanFlaw(f"{name} is of the year {at.year}")
        if begins and ends and plan.moment(ends) <= plan.moment(begins):
            raise PlanFlaw(f"{end} must be later than {begin}")


def _address(kind: type[Email], text: str) -> Email:
    """Return an address for the one type msgspec does not know."""
    try:
        return kind(read_address(text))
    except NotAnAddress as error:
        raise ValueError(f"{text} is not an e-mail address") from error


def _keys(plan: Plan) -> dict[str, list[str]]:
    return {
        "space": [space.key for space in plan.venue.spaces],
        "ticket": [ticket.key for ticket in plan.tickets],
        "consent": [consent.kind for consent in plan.consents],
    }
