"""Reading reports, for the moderators of a forum."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from forum.errors import Gone
from forum.forums.models import Forum
from forum.live import past
from forum.people.models import Attendee
from networking.chat.lines import Line, lines
from networking.rooms.models import Room
from networking.rooms.queries import members
from networking.safety.models import Report


def open_reports(forum: Forum) -> QuerySet[Report]:
    """Return the reports nobody has settled yet, the oldest first."""
    return Report.objects.filter(room__forum=forum, settled_at=None).select_related(
        "room", "reporter", "about"
    )


def report_by_cid(reporter: Attendee, cid: str) -> Report | None:
    """Return the report that this person has sent under this name, if so."""
    return Report.objects.filter(reporter=reporter, cid=cid).first()


def report_by_key(forum: Forum, key: str) -> Report:
    """Return a report of this forum, settled or not, with its people and room. Raises Gone."""
    found = (
        Report.objects.filter(room__forum=forum, key=key).select_related("room", "reporter", "about").first()
    )
    if found is None:
        raise Gone
    return found


def lines_of(report: Report) -> list[Line]:
    """Return what was said around the report, with the names of those who said it. Two queries."""
    names = dict(members(report.room.key).values_list("key", "name"))
    return lines(evidence(report), names=names, me="")


def evidence(report: Report) -> list[dict[str, Any]]:
    """Return the room's events around the report, as event frames: the sealed ones as they were, the rest as
    they stand now. Those said after it are among them."""
    sealed: list[dict[str, Any]] = report.sealed
    seen = sealed[-1]["seq"] if sealed else report.first_seq - 1
    return [*sealed, *past.read_after(report.room.topic, seen, limit=report.last_seq - seen)]


def shared_room(room_key: str, reporter_key: str, about_key: str) -> tuple[Room, Attendee, Attendee]:
    """Return a room both of these belonged to, and the two, whether or not they have left it. Raises Gone."""
    people = Attendee.objects.filter(memberships__room__key=room_key, key__in=(reporter_key, about_key))
    found = {person.key: person for person in people}
    room = Room.objects.filter(key=room_key).select_related("forum").first()
    if room is None or found.keys() != {reporter_key, about_key}:
        raise Gone
    return room, found[reporter_key], found[about_key]
