"""What do the commands do, once their options are known? Each returns its exit status.

0: all was judged. 1: something could not be read or judged; standard error says which, the rest is written.
2, through an error: wrong usage, or nothing to read.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from os.path import realpath
from pathlib import Path
from typing import Any

from ..schemas import Finding, Report, StorySummary, Summary, Verdict
from .asking import STAGES, engine_again, engine_for, followed, keep_record, tell_usage
from .batch import INDEX, SUMMARY, Outcome, Task, check_batch, check_into, holds_results, read_summary, tasks_of
from .check import LOCAL, run_to_end
from .console import complain, complain_of_each, console, named, one_line, print_summary, progress, put, standard_output
from .errors import BadResult, CannotWrite, CrossexamError, NothingToRead, UsageError
from .filenames import file_names
from .fingerprint import printable
from .ingest import is_story
from .report import FORMS, render
from .report.terminal import print_finding, print_findings
from .results import FINDINGS, is_result, read_result, settings_of
from .stages import Engine, Metered, opened

RESULTS = Path("crossexam-results")
_READING, _EXAMINING, _WRITING = "reading", "examining", "writing"
_INTERRUPTED = 130
_LONGEST_NUMBER = 9


@dataclass(frozen=True)
class Wish:
    """What was asked of `crossexam check`, beside the folder."""

    out: Path | None = None
    engine: str = "local"
    forms: tuple[str, ...] = ()
    as_json: bool = False
    everything: bool = False
    jobs: int | None = None
    opened: bool = False
    again: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Of the LLM engine, as the command line gives them."""
    record: Path | None = None


def check_folder(folder: Path, wish: Wish) -> int:
    """Check a story, or each story in a folder, write the results and print what was found.

    Raises:
        NothingToRead: there is no article.
        UsageError: the folder, the place of the results or the engine cannot be used.
        RunStopped: the server, the budget or a recording allows no more for this story.
    """
    require_articles(folder)
    name = folder.resolve().name
    out = wish.out or RESULTS / file_names([name])[name]
    if realpath(out) == realpath(folder):
        raise CannotWrite(f"{out}: is the folder of articles itself; choose another folder for the results")
    engine = engine_for(wish.engine, wish.settings, wish.record)
    check_it = _check_one if is_story(folder) else _check_all
    try:
        return check_it(folder, out, wish, engine)
    except KeyboardInterrupt:
        complain("interrupted; what is finished is kept, and the same command carries on")
        return _INTERRUPTED


def _require_folder(folder: Path) -> None:
    if not folder.exists():
        raise NothingToRead(f"{folder}: there is no such folder")


def require_articles(folder: Path) -> None:
    """Raise what is wrong with a folder that is to hold articles, or folders of them."""
    _require_folder(folder)
    if not folder.is_dir():
        raise UsageError(f"{folder}: is a file; give the folder that holds the articles of the story")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise NothingToRead(f"{folder}: may not be opened")
    if holds_results(folder):
        raise UsageError(f"{folder}: holds results, not articles; `crossexam show` prints them")


def _require_results(folder: Path) -> None:
    _require_folder(folder)
    if not folder.is_dir() or not holds_results(folder):
        below = sorted(path for path in folder.glob("*/") if holds_results(path))
        raise BadResult(f"{folder}: holds no results" + (f"; {below[0]} does" if below else ""))


def _check_one(folder: Path, out: Path, wish: Wish, engine: Engine) -> int:
    task = Task(folder, out, wish.forms, wish.again or wish.record is not None)
    steps = _steps_of(engine)
    try:
        with progress(steps[_WRITING] + 1) as show:
            outcome = run_to_end(_followed(task, engine, steps, show), waits=wish.engine != LOCAL)
    finally:
        tell_usage(engine)
    keep_record(engine, wish.record)
    report = outcome.report or read_result(out)
    with standard_output():
        if wish.as_json:
            put((out / FINDINGS).read_text(encoding="utf-8"))
        else:
            print_findings(report, console(), everything=wish.everything)
            _print_paths(out / name for name in (FINDINGS, *(FORMS[form] for form in wish.forms if form != "json")))
    if outcome.report is None and not wish.as_json:
        complain("nothing has changed since this was checked, so it was not done again; --again does")
    complain_of_each(_not_judged(report), str(out / FINDINGS))
    if wish.opened:
        _open((out / FORMS["html"]).resolve().as_uri())
    return 1 if outcome.summary.not_judged else 0


def _steps_of(engine: Engine) -> dict[str, int]:
    """Return what a check does, each with how many steps are done before it."""
    stages = len(STAGES) if isinstance(engine, Metered) else 1
    return {_READING: 0, _EXAMINING: 1, _WRITING: 1 + stages}


async def _followed(task: Task, engine: Engine, steps: Mapping[str, int], show: Callable[[str, int], None]) -> Outcome:
    async with opened(engine), followed(engine, show, steps[_EXAMINING]):
        return await check_into(task, engine, lambda step: show(step, steps[step]))


def _check_all(folder: Path, out: Path, wish: Wish, engine: Engine) -> int:
    tasks = tasks_of(folder, out, wish.forms, again=wish.again or wish.record is not None)
    name = printable(folder.resolve().name)
    try:
        with progress(len(tasks)) as show:
            summary = check_batch(name, tasks, out, engine, wish.jobs, _counting(show))
    finally:
        tell_usage(engine)
    keep_record(engine, wish.record)
    with standard_output():
        _print_batch(summary, out, as_json=wish.as_json)
        if not wish.as_json:
            _print_paths(out / name for name in (SUMMARY, INDEX) if (out / name).is_file())
    faults = _faults_of(summary.stories)
    complain_of_each(faults, str(out / SUMMARY))
    if wish.opened:
        _open((out / INDEX).resolve().as_uri())
    return 1 if faults else 0


