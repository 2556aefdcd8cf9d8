"""`crossexam eval`: how good is an engine on the labelled cases, and did a change make it better?

Everything heavy is imported when a command runs, so that the command line above this one stays quick.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from .cases import Case
    from .page import Page
    from .records import CaseResult, Run

HERE = Path(__file__).parent
CASES = HERE / "cases"
BASELINE = HERE / "baseline.json"
RUNS = Path("crossexam-evals")

eval_app = typer.Typer(
    help="How good is an engine on the labelled stories, and did a change make it better?",
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,  # help in colour would cost the import of rich
)

Engine = Annotated[str, typer.Option(help="local, llm, or module:factory for an engine of your own.")]
Cases = Annotated[
    Path, typer.Option(help="The folder of labelled cases, or one case.", show_default="those of the project")
]
Only = Annotated[list[str] | None, typer.Option("--case", help="Only this case; may be given more than once.")]
Repeats = Annotated[int, typer.Option("--repeat", min=1, help="Run every case so often and show the spread.")]
AtOnce = Annotated[int, typer.Option(min=1, help="Stories that the engine may work on at a time.")]
Runs = Annotated[Path, typer.Option(help="The folder that the records of runs are kept in.")]
Baseline = Annotated[Path, typer.Option(help="The file with the floors.", show_default="that of the project")]
Html = Annotated[Path | None, typer.Option(help="Also write the page as HTML to this file.")]
Markdown = Annotated[Path | None, typer.Option(help="Also write the page as Markdown to this file.")]


def _told(command: Callable[..., None]) -> Callable[..., None]:
    """Tell an error of ours in one line on standard error, with exit status 2."""

    @wraps(command)
    def telling(*args: Any, **options: Any) -> None:
        from ..pipeline.console import complain
        from ..pipeline.errors import CrossexamError

        try:
            command(*args, **options)
        except CrossexamError as error:
            complain(str(error))
            raise typer.Exit(2) from error

    return telling


@eval_app.callback(invoke_without_command=True)
@_told
def run(  # noqa: PLR0913 - one argument for each option
    context: typer.Context,
    *,
    engine: Engine = "local",
    cases: Cases = CASES,
    case: Only = None,
    repeats: Repeats = 1,
    at_once: AtOnce = 4,
    runs: Runs = RUNS,
    name: Annotated[str, typer.Option(help="What the record is called; engine and time by default.")] = "",
    details: Annotated[bool, typer.Option("--details", help="Show every missed and every false flag.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Run again whenever a prompt, rule or case is saved.")] = False,
    html: Html = None,
    markdown: Markdown = None,
) -> None:
    """Run the labelled cases through an engine, print how good it is and keep a record of the run.

    Exit status: 0 when every case was judged, 1 when one failed, 2 when nothing could be run.
    """
    if context.invoked_subcommand:
        _refuse_lost_options(context)
        return
    if watch:
        only = [part for name in case or [] for part in ("--case", name)]
        _watch(["--engine", engine, "--cases", str(cases), "--repeat", str(repeats), *only], cases, runs)
        return
    from .records import save_run
    from .run_page import run_page

    kept = _free(runs, name) if name else None
    record = _run(engine, _load(cases, case), repeats, at_once, name)
    path = kept or runs / f"{record.name}.json"
    save_run(record, path)
    _show(run_page(record, details=details), html, markdown)
    typer.echo(f"\nrecord: {path}")
    if any(result.failure for result in record.cases):
        raise typer.Exit(1)


@eval_app.command()
@_told
def compare(
    before: Annotated[str, typer.Argument(help="A record, its name, or `previous`.")] = "previous",
    after: Annotated[str, typer.Argument(help="A record, its name, or `latest`.")] = "latest",
    runs: Runs = RUNS,
    html: Html = None,
    markdown: Markdown = None,
) -> None:
    """Say what got worse and what got better from one run to another, and what it cost.

    Exit status: 0 when the runs were compared, 2 when they measured different things and cannot be.
    """
    from .compare import compare as compare_runs
    from .compare_page import comparison_page

    _show(comparison_page(compare_runs(_record(before, runs), _record(after, runs))), html, markdown)


@eval_app.command()
@_told
def gate(  # noqa: PLR0913 - one argument for each option
    *,
    engine: Engine = "local",
    cases: Cases = CASES,
    case: Only = None,
    repeats: Repeats = 1,
    at_once: AtOnce = 4,
    record: Annotated[Path | None, typer.Option(help="Judge this record instead of running the cases.")] = None,
    baseline: Annotated[
        Path, typer.Option(help="The file with the floors.", show_default="that of the project")
    ] = BASELINE,
    update: Annotated[bool, typer.Option("--update", help="Pin what this run reaches.")] = False,
    must_pass: Annotated[list[str] | None, typer.Option(help="With --update: a case that has to pass.")] = None,
    allow_regression: Annotated[bool, typer.Option("--allow-regression", help="Let --update lower floors.")] = False,
) -> None:
    """Hold a run against the pinned floors.

    Exit status: 0 when it reaches all of them, 1 when it does not or when `--update` would have to lower one, 2 when
    the floors are for other cases or another metric version.
    """
    from .gate import judge, load_baseline, pinned, save_baseline
    from .records import load_run

    pins = load_baseline(baseline)
    run = load_run(record) if record else _run(engine, _load(cases, case), repeats, at_once, "")
    if update:
        pins, falls = pinned(run, pins, must_pass=must_pass or (), allow_regression=allow_regression)
    else:
        falls = judge(run, pins)
    for fall in falls:
        typer.echo(fall.line, err=True)
    if falls:
        raise typer.Exit(1)
    if update:
        save_baseline(pins, baseline)
    bounds = pins.engines[run.engine]
    kept = len(bounds.floors) + len(bounds.ceilings)
    typer.echo(f"{run.engine}: {kept} floors {'pinned' if update else 'kept'} on {len(run.names)} cases")


@eval_app.command()
@_told
def lint(
    folders: Annotated[list[Path] | None, typer.Argument(help="Cases; all of them when none is named.")] = None,
    cases: Cases = CASES,
) -> None:
    """Check label files, and point at the line of each fault.

    Exit status: 0 when all are sound, 1 when one is not.
    """
    from ..pipeline.errors import CrossexamError
    from .cases import folders_of
    from .lint import lint as lint_case
    from .lint import summary

    sound = True
    for folder in folders or folders_of(cases):
        try:
            faults = [str(fault) for fault in lint_case(folder)]
        except CrossexamError as error:
            faults = [str(error)]
        sound = sound and not faults
        for line in faults or [f"{folder.name}: {summary(folder)}"]:
            typer.echo(line)
    if not sound:
        raise typer.Exit(1)


@eval_app.command()
@_told
def label(
    folder: Annotated[Path, typer.Argument(help="A case without labels, or a folder of articles.")],
    engine: Engine = "local",
    cases: Cases = CASES,
) -> None:
    """Start a label file from a run, for a person to correct. It is not scored against before that is done."""
    from .engines import engine_of
    from .label import start_labels

    path = start_labels(folder, engine_of(engine), cases)
    typer.echo(f"{path}: unreviewed; correct it with docs/labelling.md, then `crossexam eval lint`")


@eval_app.command()
@_told
def matrix(  # noqa: PLR0913 - one argument for each option
    file: Annotated[Path | None, typer.Argument(help="A YAML file with the variants.")] = None,
    variant: Annotated[
        list[str] | None, typer.Option(help="NAME=ENGINE[,VARIABLE=VALUE...]; may be given more than once.")
    ] = None,
    *,
    cases: Cases = CASES,
    case: Only = None,
    repeats: Repeats = 1,
    runs: Runs = RUNS,
    html: Html = None,
    markdown: Markdown = None,
) -> None:
    """Run several prompts, models, word lists or engines over the same cases and show them side by side."""
    from datetime import UTC, datetime

    from ..pipeline.errors import BadSettings
    from .matrix import load_variants, matrix_page, run_variant, variant_of

    variants = (load_variants(file) if file else {}) | dict(variant_of(text) for text in variant or [])
    if not variants:
        raise BadSettings("no variant: name a file or give --variant")
    options = [
        "--cases",
        str(cases),
        "--repeat",
        str(repeats),
        *(part for only in case or [] for part in ("--case", only)),
    ]
    stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    records: dict[str, Run] = {}
    for name, one in variants.items():
        typer.echo(f"{name} ({len(records) + 1} of {len(variants)})", err=True)
        records[name] = run_variant(f"{name}-{stamp}", one, options, runs)
    _show(matrix_page(records), html, markdown)


@eval_app.command()
@_told
def history(
    metric: Annotated[str, typer.Option(help="Which figure; flag_recall.quote is that of one kind.")] = "flag_f1",
    runs: Runs = RUNS,
    html: Html = None,
    markdown: Markdown = None,
) -> None:
    """Show how a figure moved over past runs; the HTML has a plot."""
    from ..pipeline.errors import BadSettings
    from .history import history_page, metric_named
    from .records import runs_in

    known = [run for _, run in runs_in(runs)]
    if not known:
        raise BadSettings(f"{runs}: there are no records of runs here")
    _show(history_page(known, metric_named(metric)), html, markdown)


def _refuse_lost_options(context: typer.Context) -> None:
    """Let no option before the name of a command be ignored in silence."""
    from ..pipeline.errors import BadSettings

    for option in context.command.params:
        source = context.get_parameter_source(option.name or "")
        if source is not None and source.name == "COMMANDLINE":
            command = context.invoked_subcommand
            raise BadSettings(f"{option.opts[0]} belongs behind {command}: crossexam eval {command} ...")


def _load(cases: Path, only: list[str] | None) -> "list[Case]":
    from .cases import load_cases

    return load_cases(cases, only or ())


def _run(engine: str, cases: "list[Case]", repeats: int, at_once: int, name: str) -> "Run":
    from .engines import engine_of
    from .run import run_cases

    with _progress(len(cases) * repeats) as progress:
        return run_cases(cases, engine_of(engine), repeats=repeats, at_once=at_once, name=name, progress=progress)


@contextmanager
def _progress(total: int) -> "Iterator[Callable[[CaseResult], None]]":
    """Show on a terminal how far a run is; nothing where standard error goes to a file."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("stories", total=total)

        def progress(result: "CaseResult") -> None:
            failed = " failed" if result.failure else ""
            bar.update(task, advance=1, description=f"{escape(result.name[:30])}{failed}")

        yield progress


