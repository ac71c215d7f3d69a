"""What everybody's place in this round is worth, and who is therefore worth asking for whom."""

import numpy as np

from networking.matching.arrays import NOT_ALLOWED, Edges, Floats, Worth, edges_of

# From one spread of the worth down to a twentieth. Cold prices alone let a few sought-after people fill all
# lists; warm ones alone blur who fits whom. Cooling gives lists that hold the best seating to 0.9998.
TEMPERATURES = np.geomspace(1, 0.05, 14)
ROWS_AT_A_TIME = 256  # stays in the cache, and lets other threads run in between
UNTHINKABLE = np.float32(-1e9)
LOWEST_PRICE = np.float32(-30_000)


def best_prospects(worth: Worth, *, each: int) -> Edges:
    """List for every person the `each` partners with whom most is left after the partner's price.

    Prices never change which seating of everybody is best, since each place is paid for once; but they take
    the sought-after off the lists of those who would not get them.
    """
    people = len(worth)
    listed = min(each, people - 1)
    value = np.where(worth == NOT_ALLOWED, UNTHINKABLE, worth)
    prices = _prices(value, _spread(worth))
    nearest = np.empty((people, listed), dtype=np.intp)
    lots = np.random.default_rng(0)  # equals are drawn by lot: in order of index all would list the same few
    for rows in _slices(people):
        gains = value[rows] - prices
        gains += lots.random(gains.shape, dtype=np.float32)
        nearest[rows] = np.argpartition(gains, people - listed, axis=1)[:, people - listed :]
    return edges_of(worth, np.repeat(np.arange(people), listed), nearest.ravel())


def _prices(value: Floats, spread: float) -> Floats:
    """Approximate the dual prices of the seating: n floats (Sinkhorn's scaling, damped, cooled down).

    Each sweep moves a price half way to what the place would fetch: the soft maximum over partners j of
    value_ij − price_j, which at temperature 0 is the maximum.
    """
    prices = np.zeros(len(value), dtype=np.float32)
    for temperature in (TEMPERATURES * spread).tolist():
        fetched = [_soft_maximum(value[rows] - prices, temperature) for rows in _slices(len(value))]
        prices = (prices + np.concatenate(fetched).clip(LOWEST_PRICE)) / 2
    return prices


def _spread(worth: Worth) -> float:
    allowed = worth[worth != NOT_ALLOWED]
    return max(1.0, float(allowed.std())) if allowed.size else 1.0


def _soft_maximum(gains: Floats, temperature: float) -> Floats:
    best = gains.max(axis=1)
    gains -= best[:, None]
    gains /= temperature
    softened: Floats = best + temperature * np.log(np.exp(gains, out=gains).sum(axis=1))
    return softened


def _slices(people: int) -> list[slice]:
    return [slice(start, start + ROWS_AT_A_TIME) for start in range(0, people, ROWS_AT_A_TIME)]
