"""The command line, as `crossexam` and as `python -m crossexam`."""

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

_USAGE = 2
_INTERRUPTED = 130


def run() -> None:
    """Run the command that was typed and exit with its status. An error is one line on standard error."""
    from .pipeline.memory import collect_rarely, keep_all

    collect_rarely()
    try:
        sys.exit(_status())
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    finally:
        keep_all()


def _status() -> int:
    import typer

    from .pipeline.cli import app
    from .pipeline.console import complain
    from .pipeline.errors import BadDataFile, BadRecording, BadResult, CrossexamError, UsageError

    if find_spec(".evals.cli", __package__):
        _mount_evals(app)
    try:
        status = typer.main.get_command(app).main(prog_name="crossexam", standalone_mode=False)
    except CrossexamError as fault:
        complain(str(fault))
        return _USAGE if isinstance(fault, UsageError | BadResult | BadRecording | BadDataFile) else 1
    except typer.TyperException as fault:
        context = getattr(fault, "ctx", None)
        command = context.command_path if context else "crossexam"
        complain(f"{' '.join(fault.format_message().split())} See {command} --help")
        return fault.exit_code
    return status if isinstance(status, int) else 0


def _mount_evals(app: "typer.Typer") -> None:
    import typer

    def evaluate(context: typer.Context) -> int:
        """Score engines on labelled stories."""
        command = typer.main.get_command(import_module(".evals.cli", __package__).eval_app)
        status = command.main(context.args, prog_name="crossexam eval", standalone_mode=False)
        return status if isinstance(status, int) else 0

    passed_on = {"allow_extra_args": True, "ignore_unknown_options": True, "allow_interspersed_args": False}
    app.command("eval", add_help_option=False, context_settings=passed_on)(evaluate)


if __name__ == "__main__":
    run()
