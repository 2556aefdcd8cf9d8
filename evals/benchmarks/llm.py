"""How long does the LLM engine take beside the server that it waits for, and what does it ask?

python -m crossexam.evals.benchmarks.llm

The server runs here and answers everything after half a second. The engine runs in a process of its own, which has
checked the seeds once before: what libraries and word lists take to load is left out, but for the whole commands.
"""

import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from ...pipeline.batch import check_batch, tasks_of
from ...pipeline.check import check
from ...pipeline.llm.engine import LlmEngine
from ...pipeline.llm.settings import Settings
from ...schemas import Usage
from ..model_server import ModelServer
from .answers import answers
from .measure import CROSSEXAM, compare, cost_of
from .stories import make_stories

_SEED = Path(__file__).parents[2] / "seeds" / "libya-2019"
_LATENCY = 0.5
_STORIES = 20
_SLACK, _WARM = 1.25, 1.3
_RUNS = 7


@dataclass(frozen=True)
class Timed:
    """What one run took, in seconds on the clock, and asked."""

    wall: float
    usage: Usage


def main() -> None:
    """Print what the five seeds, a rerun of them and 20 stories take."""
    with tempfile.TemporaryDirectory() as name, ModelServer() as server:
        here = Path(name)
        server.decide = lambda _: answers()
        make_stories(_SEED, here / "stories", _STORIES)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
            settings = Settings(base_url=server.url, model="m", offline=True, cache_dir=here / "cache")
            elsewhere.submit(check_seeds, settings.model_copy(update={"cache_dir": here / "other"})).result()
            server.delay, server.peak = _LATENCY, 0
            one = elsewhere.submit(check_seeds, settings).result()
            chain = sum(stage.calls > 0 for stage in one.usage.stages.values())
            _print("five seeds", one, server.peak)
            _hold(one.wall, chain * _LATENCY, _SLACK, f"{chain} calls one after the other, {chain * _LATENCY:.1f} s")
            first = cost_of(_command(settings.model_copy(update={"cache_dir": here / "third"})), here)
            print(f"whole command, start-up and libraries included: {first.wall:.2f} s\n")
            rerun, local, ratio = compare(_command(settings), _command(None), _RUNS, here)
            print(f"whole command, nothing to ask: {rerun.wall:.2f} s, local engine {local.wall:.2f} s")
            _hold(ratio.wall, 1, _WARM, "the local engine")
            server.peak = 0
            many = elsewhere.submit(check_stories, settings, here / "stories", here / "out").result()
            _print(f"{_STORIES} stories", many, server.peak)
            least = many.usage.calls * _LATENCY / settings.concurrency
            asked = f"{many.usage.calls} calls, {settings.concurrency} at a time"
            _hold(many.wall, least, _SLACK, f"{asked}, {least:.1f} s")


def check_seeds(settings: Settings) -> Timed:
    """Check the seeds with the LLM engine."""
    begin = time.perf_counter()
    report = check(_SEED, LlmEngine(settings))
    return Timed(time.perf_counter() - begin, report.usage)


def check_stories(settings: Settings, folder: Path, out: Path) -> Timed:
    """Check stories as one batch."""
    engine = LlmEngine(settings)
    begin = time.perf_counter()
    check_batch("stories", tasks_of(folder, out), out, engine, None, lambda _: None)
    return Timed(time.perf_counter() - begin, engine.usage())


def _command(settings: Settings | None) -> list[str]:
    """Return a command that checks the seeds with the LLM engine, or with the local one."""
    command = [*CROSSEXAM, "check", str(_SEED), "--again", "--json"]
    if settings is None:
        return [*command, "--out", "local"]
    server = ["--base-url", settings.base_url, "--model", "m", "--cache-dir", str(settings.cache_dir)]
    return [*command, "--out", "llm", "--engine", "llm", "--offline", *server]


def _print(name: str, timed: Timed, peak: int) -> None:
    usage = timed.usage
    print(f"{name}: {timed.wall:.2f} s, {usage.calls} calls ({usage.retries} retries), {usage.cached} cached, ", end="")
    print(f"{usage.prompt_tokens:,} + {usage.completion_tokens:,} tokens, {peak} in flight at most")
    for stage, part in usage.stages.items():
        print(f"  {stage:<14}{part.calls:>4} calls{part.cached:>5} cached")


def _hold(wall: float, least: float, slack: float, what: str) -> None:
    within = "within" if wall <= slack * least else "NOT WITHIN"
    print(f"  {wall / least:.2f} times {what}: {within} {slack}\n", flush=True)


if __name__ == "__main__":
    main()
