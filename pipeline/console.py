"""What does a person at a terminal see, and what a program at the other end of a pipe?

Results go to standard output, everything about the run to standard error. Nothing of a file name or an article can
move the cursor or colour the screen.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from rich.console import Console

    from ..schemas import Summary, Usage

_MOST_LINES, _MOST_NAMES = 10, 3


def one_line(text: str) -> str:
    """Return a text in which line breaks, control and bidi characters stand as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def complain(text: str) -> None:
    """Say on standard error what is wrong, in one line."""
    print(f"crossexam: {one_line(text)}", file=sys.stderr, flush=True)  # noqa: T201 - the one place that does


def complain_of_each(texts: list[str], more: str) -> None:
    """Say on standard error what is wrong, a line each; of many the first ones, and where the rest stands."""
    for text in texts[:_MOST_LINES]:
        complain(text)
    if len(texts) > _MOST_LINES:
        complain(f"and {len(texts) - _MOST_LINES} more: see {more}")


def named(names: Sequence[str]) -> str:
    """Return names as a line has them: a few, and how many more there are."""
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")


@contextmanager
def standard_output() -> Iterator[None]:
    """Make a block that prints results end quietly where the reader has gone, as `head` does."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def put(text: str) -> None:
    """Print a text to standard output as it is, in UTF-8 whatever the terminal's encoding, for other programs."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


def console() -> "Console":
    """Return a console on standard output that takes no text for markup."""
    from rich.console import Console

    class Quiet(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Quiet(markup=False, emoji=False, highlight=False)


def print_summary(summary: "Summary", to: "Console") -> None:
    """Print a batch as a table: the stories with most major flags first."""
    from rich.table import Table

    table = Table("story", "articles", "findings", "major", "minor", "not judged", box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for story in sorted(summary.stories, key=lambda s: (-s.major, -s.minor, s.story)):
        name = one_line(story.story)
        if story.error is None:
            numbers = (story.articles, story.findings, story.major, story.minor, story.not_judged)
            table.add_row(name, *(str(number) for number in numbers))
        else:
            table.add_row(name, "", "", "", "", "failed")
    to.print(table)


def print_usage(usage: "Usage") -> None:
    """Say on standard error what was asked of a model, by stage and in all."""
    head = ("", "calls", "retries", "cached", "prompt", "answers", "cost", "time")
    rows = [head, *(_usage_row(stage, part) for stage, part in usage.stages.items()), _usage_row("in all", usage)]
    for line in lined_up(rows):
        print(line, file=sys.stderr)  # noqa: T201 - as above


def lined_up(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows of a table as lines: the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join([first.ljust(widths[0]), *map(str.rjust, rest, widths[1:])]).rstrip() for first, *rest in rows]


def _usage_row(name: str, usage: "Usage") -> tuple[str, ...]:
    counts = (usage.calls, usage.retries, usage.cached)
    tokens = (usage.prompt_tokens, usage.completion_tokens)
    return (
        one_line(name),
        *(f"{count:,}" for count in counts),
        *(f"{count:,} tokens" for count in tokens),
        money(usage.cost),
        f"{usage.seconds:.1f} s",
    )


def money(dollars: "Decimal | None") -> str:
    """Return an amount of US dollars as people read it."""
    return "unknown" if dollars is None else f"${dollars:.4f}"


@contextmanager
def progress(total: int) -> Iterator[Callable[[str, int], None]]:
    """Show a bar on standard error while the block runs, if that is a terminal.

    Yields a function that takes what is being done and how much of `total` is.
    """
    if not sys.stderr.isatty():
        yield lambda _what, _done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda what, done: bar.update(task, description=one_line(what), completed=done)
