"""Which files changed, and what is run again then?"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
_WATCHED = {".md", ".txt", ".yaml", ".py", ".json"}
_PAUSE = 0.5
"""Seconds between two looks at the files."""

State = dict[Path, tuple[int, int]]


def watched(cases: Path, more: Iterable[Path] = ()) -> list[Path]:
    """Return the folders whose files decide what a run gives: prompts, rules, word lists and cases."""
    desk = [Path(os.environ[name]) for name in ("CROSSEXAM_DATA", "CROSSEXAM_PROMPTS") if os.environ.get(name)]
    return [_PACKAGE / "prompts", _PACKAGE / "pipeline", _PACKAGE / "schemas", cases, *desk, *more]


def state_of(folders: Iterable[Path]) -> State:
    """Return when each watched file was last written, and its size."""
    state: State = {}
    for folder in folders:
        for here, below, names in os.walk(folder):
            below[:] = [name for name in below if not name.startswith((".", "__"))]
            for name in names:
                path = Path(here, name)
                if path.suffix in _WATCHED and not name.startswith("."):
                    _note(path, state)
    return state


def _note(path: Path, state: State) -> None:
    try:
        found = path.stat()
    except FileNotFoundError:
        # Editors write a new file and rename it; it will be there at the next look.
        return
    state[path] = (found.st_mtime_ns, found.st_size)


def watch(
    folders: Sequence[Path], rerun: Callable[[list[Path]], None], *, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Call `rerun` once with no file, then with those that were written, added or removed, until interrupted.

    Files are looked at twice a second rather than through the system's own notices, which differ between systems and
    do not cross mounts. A rerun waits until nothing more changes between two looks, so that one save is one rerun; what
    is saved while one is under way is seen after it.
    """
    known = state_of(folders)
    try:
        rerun([])
        while True:
            sleep(_PAUSE)
            seen = state_of(folders)
            if seen == known:
                continue
            sleep(_PAUSE)
            while (settled := state_of(folders)) != seen:
                seen = settled
                sleep(_PAUSE)
            changed = sorted(path for path in seen.keys() | known.keys() if seen.get(path) != known.get(path))
            known = seen
            if changed:
                rerun(changed)
    except KeyboardInterrupt:
        return


class Reruns:
    """Runs the cases and compares with the start. Call it with the files that changed, none the first time.

    Each run is a process of its own: this one has read the prompts and rules already and would not see new ones. Where
    nothing can be compared, because a label was edited, the newest run is the new start.
    """

    def __init__(self, options: Sequence[str], runs: Path, tell: Callable[[str], None]) -> None:
        self.options = options
        self.runs = runs
        self.tell = tell
        self.start = ""

    def __call__(self, changed: Sequence[Path]) -> None:
        """Run once, and print the page of the run or, after the first, the comparison with the start."""
        for path in changed:
            self.tell(f"changed: {os.path.relpath(path)}")
        name = f"watch-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
        first = not self.start
        status = _eval(*self.options, "--runs", str(self.runs), "--name", name, quiet=not first)
        if status != _NOTHING_RUN:
            compared = not first and _eval("compare", self.start, name, "--runs", str(self.runs)) == 0
            self.start = self.start if compared else name
        self.tell("waiting for a save; Ctrl-C ends")


_NOTHING_RUN = 2


def _eval(*arguments: str, quiet: bool = False) -> int:
    command = [sys.executable, "-m", "crossexam.evals.cli", *arguments]
    done = subprocess.run(command, stdout=subprocess.DEVNULL if quiet else None, check=False)  # noqa: S603 - our own module
    return done.returncode
