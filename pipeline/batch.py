"""How are many stories checked, each once, whatever interrupts the run?

A story's result folder is the only state. A finished result whose inputs, engine and settings have not changed is
taken as it is; everything else is done again. So a batch that was killed carries on where it stopped, and ends with
the same bytes as one that was not. Beside the summary, a batch holds the work of one story for each job in memory.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .. import __version__
from ..schemas import Report, StorySummary, Summary
from .check import LOCAL, check_story, engine_named, run_to_end
from .errors import (
    BadDataFile,
    BadRecording,
    BadResult,
    BadSettings,
    CannotWrite,
    CrossexamError,
    NothingToRead,
    RunStopped,
    UnknownEngine,
)
from .filenames import file_names
from .fingerprint import made_of, printable
from .ingest import read_story, stories_in
from .report import FORMS
from .results import FINDINGS, RUN, finished, is_result, write_result
from .stages import Engine, Metered, opened
from .storage import put, sync, writing_in

SUMMARY = "summary.json"
INDEX = "index.html"
_NOT_FOR_STORIES = (SUMMARY, INDEX, RUN, FINDINGS)
_AT_ONCE = 8
"""Stories under way at a time where an engine waits for something and does not say how many suit it."""
_ENDS_THE_BATCH = (BadDataFile, BadRecording, BadSettings, UnknownEngine)
"""What is wrong with one story in the same way as with all others."""


@dataclass(frozen=True)
class Task:
    """A story's folder and where its result goes."""

    story: Path
    result: Path
    forms: tuple[str, ...] = ()
    again: bool = False
    """Check it also where a finished result is there."""


@dataclass(frozen=True)
class Outcome:
    """What came of a task. `report` is None where a finished result was there."""

    task: Task
    summary: StorySummary
    report: Report | None = None


async def check_into(task: Task, engine: Engine, told: Callable[[str], None] = lambda _: None) -> Outcome:
    """Check one story and write its result, unless a finished one is there.

    `told` hears what is being done: "reading", "examining", "writing".

    Raises:
        NothingToRead: there is no article in the story.
        CannotWrite: its result cannot be written.
    """
    told("reading")
    made = made_of(task.story, engine)
    if not task.again and (summary := finished(task.result, made.fingerprint, task.forms)):
        return Outcome(task, summary)
    story = read_story(task.story)
    told("examining")
    report = await check_story(story, engine)
    told("writing")
    return Outcome(task, write_result(task.result, report, made, task.forms), report)


def tasks_of(folder: Path, out: Path, forms: tuple[str, ...] = (), *, again: bool = False) -> list[Task]:
    """Return a task for each story in a folder, by name, each with a result folder of its own in `out`.

    Results that lie in the folder are not taken for stories.

    Raises:
        NothingToRead: there is no story.
    """
    stories = [story for story in stories_in(folder) if not holds_results(story)]
    if not stories:
        raise NothingToRead(f"{folder}: no article and no folder of articles is here")
    names = {str(story.relative_to(folder)): story for story in stories}
    results = file_names(names, reserved=_NOT_FOR_STORIES)
    return [Task(story, out / results[name], forms, again) for name, story in names.items()]


def check_batch(
    name: str,
    tasks: list[Task],
    out: Path,
    engine: str | Engine,
    jobs: int | None,
    told: Callable[[StorySummary], None],
) -> Summary:
    """Check stories, each in a result folder in `out`, write a summary of all there and return it.

    A story that cannot be checked stands in the summary with its error, and the others go on.

    Args:
        name: of the batch.
        tasks: as `tasks_of` gives them.
        out: made where it is missing.
        engine: "local" runs in processes of its own, any other, by its name or itself, in this one, with several
            stories under way that share what it keeps open.
        jobs: how many at a time; None for 1 process, or for as many as suit a server.
        told: hears of each story when it is done, in the order in which they are.

    Raises:
        CannotWrite: the summary cannot be written.
        BadSettings: the engine cannot start.
        BadDataFile: a word list or table is broken.
        BadRecording: a replay has no recording to go by.
    """
    _claim(out)
    done: dict[Path, StorySummary] = {}

    def settle(task: Task, summary: StorySummary) -> None:
        done[task.story] = summary.model_copy(update={"folder": task.result.name})
        told(done[task.story])

    used = engine if isinstance(engine, str) else engine.name
    if used == LOCAL:
        for task, summary in _in_processes(tasks, LOCAL, jobs or 1):
            settle(task, summary)
    else:
        waiting = engine_named(engine) if isinstance(engine, str) else engine
        at_once = waiting.at_once if isinstance(waiting, Metered) else _AT_ONCE
        run_to_end(_in_one_loop(tasks, waiting, jobs or at_once, settle), waits=True)
    stories = tuple(done[task.story] for task in tasks)
    whole = Summary(name=name, version=__version__, engine=used, stories=stories)
    _write(whole, out, with_index="html" in tasks[0].forms)
    return whole


