"""Meet someone now: asking, answering a proposal, and what people learn about it on their own topic."""

from __future__ import annotations

from forum.live.frames import Done, Nothing
from forum.live.limits import Limit
from forum.live.principal import Principal
from forum.live.registry import Call, events_of, part_of, verb
from forum.people.queries import attendee_by_key
from networking.meet import verbs
from networking.meet.frames import (
    MatchAnswer,
    MatchDecline,
    MatchFound,
    MatchOver,
    MatchStarted,
    Proposal,
    Waiting,
)
from networking.meet.queries import open_proposal, proposal_to, side_of
from networking.rounds.access import mixer_for


@part_of("user", "match", shows=Proposal)
def my_match(principal: Principal, joined: None) -> Proposal | None:
    """Tell what is proposed to this person at the moment, in their language."""
    return proposal_to(principal.key)


@verb("match.read", topic="mixer", takes=MatchAnswer, gives=Proposal)
def match_read(call: Call, given: MatchAnswer) -> Proposal:
    """Read whom one is to meet, and why; a proposal that is over is refused."""
    mixer = mixer_for(call.principal, call.key)
    return open_proposal(mixer, given.match, call.principal.key)


@verb("match.ask", topic="mixer", takes=Nothing, gives=Waiting, limit=Limit(burst=3, per_second=0.2))
def match_ask(call: Call, given: Nothing) -> Waiting:
    """Wait in line to meet somebody now; asked again, keep the place one has."""
    mixer = mixer_for(call.principal, call.key)
    attendee = attendee_by_key(mixer.forum, call.principal.key)
    return verbs.ask(mixer, attendee, by=attendee.key, at=call.at)


@verb("match.cancel", topic="mixer", takes=Nothing, gives=Done)
def match_cancel(call: Call, given: Nothing) -> Done:
    """Leave the line; whoever does not wait there may say so, too."""
    mixer = mixer_for(call.principal, call.key)
    attendee = attendee_by_key(mixer.forum, call.principal.key)
    verbs.cancel(mixer, attendee, by=attendee.key, at=call.at)
    return Done()


@verb("match.accept", topic="mixer", takes=MatchAnswer, gives=Done)
def match_accept(call: Call, given: MatchAnswer) -> Done:
    """Accept a proposal; when both have, `match.started` names the room."""
    mixer = mixer_for(call.principal, call.key)
    verbs.accept(side_of(mixer, given.match, call.principal.key), by=call.principal.key, at=call.at)
    return Done()


@verb("match.decline", topic="mixer", takes=MatchDecline, gives=Done)
def match_decline(call: Call, given: MatchDecline) -> Done:
    """Decline a proposal and leave the line, or `stay` in it; the other keeps their place."""
    mixer = mixer_for(call.principal, call.key)
    side = side_of(mixer, given.match, call.principal.key)
    verbs.decline(side, stay=given.stay, by=call.principal.key, at=call.at)
    return Done()


events_of("user", MatchFound, MatchStarted, MatchOver)