def _show(page: "Page", html: Path | None, markdown: Path | None) -> None:
    from ..pipeline.console import standard_output
    from .page import render
    from .records import write_whole

    with standard_output():
        typer.echo(render(page, "text"), nl=False)
    if html:
        write_whole(html, render(page, "html"))
    if markdown:
        write_whole(markdown, render(page, "markdown"))


def _free(runs: Path, name: str) -> Path:
    from ..pipeline.errors import BadSettings

    path = runs / f"{name}.json"
    if path.exists() or Path(name).name != name:
        raise BadSettings(f"{path}: there is a record of that name, or it is no name for a file")
    return path


def _record(name: str, runs: Path) -> "Run":
    """Return a record by its path, its name, or its place among the last two."""
    from ..pipeline.errors import BadSettings
    from .records import load_run, runs_in

    back = {"latest": 1, "previous": 2}.get(name)
    if back:
        known = runs_in(runs)
        if len(known) < back:
            raise BadSettings(f"{runs}: there are {len(known)} records here, too few for `{name}`")
        return known[-back][1]
    named = runs / f"{name}.json"
    return load_run(named if named.is_file() else Path(name))


def _watch(options: list[str], cases: Path, runs: Path) -> None:
    from .watch import Reruns, watch, watched

    watch(watched(cases), Reruns(options, runs, typer.echo))


if __name__ == "__main__":
    eval_app(prog_name="crossexam eval")
