"""The board shows each of the team what is going on, and only the buttons that would work for them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events_site.board.queries import STEP, STEPS, arrival_bars, board_of
from forum.forums.models import Forum
from forum.mail.models import OutboxMail
from forum.people.models import Role
from networking.rounds.verbs.clock import end_mixer, start_mixer
from tests.networking.cast import a_mixer
from tests.tickets.cast import a_desk, a_forum, a_kind, a_ticket, an_organizer, registered
from tickets.desks.models import Desk
from tickets.registration.queries import CROWD
from tickets.registration.verbs import lapse_unconfirmed

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
    ("ago", "condition", "word"),
    [(89, "in_use", "In use"), (91, "silent", "Silent"), (7200, "silent", "Silent")],
)
def test_board_says_when_a_desk_was_heard_and_that_it_is_silent(ago: int, condition: str, word: str) -> None:
    forum = a_forum()
    desk, _ = a_desk(forum)
    heard_at = timezone.now() - timedelta(seconds=ago)
    Desk.objects.update(paired_at=heard_at, last_seen_at=heard_at)

    page = board(forum, Role.ORGANIZER)

    line = page[page.index(f'data-desk="{desk.key}"') :]
    assert f'data-condition="{condition}"' in line[:200]
    assert word in line and heard_at.astimezone(forum.zone).strftime("%H:%M:%S") in line


def test_board_shows_silent_desks_first_and_closed_ones_last() -> None:
    forum = a_forum()
    for name in ("Closed", "Working", "Waiting", "Silent"):
        a_desk(forum, name)
    long_ago, now = timezone.now() - timedelta(hours=1), timezone.now()
    Desk.objects.filter(name="Closed").update(revoked_at=now)
    Desk.objects.filter(name="Working").update(last_seen_at=now)
    Desk.objects.filter(name="Waiting").update(paired_at=None, pairing_until=now + timedelta(hours=1))
    Desk.objects.filter(name="Silent").update(paired_at=long_ago, last_seen_at=long_ago)

    assert [desk.name for desk in board_of(forum).desks] == ["Silent", "Working", "Waiting", "Closed"]


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


def test_board_alarms_where_one_network_leaves_seats_unconfirmed_and_not_for_a_hall() -> None:
    forum, now = a_forum(), timezone.now()
    a_kind(forum, size=500)
    for number in range(CROWD):
        registered(forum, f"guest{number}@example.com", network="hall", at=now)
    in_the_queue = board_of(forum, at=now + timedelta(minutes=5)).seats
    later = board_of(forum, at=now + timedelta(minutes=11)).seats
    lapse_unconfirmed(at=now + timedelta(minutes=61))
    lapsed = board_of(forum, at=now + timedelta(minutes=62)).seats
    tomorrow = board_of(forum, at=now + timedelta(days=2)).seats

    assert in_the_queue == (CROWD, 0, 0) and not in_the_queue.is_unusual
    assert later == (CROWD, 0, CROWD) and later.is_unusual
    assert lapsed == (0, CROWD, CROWD) and tomorrow == (0, 0, 0)


def test_board_says_that_mail_waits_and_which_never_arrived_to_organizers() -> None:
    forum, now = a_forum(), timezone.now()
    a_ticket(forum, "minji@한글.kr")
    a_ticket(forum, "lee@example.com")
    OutboxMail.objects.filter(to="minji@한글.kr").update(failed_at=now, last_error="550 5.1.1 No such user")
    OutboxMail.objects.filter(to="lee@example.com").update(
        queued_at=now - timedelta(minutes=5), due_at=now - timedelta(minutes=5)
    )

    whole, part = board(forum, Role.ORGANIZER), board(forum, Role.HOST)

    assert "minji@한글.kr" in whole and "550 5.1.1 No such user" in whole
    assert "1 mails have been waiting since" in whole and "1 mails have been waiting since" in part
    assert "minji@" not in part and "550" not in part
    assert board_of(forum, at=now).post.late == 1
    OutboxMail.objects.update(sent_at=now, failed_at=None)
    assert "have been waiting" not in board(forum, Role.DESK)


def test_board_asks_for_its_parts_again() -> None:
    forum = a_forum()
    browser = Client(headers={"HX-Request": "true"})
    browser.force_login(an_organizer(forum))

    for part, there in (("chart", "data-chart"), ("registration", 'id="registration"')):
        page = browser.get(f"/en/seoul/manage/?part={part}").content.decode()
        assert there in page and "<main" not in page and f"?part={part}" in page
