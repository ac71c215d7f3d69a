"""The programme for programs: readable by everybody, from everywhere."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from forum.people.access import visitor
from forum.programme.queries import programme_of, session_by_key
from forum.programme.serializers import ProgrammeOut, SessionOut, shown


class Programme(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="programme", responses=ProgrammeOut, summary="The whole programme, by time")
    def get(self, request: Request, forum: str) -> Response:
        seen = visitor(request.user, forum)
        sessions = programme_of(seen.forum, attendee=seen.attendee)
        return Response(ProgrammeOut({"sessions": [shown(session) for session in sessions]}).data)


class OneSession(APIView):
    permission_classes = [AllowAny]

    @extend_schema(responses=SessionOut, summary="One session")
    def get(self, request: Request, forum: str, key: str) -> Response:
        seen = visitor(request.user, forum)
        return Response(SessionOut(shown(session_by_key(seen.forum, key, attendee=seen.attendee))).data)
