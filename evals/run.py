"""Run labelled cases through an engine and score what comes out."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb

from ..pipeline.check import check_story, run_to_end
from ..pipeline.data import fingerprint
from ..pipeline.ingest import read_story
from ..pipeline.stages import Engine, opened
from ..schemas import Report
from .cases import Case
from .engines import for_repeat, parameters_of, prompts_of, versions
from .lint import refuse_faulty
from .metrics import METRIC_VERSION
from .records import CaseResult, Failure, Run
from .scoring import score, score_failure

Progress = Callable[[CaseResult], None]
"""Called with each result as soon as it is there."""

_LONGEST_MESSAGE = 500


def run_cases(
    cases: Sequence[Case],
    engine: Engine,
    *,
    repeats: int = 1,
    at_once: int = 4,
    name: str = "",
    progress: Progress = lambda _: None,
) -> Run:
    """Run every case through an engine, `repeats` times, and return the record.

    Args:
        cases: sound ones; see `crossexam eval lint`.
        engine: one for the whole run, so that its limits and its budget hold for all of it.
        repeats: how often; more than once for an engine whose answers may vary.
        at_once: how many stories the engine may work on at a time.
        name: what the record calls the run; engine and time where it is empty.
        progress: told of every result.

    Raises:
        BadCase: the labels of a case are faulty. Nothing was run then.

    Whatever an engine raises ends its case and no other: the case counts as failed.
    """
    refuse_faulty(list(cases))
    started = datetime.now(UTC)
    clock = time.perf_counter()
    results = run_to_end(_run_all(cases, engine, repeats, at_once, progress), waits=True)
    return Run(
        metric_version=METRIC_VERSION,
        name=name or f"{engine.name}-{started:%Y%m%d-%H%M%S}-{started.microsecond // 1000:03d}",
        started=started.isoformat(timespec="milliseconds"),
        engine=engine.name,
        repeats=repeats,
        parameters=parameters_of(engine),
        prompts=prompts_of(engine) | {stage: digest for case in results for stage, digest in case.prompts.items()},
        versions=versions(),
        data=f"sha256:{fingerprint()}",
        seconds=round(time.perf_counter() - clock, 3),
        cases=tuple(results),
    )


async def _run_all(
    cases: Sequence[Case], engine: Engine, repeats: int, at_once: int, progress: Progress
) -> list[CaseResult]:
    limit = asyncio.Semaphore(at_once)

    async def run(case: Case, index: int, variant: Engine) -> CaseResult:
        async with limit:
            result = await _run_one(case, index, variant)
        progress(result)
        return result

    variants = [for_repeat(engine, index) for index in range(repeats)]
    async with opened(engine):
        return await asyncio.gather(*(run(case, i, variant) for i, variant in enumerate(variants) for case in cases))


async def _run_one(case: Case, index: int, engine: Engine) -> CaseResult:
    clock = time.perf_counter()
    # Gathered rather than caught: an engine may raise anything, and its own bug must fail the case and not the run.
    (outcome,) = await asyncio.gather(_check(case, engine), return_exceptions=True)
    seconds = round(time.perf_counter() - clock, 3)
    if isinstance(outcome, Exception):
        return CaseResult(
            name=case.name,
            repeat=index,
            hash=case.hash,
            failure=_failure(outcome),
            scored=score_failure(case.labels),
            seconds=seconds,
        )
    if isinstance(outcome, BaseException):
        raise outcome
    return CaseResult(
        name=case.name,
        repeat=index,
        hash=case.hash,
        scored=score(case.labels, outcome),
        findings=outcome.findings,
        not_judged=outcome.not_judged,
        usage=outcome.usage,
        seconds=seconds,
        model=outcome.tool.model,
        prompts=outcome.tool.prompts,
    )


async def _check(case: Case, engine: Engine) -> Report:
    # The folder of a case's articles is called "articles": the report should have the story's name.
    story = replace(read_story(Path(case.articles)), name=case.name)
    return await check_story(story, engine)


def _failure(error: Exception) -> Failure:
    frames = extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    message = " ".join(str(error).split())
    return Failure(type=type(error).__name__, message=message[:_LONGEST_MESSAGE], where=where)
