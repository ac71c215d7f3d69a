"""Opening and ending conversations. That nobody is in two at once is for the database to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from forum.errors import Gone
from forum.forums.models import Forum
from forum.live import log
from forum.live.presence import online_keys
from forum.people.models import Attendee
from networking.rooms.frames import Why
from networking.rooms.models import Room
from networking.rooms.verbs import Party, close_rooms, give_up_seat, open_rooms
from networking.talks.frames import MeetOver
from networking.talks.models import Meeting, MeetingMember, Place, Rating
from networking.talks.occasions import Occasion, tell_ended
from networking.talks.queries import conversation_of, suggested_end
from networking.talks.reasons import Kept, without, written
from networking.talks.sentences import Both

PATIENCE = timedelta(seconds=45)
"""How long a talk waits for somebody without a connection: longer than any restart or tunnel."""

Row = TypeVar("Row", bound=Model)


class Talk(NamedTuple):
    """A conversation to be opened. `reasons` are for each of the people, in their order; it `lasts` about so long where
    no bell ends it."""

    people: Sequence[Attendee]
    reasons: Sequence[list[Kept]]
    title: Both
    score: int
    place: Place = Place.ONLINE
    table: int | None = None
    again: bool = False
    lasts: timedelta | None = None


def open_talks(
    forum: Forum, talks: Sequence[Talk], *, occasion: Occasion, turn: int | None = None, at: datetime
) -> list[Meeting]:
    """Open a room for each talk, in their order, with a few statements whatever their number.

    Raises IntegrityError when one of the people is in another conversation by now.
    """
    rooms = open_rooms(
        forum, [Party([person.pk for person in talk.people], talk.title) for talk in talks], at=at
    )
    meetings = Meeting.objects.bulk_create(
        Meeting(
            forum=forum,
            occasion_kind=occasion.kind,
            occasion_key=occasion.key,
            turn=turn,
            lasts=talk.lasts,
            room=room,
            place=talk.place,
            table=talk.table,
            score=talk.score,
            again=talk.again,
            began_at=at,
        )
        for room, talk in zip(rooms, talks, strict=True)
    )
    members = [
        MeetingMember(meeting=meeting, attendee=person, reasons=written(reasons))
        for meeting, talk in zip(meetings, talks, strict=True)
        for person, reasons in zip(talk.people, talk.reasons, strict=True)
    ]
    # In one order everywhere: two transactions that want the same people cannot wait for each other.
    MeetingMember.objects.bulk_create(sorted(members, key=lambda member: member.attendee_id))
    return meetings


def end_talks(meetings: QuerySet[Meeting], *, why: Why, at: datetime) -> None:
    """End those of these conversations that are live, and tell their people."""
    found = list(meetings.filter(ended_at=None).select_related("room"))
    closed = close_rooms([meeting.room for meeting in found], why=why, at=at)
    live = MeetingMember.objects.live().filter(meeting__room__in=closed)
    for key, room in live.values_list("attendee__key", "meeting__room__key"):
        log.append(f"user:{key}", MeetOver(room, why))
    live.update(left_at=at)
    Meeting.objects.filter(room__in=closed).update(ended_at=at)
    tell_ended(*(meeting.occasion for meeting in found))


def leave(room: Room, attendee: Attendee, *, by: str, at: datetime | None = None) -> None:
    """Take somebody out of a conversation; where one is left, it is over. Done twice, it is done once.

    Nobody is told why: a goodbye, a block and a lost connection all read alike. Whoever leaves by themselves before the
    bell, or before a talk they asked for has had its time, is not brought together with these people again here.
    """
    at = at or timezone.now()
    with log.transaction():
        this = Meeting.objects.filter(room=room)
        live = MeetingMember.objects.live().filter(meeting__room=room)
        if not Room.objects.filter(pk=room.pk, closed_at=None).hold():
            return
        meeting = this.get()
        end = suggested_end(meeting)
        is_early = by == attendee.key and (end is None or at < end)
        if not live.filter(attendee=attendee).update(left_at=at, left_early=is_early):
            return
        give_up_seat(room, attendee.pk, at=at)
        log.append(f"user:{attendee.key}", MeetOver(room.key, "left"), by=by)
        log.revoke(attendee.key, room.topic)
        if live.count() < 2:
            end_talks(this, why="left", at=at)
        tell_ended(meeting.occasion)


def leave_current(attendee: Attendee, *, by: str, at: datetime | None = None) -> None:
    """Take somebody out of the conversation they are in, if they are in one."""
    room = conversation_of(attendee)
    if room is not None:
        leave(room, attendee, by=by, at=at)


def release_absent(*, at: datetime) -> None:
    """Take out of their talks those who have had no connection for too long; a reconnect is not that.

    The tables of a round need none of this: the bell clears them. Who talks face to face has put the telephone away: in
    the hall nobody is missed before a talk has had its time.
    """
    asked_for = MeetingMember.objects.live().filter(meeting__turn=None)
    talking = asked_for.select_related("attendee", "meeting__room")
    for member in long_absent(talking, at=at, patience=PATIENCE):
        end = suggested_end(member.meeting)
        if member.meeting.place == Place.ONLINE or end is None or end <= at:
            leave(member.meeting.room, member.attendee, by="", at=at)


def rate(room: Room, attendee: Attendee, *, worth: int, by: str, at: datetime | None = None) -> Rating:
    """Keep what a conversation was worth to somebody in it, 1 to 5; the last word counts. Raises Gone."""
    meeting = Meeting.objects.filter(room=room, members__attendee=attendee).first()
    if meeting is None:
        raise Gone
    said = {"worth": worth, "rated_at": at or timezone.now()}
    rating, _ = Rating.objects.update_or_create(meeting=meeting, attendee=attendee, defaults=said)
    return rating


def erase_reasons(attendee: Attendee) -> None:
    """Erase why somebody met others, on both sides: the reasons may carry words that this person typed."""
    attendee.meetings.update(reasons=[])
    met = MeetingMember.objects.filter(meeting__members__attendee=attendee).exclude(attendee=attendee)
    forget_reasons(met.exclude(reasons=[]), attendee.key)


def forget_reasons(rows: QuerySet[Row], key: str) -> None:
    """Take the reasons about the person with this key out of rows that have `reasons`. Two queries."""
    found: list[Any] = list(rows.only("reasons"))
    for row in found:
        row.reasons = without(row.reasons, key)
    rows.model._default_manager.bulk_update(found, ["reasons"], batch_size=500)


def long_absent(rows: QuerySet[Row], *, at: datetime, patience: timedelta) -> list[Row]:
    """Note since when the people of these rows have no connection; return the rows of those gone too long.

    The rows have `attendee` and `unseen_since`. Nothing is written while nobody comes or goes.
    """
    found: list[Any] = list(rows)
    online = online_keys(row.attendee.key for row in found)
    away = [row for row in found if row.attendee.key not in online]
    _note_unseen(rows, [row.pk for row in away if row.unseen_since is None], since=at)
    _note_unseen(
        rows, [row.pk for row in found if row.unseen_since and row.attendee.key in online], since=None
    )
    return [row for row in away if row.unseen_since and row.unseen_since + patience <= at]


def _note_unseen(rows: QuerySet[Row], ids: list[int], *, since: datetime | None) -> None:
    if ids:
        rows.model._default_manager.filter(pk__in=ids).update(unseen_since=since)
