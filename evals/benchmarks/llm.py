"""How long does the LLM engine take beside the server that it waits for, and what does it ask?

python -m crossexam.evals.benchmarks.llm

The server runs here and answers everything after half a second. The engine runs in a process of its own, in which the
libraries are imported before the clock starts.
"""

import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

from ...pipeline.batch import check_batch, tasks_of
from ...pipeline.check import check
from ...pipeline.llm.engine import LlmEngine
from ...pipeline.llm.settings import Settings
from ...schemas import Usage
from ..model_server import ModelServer, says
from .answers import answer_to
from .stories import make_stories

_SEED = Path(__file__).parents[2] / "seeds" / "libya-2019"
_LATENCY = 0.5
_STORIES = 20
_SLACK, _WARM = 1.25, 1.3
_TIMES = 5


@dataclass(frozen=True)
class Timed:
    """What one run took, in seconds on the clock, and asked."""

    wall: float
    usage: Usage


def main() -> None:
    """Print what the five seeds, 20 stories and a rerun of the seeds take."""
    with tempfile.TemporaryDirectory() as name, ModelServer(_LATENCY) as server:
        here = Path(name)
        server.decide = lambda _: says(answer_to)
        make_stories(_SEED, here / "stories", _STORIES)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
            elsewhere.submit(warm_up).result()
            settings = Settings(base_url=server.url, model="m", offline=True, cache_dir=here / "cache")
            one = elsewhere.submit(check_seeds, settings).result()
            chain = sum(stage.calls > 0 for stage in one.usage.stages.values())
            _print("five seeds", one, server.peak)
            _hold(one.wall, chain * _LATENCY, _SLACK, f"{chain} calls one after the other")
            again = elsewhere.submit(check_seeds, settings, _TIMES).result()
            local = elsewhere.submit(check_locally, _TIMES).result()
            _print("five seeds, all answers known", again, 0)
            _hold(again.wall, local, _WARM, "the local engine")
            server.peak = 0
            many = elsewhere.submit(check_stories, settings, here / "stories", here / "out").result()
            _print(f"{_STORIES} stories", many, server.peak)
            at_once = many.usage.calls * _LATENCY / settings.concurrency
            _hold(many.wall, at_once, _SLACK, f"{many.usage.calls} calls, {settings.concurrency} at a time")


def warm_up() -> None:
    """Import what a first call imports."""
    for name in ("instructor.core.exceptions", "instructor.core.hooks", "openai.resources.chat", "tenacity"):
        import_module(name)
    check(_SEED)


def check_seeds(settings: Settings, times: int = 1) -> Timed:
    """Check the seeds with the LLM engine, and again if there are more times than one; return the quickest."""
    runs = []
    for _ in range(times):
        begin = time.perf_counter()
        report = check(_SEED, LlmEngine(settings))
        runs.append(Timed(time.perf_counter() - begin, report.usage))
    return min(runs, key=lambda run: run.wall)


def check_locally(times: int) -> float:
    """Return the seconds that the local engine takes for the seeds when it is quickest."""
    walls = []
    for _ in range(times):
        begin = time.perf_counter()
        check(_SEED)
        walls.append(time.perf_counter() - begin)
    return min(walls)


def check_stories(settings: Settings, folder: Path, out: Path) -> Timed:
    """Check stories as one batch."""
    engine = LlmEngine(settings)
    begin = time.perf_counter()
    check_batch("stories", tasks_of(folder, out), out, engine, None, lambda _: None)
    return Timed(time.perf_counter() - begin, engine.usage())


def _print(name: str, timed: Timed, peak: int) -> None:
    usage = timed.usage
    print(f"{name}: {timed.wall:.2f} s, {usage.calls} calls ({usage.retries} again), {usage.cached} known, ", end="")
    print(f"{usage.prompt_tokens:,} + {usage.completion_tokens:,} tokens, {peak} in flight at most")
    for stage, part in usage.stages.items():
        print(f"  {stage:<14}{part.calls:>4} calls{part.cached:>5} known")


def _hold(wall: float, least: float, slack: float, what: str) -> None:
    within = "within" if wall <= slack * least else "NOT WITHIN"
    print(f"  {wall / least:.2f} of {least:.2f} s ({what}): {within} {slack}\n", flush=True)


if __name__ == "__main__":
    main()
