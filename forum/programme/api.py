"""The programme for programs: readable by everybody, from everywhere."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from forum.people.access import visitor
from forum.programme.queries import session_by_key, told_of
from forum.programme.serializers import ProgrammeOut, SessionOut, programme_of, shown


class Programme(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="programme", responses=ProgrammeOut, summary="The whole programme, by time")
    def get(self, request: Request, forum: str) -> HttpResponse:
        seen = visitor(request.user, forum)
        sessions = told_of(seen.forum, attendee=seen.attendee)
        return HttpResponse(programme_of(sessions), content_type="application/json")


class OneSession(APIView):
    permission_classes = [AllowAny]

    @extend_schema(responses=SessionOut, summary="One session")
    def get(self, request: Request, forum: str, key: str) -> Response:
        seen = visitor(request.user, forum)
        return Response(SessionOut(shown(session_by_key(seen.forum, key, attendee=seen.attendee))).data)
