"""Meeting somebody now: whom to pair among those waiting, and for whom to hold out a little longer."""

from collections.abc import Sequence

import numpy as np

from networking.matching.arrays import Floats, Indices, Scores

CHOOSY = 0.97  # at first only the best 3 % of those present will do
PATIENCE_SECONDS, SMALL_CROWD_PATIENCE_SECONDS, SMALL_CROWD = 90.0, 60.0, 50


def propose(
    scores: Scores,
    waiting: Sequence[int],
    waited_seconds: Sequence[float],
    *,
    present: Sequence[int] | None = None,
) -> list[tuple[int, int]]:
    """Propose pairs among those waiting, the best first, nobody in two.

    `scores` are n × n as from `score_matrix`, −1 for never; `waiting` are indices into them, `waited_seconds`
    as long (`math.inf` for somebody who takes anyone); `present` are all by whom people are measured, by
    default everybody. Two are paired when each ranks high enough among all who are possible for the other;
    what is high enough falls, with the longer of the two waits, to nothing. By rank, not by score, nobody
    starves for having an empty card.
    """
    crowd = np.arange(len(scores)) if present is None else np.asarray(present, dtype=np.intp)
    queue = np.asarray(waiting, dtype=np.intp)
    waits = np.asarray(waited_seconds, dtype=np.float32)
    if queue.shape != waits.shape:
        raise ValueError(f"{len(queue)} people wait, but {len(waits)} waits are given")
    ranks = _mutual_ranks(scores, queue, crowd)
    longer = np.maximum(waits[:, None], waits[None, :])
    allowed = (scores[np.ix_(queue, queue)] >= 0) & (ranks >= _threshold(longer, len(crowd)))
    ones, others = np.nonzero(np.triu(allowed, 1))
    worth = scores[queue[ones], queue[others]]
    best_first = np.lexsort((-waits[ones] - waits[others], -worth, -ranks[ones, others]))
    return _taken_in_turn(queue[ones[best_first]].tolist(), queue[others[best_first]].tolist())


def _mutual_ranks(scores: Scores, queue: Indices, crowd: Indices) -> Floats:
    """Rank each two by the lesser of both views: the share of the possible partners who are no better."""
    ranks = np.empty((len(queue), len(queue)), dtype=np.float32)
    for row, person in enumerate(queue):
        measure = np.sort(scores[person, crowd])
        measure = measure[measure >= 0]
        ranks[row] = np.searchsorted(measure, scores[person, queue], side="right") / max(len(measure), 1)
    return np.minimum(ranks, ranks.T)


def _threshold(waits: Floats, crowd: int) -> Floats:
    patience = PATIENCE_SECONDS if crowd >= SMALL_CROWD else SMALL_CROWD_PATIENCE_SECONDS
    return CHOOSY * (1 - waits / patience).clip(0)


def _taken_in_turn(ones: list[int], others: list[int]) -> list[tuple[int, int]]:
    taken: set[int] = set()
    proposed = []
    for one, other in zip(ones, others, strict=True):
        if taken.isdisjoint((one, other)):
            taken |= {one, other}
            proposed.append((min(one, other), max(one, other)))
    return proposed
