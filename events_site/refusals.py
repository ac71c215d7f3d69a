"""One no, three faces: a Refusal becomes a page here, or problem+json (RFC 9457); frames are forum.live's."""

from __future__ import annotations

import json
import logging
import sys
from math import ceil
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    HttpResponseServerError,
    JsonResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_from_path, override
from django.views.defaults import page_not_found
from rest_framework.exceptions import NotAuthenticated, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from events_site.context import shown_at, site
from events_site.secret_links import way_back
from forum.away import in_one_line, is_away
from forum.errors import BodyTooLarge, Busy, Denied, Gone, NotUnderstood, Refusal, SignInRequired, TooSlow
from forum.live.errors import Invalid, ServerFault, TooLarge

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer", bound=HttpResponseBase)

PROBLEM = "application/problem+json"
API = "/api/"
FILES = (".ics", ".js")
"""What programs fetch beside the API: calendars, the worker of a page."""
AGAIN_SECONDS = 5
"""After so long who found the database away comes again."""
IN_OUR_WORDS: tuple[tuple[type[Exception], type[Refusal]], ...] = (
    (NotAuthenticated, SignInRequired),
    (PermissionDenied, Denied),
    (Http404, Gone),
    (RequestDataTooBig, BodyTooLarge),
)
"""What Django and DRF raise where the house has a refusal of its own for it."""
UNHEARD: dict[int, type[Refusal]] = {400: NotUnderstood, 408: TooSlow, 413: BodyTooLarge, 503: Busy}
"""What the server itself refuses, before the application or in its place."""


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
    if isinstance(refusal, Busy):
        return _busy(request, refusal)
    if request.path.startswith(API):
        return _as_problem(refusal)
    if isinstance(refusal, SignInRequired) and not request.headers.get("HX-Request"):
        return _to_sign_in(request)
    return _dressed(render(request, "refusal.html", {"refusal": refusal}, status=refusal.status), refusal)


def away(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Answer that the database is away, and leave one line of it in the log instead of a traceback."""
    _warn(request, error)
    return as_page(request, Busy())


def without_request(path: str, status: int) -> tuple[str, str]:
    """Return content type and text where the server refuses what never became a request, or took too long."""
    refusal = UNHEARD.get(status, ServerFault)()
    language = get_language_from_path(path) or settings.LANGUAGE_CODE
    with override(language):
        if path.startswith(API) or path.endswith(FILES):
            return PROBLEM, json.dumps(problem(refusal))
        page = {"refusal": refusal, "theme": "auto", "public_url": settings.PUBLIC_URL}
        return "text/html; charset=utf-8", render_to_string("refusal.html", page)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer for what nobody expected (handler500); what a middleware found away is no fault of ours."""
    error = sys.exc_info()[1]
    if error is not None and is_away(error):
        return away(request, error)
    if request.path.startswith(API):
        return _as_problem(ServerFault())
    return HttpResponseServerError(render_to_string("500.html"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address that nobody knows (handler404): below /api/ with the problem, else with the page."""
    return as_page(request, Gone()) if request.path.startswith(API) else page_not_found(request, exception)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django could not read (handler400); too large a form has a sentence of its own."""
    if isinstance(exception, RequestDataTooBig):
        return as_page(request, TooLarge())
    return unread(request)


def unread(request: HttpRequest) -> HttpResponse:
    """Answer what cannot be read without another look at its form or its host: Django's own page would check both
    once more, and fail on them."""
    if request.path.startswith(API):
        return _as_problem(NotUnderstood())
    return HttpResponseBadRequest(render_to_string("400.html"))


def api_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: refusals, and everything DRF itself refuses, as problem+json."""
    refusal = error if isinstance(error, Refusal) else _in_our_words(error)
    if is_away(error):
        _warn(context["request"], error)
        refusal = Busy()
    if refusal is not None:
        return _dressed(Response(problem(refusal), status=refusal.status, content_type=PROBLEM), refusal)
    answer = exception_handler(error, context)
    if answer is not None:
        answer.data = (
            _invalid(answer.data)
            if isinstance(error, ValidationError)
            else _of_drf(error, answer.status_code)
        )
        answer.content_type = PROBLEM
    return answer


def _busy(request: HttpRequest, refusal: Busy) -> HttpResponse:
    """Answer without asking the database who is there: no session, no messages, no context processor."""
    if request.path.startswith(API) or request.path.endswith(FILES):
        return _as_problem(refusal)
    is_safe = request.method in ("GET", "HEAD")
    page = {**site(request), "refusal": refusal, "again_url": shown_at(request), "is_safe": is_safe}
    page["again_seconds"] = AGAIN_SECONDS
    return _dressed(HttpResponse(render_to_string("busy.html", page), status=refusal.status), refusal)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to where a code is asked for, and afterwards back: to this page, or to the one its form stood on.

    A part of a page that htmx asks for gets the plain no: it must not be filled with a form.
    """
    has_form = request.method not in ("GET", "HEAD")
    back = (shown_at(request) if request.headers.get("Referer") else "") if has_form else way_back(request)
    query = f"?{urlencode({'next': back})}" if back else ""
    answer = HttpResponseRedirect(f"{reverse('account_request_login_code')}{query}")
    answer["Cache-Control"] = "no-store"
    return answer


def _as_problem(refusal: Refusal) -> HttpResponse:
    return _dressed(JsonResponse(problem(refusal), status=refusal.status, content_type=PROBLEM), refusal)


def _dressed(answer: Answer, refusal: Refusal) -> Answer:
    """Say when to come again, where that helps; what is busy is in the log already, as one line."""
    seconds = AGAIN_SECONDS if isinstance(refusal, Busy) else getattr(refusal, "retry_seconds", None)
    if seconds is not None:
        answer["Retry-After"] = str(ceil(seconds))
    if isinstance(refusal, Busy):
        answer["Cache-Control"] = "no-store"
        answer._has_been_logged = True  # type: ignore[attr-defined]  # else Django logs it as an error of ours
    return answer


def _warn(request: Any, error: BaseException) -> None:
    """Log a request once, by the address's pattern: the address itself may be a secret. A session that cannot be kept
    either comes here again."""
    if getattr(request, "is_known_to_wait", False):
        return
    request.is_known_to_wait = True
    match = request.resolver_match
    place = match.route if match else "an unknown address"
    logger.warning("%s /%s found the database away: %s", request.method, place, in_one_line(error))


def _in_our_words(error: Exception) -> Refusal | None:
    return next((refusal() for kind, refusal in IN_OUR_WORDS if isinstance(error, kind)), None)


def _invalid(fields: Any) -> dict[str, Any]:
    """Return the one sentence for values that are missing or not allowed, and what is said of each field."""
    return {**problem(Invalid()), "fields": fields}


def _of_drf(error: Exception, status: int) -> dict[str, Any]:
    code = getattr(error, "default_code", "error")
    return {"type": f"urn:madang:refusal:{code}", "title": _sentence(error), "status": status, "code": code}


def _sentence(error: Exception) -> str:
    """Return what the error itself says; where it speaks of many fields, what its kind says."""
    detail = getattr(error, "detail", "")
    return str(detail if isinstance(detail, str) else getattr(error, "default_detail", ""))
