"""What is published of the protocol, made from the registered structs alone: a JSON schema and docs/protocol.md."""

from __future__ import annotations

import inspect
import json
import textwrap
from collections.abc import Callable, Iterable
from typing import Any, get_origin

import msgspec
from django.utils import translation
from msgspec import Struct

from forum.live import endings, frames
from forum.live.endings import ENDINGS, Ending
from forum.live.log import HUB
from forum.live.registry import Topic, Verb, topics, verbs
from forum.live.snapshots import own_struct_of, parts_of, struct_of

VERSION = 1
CONTROLS = {
    "drain": "this server leaves: come back elsewhere after `in` seconds",
    "reload": "a newer page is there: load it after `in` seconds, when nobody writes",
    "replaced": "too many sockets of one person; this one is about to be closed with 4009",
    "revoked": "the right to `topic` has ended and nothing more comes of it; without a topic the right to everything",
}
ENVELOPE = (frames.Ok, frames.Err, frames.EventFrame, frames.LossyFrame, frames.StateFrame, frames.Control)
OWN_VERBS: dict[str, tuple[type[Struct], type[Struct] | None]] = {
    "hello": (frames.Hello, frames.Welcome),
    "join": (frames.Join, frames.Joined),
    "leave": (frames.Leave, frames.Done),
    "ack": (frames.Ack, None),
    "history": (frames.History, frames.Page),
    "ping": (frames.Ping, frames.Now),
}
CODES = {
    "proto.bad": "not an object, binary, an unknown field, NUL, a lone surrogate, an integer beyond 2⁵³, nesting "
    "over 8, a duplicate key, no `id`",
    "proto.unknown": "a verb or topic kind that does not exist",
    "proto.version": "`hello.v` is not spoken here",
    "invalid": "a field of `d` is missing, of a wrong type, too long, or nothing in it can be seen; `field` names it",
    "too.large": "a frame over 16 KiB; over 64 KiB the server closes with 1009",
    "auth.required": "a verb before `hello`, a forged or unknown token, nobody signed in",
    "auth.expired": "a token past its time",
    "gone": "what does not exist or is not yours to know",
    "denied": "known to you, but not your right",
    "conflict": "a stale `rev`, a second `hello`",
    "rate.limited": "too much at once; `retry` in seconds",
    "busy": "the server is overloaded, or the database or a lock is away; perhaps it was done all the same: ask again, "
    "a send with the same `cid`, after `retry` seconds",
    "server": "a bug, for this request only",
    "refused": "a room's own no: its code in `reason`, its sentence in `text`, in the language of `hello`",
}
PROSE = """\
# The live protocol

Made by `manage.py protocol` from the structs in the code; `live.schema.json` beside it is the same for programs.

A WebSocket at `/live/`, JSON text frames. What clients send is read strictly, what the server sends may grow:
clients ignore what they do not know. Keys are opaque. A topic is always named whole (`room:…`). Times are
ISO 8601 in UTC with milliseconds and `Z`.

1. Say `hello` within 10 s, with a session cookie (and the Origin of this site) or a signed token. The answer lists
   your own topic and those you resumed, each with the number its stream goes on from.
2. `join` a topic: the answer's `state` is true at `seq`. Events follow, numbered from 1 without gaps in each topic.
   After a break say `resume` or `join` with the last number you saw; more than 500 behind answers `reset`.
3. `ack` every 25 events: beyond 300 events or 256 KiB unacknowledged nothing more is sent, after 20 s the socket
   is closed.
4. Repeat a send whose answer you missed with the same `cid`: it is said once.

A request is `{"t": verb, "id", "topic"?, "d"?}` and answered `{"t": "ok", "id", "d"}` or `{"t": "err", "id", "code",
"reason"?, "text"?, "retry"?, "field"?}`; `id` is a text of the client's choice. Four requests are served at once, those
of one topic in order.
Over HTTP each verb with a twin is `POST /api/v1/live/{verb}` with `{forum, topic?, d}`, and
`GET /api/v1/live/events?forum=&topic=&after=` answers `{seq, events}` at once or within 20 s; both take the session
(with CSRF) or `Authorization: Live <token>`.
"""


