"""The API's own description: what DRF's views say of themselves, every refusal with its status, and the live twins."""

from __future__ import annotations

from collections.abc import Iterable
from inspect import cleandoc
from typing import Any

import msgspec
from django.utils.translation import override
from drf_spectacular.openapi import AutoSchema
from rest_framework.parsers import BaseParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.serializers import ListSerializer

from forum.errors import (
    BodyTooLarge,
    BodyUnreadable,
    Busy,
    Denied,
    Gone,
    NotRegistered,
    Refusal,
    SignInRequired,
)
from forum.live import registry
from forum.live.errors import BadFrame, Conflict, Invalid, RateLimited, TokenExpired, TooLarge
from forum.strict_json import LARGEST_INTEGER
from tickets.desks.authentication import DeskView
from tickets.errors import DeskRevoked, DeskUnknown

PROBLEM = "application/problem+json"
LIVE = "/api/v1/live/"
OF_DRF = {400: "invalid", 403: "permission_denied", 406: "not_acceptable", 415: "unsupported_media_type"}
"""The codes of what DRF itself refuses, before a view is asked."""
OF_TWINS: tuple[type[Refusal], ...] = (
    BadFrame, Invalid, SignInRequired, TokenExpired, Denied, Gone, Conflict, TooLarge, RateLimited, Busy,
)  # fmt: skip
REFUSED = {409: "refused", 410: "refused", 422: "refused"}
"""A room's own no has its code in `reason`."""

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "A refusal, as RFC 9457 has it. Programs act on `code`; docs/errors.md lists them all.",
    "properties": {
        "type": {"type": "string", "description": "`urn:madang:refusal:` and the code."},
        "title": {"type": "string", "description": "The sentence, in the language that was asked for."},
        "detail": {"type": "string", "description": "What to do next."},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "reason": {"type": "string", "description": "A room's own code, where `code` is `refused`."},
        "field": {"type": "string", "description": "Which field is missing or not allowed."},
        "fields": {"description": "What is wrong with each field, where there are several."},
        "retry": {"type": "number", "description": "In how many seconds to come again."},
    },
    "required": ["type", "title", "status", "code"],
}
SCHEMES = {
    "live": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "`Live <token>`, for the live twins. A session with CSRF's proof does as well.",
    }
}


class Description(AutoSchema):
    """Describes one operation of a view; a view names its own refusals in `refuses`."""

    def get_tags(self) -> list[str]:
        return ["desk" if isinstance(self.view, DeskView) or "/desk/" in self.path else "programme"]

    def get_description(self) -> str:  # type: ignore[override]
        return cleandoc(getattr(self.view, self.method.lower()).__doc__ or "")

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        """Return the answers by status: whatever succeeds is a 200 with a body, and every no is listed."""
        serializer = self.get_response_serializers()
        success = self._get_response_for_code(serializer, "200", direction=direction)  # type: ignore[no-untyped-call]
        return {"200": success, **problems(self._refusals(), self._of_drf())}

    def _get_request_body(self, direction: Any = "request") -> Any:
        """Say that where something is to be sent, something must be."""
        body = super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        return body | {"required": True} if body else body

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        """Say how many items a list takes, which drf-spectacular leaves out where the items are objects."""
        told = super()._map_serializer_field(field, direction, bypass_extensions)  # type: ignore[no-untyped-call]
        if isinstance(field, ListSerializer) and told.get("type") == "array":
            told |= {} if field.allow_empty else {"minItems": 1}
            most: int | None = field.max_length  # type: ignore[attr-defined]
            told |= {} if most is None else {"maxItems": most}
        return told

    def _refusals(self) -> Iterable[type[Refusal]]:
        yield Busy
        yield Gone
        yield from getattr(self.view, "refuses", ())
        if isinstance(self.view, DeskView):
            yield from (DeskUnknown, DeskRevoked)
        elif any(isinstance(one, IsAuthenticated) for one in self.view.get_permissions()):
            yield from (SignInRequired, NotRegistered)
        if self._takes_a_body:
            yield from (BodyTooLarge, BodyUnreadable)

    def _of_drf(self) -> set[int]:
        with_session = not isinstance(self.view, DeskView) and self.method in ("PUT", "DELETE", "POST")
        is_proved = with_session and bool(self.view.get_authenticators())
        return {406, *({400, 415} if self._takes_a_body else ()), *({403} if is_proved else ())}

    @property
    def _takes_a_body(self) -> bool:
        parsers: list[BaseParser] = self.view.get_parsers()
        return bool(parsers) and self.method == "POST" and self.get_request_serializer() is not None


