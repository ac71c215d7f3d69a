"""Asking people to agree, and agreeing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from forum.consents.models import Consent, ConsentText
from forum.consents.queries import agreed_texts, consent_texts
from forum.forums.models import Forum
from forum.journal.verbs import note
from forum.live import log
from forum.people.models import Attendee
from forum.signals import consents_chosen


class Matter(NamedTuple):
    """One thing people are asked to agree to."""

    kind: str
    is_required: bool
    title_ko: str
    title_en: str
    body_ko: str
    body_en: str

    def is_said_by(self, text: ConsentText | None) -> bool:
        """Tell whether a version says just this: what is not said in English is read in Korean."""
        if text is None:
            return False
        asked = Matter(*(getattr(text, name) for name in self._fields))
        return asked._in_full() == self._in_full()

    def _in_full(self) -> Matter:
        title, body = self.title_en or self.title_ko, self.body_en or self.body_ko
        return self._replace(title_en=title, body_en=body)


def ask_consents(forum: Forum, matters: Sequence[Matter], *, by: str, at: datetime | None = None) -> None:
    """Ask people to agree to these matters, in this order, and to no others from now on.

    A text that reads differently is a new version: nobody has agreed to that yet.
    """
    at = at or timezone.now()
    with log.transaction():
        current = {text.kind: text for text in consent_texts(forum)}
        kept = {matter.kind for matter in matters if matter.is_said_by(current.get(matter.kind))}
        forum.consent_texts.filter(retired_at=None).exclude(kind__in=kept).update(retired_at=at)
        for position, matter in enumerate(matters):
            if matter.kind in kept:
                forum.consent_texts.filter(pk=current[matter.kind].pk).update(position=position)
            else:
                earlier = forum.consent_texts.filter(kind=matter.kind).count()
                ConsentText.objects.create(
                    forum=forum, version=earlier + 1, position=position, **matter._asdict()
                )
        note("ask_consents", by=by, forum_id=forum.pk, subject=forum.slug, at=at)


def choose_consents(attendee: Attendee, given: Iterable[int], *, by: str, at: datetime | None = None) -> None:
    """Give the consents whose texts' ids are `given`, take all others back. Raises ConsentRequired: what is
    required ends by leaving the forum."""
    at = at or timezone.now()
    agreed = agreed_texts(attendee.forum, given)
    with log.transaction():
        standing = Consent.objects.filter(attendee=attendee, withdrawn_at=None)
        known = set(standing.values_list("text_id", flat=True))
        _keep_consents(attendee, [text for text in agreed if text.pk not in known], at)
        standing.exclude(text__in=agreed).update(withdrawn_at=at)
        kinds = sorted(text.kind for text in agreed)
        note("choose_consents", by=by, forum_id=attendee.forum_id, subject=attendee.key, at=at, kinds=kinds)
        consents_chosen.send(Attendee, attendee=attendee, by=by)


def take_back_consents(attendee: Attendee, *, at: datetime) -> None:
    """Take back all that somebody who leaves agreed to, required or not."""
    Consent.objects.filter(attendee=attendee, withdrawn_at=None).update(withdrawn_at=at)


def give_again(attendee: Attendee, *, taken_back_at: datetime) -> None:
    """Let stand again what was taken back at one moment, for somebody whose place lapsed then and who is here after
    all: they have agreed to it, and never said otherwise."""
    Consent.objects.filter(attendee=attendee, withdrawn_at=taken_back_at, text__retired_at=None).update(
        withdrawn_at=None
    )


def _keep_consents(attendee: Attendee, agreed: list[ConsentText], at: datetime) -> None:
    """Write what was agreed to; a consent taken back earlier is given anew."""
    Consent.objects.bulk_create(
        [Consent(attendee=attendee, text=text, given_at=at) for text in agreed],
        update_conflicts=True,
        unique_fields=["attendee", "text"],
        update_fields=["given_at", "withdrawn_at"],
    )
