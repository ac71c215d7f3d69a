"""Meet someone now: stand in line, be proposed to each other, accept or not.

Everything here holds the mixer's row first, so that in one mixer it happens one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from forum.live import log
from forum.people.models import Arrival, Attendee
from networking.cards.queries import are_blocked, may_be_seen
from networking.errors import InConversation, MixerHasEnded, NotAgreed, NotLetIn, ProposalIsOver
from networking.matching.reasons import Commonness
from networking.matching.scores import Profile
from networking.meet import queries
from networking.meet.frames import MatchFound, MatchOver, MatchStarted, Over, Waiting
from networking.meet.line import Fit, fitting
from networking.meet.models import Ask, Match, MatchSide
from networking.rounds.frames import Counts
from networking.rounds.models import Mixer, Phase
from networking.rounds.queries import missing
from networking.talks.models import MeetingMember, Place
from networking.talks.queries import is_talking, place_name
from networking.talks.reasons import Known, read, reasons_between, written
from networking.talks.sentences import TALK, both
from networking.talks.verbs import Talk, forget_reasons, long_absent, open_talks

ANSWER_WITHIN = timedelta(seconds=50)
PATIENCE = timedelta(seconds=15)
"""How long somebody without a connection keeps their place in the line."""

SHORT_LINE = 30
TEND_EVERY = timedelta(milliseconds=900)


def ask(mixer: Mixer, attendee: Attendee, *, by: str, at: datetime | None = None) -> Waiting:
    """Put somebody in line, once, and propose at once where somebody fits.

    In a rush the next tick, a second away, serves all: to compare everybody for each would make them wait. Somebody
    who has just turned down a proposal takes their former place. Raises MixerHasEnded, InConversation, NotAgreed, or
    NotLetIn.
    """
    at = at or timezone.now()
    if not may_be_seen(attendee):
        raise NotAgreed
    if missing(mixer, attendee):
        raise NotLetIn
    with log.transaction():
        if not Mixer.objects.filter(pk=mixer.pk).exclude(phase=Phase.ENDED).hold():
            raise MixerHasEnded
        if is_talking(attendee):
            raise InConversation
        place = {"asked_at": queries.former_place(mixer, attendee, at=at) or at}
        Ask.objects.get_or_create(mixer=mixer, attendee=attendee, closed_at=None, defaults=place)
        log.touch(mixer.topic, Counts.kind)
    line = queries.line_of(mixer, attendee)
    if line.waiting <= SHORT_LINE:
        _propose(mixer, at)
    return line


def cancel(mixer: Mixer, attendee: Attendee, *, by: str, at: datetime | None = None) -> None:
    """Take somebody out of the line, and take back what is proposed to them; the other keeps their place."""
    at = at or timezone.now()
    with log.transaction():
        Mixer.objects.filter(pk=mixer.pk).hold()
        side = queries.open_side(attendee, mixer)
        if side is not None:
            _settle(side.match, "cancelled", at)
        Ask.objects.filter(mixer=mixer, attendee=attendee).close(Ask.Why.CANCELLED, at)
        log.touch(mixer.topic, Counts.kind)


def accept(side: MatchSide, *, by: str, at: datetime | None = None) -> None:
    """Say yes, once; when both have, the conversation begins. Raises ProposalIsOver."""
    at = at or timezone.now()
    with log.transaction():
        match = _held(side)
        if match.state == Match.State.LIVE:
            return
        if match.state != Match.State.PROPOSED or match.expires_at <= at:
            raise ProposalIsOver
        if match.place == Place.HALL and not queries.are_all_inside(match):
            _settle(match, "cancelled", at)
            return
        MatchSide.objects.filter(pk=side.pk, accepted_at=None).update(accepted_at=at)
        if not match.sides.filter(accepted_at=None).exists():
            _begin(match, at)


def decline(side: MatchSide, *, by: str, stay: bool = False, at: datetime | None = None) -> None:
    """Say no and step out of the line, or `stay`; the other keeps their place, and these two are not proposed to each
    other again in this mixer. What is over anyway stays as it is.
    """
    at = at or timezone.now()
    with log.transaction():
        match = _held(side)
        if match.state == Match.State.PROPOSED:
            _settle(match, "declined", at)
            if not stay:
                Ask.objects.filter(pk=side.ask_id).close(Ask.Why.DECLINED, at)
            log.touch(match.mixer.topic, Counts.kind)


def tend(mixer: Mixer, *, at: datetime) -> None:
    """Look after a line: end what nobody answered, let out who is gone or busy, propose to the others.

    Of all processes that try in the same second one does it.
    """
    with log.transaction():
        due = Mixer.objects.filter(Q(tended_at=None) | Q(tended_at__lte=at - TEND_EVERY), pk=mixer.pk)
        if not due.update(tended_at=at):
            return
        for match in Match.objects.filter(mixer=mixer, state=Match.State.PROPOSED, expires_at__lte=at):
            _expire(match, at)
        _clear_line(mixer, at)
    _propose(mixer, at)


def cancel_all(attendee: Attendee, *, by: str, at: datetime | None = None) -> None:
    """Take somebody out of every line they stand in."""
    for mixer in Mixer.objects.filter(asks__attendee=attendee, asks__closed_at=None).order_by("pk"):
        cancel(mixer, attendee, by=by, at=at)


def erase_reasons(attendee: Attendee) -> None:
    """Erase why somebody was proposed to others, on both sides."""
    attendee.match_sides.update(reasons=[])
    proposed = MatchSide.objects.filter(match__sides__attendee=attendee).exclude(attendee=attendee)
    forget_reasons(proposed.exclude(reasons=[]), attendee.key)


def part(attendee: Attendee, other: Attendee, *, at: datetime) -> None:
    """Take back what is proposed to these two; both keep their places. The caller holds the mixers."""
    shared = Match.objects.filter(state=Match.State.PROPOSED, sides__attendee=attendee)
    for match in shared.filter(pk__in=Match.objects.filter(sides__attendee=other)):
        _settle(match, "cancelled", at)


def _held(side: MatchSide) -> Match:
    """Return the match as it is, now that nobody else can change it."""
    Mixer.objects.filter(pk=side.match.mixer_id).hold()
    return Match.objects.select_related("mixer__forum").get(pk=side.match_id)


def _propose(mixer: Mixer, at: datetime) -> None:
    """Propose to each other those of the line who fit, each to one.

    They are found before anything is held, because comparing everybody takes a while. Whoever of them cannot
    be proposed to any more by then is passed over until the next time.
    """
    crowd = queries.crowd_of(mixer)
    profiles = {person.id: person.profile for person in crowd.people}
    common = Commonness.among(list(profiles.values()))
    for fit in fitting(crowd, at=at, may_repeat=mixer.may_repeat):
        with suppress(IntegrityError):  # another mixer proposed somebody to one of them at this moment
            _try_proposal(mixer, fit, profiles, common, at)


def _try_proposal(
    mixer: Mixer, fit: Fit, profiles: Mapping[int, Profile], common: Commonness, at: datetime
) -> None:
    with log.transaction():
        Mixer.objects.filter(pk=mixer.pk).hold()
        asks = list(queries.free_asks(mixer).filter(attendee__in=fit.people).order_by("attendee"))
        if len(asks) < len(fit.people) or are_blocked(fit.people):
            return
        until, place = at + ANSWER_WITHIN, Place.HALL if fit.is_in_hall else Place.ONLINE
        match = Match.objects.create(
            mixer=mixer,
            score=fit.score,
            again=fit.again,
            place=place,
            proposed_at=at,
            expires_at=until,
        )
        two = [Known(ask.attendee.key, profiles[ask.attendee_id]) for ask in asks]
        MatchSide.objects.bulk_create(
            MatchSide(match=match, ask=ask, attendee=ask.attendee, reasons=written(why))
            for ask, why in zip(asks, reasons_between(two, common), strict=True)
        )
        for one, other in ((0, 1), (1, 0)):
            found = MatchFound(match.key, mixer.key, [two[other].key], until, fit.again, place_name(place))
            log.append(f"user:{two[one].key}", found)


def _begin(match: Match, at: datetime) -> None:
    """Open the conversation; where one of the two has entered another, the proposal is void."""
    sides = list(match.sides.select_related("attendee").order_by("attendee_id"))
    talk = Talk(
        people=[side.attendee for side in sides],
        reasons=[read(side.reasons) for side in sides],
        title=both(TALK),
        score=match.score,
        place=Place(match.place),
        again=match.again,
        lasts=match.mixer.round_length,
    )
    try:
        with log.transaction():
            (meeting,) = open_talks(match.mixer.forum, [talk], occasion=match.mixer.occasion, at=at)
    except IntegrityError:
        _settle(match, "cancelled", at)
        return
    Match.objects.filter(pk=match.pk).update(state=Match.State.LIVE, settled_at=at, meeting=meeting)
    match.sides.update(closed_at=at)
    Ask.objects.filter(sides__match=match).close(Ask.Why.MET, at)
    for side in sides:
        log.append(f"user:{side.attendee.key}", MatchStarted(match.key, meeting.room.key))
    log.touch(match.mixer.topic, Counts.kind)


def _settle(match: Match, how: Over, at: datetime) -> None:
    """End a proposal and tell both, in the same words; who steps out of the line is for the caller."""
    Match.objects.filter(pk=match.pk).update(state=how, settled_at=at)
    for side in match.sides.select_related("attendee"):
        log.append(f"user:{side.attendee.key}", MatchOver(match.key, how))
    match.sides.update(closed_at=at)


def _expire(match: Match, at: datetime) -> None:
    """End a proposal in which one stayed silent, or both; the silent lose their place."""
    _settle(match, "expired", at)
    silent = match.sides.filter(accepted_at=None).values("ask")
    Ask.objects.filter(pk__in=silent).close(Ask.Why.SILENT, at)
    log.touch(match.mixer.topic, Counts.kind)


def _clear_line(mixer: Mixer, at: datetime) -> None:
    """Let out those whose time is over: all when the mixer has ended, else the seated, the absent, and from a line in
    the hall those who have left it."""
    line = Ask.objects.open().filter(mixer=mixer)
    if Mixer.objects.filter(pk=mixer.pk, phase=Phase.ENDED).exists():
        _let_out(list(line), Ask.Why.CANCELLED, at)
        return
    if mixer.is_for_the_hall:
        inside = Arrival.objects.filter(departed_at=None).values("attendee")
        _let_out(list(line.exclude(attendee__in=inside)), Ask.Why.OUTSIDE, at)
    talking = MeetingMember.objects.live().values("attendee")
    _let_out(list(line.filter(attendee__in=talking)), Ask.Why.SEATED, at)
    _let_out(long_absent(line.select_related("attendee"), at=at, patience=PATIENCE), Ask.Why.ABSENT, at)


def _let_out(asks: Sequence[Ask], why: Ask.Why, at: datetime) -> None:
    these = [ask.pk for ask in asks]
    for match in Match.objects.filter(state=Match.State.PROPOSED, sides__ask__in=these).distinct():
        _settle(match, "cancelled", at)
    if Ask.objects.filter(pk__in=these).close(why, at):
        log.touch(asks[0].mixer.topic, Counts.kind)