MODULE = """\
/* What the browser has to know of the protocol. Made by `manage.py protocol` from the registered verbs and from
   forum/live/endings.py. */

export const VERSION = {version};

export const VERBS = [
  {verbs},
];

/* How the line may end. What is not final, and any code that is not here, is tried again. */
export const ENDINGS = {{
{endings}}};

/* Milliseconds before coming back. */
export const PAUSES = {{ {pauses} }};
"""
ENDINGS_PROSE = """
## How a socket ends

`forum/live/endings.py` is this table; the browser's `forum/live/published.js` is made from it. After an ending that is
not final, and after any code that does not stand here, the same client comes back by itself: the first time after
0.3 to 1 s, then at random within 2, 4, 8, 16 and at last 20 s. Everything that fails before there is an answer (no
network, a proxy's error page, a token that cannot be fetched, `busy`) is tried again like that.
"""


def documents() -> dict[str, str]:
    """Return every file that is made from the code, by its path in the project."""
    return {
        "docs/protocol.md": protocol(),
        "docs/live.schema.json": json.dumps(schema(), ensure_ascii=False, indent=1) + "\n",
        "forum/static/forum/live/published.js": module(),
    }


def module() -> str:
    """Return what the browser has to know of the protocol: its verbs, how lines end, how long to wait afterwards."""
    names = ", ".join(json.dumps(name) for name, *_ in _all_verbs())
    rows = "".join(
        f"  {ending.code}: {{ name: {json.dumps(ending.name)}, isFinal: {json.dumps(ending.is_final)}, "
        f"offers: {json.dumps(ending.offers)} }},\n"
        for ending in ENDINGS.values()
    )
    first, longest = endings.FIRST_PAUSE_SECONDS
    pauses = {
        "first": first, "spread": longest - first,
        "base": endings.PAUSE_BASE_SECONDS, "limit": endings.PAUSE_LIMIT_SECONDS,
    }  # fmt: skip
    milliseconds = ", ".join(f"{name}: {round(seconds * 1000)}" for name, seconds in pauses.items())
    verbs_of_all = "\n  ".join(textwrap.wrap(names, 100))
    return MODULE.format(version=VERSION, verbs=verbs_of_all, endings=rows, pauses=milliseconds)


def schema() -> dict[str, Any]:
    """Return the whole protocol as one JSON document with its structs under `$defs`."""
    kinds = _kinds()
    shows = {kind.name: struct_of(kind) for kind in kinds}
    structs = {*ENVELOPE, *_structs_of_verbs(), *(struct for kind in kinds for struct in _structs_of(kind))}
    structs |= {struct for struct in shows.values() if struct}
    ordered: list[Any] = sorted(structs, key=lambda struct: (struct.__module__, struct.__qualname__))
    refs, definitions = msgspec.json.schema_components(ordered, ref_template="#/$defs/{name}")
    for definition in definitions.values():  # Python 3.13 keeps docstrings without their indentation
        if "description" in definition:
            definition["description"] = inspect.cleandoc(definition["description"])
    of = dict(zip(ordered, refs, strict=True))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Madang live protocol",
        "version": VERSION,
        "frames": {_tag(struct): of[struct] for struct in ENVELOPE},
        "verbs": {
            name: {"topic": topic, "takes": of[takes], "gives": of[gives] if gives else None}
            for name, topic, takes, gives, _ in _all_verbs()
        },
        "topics": {
            kind.name: {
                "snapshot": of[shown] if (shown := shows[kind.name]) else {},
                **{
                    group: {name: of[struct] for name, struct in sorted(getattr(kind, group).items())}
                    for group in ("events", "states", "lossy")
                },
            }
            for kind in kinds
        },
        "controls": CONTROLS,
        "codes": CODES,
        "endings": {str(ending.code): _told(ending) for ending in ENDINGS.values()},
        "$defs": definitions,
    }


def protocol() -> str:
    """Return docs/protocol.md."""
    parts = [PROSE, "## Verbs\n", *_table("verb", "topic", "takes → gives", "what", rows=_verb_rows())]
    parts += ["\n## Topics\n"]
    for kind in _kinds():
        parts += [f"### `{kind.name}:`\n", *_table("frame", "kind", "d", "what", rows=_topic_rows(kind)), ""]
    controls = ((f"`{kind}`", what) for kind, what in CONTROLS.items())
    parts += ["## Controls\n", *_table("k", "what the server asks", rows=controls), ""]
    parts += [
        "## Codes\n",
        *_table("code", "when", rows=((f"`{code}`", when) for code, when in CODES.items())),
    ]
    parts += [
        ENDINGS_PROSE,
        *_table("code", "name", "final", "when", "a page says", "and offers", rows=_ending_rows()),
    ]
    return "\n".join(parts) + "\n"


