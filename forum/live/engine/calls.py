"""One request from either door, socket or HTTP twin: check it without a thread, then perform it in one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone, translation
from msgspec import Raw, Struct

from forum.away import in_one_line, is_away
from forum.live.engine.incoming import read_given
from forum.live.errors import Busy, Invalid, RateLimited, Refusal, ServerFault, as_frame
from forum.live.frames import Ok, encode, payload
from forum.live.limits import Limit, buckets
from forum.live.principal import Principal
from forum.live.registry import Call, Verb, find_topic, find_verb

logger = logging.getLogger(__name__)


def prepare(principal: Principal, name: str, topic: str | None, d: dict[str, Any]) -> Callable[[], Struct]:
    """Return what will perform the verb in a worker thread; refuse what can be refused without the database."""
    verb = find_verb(name)
    take(principal, verb.name, verb.limit)
    given = read_given(d, verb.takes)
    if verb.topic is None:
        topic = None
    elif find_topic(topic)[0].name != verb.topic:
        raise Invalid("topic")
    return partial(_perform, verb, Call(principal, topic, principal.language, timezone.now()), given)


def take(principal: Principal, what: str, limit: Limit) -> None:
    """Count one use against the principal's allowance; refuse it when that is used up."""
    wait_seconds = buckets.take(principal.key, what, limit, principal.limits)
    if wait_seconds:
        raise RateLimited(wait_seconds)


def answer(request_id: str, language: str, work: Callable[[], Struct]) -> tuple[bytes, str]:
    """Do the work in this thread and return the ready frame of its answer, with the code of a refusal or ""."""
    with translation.override(language):
        try:
            return encode(Ok(request_id, Raw(payload(work())))), ""
        except Exception as error:
            refusal = explain(error, request_id)
            return encode(as_frame(refusal, request_id)), refusal.live_code


def explain(error: Exception, request_id: str | None) -> Refusal:
    """Return what to tell the asker: a refusal as it is, an absent database as busy, a bug as no more than that."""
    if isinstance(error, Refusal):
        return error
    if is_away(error):
        logger.warning("request %s found the database away: %s", request_id, in_one_line(error))
        return Busy()
    logger.error("request %s failed", request_id, exc_info=error)
    return ServerFault()


def _perform(verb: Verb, call: Call, given: Any) -> Struct:
    return verb.perform(call, given)
