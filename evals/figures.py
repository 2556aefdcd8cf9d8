"""How is a figure written?

Shares have three places, counts none, money as many as it takes to tell two runs apart. A figure that does not exist is
a dash, never a zero. The minus is the one of the keyboard, so that a figure can be copied.
"""

from decimal import Decimal

from .metrics import Metric, Tally
from .significance import Interval, Spread

NONE = "–"


def figure(value: float | None, metric: Metric) -> str:
    """Return 0.933 for a share, 1.25 for so many a story."""
    if value is None:
        return NONE
    return f"{value:.3f}" if metric.share else f"{value:.2f}"


def difference(before: float | None, after: float | None, metric: Metric) -> str:
    """Return +0.021, or ±0 where nothing moved."""
    if before is None or after is None:
        return NONE
    text = f"{after - before:+.3f}" if metric.share else f"{after - before:+.2f}"
    return "±0" if not text.strip("+-0.") else text


def between(interval: Interval | None, metric: Metric, *, signed: bool = False) -> str:
    """Return the ends of an interval, with their signs where it is one of differences."""
    if interval is None:
        return NONE
    places = 3 if metric.share else 2
    sign = "+" if signed else ""
    return f"{interval.low:{sign}.{places}f} to {interval.high:{sign}.{places}f}"


def spread_of(spread: Spread | None, metric: Metric) -> str:
    """Return the lowest and the highest value of repeats, and their deviation."""
    if spread is None:
        return NONE
    return f"{figure(spread.low, metric)} to {figure(spread.high, metric)} (sd {spread.deviation:.3f})"


def tally(counts: Tally | None) -> str:
    """Return 14/15."""
    return f"{counts[0]}/{counts[1]}" if counts and counts[1] else NONE


def chance(p: float) -> str:
    """Return p to three places; what would be rounded to nothing is said to be less."""
    return f"{p:.3f}" if p >= 0.001 else "<0.001"


def money(cost: Decimal | None) -> str:
    """Return dollars, to the cent from ten dollars on and to a hundredth of a cent below."""
    if cost is None:
        return NONE
    return f"{cost:,.2f} USD" if abs(cost) >= 10 else f"{cost:.4f} USD"


def seconds(value: float) -> str:
    """Return 0.04 s, 12.3 s or 2 min 05 s."""
    if value >= 60:
        return f"{int(value) // 60} min {int(value) % 60:02d} s"
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"


def short_hash(digest: str) -> str:
    """Return the first twelve digits of a hash, without the name of its function."""
    return digest.rpartition(":")[2][:12] or NONE
