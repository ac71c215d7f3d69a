"""Reading the line of a mixer and the proposals in it."""

from __future__ import annotations

from collections import defaultdict
from statistics import median

from django.db.models import Exists, OuterRef, QuerySet

from forum.errors import Gone
from forum.people.models import Attendee
from networking.cards.queries import blocks_within, profile_of, profiles_of, visible
from networking.errors import ProposalIsOver
from networking.meet.frames import Proposal, Waiting
from networking.meet.line import Crowd, Person
from networking.meet.models import Ask, Match, MatchSide
from networking.rounds.models import Mixer
from networking.rounds.queries import seatable
from networking.talks.models import MeetingMember
from networking.talks.queries import as_met, met_among
from networking.talks.reasons import read
from networking.talks.sentences import phrased

RECENT = 20
"""How many of the latest matches say what is usual."""

MEASURE = 200
"""Of how many present people at most a rank is taken: more would hardly move it, and cost by their square."""


def line_of(mixer: Mixer) -> Waiting:
    """Return how many wait in this mixer and how long it usually took until something was proposed."""
    waits = Match.objects.filter(mixer=mixer, state=Match.State.LIVE).order_by("-proposed_at")
    recent = waits.values_list("proposed_at", "sides__ask__asked_at")[: 2 * RECENT]
    seconds = [(proposed_at - asked_at).total_seconds() for proposed_at, asked_at in recent]
    waiting = Ask.objects.open().filter(mixer=mixer).count()
    return Waiting(waiting, **({"usual_seconds": round(median(seconds))} if seconds else {}))


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
    )


def free_asks(mixer: Mixer) -> QuerySet[Ask]:
    """Return the asks of those who are connected, talk with nobody and see no proposal, in their order."""
    talking = MeetingMember.objects.live().filter(attendee=OuterRef("attendee"))
    waiting = Ask.objects.waiting().filter(visible(), mixer=mixer, unseen_since=None)
    asks = waiting.filter(~Exists(talking))
    return asks.select_related("attendee__card").order_by("asked_at", "pk")


def crowd_of(mixer: Mixer) -> Crowd:
    """Return who is in line in this mixer and who else is present, as many as it takes to measure people by.

    A fixed number of queries; where fewer than two are in line it is one, and the crowd is empty.
    """
    asks = list(free_asks(mixer))
    if len(asks) < 2:
        return Crowd([])
    ready = [one.id for one in seatable(mixer)]
    some = ready[:: len(ready) // MEASURE + 1]
    people = {
        pk: Person(pk, profile) for pk, profile in profiles_of(Attendee.objects.filter(pk__in=some)).items()
    }
    for ask in asks:
        profile = profile_of(ask.attendee, getattr(ask.attendee, "card", None))
        people[ask.attendee_id] = Person(ask.attendee_id, profile, ask.asked_at)
    apart = {*blocks_within(mixer.forum_id), *turned_down(mixer)}
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
