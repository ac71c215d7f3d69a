"""The clock of the mixers. Its state is in their rows: any process may tick, any number may try."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from forum.live.due import due
from networking.rounds.queries import running_mixers
from networking.rounds.verbs.clock import keep_time
from networking.rounds.verbs.readiness import notice_the_door

logger = logging.getLogger(__name__)


@due("rounds.door", every=timedelta(seconds=1))
def follow_the_door(now: datetime) -> datetime | None:
    """Let the lobbies of sessions in the hall look again when somebody has come or gone."""
    notice_the_door()
    return None


@due("rounds.turn", every=timedelta(seconds=1))
def turn_rounds(now: datetime) -> datetime | None:
    """Plan, begin and end rounds whose time has come; return when the next one rings."""
    for mixer in running_mixers():
        try:
            keep_time(mixer, at=now)
        except Exception:  # one mixer in trouble must not stop the others
            logger.exception("could not keep time in mixer %s", mixer.key)
    return min((mixer.ends_at for mixer in running_mixers() if mixer.ends_at), default=None)
