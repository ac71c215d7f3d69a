"""What scans look like on the wire, and how much of it is read."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.parsers import BaseParser

from forum.bodies import Bounded, JSONBody, NumberField, PatternField, TextField, TruthField
from tickets.checkin.models import Direction, Status
from tickets.checkin.verdicts import REASONS

SCAN_BYTES = 256 * 1024
FRAME_BYTES = 1024 * 1024
BATCH = 50
LONGEST_QR = 7089  # digits in version 40-L; whatever a camera can read gets an answer
OLDEST_SECONDS = 24 * 60 * 60


class ScanIn(serializers.Serializer[Any]):
    code = TextField(
        allow_blank=True, trim_whitespace=False, max_length=LONGEST_QR, help_text="As scanned or typed."
    )
    nonce = PatternField(
        r"\A[A-Za-z0-9_-]{8,64}\Z", help_text="Made when the code was shown; a retry carries the same one."
    )
    direction = serializers.ChoiceField(Direction.choices, default=Direction.IN)
    age_seconds = NumberField(
        min_value=0,
        max_value=OLDEST_SECONDS,
        default=0,
        help_text="How long ago the code was shown, when this is sent.",
    )
    held = TruthField(default=False, help_text="The guest could not be told anything while they stood there.")


class BatchIn(serializers.Serializer[Any]):
    scans: Any = serializers.ListSerializer(child=ScanIn(), allow_empty=False, max_length=BATCH)


class PersonOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    latin_name = serializers.CharField(allow_blank=True)
    organization = serializers.CharField(allow_blank=True)
    type = serializers.DictField(child=serializers.CharField())


class OutcomeOut(serializers.Serializer[Any]):
    """Always 200: a refused scan is an answer, not an error."""

    status = serializers.ChoiceField(Status.choices)
    reason = serializers.ChoiceField(REASONS, allow_null=True)
    direction = serializers.ChoiceField(Direction.choices)
    again = serializers.BooleanField(help_text="Let in once more after having left.")
    first_at = serializers.DateTimeField(allow_null=True)
    desk = serializers.CharField(allow_null=True)
    forum = serializers.DictField(
        child=serializers.CharField(),
        required=False,
        help_text="With `other_forum` only: what that forum is called, in both languages.",
    )
    attendee = PersonOut(allow_null=True)


class OutcomesOut(serializers.Serializer[Any]):
    outcomes = OutcomeOut(many=True, help_text="In the order of the scans.")


class EntryOut(OutcomeOut):
    key = serializers.CharField(help_text="Stands for this scan.")
    at = serializers.DateTimeField()
    at_desk = serializers.CharField()


class EntriesOut(serializers.Serializer[Any]):
    entries = EntryOut(many=True, help_text="Newest first.")
    conflicts = EntryOut(
        many=True,
        help_text="Guests of the whole forum who were let in unconfirmed, should not be inside, and whom nobody has "
        "looked for yet. Newest first.",
    )


class SeenOut(serializers.Serializer[Any]):
    key = serializers.CharField()


class CheckpointOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField()
    is_entrance = serializers.BooleanField()
    inside = serializers.IntegerField()
    entered = serializers.IntegerField()


class CheckpointsOut(serializers.Serializer[Any]):
    checkpoints = CheckpointOut(many=True)


class FrameOut(serializers.Serializer[Any]):
    code = serializers.CharField(allow_null=True, help_text="The text of the QR code, if there is one.")


class ScansBody(JSONBody):
    """Takes a whole batch of long codes; nobody needs megabytes to show one."""

    most_bytes = SCAN_BYTES


class JPEGParser(BaseParser):
    """Reads one picture as bytes."""

    media_type = "image/jpeg"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        return Bounded(stream, FRAME_BYTES).read()


class PNGParser(JPEGParser):
    """Reads one picture as bytes, too."""

    media_type = "image/png"
