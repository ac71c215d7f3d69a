"""The clock of the mixers. Its state is in their rows: any process may tick, any number may try."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from forum.live.due import due
from networking.rounds.queries import running_mixers
from networking.rounds.verbs import keep_time

logger = logging.getLogger(__name__)


@due("rounds.turn", every=timedelta(seconds=1))
def turn_rounds(now: datetime) -> datetime | None:
    """Plan, begin and end rounds whose time has come; return when the next one rings."""
    for mixer in running_mixers():
        try:
            keep_time(mixer, at=now)
        except Exception:  # one mixer in trouble must not stop the others
            logger.exception("could not keep time in mixer %s", mixer.key)
    return min((mixer.ends_at for mixer in running_mixers() if mixer.ends_at), default=None)