def read_summary(out: Path) -> Summary:
    """Return the summary that a batch left in a folder.

    Raises:
        BadResult: there is none, or it is broken.
    """
    try:
        return Summary.model_validate_json((out / SUMMARY).read_bytes())
    except OSError as fault:
        raise BadResult(f"{out / SUMMARY}: {fault.strerror}") from fault
    except ValueError as fault:
        raise BadResult(f"{out / SUMMARY}: was not written by this version of crossexam") from fault


def holds_results(folder: Path) -> bool:
    """Whether a folder holds what crossexam wrote, of one story or of a batch."""
    if is_result(folder):
        return True
    try:
        read_summary(folder)
    except BadResult:
        return False
    return True


def _claim(out: Path) -> None:
    """Make the folder of results. It may hold other files, but nothing that the summary would overwrite."""
    if is_result(out):
        raise CannotWrite(f"{out}: holds the result of one story; choose another folder for a batch")
    if (out / SUMMARY).exists():
        try:
            read_summary(out)
        except BadResult as fault:
            raise CannotWrite(f"{fault}; choose another folder") from fault
    elif (out / INDEX).exists():
        raise CannotWrite(f"{out / INDEX}: was not written by crossexam; choose another folder")
    with writing_in(out):
        pass


def _write(summary: Summary, out: Path, *, with_index: bool) -> None:
    """Write the summary, then the page over it: a page without a summary would look like somebody else's."""
    with writing_in(out):
        put(out / SUMMARY, (summary.model_dump_json(indent=2) + "\n").encode())
        if with_index:
            put(out / INDEX, _index_of(summary).encode())
        else:
            (out / INDEX).unlink(missing_ok=True)
        sync(out)


def _index_of(summary: Summary) -> str:
    from .report.index import Entry, render_index

    entries = [
        Entry(
            name=story.story,
            href=f"{story.folder}/{FORMS['html']}",
            title=story.title,
            articles=story.articles,
            major=story.major,
            minor=story.minor,
            not_judged=story.not_judged,
            failed=story.error,
        )
        for story in summary.stories
    ]
    return render_index(entries, summary.name)


def _in_processes(tasks: list[Task], engine: str, jobs: int) -> Iterator[tuple[Task, StorySummary]]:
    """Yield what came of each story of a batch whose engine needs the processor. Even one job is a process of its own.

    So a story that takes all memory, or crashes the interpreter, costs that story and not the batch.
    """
    from .workers import Died, in_processes

    for task, result in in_processes(partial(_check_alone, engine), tasks, min(jobs, len(tasks))):
        if isinstance(result, Died):
            yield task, _failed(task, f"the process that checked it ended with status {result.status}")
        elif isinstance(result, StorySummary):
            yield task, result
        else:
            raise result


def _check_alone(engine: str, task: Task) -> StorySummary | CrossexamError:
    """Check one story in a process of its own; an error that ends the batch is returned for the parent to raise."""
    try:
        return run_to_end(check_into(task, engine_named(engine)), waits=engine != LOCAL).summary
    except _ENDS_THE_BATCH as fault:
        return fault
    except CrossexamError as fault:
        return _failed(task, fault)


async def _in_one_loop(
    tasks: list[Task], engine: Engine, jobs: int, settle: Callable[[Task, StorySummary], None]
) -> None:
    """Check the stories of a batch whose engine waits for a server, `jobs` of them under way at a time.

    When the engine can do no more, what is finished still counts and the rest is named with the reason.
    """
    from asyncio import TaskGroup

    waiting = iter(tasks)
    stopped: list[RunStopped] = []

    async def work() -> None:
        for task in waiting:
            try:
                summary = _as_it_is(task, engine, stopped[0]) if stopped else (await check_into(task, engine)).summary
            except _ENDS_THE_BATCH:
                raise
            except CrossexamError as fault:
                summary = _failed(task, fault)
                if isinstance(fault, RunStopped):
                    stopped.append(fault)
            settle(task, summary)

    try:
        async with opened(engine), TaskGroup() as group:
            for _ in range(min(jobs, len(tasks))):
                group.create_task(work())
    except* _ENDS_THE_BATCH as faults:
        raise faults.exceptions[0] from None


def _as_it_is(task: Task, engine: Engine, reason: RunStopped) -> StorySummary:
    """Return what a former run has left, or raise why there is nothing."""
    if not task.again and (summary := finished(task.result, made_of(task.story, engine).fingerprint, task.forms)):
        return summary
    raise RunStopped(str(reason))


def _failed(task: Task, reason: object) -> StorySummary:
    return StorySummary(story=printable(task.story.name), error=str(reason))
