"""People before the pages of this wing: signed in, on a team, with a lobby open."""

from __future__ import annotations

from collections.abc import Iterable

from django.test import Client

from forum.forums.models import Forum
from forum.live.models import Node, Presence
from forum.people.models import Attendee, TeamMember, User
from networking.rounds.models import Mixer


def browser_of(user: User) -> Client:
    """A browser in which this user is signed in."""
    client = Client()
    client.force_login(user)
    return client


def a_host(forum: Forum, role: str = "host") -> User:
    """Somebody of the forum's team who takes part in nothing."""
    user = User.objects.create_user(f"{role}@{forum.slug}.example", name=f"The {role}")
    TeamMember.objects.create(forum=forum, user=user, role=role)
    return user


def in_lobby(mixer: Mixer, attendees: Iterable[Attendee]) -> None:
    """Let these people have the lobby open."""
    node, _ = Node.objects.get_or_create(key="node")
    Presence.objects.bulk_create(
        (Presence(node=node, topic=mixer.topic, key=attendee.key) for attendee in attendees),
        ignore_conflicts=True,
    )
