"""The engine's own topic `hub:`, which every process follows and nobody may join; and the way out of a process that
has no hub."""

from __future__ import annotations

from msgspec import Struct

from forum.live.engine import wire as wire  # (a command tells the hubs through it)
from forum.live.errors import Gone
from forum.live.log import HUB, Revoked
from forum.live.principal import Principal
from forum.live.registry import topic


def _refuse(principal: Principal, key: str) -> None:
    raise Gone


def _nothing(principal: Principal, key: str) -> Struct:
    raise Gone


topic(HUB.partition(":")[0], join=_refuse, snapshot=_nothing, events=(Revoked,))