# Rows ---------------------------------------------------------------------------------------------


def _verb_rows() -> Iterable[tuple[str, ...]]:
    for name, topic, takes, gives, what in _all_verbs():
        given = "no answer" if gives is None else _fields(gives)
        where = {None: "–", "any": "any"}.get(topic, f"`{topic}:`")
        yield f"`{name}`", where, f"{_fields(takes)} → {given}", what


def _topic_rows(kind: Topic) -> Iterable[tuple[str, ...]]:
    shown, own = struct_of(kind), own_struct_of(kind)
    if shown is not None and own is not None:
        yield "snapshot", "`join.state`", _fields(shown), _what(own)
    for part in parts_of(kind):
        yield "part", f"`{part.name}`", _shape(part.shows), _what(part.query) or _what(part.shows)
    for frame, group in (("event", kind.events), ("state", kind.states), ("lossy", kind.lossy)):
        for name, struct in sorted(group.items()):
            yield frame, f"`{name}`", _fields(struct), _what(struct)


def _ending_rows() -> Iterable[tuple[str, ...]]:
    for ending in ENDINGS.values():
        told = _told(ending)
        final = "**yes**" if ending.is_final else "no"
        yield (
            str(ending.code),
            f"`{ending.name}`",
            final,
            ending.when,
            told["says"] or "–",
            told["offer"] or "–",
        )


def _told(ending: Ending) -> dict[str, Any]:
    """Return an ending in English."""
    with translation.override("en"):
        offer = str(ending.offer) if ending.offers else ""
        told = {"name": ending.name, "final": ending.is_final, "when": ending.when, "says": str(ending.says)}
        return told | {"offers": ending.offers, "offer": offer}


def _all_verbs() -> Iterable[tuple[str, str | None, type[Struct], type[Struct] | None, str]]:
    for name, (takes, gives) in OWN_VERBS.items():
        topic = None if name in ("hello", "ping") else "any"
        yield name, topic, takes, gives, _what(takes)
    for verb in sorted(verbs.values(), key=lambda verb: verb.name):
        yield verb.name, verb.topic, verb.takes, None if verb.silent else verb.gives, _remarks(verb)


def _remarks(verb: Verb) -> str:
    limit = f"{verb.limit.burst:g} at once, {verb.limit.per_second:g} a second"
    return " · ".join(part for part in (_what(verb.perform), limit, "" if verb.twin else "no twin") if part)


def _table(*heads: str, rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [heads, ("---",) * len(heads), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]


def _fields(struct: type[Struct]) -> str:
    told = [f"{field.encode_name}{'' if field.required else '?'}" for field in msgspec.structs.fields(struct)]
    return "`{" + ", ".join(told) + "}`"


def _shape(shown: Any) -> str:
    if _is_struct(shown):
        return _fields(shown)
    return "a list" if get_origin(shown) is list else "a text"


def _what(thing: type[Struct] | Callable[..., Any]) -> str:
    """Return the first sentence of a docstring of its own."""
    told = inspect.cleandoc(thing.__doc__ or "").partition("\n\n")[0].replace("\n", " ")
    inherited = isinstance(thing, type) and any(thing.__doc__ == base.__doc__ for base in thing.__mro__[1:])
    return "" if inherited or told.startswith("[") else told


# Structs ------------------------------------------------------------------------------------------


def _kinds() -> list[Topic]:
    return [topics[name] for name in sorted(topics) if name != HUB.partition(":")[0]]


def _structs_of_verbs() -> set[type[Struct]]:
    return {
        struct for _, _, takes, gives, _ in _all_verbs() for struct in (takes, gives) if struct is not None
    }


def _structs_of(kind: Topic) -> set[type[Struct]]:
    return {*kind.events.values(), *kind.states.values(), *kind.lossy.values()}


def _is_struct(shown: Any) -> bool:
    return isinstance(shown, type) and issubclass(shown, Struct)


def _tag(struct: type[Struct]) -> str:
    return str(struct.__struct_config__.tag)
