"""What does a command cost as a whole process?"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

CROSSEXAM = (sys.executable, "-m", "crossexam")


@dataclass(frozen=True)
class Cost:
    """Of one run: seconds on the clock and of the processor, and MiB of the largest of its processes."""

    wall: float
    cpu: float
    peak: float


def cost_of(command: Sequence[str], cwd: Path | None = None) -> Cost:
    """Run a command and return its cost and that of the processes that it started and waited for.

    Python may keep its compiled modules, as it does for users.

    Raises:
        subprocess.CalledProcessError: it ended with another status than 0.
    """
    begin = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2))


def compare(one: Sequence[str], other: Sequence[str], runs: int, cwd: Path | None = None) -> tuple[Cost, Cost, Cost]:
    """Run two commands in turn and return the median cost of each, and the median ratios of the first to the second.

    One uncounted run of each comes first. In turn, so that a machine whose speed drifts does not favour one.
    """
    cost_of(one, cwd), cost_of(other, cwd)
    pairs = [(cost_of(one, cwd), cost_of(other, cwd)) for _ in range(runs)]
    ratios = [Cost(a.wall / b.wall, a.cpu / b.cpu, a.peak / b.peak) for a, b in pairs]
    return _median([a for a, _ in pairs]), _median([b for _, b in pairs]), _median(ratios)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(median(c.wall for c in costs), median(c.cpu for c in costs), median(c.peak for c in costs))
