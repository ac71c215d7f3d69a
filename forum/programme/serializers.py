"""What the programme looks like to programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

import msgspec
from django.utils.timezone import get_current_timezone
from rest_framework import serializers

from forum.programme.bilingual import both, in_both, on_floor, place_of
from forum.programme.models import SessionKind

if TYPE_CHECKING:
    from forum.programme.models import Session
    from forum.programme.queries import Told


class TextOut(serializers.Serializer[Any]):
    """Either may be empty: not everything is said in both languages."""

    ko = serializers.CharField(allow_blank=True)
    en = serializers.CharField(allow_blank=True)


class SpeakerOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = TextOut()


class SessionOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    kind = serializers.ChoiceField(SessionKind.choices)
    status = serializers.CharField(help_text="confirmed, tentative or cancelled.")
    title = TextOut()
    abstract = TextOut()
    language = serializers.CharField(help_text="ko, en, or ko-en for both.")
    track = serializers.CharField(allow_null=True)
    place = TextOut(allow_null=True)
    speakers = SpeakerOut(many=True)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    sequence = serializers.IntegerField(
        help_text="Counts changes of time, place and status, as calendars do."
    )
    is_saved = serializers.BooleanField(help_text="Whether the signed-in attendee saved it.")


class ProgrammeOut(serializers.Serializer[Any]):
    sessions = SessionOut(many=True)


class SavedOut(serializers.Serializer[Any]):
    is_saved = serializers.BooleanField()


def shown(session: Session) -> dict[str, Any]:
    """Return a session read with its details as SessionOut says it."""
    copied = (
        "key",
        "kind",
        "status",
        "language",
        "starts_at",
        "ends_at",
        "changed_at",
        "sequence",
        "is_saved",
    )
    texts = {"title": both(session, "title"), "abstract": both(session, "abstract")}
    place = place_of(session.space) if session.space else None
    speakers = [{"key": one.key, "name": both(one, "name")} for one in session.speakers.all()]
    track = session.track.key if session.track else None
    values = {name: getattr(session, name) for name in copied}
    whole: dict[str, Any] = msgspec.to_builtins(
        {**values, **texts, "place": place, "speakers": speakers, "track": track}, builtin_types=(datetime,)
    )
    return whole


def programme_of(sessions: Sequence[Told]) -> bytes:
    """Return sessions as ProgrammeOut says them, in JSON. Its own way costs ten times as much for each session."""
    zone = get_current_timezone()
    return msgspec.json.encode({"sessions": [_told(session, zone) for session in sessions]})


def _told(session: Told, zone: tzinfo) -> dict[str, Any]:
    floor = session.space__floor
    return {
        "key": session.key,
        "kind": session.kind,
        "status": session.status,
        "title": in_both(session.title_ko, session.title_en),
        "abstract": in_both(session.abstract_ko, session.abstract_en),
        "language": session.language,
        "track": session.track__key,
        "place": None if floor is None else on_floor(floor, session.space__name_ko, session.space__name_en),
        "speakers": [{"key": one.key, "name": in_both(one.name_ko, one.name_en)} for one in session.speakers],
        "starts_at": session.starts_at.astimezone(zone),
        "ends_at": session.ends_at.astimezone(zone),
        "changed_at": session.changed_at.astimezone(zone),
        "sequence": session.sequence,
        "is_saved": bool(session.is_saved),
    }
