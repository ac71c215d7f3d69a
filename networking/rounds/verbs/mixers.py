"""Opening networking sessions, and moving them with their forum."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from forum.forums.models import Forum
from forum.journal.verbs import note
from forum.live import log
from networking.rounds.models import Mixer, Phase, Policy, Where
from networking.rounds.planners import ROUNDS


def open_mixer(
    forum: Forum,
    *,
    name_ko: str,
    name_en: str,
    round_minutes: int,
    break_minutes: int,
    rounds: int | None,
    until: datetime | None,
    policy: str = Policy.NEVER_ALONE,
    opens_lobby_at: datetime | None = None,
    where: str = Where.BOTH,
    kind: str = ROUNDS,
    meeting_point_ko: str = "",
    meeting_point_en: str = "",
    by: str,
) -> Mixer:
    """Make a networking session; its first round begins when a host starts it."""
    texts = {
        "name_ko": name_ko,
        "name_en": name_en,
        "meeting_point_ko": meeting_point_ko or meeting_point_en,
        "meeting_point_en": meeting_point_en or meeting_point_ko,
    }
    with log.transaction():
        mixer = Mixer.objects.create(
            forum=forum,
            kind=kind,
            round_length=timedelta(minutes=round_minutes),
            break_length=timedelta(minutes=break_minutes),
            rounds=rounds,
            until=until,
            policy=policy,
            opens_lobby_at=opens_lobby_at,
            where=where,
            **texts,
        )
        note("open_mixer", by=by, forum_id=forum.pk, subject=mixer.key)
    return mixer


def postpone(forum: Forum, delta: timedelta, *, by: str) -> int:
    """Move the networking sessions that have not begun by the same time as their forum; return how many."""
    with log.transaction():
        ahead = Mixer.objects.filter(forum=forum, phase=Phase.WAITING)
        moved = ahead.update(opens_lobby_at=F("opens_lobby_at") + delta, until=F("until") + delta)
        note("postpone", by=by, forum_id=forum.pk, mixers=moved)
    return moved