def show_result(folder: Path, wanted: str | None, form: str | None, *, everything: bool) -> int:
    """Print a finished result, one finding of it, or a batch, again.

    Raises:
        BadResult: the folder holds no whole result.
        UsageError: there is no such finding, or more than one.
    """
    _require_results(folder)
    if not is_result(folder):
        return _show_batch(folder, wanted, form)
    report = read_result(folder)
    finding = finding_of(report, wanted) if wanted is not None else None
    with standard_output():
        if form is not None:
            put(render(_only(report, finding) if finding else report, form))
        elif finding is not None:
            print_finding(report, finding, console())
        else:
            print_findings(report, console(), everything=everything)
    return 0


def finding_of(report: Report, wanted: str) -> Finding:
    """Return the finding of that number, as `show` prints it, of that id, or whose id alone begins so.

    Raises:
        UsageError: there is none, or more than one.
    """
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < _LONGEST_NUMBER:
        if 1 <= int(wanted) <= len(report.findings):
            return report.findings[int(wanted) - 1]
        raise UsageError(f"there is no finding {wanted}: they are numbered from 1 to {len(report.findings)}")
    named = [f for f in report.findings if f.id == wanted] or [f for f in report.findings if f.id.startswith(wanted)]
    if len(named) == 1:
        return named[0]
    if named:
        raise UsageError(f"{len(named)} findings begin with {wanted!r}: {named[0].id}, {named[1].id} ...")
    raise UsageError(f"there is no finding {wanted!r}: give its number or its id")


def serve_results(folder: Path, port: int, watched: Path | None, *, opened: bool) -> int:
    """Serve a result, or a batch, at a loopback address until interrupted.

    With `watched`, the folder of the story's articles, the result is made anew when one of them changes, by the
    engine and in the forms that it has.

    Raises:
        BadResult: the folder holds no whole result.
        UsageError: there is no such folder, or the port is taken.
    """
    from .report.serve import serve

    _require_results(folder)
    rerun = _rerun(folder, watched) if watched is not None else None

    def tell(address: str) -> None:
        complain(f"results are at {address} until Ctrl-C")
        if opened:
            _open(address)

    serve(folder, port=port, watched=watched, rerun=rerun, on_ready=tell)
    return 0


def _rerun(folder: Path, story: Path) -> Callable[[], None]:
    _require_folder(story)
    if not is_story(story):
        raise NothingToRead(f"{story}: no article is here")
    engine = engine_again(read_result(folder).tool.engine, settings_of(folder))
    forms = tuple(form for form, name in FORMS.items() if (folder / name).is_file())

    def rerun() -> None:
        try:
            run_to_end(check_into(Task(story, folder, forms), engine), waits=engine.name != LOCAL)
        except CrossexamError as fault:
            complain(str(fault))

    return rerun


def _only(report: Report, finding: Finding) -> Report:
    """Return the report as if there were this finding alone."""
    own = {position.claim for position in finding.positions}
    claims = tuple(claim for claim in report.claims if claim.id in own)
    return report.model_copy(update={"findings": (finding,), "claims": claims})


def _show_batch(folder: Path, wanted: str | None, form: str | None) -> int:
    if wanted is not None or form not in {None, "json"}:
        raise UsageError(f"{folder}: holds the results of a batch; give the folder of one story")
    summary = read_summary(folder)
    with standard_output():
        _print_batch(summary, folder, as_json=form == "json")
    return 0


def _print_batch(summary: Summary, out: Path, *, as_json: bool) -> None:
    if as_json:
        put((out / SUMMARY).read_text(encoding="utf-8"))
    else:
        print_summary(summary, console())


def _print_paths(paths: Iterable[Path]) -> None:
    put("".join(f"{one_line(str(path))}\n" for path in paths))


def _not_judged(report: Report) -> list[str]:
    lines = _alike((item.item, item.reason) for item in report.not_judged)
    unsettled = [f"{f.question}: {f.why}" for f in report.findings if f.verdict is Verdict.NOT_JUDGED]
    return [f"not judged: {line}" for line in (*lines, *unsettled)]


def _faults_of(stories: Iterable[StorySummary]) -> list[str]:
    faults = ((story.story, story.error or f"{story.not_judged} not judged") for story in stories if _is_faulty(story))
    return _alike(faults)


def _is_faulty(story: StorySummary) -> bool:
    return story.error is not None or story.not_judged > 0


def _alike(faults: Iterable[tuple[str, str]]) -> list[str]:
    """Return what is wrong with what, in one line where the same is wrong with several."""
    names: dict[str, list[str]] = {}
    for name, fault in faults:
        names.setdefault(fault, []).append(name)
    return [f"{named(some)}: {fault}" for fault, some in names.items()]


def _counting(show: Callable[[str, int], None]) -> Callable[[StorySummary], None]:
    done = 0

    def told(story: StorySummary) -> None:
        nonlocal done
        done += 1
        show(story.story, done)

    return told


def _open(address: str) -> None:
    import webbrowser

    if not webbrowser.open(address):
        complain(f"no browser could be started; the page is {address}")
