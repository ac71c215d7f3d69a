"""The lines of the mixers, looked after every second."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from forum.live.due import due
from networking.meet.queries import mixers_with_a_line
from networking.meet.verbs import tend

logger = logging.getLogger(__name__)


@due("meet.tend", every=timedelta(seconds=1))
def tend_lines(now: datetime) -> datetime | None:
    """Expire proposals nobody answered, let the absent out, and propose to those who wait."""
    for mixer in mixers_with_a_line():
        try:
            tend(mixer, at=now)
        except Exception:  # one mixer in trouble must not stop the others
            logger.exception("could not tend the line of mixer %s", mixer.key)
    return None
