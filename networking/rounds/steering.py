"""Mixers in the order people look for them, and what a host may do in which phase. For pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from networking.rounds.models import Mixer, Phase
from networking.rounds.queries import ready_of

ORDER = (Phase.ROUND, Phase.BREAK, Phase.PAUSED, Phase.WAITING, Phase.ENDED)
RUNNING = (Phase.ROUND, Phase.BREAK)


class Step(NamedTuple):
    """One button: the verb behind it, the phases that allow it, how it looks, what it asks before it acts: always,
    while nobody is ready, or once no new round was to begin."""

    verb: str
    phases: tuple[Phase, ...]
    label: Promise
    icon: str
    kind: str
    question: Promise | str = ""
    alone: Promise | str = ""
    late: Promise | str = ""


STEPS = (
    Step(
        "start",
        (Phase.WAITING,),
        _("Start the first round"),
        "play",
        "",
        alone=_("Nobody is ready yet: the round would begin with nobody in it. Start anyway?"),
        late=_(
            "No new round was to begin after the time set for this session, which has passed. Start anyway?"
        ),
    ),
    Step("pause", RUNNING, _("Pause"), "pause", "plain"),
    Step("resume", (Phase.PAUSED,), _("Go on"), "play", ""),
    Step("skip", RUNNING, _("Skip"), "skip", "plain"),
    Step(
        "end",
        ORDER[:4],
        _("End the session"),
        "cross",
        "danger",
        _("End the session for good? Conversations of the round end, too."),
    ),
)
BESIDE = _(
    "Another session is running. Nobody can be in two conversations, so sessions at the same time share their people."
)
BUTTONS = {"steps": STEPS, "phases": Phase.choices}
"""What the page needs to draw them: the steps, and what each phase is called once a script changes it."""


def asks_first(step: Step, mixer: Mixer, at: datetime) -> Promise | str:
    """Return what a host is to be asked before this step: nobody would be in the round, or it is later than said."""
    if step.late and mixer.until is not None and mixer.until <= at:
        return step.late
    return step.alone if step.alone and not ready_of(mixer) else ""


def by_phase(mixers: Iterable[Mixer]) -> list[Mixer]:
    """Return the running ones first, then those to come, then those that are over."""
    return sorted(mixers, key=lambda mixer: ORDER.index(mixer.phase))
