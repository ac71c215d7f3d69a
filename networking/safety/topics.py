"""Blocking and reporting over `/live/`. Nobody but the asker hears of either."""

from __future__ import annotations

from forum.forums.queries import forum_by_slug
from forum.live.frames import Done
from forum.live.limits import Limit
from forum.live.registry import Call, verb
from forum.people.queries import attendee_by_key
from networking.safety.frames import Reported, SafetyBlock, SafetyReport
from networking.safety.queries import shared_room
from networking.safety.verbs import block, report


@verb("safety.block", topic=None, takes=SafetyBlock, gives=Done)
def safety_block(call: Call, given: SafetyBlock) -> Done:
    """Never meet somebody again; a conversation of the two ends, and the other is not told why."""
    forum = forum_by_slug(call.principal.forum)
    attendee = attendee_by_key(forum, call.principal.key)
    block(attendee, attendee_by_key(forum, given.who), by=attendee.key, at=call.at)
    return Done()


@verb("safety.report", topic="room", takes=SafetyReport, gives=Reported, limit=Limit(burst=5, per_second=0.1))
def safety_report(call: Call, given: SafetyReport) -> Reported:
    """Report somebody one shares a room with to the moderators, who read what was said around it."""
    room, attendee, about = shared_room(call.key, call.principal.key, given.who)
    made = report(
        room, attendee, about, why=given.why, text=given.text, cid=given.cid, by=attendee.key, at=call.at
    )
    return Reported(made.key)
