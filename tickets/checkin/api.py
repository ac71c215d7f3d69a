"""The addresses of the desk app: checkpoints, scans, the last entries, pictures to be read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from forum.errors import Gone
from tickets.checkin.pictures import code_in
from tickets.checkin.queries import (
    answer_of,
    checkpoints_of,
    conflict_by_key,
    conflicts_of,
    desk_and_checkpoint,
    entry_of,
    last_scans,
)
from tickets.checkin.serializers import (
    BatchIn,
    CheckpointOut,
    CheckpointsOut,
    EntriesOut,
    FrameOut,
    JPEGParser,
    OutcomeOut,
    OutcomesOut,
    PNGParser,
    ScanIn,
    ScansBody,
    SeenOut,
)
from tickets.checkin.verbs import check_in, look_after
from tickets.desks.authentication import DeskView
from tickets.errors import FramesTooOften, FrameUnreadable
from tickets.registration.queries import recognise

if TYPE_CHECKING:
    from tickets.checkin.models import Checkpoint
    from tickets.desks.models import Desk


_SCAN, _BATCH = ScanIn(), BatchIn()
"""Read by every scan and keep nothing of one: making them anew was 6 % of what a scan costs a server."""


class CheckpointView(DeskView):
    """What every address of a checkpoint shares; the checkpoint is read with the desk, in one query."""

    found: Checkpoint | None = None

    def find(self, token: str) -> Desk:
        desk, self.found = desk_and_checkpoint(token, self.kwargs["checkpoint"])
        return desk

    @property
    def where(self) -> Checkpoint:
        """The checkpoint. Raises Gone where the desk's forum has none with this key."""
        if self.found is None:
            raise Gone
        return self.found


class Checkpoints(DeskView):
    @extend_schema(responses=CheckpointsOut, summary="Where this desk can scan")
    def get(self, request: Request, forum: str) -> Response:
        return Response({"checkpoints": CheckpointOut(checkpoints_of(self.desk.forum), many=True).data})


class Scans(CheckpointView):
    parser_classes = [ScansBody]

    @extend_schema(request=ScanIn, responses=OutcomeOut, summary="Show one code")
    def post(self, request: Request, forum: str, checkpoint: str) -> Response:
        given = _SCAN.run_validation(request.data)
        return Response(_scan(self.where, self.desk, given))


class ScanBatch(CheckpointView):
    parser_classes = [ScansBody]

    @extend_schema(request=BatchIn, responses=OutcomesOut, summary="Show codes that waited for a connection")
    def post(self, request: Request, forum: str, checkpoint: str) -> Response:
        given = _BATCH.run_validation(request.data)
        where = self.where
        outcomes = [_scan(where, self.desk, scan) for scan in given["scans"]]
        return Response({"outcomes": outcomes})


class LastScans(CheckpointView):
    @extend_schema(responses=EntriesOut, summary="The last scans of all desks here")
    def get(self, request: Request, forum: str, checkpoint: str) -> Response:
        scans = last_scans(self.where)
        conflicts = conflicts_of(self.desk.forum)
        return Response(
            {
                "entries": [entry_of(scan) for scan in scans],
                "conflicts": [entry_of(scan) for scan in conflicts],
            }
        )


class Conflict(DeskView):
    parser_classes = []  # takes nothing, whatever is sent along

    @extend_schema(request=None, responses=SeenOut, summary="Say that somebody looks after a guest")
    def post(self, request: Request, forum: str, key: str) -> Response:
        look_after(conflict_by_key(self.desk.forum, key), by=self.desk.key)
        return Response({"key": key})


class Frames(DeskView):
    parser_classes = [JPEGParser, PNGParser]
    refuses = (FrameUnreadable, FramesTooOften)

    @extend_schema(
        request={"image/jpeg": OpenApiTypes.BINARY, "image/png": OpenApiTypes.BINARY},
        responses=FrameOut,
        summary="Read the code in a camera's picture",
    )
    def post(self, request: Request, forum: str, checkpoint: str) -> Response:
        picture = request.data if isinstance(request.data, bytes) else b""
        return Response({"code": code_in(picture, by=self.desk)})


def _scan(checkpoint: Checkpoint, desk: Desk, given: dict[str, Any]) -> dict[str, Any]:
    scan = check_in(
        checkpoint,
        recognise(given["code"]),
        nonce=given["nonce"],
        direction=given["direction"],
        by=desk,
        at=timezone.now() - timedelta(seconds=given["age_seconds"]),
        was_held=given["held"],
    )
    return answer_of(scan)
