"""Reading the line of a mixer and the proposals in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Exists, Max, OuterRef, QuerySet
from msgspec import UNSET

from forum.errors import Gone
from forum.people.models import Arrival, Attendee
from networking.cards.queries import profile_of, profiles_of, visible
from networking.errors import ProposalIsOver
from networking.meet.frames import Proposal, Waiting
from networking.meet.line import Crowd, Person
from networking.meet.models import Ask, Match, MatchSide
from networking.rounds.models import Mixer, Phase, Where
from networking.rounds.queries import apart_in, seatable
from networking.talks.models import MeetingMember, Place
from networking.talks.queries import as_met, met_among, place_name
from networking.talks.reasons import read
from networking.talks.sentences import phrased

RECENT, ENOUGH = 20, 5
"""How many of the latest matches say what is usual, and how many it takes."""

PLACE_KEPT = timedelta(minutes=2)
"""How long somebody who declined may ask again and stand where they stood."""

MEASURE = 200
"""Of how many present people at most a rank is taken: more would hardly move it, and cost by their square."""


def line_of(mixer: Mixer, attendee: Attendee) -> Waiting:
    """Return how this person waits in this mixer. A fixed number of queries."""
    waiting = set(Ask.objects.open().filter(mixer=mixer).values_list("attendee", flat=True))
    apart = {*apart_in(mixer), *turned_down(mixer)}
    possible = [
        one for one in waiting - {attendee.pk} if not {(one, attendee.pk), (attendee.pk, one)} & apart
    ]
    usual = usual_seconds(mixer)
    return Waiting(
        len(waiting),
        UNSET if usual is None else usual,
        UNSET if possible else "round" if _is_everybody_talking(mixer) else "alone",
    )


def usual_seconds(mixer: Mixer) -> int | None:
    """Return how long somebody new to the line usually waited for a proposal that became a talk.

    Of two it is the one who came later: how long the other had stood there tells nothing about the next. None before
    there were five.
    """
    met = Match.objects.filter(mixer=mixer, state=Match.State.LIVE).order_by("-proposed_at")
    came = met.annotate(came_at=Max("sides__ask__asked_at")).values_list("proposed_at", "came_at")
    waits = [(proposed_at - came_at).total_seconds() for proposed_at, came_at in came[:RECENT]]
    return round(median(waits)) if len(waits) >= ENOUGH else None


def _is_everybody_talking(mixer: Mixer) -> bool:
    talking = MeetingMember.objects.live().on(mixer.occasion).filter(meeting__turn__isnull=False)
    return mixer.phase == Phase.ROUND and talking.exists()


def side_of(mixer: Mixer, key: str, attendee_key: str) -> MatchSide:
    """Return this person's side of a match, with match and person. Raises Gone for a match of others."""
    sides = MatchSide.objects.filter(match__mixer=mixer, match__key=key, attendee__key=attendee_key)
    found = sides.select_related("match__mixer", "attendee").first()
    if found is None:
        raise Gone
    return found


def open_side(attendee: Attendee, mixer: Mixer) -> MatchSide | None:
    """Return this person's side of what is proposed to them in this mixer at the moment."""
    return (
        MatchSide.objects.filter(attendee=attendee, match__mixer=mixer, closed_at=None)
        .select_related("match")
        .first()
    )


def proposal_to(attendee_key: str) -> Proposal | None:
    """Return what is proposed to this person at the moment, in the active language. Two queries."""
    sides = MatchSide.objects.filter(attendee__key=attendee_key, closed_at=None)
    mine = sides.select_related("match__mixer", "attendee").first()
    return proposal_of(mine) if mine else None


def open_proposal(mixer: Mixer, key: str, attendee_key: str) -> Proposal:
    """Return what is proposed to this person by this match. Raises Gone for one of others, or ProposalIsOver."""
    side = side_of(mixer, key, attendee_key)
    if side.closed_at is not None:
        raise ProposalIsOver
    return proposal_of(side)


