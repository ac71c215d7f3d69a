"""One no, three faces: a Refusal becomes a page here, or problem+json (RFC 9457); frames are forum.live's."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from rest_framework.response import Response
from rest_framework.views import exception_handler

from forum.errors import Refusal

PROBLEM = "application/problem+json"


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
    if request.path.startswith("/api/"):
        return JsonResponse(problem(refusal), status=refusal.status, content_type=PROBLEM)
    return render(request, "refusal.html", {"refusal": refusal}, status=refusal.status)


def api_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: refusals, and everything DRF itself refuses, as problem+json."""
    if isinstance(error, Refusal):
        return Response(problem(error), status=error.status, content_type=PROBLEM)
    answer = exception_handler(error, context)
    if answer is not None:
        code = getattr(error, "default_code", "error")
        answer.data = {
            "type": f"urn:madang:refusal:{code}",
            "title": str(getattr(error, "default_detail", "")),
            "status": answer.status_code,
            "code": code,
            "fields": answer.data if answer.status_code == 400 else None,
        }
        answer.content_type = PROBLEM
    return answer
