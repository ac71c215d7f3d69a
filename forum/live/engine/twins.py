"""The registry over HTTP, for networks that break WebSockets and for scripts: the same verbs, the same refusals."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from msgspec import UNSET, Raw, Struct, ValidationError, convert
from rest_framework.authentication import CSRFCheck

from forum.live import past, registry, threads
from forum.live.engine import calls, hub
from forum.live.engine.incoming import FRAME_BYTES, read_json, read_number
from forum.live.errors import (
    BadFrame,
    Denied,
    Gone,
    Refusal,
    SignInRequired,
    TooLarge,
    UnknownVerb,
    as_frame,
)
from forum.live.frames import Reply, payload
from forum.live.limits import USUAL
from forum.live.principal import Principal, of_session, of_token

WAIT_SECONDS = 20.0
WAITING = frozenset({"/api/v1/live/events"})
"""Where a request may wait on the loop. All other addresses are answered by views that hold a thread."""
SCHEME = "Live "


class Body(Struct, frozen=True, forbid_unknown_fields=True):
    """What is posted to a verb."""

    forum: str
    topic: str | None = None
    d: dict[str, Any] = {}


class Events(Reply, frozen=True):
    """The events after a number, perhaps none, and the number to ask after next."""

    seq: int
    events: list[Raw]


@csrf_exempt  # checked below, for whoever comes with a session
@require_POST
def call(request: HttpRequest, verb: str) -> HttpResponse:
    """Perform a verb: 200 and its `d`, or a problem (RFC 9457) with `code` and `reason`."""
    try:
        if not registry.find_verb(verb).twin:
            raise UnknownVerb
        body = _read_body(request)
        principal = _recognize(request, body.forum)
        return _json(payload(calls.prepare(principal, verb, body.topic, body.d)()))
    except Exception as error:
        return _problem(calls.explain(error, verb))


@require_GET
async def events(request: HttpRequest) -> HttpResponse:
    """Return what a topic has after a number, at once or as soon as there is something, without holding a thread."""
    threads.release(request)
    try:
        return _json(payload(await _wait(request)))
    except Exception as error:
        return _problem(calls.explain(error, "events"))


async def _wait(request: HttpRequest) -> Events:
    forum, topic = request.GET.get("forum", ""), request.GET.get("topic", "")
    after = read_number(request.GET.get("after", "0"), "after")
    principal = await threads.run(_recognize, request, forum)
    calls.take(principal, "events", USUAL)
    found, version = await threads.run(_read, principal, topic, after)
    if not found.events:
        await hub.current().wait_for(topic, found.seq, version, WAIT_SECONDS)
        found, _ = await threads.run(_read, principal, topic, found.seq)
    return found


def _read(principal: Principal, topic: str, after: int) -> tuple[Events, int]:
    """Return what follows a number, and the topic's version; a number that does not exist yet is taken for the
    last one that does."""
    kind, key = registry.find_topic(topic)
    kind.join(principal, key)
    head, version = past.heads([topic]).get(topic, (0, 0))
    after = min(after, head)
    entries = past.frames_after(topic, after)
    return Events(entries[-1][0] if entries else after, [Raw(frame) for _, frame in entries]), version


def _recognize(request: HttpRequest, forum: str) -> Principal:
    """Return who asks: by a token, which no foreign page has, or by a session, which needs CSRF's proof."""
    shown = request.headers.get("Authorization", "")
    if shown.startswith(SCHEME):
        principal = of_token(shown.removeprefix(SCHEME), forum)
    elif request.user.pk is not None:
        _check_csrf(request)
        principal = of_session(request.user.pk, forum)
    else:
        raise SignInRequired
    return principal.speaking(get_language())


def _check_csrf(request: HttpRequest) -> None:
    check = CSRFCheck(_page)
    check.process_request(request)
    if check.process_view(request, _page, (), {}):
        raise Denied


def _page(request: HttpRequest) -> HttpResponse:
    """Stand in for a view that is not exempt, which is what the check is asked about."""
    return HttpResponse()


def _read_body(request: HttpRequest) -> Body:
    try:
        if len(request.body) > FRAME_BYTES:
            raise TooLarge
        return convert(read_json(request.body), Body)
    except RequestDataTooBig as error:  # of Django, which does not even read it
        raise TooLarge from error
    except ValidationError as error:
        raise BadFrame from error


def _json(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "no-store"})


def _problem(refusal: Refusal) -> HttpResponse:
    """Say a refusal as the wire does, in the dress of RFC 9457."""
    if refusal.live_code == Gone.live_code:
        refusal = Gone()  # whatever was refused: nobody learns more than that
    frame = as_frame(refusal, None)
    problem = {
        "type": f"urn:madang:refusal:{refusal.code}",
        "title": refusal.text,
        "detail": refusal.advice,
        "status": refusal.status,
    } | {
        name: value
        for name in ("code", "reason", "field", "retry")
        if (value := getattr(frame, name)) is not UNSET
    }
    answer = JsonResponse(problem, status=refusal.status, content_type="application/problem+json")
    if frame.retry is not UNSET:
        answer["Retry-After"] = str(max(1, round(frame.retry)))
    return answer


urlpatterns: list[URLPattern] = [
    path("events", events, name="live-events"),
    path("<str:verb>", call, name="live-verb"),
]
