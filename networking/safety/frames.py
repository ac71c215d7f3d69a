"""What the safety verbs take and give. They tell nobody else anything. Pure."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from forum.live.frames import Reply, Request

Key = Annotated[str, Meta(min_length=1, max_length=12)]


class SafetyBlock(Request, frozen=True):
    who: Key


class SafetyReport(Request, frozen=True):
    """`cid` is made by the client and names the report: sent again, it is still one."""

    cid: Annotated[str, Meta(min_length=1, max_length=64)]
    who: Key
    why: Literal["harassment", "spam", "other"]
    text: Annotated[str, Meta(max_length=2000)] = ""


class Reported(Reply, frozen=True):
    """`report` is the key under which the moderators know it."""

    report: str
