"""How fast is a batch, how large does it grow, and what does a second process bring?

python -m crossexam.evals.benchmarks.batch [STORIES]
"""

import math
import os
import sys
import tempfile
from pathlib import Path

from .measure import CROSSEXAM, Cost, cost_of
from .stories import make_stories, make_story

_SEED = Path(__file__).parents[2] / "seeds" / "libya-2019"
_ARTICLES = 5
_LARGE = 500
_RUNS = 2
"""Other work on the machine only ever makes a run slower."""


def main(stories: int = 1000) -> None:
    """Print the cost of a tenth of the stories, of all with one and two processes, and of one large story."""
    tenth = max(1, stories // 10)
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        make_stories(_SEED, here / "all", stories)
        make_stories(_SEED, here / "tenth", tenth)
        make_story(_SEED, here / "large", _LARGE)
        print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; each the best of {_RUNS} runs")
        print(f"{'':<38}{'wall':>10}{'cpu':>10}{'articles/s':>12}{'peak':>10}")
        few = _timed(f"{tenth} stories, --jobs 1", here, tenth * _ARTICLES, "tenth", "--jobs", "1", "--again")
        one = _timed(f"{stories} stories, --jobs 1", here, stories * _ARTICLES, "all", "--jobs", "1", "--again")
        two = _timed(f"{stories} stories, --jobs 2", here, stories * _ARTICLES, "all", "--jobs", "2", "--again")
        _timed(f"{stories} stories, nothing changed", here, stories * _ARTICLES, "all", "--jobs", "2")
        _timed(f"one story of {_LARGE} articles", here, _LARGE, "large", "--again")
        print(f"\n--jobs 2 takes {two.wall / one.wall:.2f} of the time of --jobs 1 (cpu: {two.cpu / one.cpu:.2f})")
        print(f"cpu grows as stories^{math.log(one.cpu / few.cpu) / math.log(stories / tenth):.2f}")
        print(f"memory grows by {one.peak - few.peak:.1f} MiB from {tenth} stories to {stories}")


def _timed(label: str, here: Path, articles: int, *arguments: str) -> Cost:
    costs = [cost_of([*CROSSEXAM, "check", *arguments], here) for _ in range(_RUNS)]
    cost = Cost(min(c.wall for c in costs), min(c.cpu for c in costs), max(c.peak for c in costs))
    rate = articles / cost.wall
    print(f"{label:<38}{cost.wall:>8.1f} s{cost.cpu:>8.1f} s{rate:>12.0f}{cost.peak:>6.0f} MiB", flush=True)
    return cost


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
