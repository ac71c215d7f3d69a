"""The board shows each of the team what is going on, and only the buttons that would work for them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events_site.board.queries import STEP, STEPS, arrival_bars, board_of
from forum.forums.models import Forum
from forum.people.models import Role
from networking.rounds.verbs import end_mixer, start_mixer
from tests.networking.cast import a_mixer
from tests.tickets.cast import a_desk, a_forum, an_organizer

pytestmark = pytest.mark.django_db

STEERING = {"mixer.start", "mixer.pause", "mixer.resume", "mixer.skip"}
HOSTS_PAGE = "/en/seoul/manage/networking/"
DESKS_PAGE = "/en/seoul/manage/desks/"


def board(forum: Forum, role: str, path: str = "") -> str:
    """Return the board, or another page, as somebody with this role sees it."""
    browser = Client()
    browser.force_login(an_organizer(forum, f"{role}{len(path)}@example.com", role))
    answer = browser.get(path or f"/en/{forum.slug}/manage/")
    assert answer.status_code == 200
    return answer.content.decode()


def offered(page: str) -> tuple[set[str], set[str]]:
    """Return what can be pressed on it: the steps of a mixer, the pages of the team."""
    steps = set(re.findall(r'data-action="(mixer\.\w+)"', page))
    main = page[page.index("<main") :]
    return steps, set(re.findall(r'href="(/en/seoul/manage/[^"]+)"', main))


@pytest.mark.parametrize("is_empty", [True, False])
@pytest.mark.parametrize(
    ("role", "steps", "pages"),
    [
        (Role.ORGANIZER, STEERING, {HOSTS_PAGE, DESKS_PAGE}),
        (Role.HOST, STEERING, {HOSTS_PAGE}),
        (Role.DESK, set(), {DESKS_PAGE}),
        (Role.MODERATOR, set(), set()),
        (Role.PROGRAMME, set(), set()),
    ],
)
def test_board_offers_what_the_role_may_do(
    role: str, steps: set[str], pages: set[str], *, is_empty: bool
) -> None:
    forum = a_forum()
    if not is_empty:
        a_mixer(forum)
        a_desk(forum)

    assert offered(board(forum, role)) == (set() if is_empty else steps, pages)
    for page in pages:
        board(forum, role, page)


def test_board_shows_running_sessions_first_and_ended_ones_last() -> None:
    forum = a_forum()
    over, ahead, running = (a_mixer(forum, name_en=name) for name in ("Over", "Ahead", "Running"))
    end_mixer(over, rev=over.rev, by="")
    start_mixer(running, rev=running.rev, by="")

    shown = re.findall(r"<h3>(Over|Ahead|Running)</h3>", board(forum, Role.ORGANIZER))

    assert (shown, ahead.phase) == (["Running", "Ahead", "Over"], "waiting")


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=59), "seen just now"),
        (timedelta(minutes=1), "last seen 1\xa0minute ago"),
        (timedelta(hours=2), "last seen 2\xa0hours ago"),
    ],
)
def test_board_says_when_a_desk_was_seen(ago: timedelta, words: str) -> None:
    forum = a_forum()
    desk, _ = a_desk(forum)
    desk.last_seen_at = timezone.now() - ago
    desk.save()

    assert words in board(forum, Role.ORGANIZER)


def test_board_knows_a_desk_that_was_never_seen() -> None:
    forum = a_forum()
    a_desk(forum)

    [line] = board_of(forum).desks

    assert (line.desk.last_seen_at, line.was_just_seen) == (None, False)


def test_chart_has_its_first_and_last_time_in_the_time_of_the_forum() -> None:
    forum = a_forum(time_zone="America/New_York")
    bars = arrival_bars(forum, timezone.now())

    axis = re.search(
        r'class="arrivals-axis time"[^>]*><span>([\d:]+)</span><span>([\d:]+)</span>', board(forum, Role.DESK)
    )

    assert axis is not None
    assert list(axis.groups()) in (_marks(forum, bars[0].starts_at), _marks(forum, bars[1].starts_at))
    assert bars[-1].starts_at - bars[0].starts_at == STEP * (STEPS - 1)


def _marks(forum: Forum, first: datetime) -> list[str]:
    begin = first.astimezone(forum.zone)
    return [begin.strftime("%H:%M"), (begin + STEP * (STEPS - 1)).strftime("%H:%M")]
