"""From the programme into the lobby: a session that is networking leads to the mixer it announces. A door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.urls import reverse

from forum.forums.models import Forum
from forum.programme.bilingual import both
from forum.programme.doorways import doorway
from networking.rounds.queries import mixers_of

if TYPE_CHECKING:
    from forum.programme.models import Session


@doorway("networking")
def into_the_lobby(forum: Forum, sessions: Sequence[Session]) -> dict[int, str]:
    """Return the lobby of the mixer with the session's name, or of the only one; else the page of all of them."""
    open_now = [mixer for mixer in mixers_of(forum) if mixer.phase != "ended"]
    ways = {}
    for session in sessions:
        named = [mixer for mixer in open_now if both(mixer, "name") == both(session, "title")] or open_now
        if len(named) == 1:
            ways[session.pk] = reverse("lobby", args=[forum.slug, named[0].key])
        elif named:
            ways[session.pk] = reverse("networking", args=[forum.slug])
    return ways
