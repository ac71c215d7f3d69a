"""Scores: who may never meet, what counts for how much, and that nobody pays for an empty card."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from networking.matching.arrays import NEVER
from networking.matching.scores import Profile, lift_those_behind, score_matrix
from tests.networking.matching.population import crowd, some_blocks

TAGS = st.frozensets(st.sampled_from("abcde"), max_size=4)
PROFILES = st.builds(
    Profile,
    seeks=TAGS,
    offers=TAGS,
    topics=TAGS,
    languages=st.frozensets(st.sampled_from(("ko", "en")), max_size=2),
    role=st.sampled_from(("", "student", "founder")),
    organization=st.sampled_from(("", "hub")),
)
KOREAN = frozenset({"ko"})


def tags(*names: str) -> frozenset[str]:
    return frozenset(names)


def profile(
    *, seeks: str = "", offers: str = "", topics: str = "", languages: str = "ko", role: str = "guest"
) -> Profile:
    """Make a card from words: `seeks="job advice"`."""
    seek, offer, topic, language = (tags(*words.split()) for words in (seeks, offers, topics, languages))
    return Profile(seek, offer, topic, language, role, "hub")


@given(st.lists(PROFILES, max_size=6))
def test_scores_are_symmetric_within_range_and_never_for_oneself(people: list[Profile]) -> None:
    scores = score_matrix(people)
    assert scores.dtype == np.int16
    assert (scores == scores.T).all()
    assert (np.diag(scores) == NEVER).all()
    others = scores[~np.eye(len(people), dtype=bool)]
    assert ((others >= 0) & (others <= 1000)).all()


def test_a_block_means_never_for_both_however_well_they_fit() -> None:
    people = [profile(seeks="job", offers="work"), profile(seeks="work", offers="job"), profile()]
    assert score_matrix(people)[0, 1] > 0
    scores = score_matrix(people, blocks=[(1, 0)])
    assert (scores[0, 1], scores[1, 0]) == (NEVER, NEVER)
    assert scores[0, 2] > 0


def test_a_perfect_match_scores_a_thousand() -> None:
    both = tags("ko", "en")
    one = Profile(tags("job"), tags("work"), tags("robots"), both, "student", "university")
    other = Profile(tags("work"), tags("job"), tags("robots"), both, "founder", "company")
    assert score_matrix([one, other])[0, 1] == 1000


def test_needs_met_both_ways_are_worth_more_than_the_same_met_one_way() -> None:
    seeker = profile(seeks="job", offers="code")
    mutual, one_way = profile(seeks="code", offers="job"), profile(seeks="funds", offers="job")
    neither = profile(seeks="funds", offers="advice")
    scores = score_matrix([seeker, mutual, one_way, neither])
    assert scores[0, 1] > 2 * scores[0, 2] - scores[0, 3] > scores[0, 3]


def test_a_long_list_of_wishes_lowers_no_score() -> None:
    helper = profile(seeks="talk", offers="job advice")
    modest, greedy = profile(seeks="job advice"), profile(seeks="job advice funds data work friends")
    scores = score_matrix([helper, modest, greedy])
    assert scores[0, 1] == scores[0, 2]


def test_a_rare_topic_in_common_is_worth_more_than_one_that_everybody_has() -> None:
    people = [profile(topics="llm bees"), profile(topics="llm ants"), profile(topics="bees ants")]
    people += [profile(topics="llm") for _ in range(10)]
    scores = score_matrix(people)
    assert scores[0, 2] > scores[0, 1]


def test_without_a_common_language_a_score_shrinks_but_stays_possible() -> None:
    alike = {"seeks": "job", "offers": "job", "topics": "robots"}
    people = [profile(**alike), profile(**alike), profile(**alike, languages="en")]
    scores = score_matrix(people)
    assert 0 < scores[0, 2] < scores[0, 1] / 5


def test_a_second_language_another_role_and_another_organization_add_a_little() -> None:
    both = tags("ko", "en")
    one = Profile(languages=both, role="student", organization="hub", topics=tags("a"))
    alike = Profile(languages=KOREAN, role="student", organization="hub", topics=tags("b"))
    scores = score_matrix(
        [
            one,
            alike,
            Profile(languages=both, role="student", organization="hub", topics=tags("b")),
            Profile(languages=KOREAN, role="founder", organization="hub", topics=tags("b")),
            Profile(languages=KOREAN, role="student", organization="lab", topics=tags("b")),
        ]
    )
    assert scores[0, 1:].tolist() == [0, 70, 40, 40]


def test_what_is_not_said_counts_as_the_average_of_the_role_never_as_nothing() -> None:
    founders = [profile(seeks="funds", offers="work", role="founder") for _ in range(4)]
    students = [profile(seeks="work", offers="code", topics="robots", role="student") for _ in range(4)]
    scores = score_matrix([*founders, *students, profile(role="founder"), profile(role="student")])
    assert scores[8, 4] == scores[0, 4]
    assert scores[9, 0] == scores[4, 0]
    assert scores[9, 4] == scores[5, 4]


def test_a_whole_role_that_says_nothing_counts_as_everybodys_average() -> None:
    people = [profile(seeks="job", offers="job"), profile(seeks="job", offers="job"), profile(role="silent")]
    scores = score_matrix(people)
    assert scores[2, 0] == scores[0, 1] + 40  # another role


def test_somebody_who_names_no_language_is_not_taken_for_a_stranger() -> None:
    alike = {"seeks": "job", "offers": "job"}
    people = [profile(**alike), profile(**alike), profile(**alike, languages="")]
    scores = score_matrix(people)
    assert scores[0, 2] == scores[0, 1]


def test_nobody_and_one_person_have_tables_too() -> None:
    assert score_matrix([]).shape == (0, 0)
    assert score_matrix([profile()]).tolist() == [[NEVER]]


def test_lifting_raises_those_behind_and_keeps_blocks_and_range() -> None:
    scores = score_matrix(crowd(60), some_blocks(60))
    behind = np.r_[0, np.full(59, 500)]
    lifted = lift_those_behind(scores, behind)
    assert ((lifted == NEVER) == (scores == NEVER)).all()
    assert (lifted == lifted.T).all()
    assert lifted.max() == scores.max()
    possible = (scores > 100) & ~np.eye(60, dtype=bool)
    gain = lifted[possible] / scores[possible]
    first = (np.add.outer(np.arange(60) == 0, np.arange(60) == 0) > 0)[possible]
    assert gain[first].min() > 1.5 * gain[~first].max()


@pytest.mark.parametrize("worth_so_far", [[0, 0, 0], [5, 5, 5]])
def test_lifting_changes_nothing_while_nobody_is_behind(worth_so_far: list[int]) -> None:
    scores = score_matrix(crowd(3))
    assert (lift_those_behind(scores, worth_so_far) == scores).all()
