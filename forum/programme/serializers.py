"""What the programme looks like to programs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from rest_framework import serializers

from forum.programme.bilingual import both, place_of
from forum.programme.models import SessionKind

if TYPE_CHECKING:
    from forum.programme.models import Session


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
