"""What can be typed: the commands of `crossexam` with their options.

Only the names and help texts stand here, so that --help answers at once; what a command does is imported when it runs.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .. import __version__

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


@app.command()
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
) -> int:
    """Check a story, or all stories in a folder, and write what was found.

    A story whose articles, engine and settings have not changed is not done again, and a run that was interrupted
    carries on where it stopped.
    """
    from .commands import Wish, check_folder

    forms = dict.fromkeys([*(form or (Form.HTML, Form.MD)), *((Form.HTML,) if opened else ())])
    wish = Wish(out, str(engine), tuple(str(f) for f in forms), as_json, everything, jobs, opened, again)
    return check_folder(folder, wish)


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