def proposal_of(side: MatchSide) -> Proposal:
    """Return how a proposal reads for one of its people, in the active language. One query."""
    people = Attendee.objects.filter(match_sides__match=side.match).exclude(pk=side.attendee_id)
    others = {person.key: person for person in people.select_related("card")}
    return Proposal(
        match=side.match.key,
        mixer=side.match.mixer.key,
        with_=[as_met(person) for person in others.values()],
        reasons=phrased(read(side.reasons), others),
        until=side.match.expires_at,
        again=side.match.again,
        place=place_name(side.match.place),
        point=(side.match.mixer.meeting_point if side.match.place == Place.HALL else "") or UNSET,
    )


def former_place(mixer: Mixer, attendee: Attendee, *, at: datetime) -> datetime | None:
    """Return since when this person stood in line, if they have just stepped out of it by turning down a proposal."""
    closed = Ask.objects.filter(mixer=mixer, attendee=attendee, closed_at__gt=at - PLACE_KEPT)
    last = closed.order_by("-closed_at", "-pk").first()
    return last.asked_at if last is not None and last.closed_why == Ask.Why.DECLINED else None


def are_all_inside(match: Match) -> bool:
    """Tell whether both of a match are in the hall."""
    inside = Arrival.objects.filter(attendee=OuterRef("attendee"), departed_at=None)
    return not match.sides.filter(~Exists(inside)).exists()


def free_asks(mixer: Mixer) -> QuerySet[Ask]:
    """Return the asks of those who are where the mixer is and connected, talk with nobody and see no proposal, in
    their order."""
    talking = MeetingMember.objects.live().filter(attendee=OuterRef("attendee"))
    inside = Arrival.objects.filter(attendee=OuterRef("attendee"), departed_at=None)
    waiting = Ask.objects.waiting().filter(visible(), mixer=mixer, unseen_since=None)
    asks = waiting.filter(~Exists(talking))
    if mixer.is_for_the_hall:
        asks = asks.filter(Exists(inside))
    return asks.select_related("attendee__card").order_by("asked_at", "pk")


def _in_hall(mixer: Mixer, asks: Iterable[Ask]) -> set[int]:
    """Return which of those who ask are in the hall of the mixer, by their ids."""
    if mixer.where == Where.ONLINE:
        return set()
    stays = Arrival.objects.filter(departed_at=None, attendee__in=[ask.attendee_id for ask in asks])
    return set(stays.values_list("attendee", flat=True))


def crowd_of(mixer: Mixer) -> Crowd:
    """Return who is in line in this mixer and who else is present, as many as it takes to measure people by.

    A fixed number of queries; where fewer than two are in line it is one, and the crowd is empty.
    """
    asks = list(free_asks(mixer))
    if len(asks) < 2:
        return Crowd([])
    ready = seatable(mixer)
    some = {one.id: one.is_in_hall for one in ready[:: len(ready) // MEASURE + 1]}
    people = {
        pk: Person(pk, profile, is_in_hall=some[pk])
        for pk, profile in profiles_of(Attendee.objects.filter(pk__in=some)).items()
    }
    in_hall = _in_hall(mixer, asks)
    for ask in asks:
        profile = profile_of(ask.attendee, getattr(ask.attendee, "card", None))
        people[ask.attendee_id] = Person(ask.attendee_id, profile, ask.asked_at, ask.attendee_id in in_hall)
    apart = {*apart_in(mixer), *turned_down(mixer)}
    return Crowd(list(people.values()), apart, met_among([ask.attendee_id for ask in asks]))


def turned_down(mixer: Mixer) -> set[tuple[int, int]]:
    """Return the pairs one of whom declined the other in this mixer."""
    declined = MatchSide.objects.filter(match__mixer=mixer, match__state=Match.State.DECLINED)
    pairs: defaultdict[int, list[int]] = defaultdict(list)
    for match, person in declined.order_by("attendee").values_list("match", "attendee"):
        pairs[match].append(person)
    return {(one, other) for one, other in pairs.values()}


def mixers_with_a_line() -> list[Mixer]:
    """Return the mixers in whose line somebody stands."""
    return list(Mixer.objects.filter(asks__in=Ask.objects.open()).distinct().select_related("forum"))
