"""What can be typed: the commands of `crossexam` with their options.

Only the names and help texts stand here, so that --help answers at once; what a command does is imported when it runs.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from .. import __version__
from .model_options import ANSWERS, GroupedCommand, with_model_options

app = typer.Typer(
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,  # help in colour would cost the import of rich
)


class EngineName(StrEnum):
    """What does the reading."""

    LOCAL = "local"
    LLM = "llm"


class Form(StrEnum):
    """What a report can be written as."""

    HTML = "html"
    MD = "md"
    CSV = "csv"
    CLAIMREVIEW = "claimreview"
    JSON = "json"


def _print_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"crossexam {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def crossexam(
    context: typer.Context,
    *,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Cross-examine the articles that several outlets wrote about one story.

    Exit status: 0 all was judged, 1 something could not be read or judged, 2 wrong usage or nothing to read.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)


@app.command(cls=GroupedCommand)
@with_model_options
def check(  # noqa: PLR0913 - one argument for each option
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The articles of one story, or a folder of such folders.")
    ],
    *,
    out: Annotated[
        Path | None, typer.Option(help="Where the results go: by default to crossexam-results/FOLDER, right here.")
    ] = None,
    engine: Annotated[EngineName, typer.Option(help="What does the reading.")] = EngineName.LOCAL,
    form: Annotated[
        list[Form] | None,
        typer.Option(
            "--format", help="What to write beside findings.json, by default html and md; may be given more than once."
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print findings.json, or a batch's summary.json, and nothing else.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Print also the findings that are not flagged.")] = False,
    jobs: Annotated[int | None, typer.Option(min=1, help="How many stories of a batch at a time.")] = None,
    opened: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Check also what has not changed.")] = False,
    record: Annotated[
        Path | None,
        typer.Option(
            rich_help_panel=ANSWERS, help="Write the answers of this run as a recording: a file if it ends in .json."
        ),
    ] = None,
    given: dict[str, Any],
) -> int:
    """Check a story, or all stories in a folder, and write what was found.

    A story whose articles, engine and settings have not changed is not done again, and a run that was interrupted
    carries on where it stopped. The options of the groups below are for --engine llm; each can also be set by the
    environment or a file, which `crossexam settings` shows.
    """
    from .commands import Wish, check_folder

    forms = dict.fromkeys([*(form or (Form.HTML, Form.MD)), *((Form.HTML,) if opened else ())])
    wish = Wish(
        out, str(engine), tuple(str(f) for f in forms), as_json, everything, jobs, opened, again, given, record
    )  # fmt: skip
    return check_folder(folder, wish)


@app.command(cls=GroupedCommand)
@with_model_options
def settings(*, given: dict[str, Any]) -> int:
    """Show each setting of the LLM engine and where its value comes from. The key is not shown.

    The first that names a setting wins: the command line, the environment, the settings file, the default.
    """
    from .model_commands import show_settings

    return show_settings(given)


@app.command(cls=GroupedCommand)
@with_model_options
def estimate(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The articles of one story, or a folder of such folders.")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    given: dict[str, Any],
) -> int:
    """Print what the LLM engine would ask for a story, or for all in a folder, and what that would cost.

    Nothing is sent. Answers that the cache holds cost nothing and are left out.
    """
    from .estimating import print_estimate

    return print_estimate(folder, given, as_json=as_json)


cache_app = typer.Typer(
    help="See to the answers of language models that are kept.", rich_markup_mode=None, no_args_is_help=False
)
app.add_typer(cache_app, name="cache")
CacheDir = Annotated[
    Path | None, typer.Option(help="The cache.", show_default="that of the settings: see `crossexam settings`")
]
Stage = Annotated[str | None, typer.Option(metavar="NAME", help="Only answers of this stage.")]
Model = Annotated[str | None, typer.Option(metavar="NAME", help="Only answers of this model.")]


@cache_app.command("info")
def cache_info(
    *, cache_dir: CacheDir = None, as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False
) -> int:
    """Print what the cache holds."""
    from .model_commands import print_cache

    return print_cache(cache_dir, as_json=as_json)


@cache_app.command("prune")
def cache_prune(
    *,
    older_than: Annotated[
        float | None, typer.Option(min=0, metavar="DAYS", help="Only answers that are older than that.")
    ] = None,
    stage: Stage = None,
    model: Model = None,
    all_: Annotated[bool, typer.Option("--all", help="All answers.")] = False,
    cache_dir: CacheDir = None,
) -> int:
    """Remove the answers that fit all that is given, and rows that are no answers; without options those alone."""
    from .model_commands import prune_cache

    return prune_cache(cache_dir, older_than, stage, model, everything=all_)


@cache_app.command("export")
def cache_export(
    target: Annotated[Path, typer.Argument(metavar="PATH", help="A file if it ends in .json, else a folder.")],
    *,
    stage: Stage = None,
    model: Model = None,
    cache_dir: CacheDir = None,
) -> int:
    """Write answers as a recording, which --replay and `cache import` read."""
    from .model_commands import export_cache

    return export_cache(cache_dir, target, stage, model)


@cache_app.command("import")
def cache_import(
    source: Annotated[Path, typer.Argument(metavar="PATH", help="A recording.")], *, cache_dir: CacheDir = None
) -> int:
    """Put the answers of a recording into the cache. Whoever wrote it decides what later runs find."""
    from .model_commands import import_into_cache

    return import_into_cache(cache_dir, source)


@app.command()
def show(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of results.")],
    finding: Annotated[
        str | None, typer.Argument(metavar="FINDING", help="Its number, its id or how its id begins.")
    ] = None,
    *,
    form: Annotated[Form | None, typer.Option("--format", help="Print the report in this form instead.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Print also the findings that are not flagged.")] = False,
) -> int:
    """Print a finished result again, or one finding whole."""
    from .commands import show_result

    return show_result(folder, finding, str(form) if form else None, everything=everything)


@app.command()
def serve(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of results.")],
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen; 0 for any that is free.")] = 8000,
    watched: Annotated[
        Path | None, typer.Option("--watch", help="The story's articles: check them anew when one changes.")
    ] = None,
    opened: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> int:
    """Show results in a browser, at an address of this machine alone, until interrupted."""
    from .commands import serve_results

    return serve_results(folder, port, watched, opened=opened)
