"""How good is a round of pairs, what does it cost, and do live sockets notice? `python -m bench.rounds`

Quality is the share of an upper bound: half of the best permutation without fixed points. Seconds are of
processor time, the median of three runs. Lag is how late a 5 ms ticker of an event loop is at worst while
rounds are made in a thread beside it; `lag_alone_ms` is the same beside nothing, and not little on a busy
machine. Compared with `pair`: scipy's assignment of everybody to everybody, cut into pairs; the best pair
first; and pairs by lot.
"""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy
from scipy.optimize import linear_sum_assignment

from bench.machine import commit, description
from networking.matching.arrays import NOBODY, NOT_ALLOWED, Indices, Mates, Scores, Worth, idle, pairs
from networking.matching.assignment import cut_rings
from networking.matching.rounds import pair
from networking.matching.scores import score_matrix
from tests.networking.matching.population import crowd, some_blocks

RESULTS = Path(__file__).parent / "results" / "rounds.json"
SIZES = (100, 500, 2_000)
RUNS, ROUNDS, TICK_SECONDS = 3, 10, 0.005
FORBIDDEN = -1_000_000.0
COLUMNS = {
    "population": 24,
    "people": 8,
    "method": 18,
    "quality": 9,
    "idle": 6,
    "cpu_seconds": 13,
    "lag_ms": 8,
}

Row = dict[str, Any]
Method = Callable[[Scores], Mates]


def main() -> None:
    """Measure, print a table, and write the results with the machine and the commit they are from."""
    print("".join(f"{name:>{width}}" for name, width in COLUMNS.items()))
    alone = asyncio.run(_worst_lag_ms(lambda: time.sleep(1)))
    rows = []
    for row in _measurements():
        print("".join(f"{row.get(name, ''):>{width}}" for name, width in COLUMNS.items()), flush=True)
        rows.append(row)
    RESULTS.parent.mkdir(exist_ok=True)
    machine = description() | {"numpy": np.__version__, "scipy": scipy.__version__, "lag_alone_ms": alone}
    found = {"commit": commit(), "machine": machine, "rows": rows}
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")


def ours(scores: Scores) -> Mates:
    """Make a round as the product does."""
    mates = np.full(len(scores), NOBODY, dtype=np.intp)
    ones, others = np.array([group[:2] for group in pair(scores)]).T
    mates[ones], mates[others] = others, ones
    return mates


def dense_assignment(scores: Scores) -> Mates:
    """Assign everybody to anybody, and cut the rings."""
    return cut_rings(_best_permutation(scores), _worth(scores))


def best_pair_first(scores: Scores) -> Mates:
    """Take the best pair of those left, again and again."""
    ones, others = np.nonzero(np.triu(scores >= 0, 1))
    return _taken_in_turn(ones, others, np.argsort(-scores[ones, others], kind="stable"))


def by_lot(scores: Scores) -> Mates:
    """Take any allowed pair."""
    ones, others = np.nonzero(np.triu(scores >= 0, 1))
    return _taken_in_turn(ones, others, np.random.default_rng(1).permutation(len(ones)))


def _measurements() -> Iterator[Row]:
    for size in SIZES:
        scores = score_matrix(crowd(size), some_blocks(size))
        for method in (ours, dense_assignment, best_pair_first, by_lot):
            lag = asyncio.run(_worst_lag_ms(partial(method, scores)))
            yield _measured("forum, first round", [scores], method) | {"lag_ms": lag}
        yield _measured("forum, ten rounds", _ten_rounds(scores), ours)
        yield _measured("a tenth are stars", [_with_stars(size)], ours)
        if size > SIZES[0]:  # below, not everybody can be seated, and there is no bound
            yield _measured("95 % of pairs forbidden", [_mostly_forbidden(scores)], ours)


def _measured(population: str, tables: list[Scores] | Iterator[Scores], method: Method) -> Row:
    """Measure a method on one round or several: the mean quality, the people idle, the median time."""
    shares, seconds, alone = [], [], 0
    for scores in tables:
        for _ in range(RUNS):
            start = time.process_time()
            mates = method(scores)
            seconds.append(time.process_time() - start)
        shares.append(_value(scores, mates) / _upper_bound(scores))
        alone += len(idle(mates))
    return {
        "population": population,
        "people": len(mates),
        "method": method.__name__,
        "quality": round(float(np.mean(shares)), 4),
        "worst_quality": round(min(shares), 4),
        "idle": alone,
        "cpu_seconds": round(median(seconds), 4),
    }


async def _worst_lag_ms(work: Callable[[], object]) -> int:
    """Tick while the work is done again and again in a thread, and return how late the latest tick was."""
    done = asyncio.get_running_loop().run_in_executor(None, lambda: [work() for _ in range(RUNS)])
    worst, due = 0.0, time.perf_counter() + TICK_SECONDS
    while not done.done():
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        worst = max(worst, time.perf_counter() - due)
        due = time.perf_counter() + TICK_SECONDS
    await done
    return round(1000 * worst)


def _ten_rounds(scores: Scores) -> Iterator[Scores]:
    """Yield the scores of each round, those who met before forbidden."""
    left = scores.copy()
    for _ in range(ROUNDS):
        yield left
        ones, others = pairs(ours(left))
        left = left.copy()
        left[ones, others] = left[others, ones] = -1


def _mostly_forbidden(scores: Scores) -> Scores:
    forbidden = np.triu(np.random.default_rng(1).random(scores.shape) < 0.95, 1)
    left: Scores = scores.copy()
    left[forbidden | forbidden.T] = -1
    return left


def _with_stars(size: int) -> Scores:
    stars = np.arange(size) % 10 == 0
    lots = np.random.default_rng(1).integers(100, 200, (size, size))
    scores: Scores = np.triu(lots + 700 * (stars[:, None] | stars[None, :]), 1).astype(np.int16)
    scores += scores.T
    np.fill_diagonal(scores, -1)
    return scores


def _taken_in_turn(ones: Indices, others: Indices, order: Indices) -> Mates:
    mates = [NOBODY] * (int(others.max()) + 1)
    for one, other in zip(ones[order].tolist(), others[order].tolist(), strict=True):
        if mates[one] == mates[other] == NOBODY:
            mates[one], mates[other] = other, one
    return np.array(mates, dtype=np.intp)


def _value(scores: Scores, mates: Mates) -> int:
    return int(scores[pairs(mates)].sum(dtype=np.int64))


def _upper_bound(scores: Scores) -> float:
    return float(_bounded(scores)[np.arange(len(scores)), _best_permutation(scores)].sum()) / 2


def _best_permutation(scores: Scores) -> Indices:
    permutation: Indices = linear_sum_assignment(_bounded(scores), maximize=True)[1]
    return permutation


def _bounded(scores: Scores) -> npt.NDArray[np.float64]:
    bounded: npt.NDArray[np.float64] = np.where(scores < 0, FORBIDDEN, scores.astype(np.float64))
    return bounded


def _worth(scores: Scores) -> Worth:
    worth: Worth = np.where(scores < 0, NOT_ALLOWED, scores)
    return worth


if __name__ == "__main__":
    main()
