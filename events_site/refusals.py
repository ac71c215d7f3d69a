"""One no, three faces: a Refusal becomes a page here, or problem+json (RFC 9457); frames are forum.live's."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.defaults import bad_request, page_not_found
from rest_framework.exceptions import NotAuthenticated
from rest_framework.response import Response
from rest_framework.views import exception_handler

from forum.errors import Denied, Gone, Refusal, SignInRequired
from forum.live.errors import TooLarge
from tickets.errors import BodyTooLarge

PROBLEM = "application/problem+json"
API = "/api/"
IN_OUR_WORDS: tuple[tuple[type[Exception], type[Refusal]], ...] = (
    (NotAuthenticated, SignInRequired),
    (PermissionDenied, Denied),
    (Http404, Gone),
    (RequestDataTooBig, BodyTooLarge),
)
"""What Django and DRF raise where the house has a refusal of its own for it."""


def problem(refusal: Refusal) -> dict[str, Any]:
    """Return the body of RFC 9457, with the stable code beside it."""
    return {
        "type": f"urn:madang:refusal:{refusal.code}",
        "title": refusal.text,
        "detail": refusal.advice,
        "status": refusal.status,
        "code": refusal.code,
    }


def as_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a browser with the sentence and the next step, an API client with the problem."""
    if request.path.startswith(API):
        return JsonResponse(problem(refusal), status=refusal.status, content_type=PROBLEM)
    return render(request, "refusal.html", {"refusal": refusal}, status=refusal.status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address that nobody knows (handler404): below /api/ with the problem, else with the page."""
    return as_page(request, Gone()) if request.path.startswith(API) else page_not_found(request, exception)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django could not read (handler400); too large a form has a sentence of its own."""
    if isinstance(exception, RequestDataTooBig):
        return as_page(request, TooLarge())
    return bad_request(request, exception)


def api_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: refusals, and everything DRF itself refuses, as problem+json."""
    refusal = error if isinstance(error, Refusal) else _in_our_words(error)
    if refusal is not None:
        return Response(problem(refusal), status=refusal.status, content_type=PROBLEM)
    answer = exception_handler(error, context)
    if answer is not None:
        code = getattr(error, "default_code", "error")
        answer.data = {
            "type": f"urn:madang:refusal:{code}",
            "title": _sentence(error),
            "status": answer.status_code,
            "code": code,
            "fields": answer.data if answer.status_code == 400 else None,
        }
        answer.content_type = PROBLEM
    return answer


def _in_our_words(error: Exception) -> Refusal | None:
    return next((refusal() for kind, refusal in IN_OUR_WORDS if isinstance(error, kind)), None)


def _sentence(error: Exception) -> str:
    """Return what the error itself says; where it speaks of many fields, what its kind says."""
    detail = getattr(error, "detail", "")
    return str(detail if isinstance(detail, str) else getattr(error, "default_detail", ""))
