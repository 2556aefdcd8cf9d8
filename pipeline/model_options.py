"""Which options set what the LLM engine does? Those of `check`, `settings` and `estimate`, written once.

The rest of `llm.settings.Settings` is set by `--set`, the environment or the settings file. Names and help texts alone
stand here, so that --help imports nothing heavy.
"""

import inspect
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

_USUAL = ("Arguments", "Options")
SERVER, LIMITS, ANSWERS = "The model and its server", "Limits", "Answers that are known already"


class ModeName(StrEnum):
    """How the model is told in which form to answer; see `llm.settings.Mode`."""

    JSON_SCHEMA = "json_schema"
    TOOLS = "tools"
    JSON = "json"
    MD_JSON = "md_json"


def _model_options(  # noqa: PLR0913 - one argument for each option
    *,
    base_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            rich_help_panel=SERVER,
            help="Of a server that speaks OpenAI's chat protocol. The key comes from OPENAI_API_KEY.",
        ),
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", rich_help_panel=SERVER, help="As the server calls it.")
    ] = None,
    mode: Annotated[
        ModeName | None, typer.Option(rich_help_panel=SERVER, help="How it is told in which form to answer.")
    ] = None,
    offline: Annotated[
        bool | None,
        typer.Option("--offline", rich_help_panel=SERVER, help="Refuse every address that is not this machine's."),
    ] = None,
    others: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            rich_help_panel=SERVER,
            help="Any setting that `crossexam settings` shows; may be given more than once.",
        ),
    ] = None,
    concurrency: Annotated[
        int | None, typer.Option(rich_help_panel=LIMITS, help="Calls under way at the same time.")
    ] = None,
    deadline: Annotated[
        float | None, typer.Option(metavar="SECONDS", rich_help_panel=LIMITS, help="That one call may take.")
    ] = None,
    budget_tokens: Annotated[
        int | None, typer.Option(rich_help_panel=LIMITS, help="Tokens that the run may take, answers included.")
    ] = None,
    budget_usd: Annotated[
        str | None, typer.Option(metavar="DOLLARS", rich_help_panel=LIMITS, help="US dollars that the run may cost.")
    ] = None,
    cache_dir: Annotated[
        Path | None, typer.Option(rich_help_panel=ANSWERS, help="The folder in which all answers are kept.")
    ] = None,
    replay: Annotated[
        Path | None,
        typer.Option(
            rich_help_panel=ANSWERS, help="Take all answers from a recording: nothing is sent, a miss is an error."
        ),
    ] = None,
) -> dict[str, Any]:
    """Return what is given: setting to value."""
    given = {
        "base_url": base_url,
        "model": model,
        "mode": mode and str(mode),
        "offline": offline,
        "concurrency": concurrency,
        "deadline": deadline,
        "budget_tokens": budget_tokens,
        "budget_usd": budget_usd,
        "cache_dir": cache_dir,
        "replay": replay,
    }
    return {name: value for name, value in given.items() if value is not None} | _set(others or [])


def _set(others: list[str]) -> dict[str, str]:
    from .errors import UsageError

    found = {}
    for pair in others:
        name, sign, value = pair.partition("=")
        name = name.strip().replace("-", "_")
        if not sign:
            raise UsageError("--set takes NAME=VALUE, such as --set temperature=0")
        if name == "api_key":
            raise UsageError("a key has no place on the command line, where others can read it: set OPENAI_API_KEY")
        found[name] = value.strip()
    return found


def with_model_options(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options of the LLM engine; it takes what was given as the argument `given`."""
    own = {name: p for name, p in inspect.signature(command).parameters.items() if name != "given"}
    shared = inspect.signature(_model_options).parameters

    @wraps(command)
    def extended(**options: Any) -> int:
        return command(
            **{name: options[name] for name in own}, given=_model_options(**{name: options[name] for name in shared})
        )

    every = [p.replace(kind=p.KEYWORD_ONLY) for p in (*own.values(), *shared.values())]
    # typer reads a command's options from here; mypy knows of no signature that is set.
    extended.__signature__ = inspect.Signature(every, return_annotation=int)  # type: ignore[attr-defined]
    extended.__annotations__ = {p.name: p.annotation for p in every}
    return extended


class GroupedCommand(TyperCommand):
    """A command whose help lists its options in groups: those of `rich_help_panel`, without the import of rich."""

    def format_options(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override] # its own types are private
        """Write a section for each group that has any."""
        groups: dict[str, list[tuple[str, str]]] = {name: [] for name in (*_USUAL, SERVER, LIMITS, ANSWERS)}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None:
                usual = _USUAL[parameter.param_type_name != "argument"]
                groups[getattr(parameter, "rich_help_panel", None) or usual].append(record)
        for name, records in groups.items():
            if records:
                with formatter.section(name):
                    formatter.write_dl(records)


def option_of(setting: str) -> str:
    """Return how a setting is set on the command line."""
    if setting in inspect.signature(_model_options).parameters:
        return f"--{setting.replace('_', '-')}"
    return f"--set {setting}"