def problems(refusals: Iterable[type[Refusal]], of_drf: Iterable[int] = ()) -> dict[str, Any]:
    """Return the responses that say no, by status, each with the codes it may have."""
    said: dict[int, dict[str, str]] = {}
    with override("en"):
        for refusal in refusals:
            said.setdefault(refusal.status, {})[refusal.code] = str(refusal.sentence).partition("%")[0]
    for status in of_drf:
        said.setdefault(status, {})[OF_DRF[status]] = ""
    return {
        str(status): {
            "description": " · ".join(
                f"`{code}` {sentence}".strip() for code, sentence in sorted(codes.items())
            ),
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, codes in sorted(said.items())
    }


def complete(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add what no view of DRF's says: the problem, the live twins (a hook of drf-spectacular's)."""
    components = result.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = PROBLEM_SCHEMA
    components.setdefault("securitySchemes", {}).update(SCHEMES)
    twins = [verb for _, verb in sorted(registry.verbs.items()) if verb.twin]
    structs: list[Any] = [struct for verb in twins for struct in (verb.takes, verb.gives)]
    refs, definitions = msgspec.json.schema_components(
        structs, ref_template="#/components/schemas/Live{name}"
    )
    schemas |= {f"Live{name}": _bounded(definition) for name, definition in definitions.items()}
    of = dict(zip(structs, refs, strict=True))
    result["paths"][f"{LIVE}events"] = {"get": _events()}
    for verb in twins:
        result["paths"][f"{LIVE}{verb.name}"] = {"post": _twin(verb, of[verb.takes], of[verb.gives])}
    return result


def _twin(verb: registry.Verb, takes: Any, gives: Any) -> dict[str, Any]:
    needed = ["forum", *(["topic"] if verb.topic else []), *(["d"] if _has_required(verb.takes) else [])]
    properties = {"forum": {"type": "string"}, "topic": {"type": ["string", "null"]}, "d": takes}
    if verb.topic:
        properties["topic"] = {
            "type": "string",
            "pattern": f"^{verb.topic}:",
            "maxLength": registry.TOPIC_LENGTH,
        }
    body = {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}
    return _live(
        f"live_{verb.name.replace('.', '_')}",
        cleandoc(verb.perform.__doc__ or verb.name).partition("\n\n")[0].replace("\n", " "),
        gives,
        requestBody={"required": True, "content": {"application/json": {"schema": body}}},
    )


def _events() -> dict[str, Any]:
    said = {
        "type": "object",
        "properties": {"seq": {"type": "integer"}, "events": {"type": "array", "items": {"type": "object"}}},
        "required": ["seq", "events"],
    }
    asked = [
        {"name": "forum", "in": "query", "required": True, "schema": {"type": "string"}},
        {"name": "topic", "in": "query", "required": True, "schema": {"type": "string"}},
        {
            "name": "after",
            "in": "query",
            "schema": {"type": "integer", "minimum": 0, "maximum": LARGEST_INTEGER},
        },
    ]
    summary = "The events of a topic after a number, at once or within 20 seconds."
    return _live("live_events", summary, said, parameters=asked)


def _live(name: str, summary: str, gives: Any, **more: Any) -> dict[str, Any]:
    rooms = {str(status): code for status, code in REFUSED.items()}
    answers = problems(OF_TWINS)
    for status, code in rooms.items():
        answer = answers.setdefault(status, problems([Conflict])["409"] | {"description": ""})
        answer["description"] = " · ".join(filter(None, (answer["description"], f"`{code}`: see `reason`")))
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["live"],
        "security": [{"cookieAuth": []}, {"live": []}],
        "responses": {
            "200": {"description": "", "content": {"application/json": {"schema": gives}}},
            **answers,
        },
        **more,
    }


def _bounded(definition: Any) -> Any:
    """Return a definition with the bounds that every integer has here (forum/strict_json.py)."""
    if isinstance(definition, list):
        return [_bounded(part) for part in definition]
    if not isinstance(definition, dict):
        return definition
    bounds = (
        {"minimum": -LARGEST_INTEGER, "maximum": LARGEST_INTEGER}
        if definition.get("type") == "integer"
        else {}
    )
    return bounds | {name: _bounded(part) for name, part in definition.items()}


def _has_required(struct: Any) -> bool:
    return any(field.required for field in msgspec.structs.fields(struct))
