"""The topic `forum:` of everybody at one forum; it stands here because it shows what runs now and next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from forum.errors import Gone
from forum.forums.frames import Announcement
from forum.forums.queries import forum_by_slug
from forum.live.frames import instant
from forum.live.principal import Principal
from forum.live.registry import topic
from forum.programme.bilingual import both, place_of
from forum.programme.frames import NowAndNext, SessionShown
from forum.programme.queries import now_and_next

if TYPE_CHECKING:
    from forum.programme.models import Session


def join(principal: Principal, key: str) -> None:
    """Let everybody of this forum in."""
    if principal.forum != key:
        raise Gone


def snapshot(principal: Principal, joined: None) -> NowAndNext:
    running = now_and_next(forum_by_slug(principal.forum), timezone.now())
    return NowAndNext(now=[_shown(one) for one in running.now], next=[_shown(one) for one in running.next])


def _shown(session: Session) -> SessionShown:
    return SessionShown(
        key=session.key,
        title=both(session, "title"),
        place=place_of(session.space) if session.space else None,
        starts_at=instant(session.starts_at),
        ends_at=instant(session.ends_at),
    )


topic("forum", join=join, snapshot=snapshot, events=(Announcement,))
