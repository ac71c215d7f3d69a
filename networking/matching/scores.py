"""How much two people have to give each other, as whole numbers from 0 to 1000."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from networking.matching.arrays import BEST, NEVER, Floats, Indices, Marks, Scores, Table

# Shares of a perfect score. Needs weigh most, and both sides' (Pizzato et al., RecSys 2010): no sales calls.
NEEDS, TOPICS, SECOND_LANGUAGE, OTHER_ROLE, OTHER_ORGANIZATION = 0.52, 0.33, 0.07, 0.04, 0.04
NO_COMMON_LANGUAGE = 0.1  # of the score: a partner to gesture with is still better than none
ENOUGH_WISHES = 2  # two wishes met are as good as all, so that a long list of wishes lowers no score
DEFICIT_WEIGHT = 3


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody's card says; empty means not said, which is never read as "nothing"."""

    seeks: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    role: str = ""
    organization: str = ""


def score_matrix(people: Sequence[Profile], blocks: Iterable[tuple[int, int]] = ()) -> Scores:
    """Score everybody with everybody: n × n, symmetric, 0…1000; −1 for oneself and either way of a block.

    What somebody left blank counts as the average of those in the same role: counted as nothing, it would
    make the owner of an empty card everybody's last choice.
    """
    roles = _labels(person.role for person in people)
    organizations = _labels(person.organization for person in people)
    speaks = _spoken([person.languages for person in people])
    worth = NEEDS * _needs(people, roles) + TOPICS * _interests(people, roles)
    worth += SECOND_LANGUAGE * (speaks >= 2)
    worth += OTHER_ROLE * _differ(roles) + OTHER_ORGANIZATION * _differ(organizations)
    worth[speaks == 0] *= NO_COMMON_LANGUAGE
    scores = _mirrored(np.rint(worth * BEST).astype(np.int16))
    np.fill_diagonal(scores, NEVER)
    for one, other in blocks:
        scores[one, other] = scores[other, one] = NEVER
    return scores


def lift_those_behind(scores: Scores, worth_so_far: npt.ArrayLike) -> Scores:
    """Weigh scores by how far each of the two is behind the average of what people got so far (n numbers).

    A factor, not a bonus: a bonus per person adds the same to every complete seating and changes nothing.
    """
    got = np.asarray(worth_so_far, dtype=np.float32)
    mean = got.mean() if got.size else 0.0
    if mean <= 0:
        return scores
    factor = 1 + DEFICIT_WEIGHT * (1 - got / mean).clip(0, 1)
    weighed = scores * (factor[:, None] + factor[None, :])
    top = weighed.max(initial=0)
    if top <= 0:
        return scores
    return np.where(scores < 0, scores, np.rint(weighed * (scores.max() / top)).astype(np.int16))


def _needs(people: Sequence[Profile], roles: Indices) -> Floats:
    """Rate how far each two meet each other's wishes: half the average of both directions, half the worse."""
    vocabulary = _vocabulary(person.seeks | person.offers for person in people)
    wishes = _indicators([person.seeks for person in people], vocabulary)
    wishes /= wishes.sum(axis=1, keepdims=True).clip(1, ENOUGH_WISHES)
    offers = _indicators([person.offers for person in people], vocabulary)
    met: Floats = np.minimum(_with_blanks_filled(wishes, roles) @ _with_blanks_filled(offers, roles).T, 1)
    rated: Floats = (met + met.T) / 4 + np.minimum(met, met.T) / 2
    return rated


def _interests(people: Sequence[Profile], roles: Indices) -> Floats:
    """Compare topics by cosine; a topic that few name weighs more (inverse document frequency)."""
    named = [person.topics for person in people]
    topics = _indicators(named, _vocabulary(named))
    topics *= np.log1p(len(people) / topics.sum(axis=0).clip(1))
    topics /= np.linalg.norm(topics, axis=1, keepdims=True).clip(1e-6)
    topics = _with_blanks_filled(topics, roles)
    return topics @ topics.T


def _spoken(languages: Sequence[frozenset[str]]) -> Floats:
    """Count the languages each two share; somebody who named none is taken to get by in one."""
    named = _indicators(languages, _vocabulary(languages))
    shared = named @ named.T
    silent = ~named.any(axis=1)
    shared[silent, :] = shared[:, silent] = 1
    return shared


def _with_blanks_filled(rows: Floats, roles: Indices) -> Floats:
    """Give each empty row the average row of its role, or everybody's where the whole role is blank."""
    known: Marks = rows.max(axis=1, initial=0) > 0
    if known.all() or not known.any():
        return rows
    sums = np.zeros((roles.max() + 1, rows.shape[1]), dtype=np.float32)
    np.add.at(sums, roles[known], rows[known])
    sizes = np.bincount(roles[known], minlength=len(sums))
    averages = sums / sizes.clip(1)[:, None]
    averages[sizes == 0] = rows[known].mean(axis=0)
    return np.where(known[:, None], rows, averages[roles])


def _vocabulary(sets: Iterable[frozenset[str]]) -> dict[str, int]:
    return {tag: column for column, tag in enumerate(sorted(frozenset().union(*sets)))}


def _indicators(sets: Sequence[frozenset[str]], vocabulary: dict[str, int]) -> Floats:
    table = np.zeros((len(sets), len(vocabulary)), dtype=np.float32)
    for row, tags in enumerate(sets):
        table[row, [vocabulary[tag] for tag in tags]] = 1
    return table


def _labels(names: Iterable[str]) -> Indices:
    """Number the names; everybody who gave none gets number 0."""
    numbers: dict[str, int] = {"": 0}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.intp)


def _differ(labels: Indices) -> Table:
    """Tell who differs from whom; what is not known counts as different."""
    unknown: Marks = labels == 0
    differ: Table = labels[:, None] != labels[None, :]
    return differ | unknown[:, None] | unknown[None, :]


def _mirrored(scores: Scores) -> Scores:
    """Copy the upper triangle down: products of floats may round differently on either side."""
    upper = np.triu(scores, 1)
    return upper + upper.T
