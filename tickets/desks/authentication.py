"""Who a device is to the API: `Authorization: Desk <token>`, for the forum in the address and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from forum.errors import Gone
from forum.live.frames import instant
from tickets.desks.queries import desk_by_token
from tickets.desks.verbs import see
from tickets.errors import DeskUnknown

if TYPE_CHECKING:
    from tickets.desks.models import Desk

SCHEME = "Desk"


class DeskAuthentication(BaseAuthentication):
    """Finds the desk in one query; `request.auth` is the desk, and nobody is the user."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Desk]:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != SCHEME or not token:
            raise DeskUnknown
        desk: Desk = request.parser_context["view"].find(token.strip())
        see(desk)
        return AnonymousUser(), desk

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class IsDeskOfForum(BasePermission):
    """A desk knows its own forum; every other address does not exist for it."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        desk: Any = request.auth
        if desk is None or desk.forum.slug != view.kwargs["forum"]:
            raise Gone
        return True


class DeskScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes the header in the API's schema."""

    target_class = DeskAuthentication
    name = "desk"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Desk <token>`, as given to a device by pairing.",
        }


NOW = "Madang-Now"
"""Every answer to a desk tells the server's time: how long a scan waited must not depend on the device's clock."""


class DeskView(APIView):
    """What every address of a paired device shares."""

    authentication_classes = [DeskAuthentication]
    permission_classes = [IsDeskOfForum]

    def find(self, token: str) -> Desk:
        """Return the desk whose device shows this secret. Raises DeskUnknown or DeskRevoked."""
        return desk_by_token(token)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response[NOW] = instant(timezone.now())
        return super().finalize_response(request, response, *args, **kwargs)

    @property
    def desk(self) -> Desk:
        """Who asks."""
        return cast("Desk", self.request.auth)
