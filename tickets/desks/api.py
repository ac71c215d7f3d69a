"""What a device asks about itself: pairing, who it is, a token for the live socket."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from forum.forums.queries import forum_by_slug
from forum.live.principal import sign
from tickets.desks import verbs
from tickets.desks.authentication import DeskView
from tickets.desks.queries import device_of
from tickets.desks.serializers import DeskOut, LiveTokenOut, PairedOut, PairingIn
from tickets.errors import PairingOver

LIVE_TOKEN_SECONDS = 60
"""Long enough for one `hello`; the app fetches a new one for each connection."""


class Pairing(APIView):
    authentication_classes = []
    permission_classes = []
    refuses = (PairingOver,)

    @extend_schema(request=PairingIn, responses=PairedOut, summary="Use a pairing link up")
    def post(self, request: Request, forum: str) -> Response:
        given = PairingIn(data=request.data)
        given.is_valid(raise_exception=True)
        paired = verbs.pair(forum_by_slug(forum), given.validated_data["pairing"])
        return Response({"token": paired.token, "desk": DeskOut(paired.desk).data})


class DeskNow(DeskView):
    @extend_schema(responses=DeskOut, summary="Which desk this device is")
    def get(self, request: Request, forum: str) -> Response:
        return Response(DeskOut(self.desk).data)


class LiveToken(DeskView):
    parser_classes = []  # takes nothing, whatever is sent along

    @extend_schema(request=None, responses=LiveTokenOut, summary="A token for the live socket")
    def post(self, request: Request, forum: str) -> Response:
        said = {"desk": self.desk.key, "device": device_of(self.desk)}
        token = sign("desk", said, LIVE_TOKEN_SECONDS)
        return Response({"token": token, "expires_in": LIVE_TOKEN_SECONDS})
