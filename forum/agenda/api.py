"""Saving a session from a program: the same two verbs as the button."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from forum.agenda.verbs import save_session, unsave_session
from forum.people.access import taking_part
from forum.programme.queries import session_by_key
from forum.programme.serializers import SavedOut


class Saved(APIView):
    @extend_schema(request=None, responses=SavedOut, summary="Save a session")
    def put(self, request: Request, forum: str, key: str) -> Response:
        seen = taking_part(request.user, forum)
        save_session(seen.attendee, session_by_key(seen.forum, key), by=seen.key)
        return Response({"is_saved": True})

    @extend_schema(request=None, responses=SavedOut, summary="Take a session out again")
    def delete(self, request: Request, forum: str, key: str) -> Response:
        seen = taking_part(request.user, forum)
        unsave_session(seen.attendee, session_by_key(seen.forum, key), by=seen.key)
        return Response({"is_saved": False})
