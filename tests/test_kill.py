"""A batch is killed at random moments; the next run has to end with the bytes of one that was not disturbed."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

STORIES = 30
TRIALS = 20

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for orphans in /proc"),
]


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batch") / "stories"
    for number in range(STORIES):
        (folder / f"story-{number}").mkdir(parents=True)
        for outlet, toll in (("one", number), ("two", number + number % 3)):
            text = f"The quake killed {toll + 3} people on Friday, officials said.\n\n“We {outlet} grieve,” he said.\n"
            (folder / f"story-{number}" / f"{outlet}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def undisturbed(stories: Path) -> dict[str, bytes]:
    out = stories.with_name("undisturbed")
    assert start(stories, out, 1).wait(120) == 0
    return bytes_in(out)


@pytest.mark.parametrize("trial", range(TRIALS))
def test_a_killed_batch_is_carried_on_to_the_same_bytes(
    trial: int, stories: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    chance = random.Random(trial)  # noqa: S311 - so that a failure can be had again
    out = tmp_path / "out"
    batch = start(stories, out, jobs=1 + trial % 2)
    wait_for(out, results=chance.randrange(1, STORIES - 5), batch=batch)
    time.sleep(chance.random() / 100)
    if trial % 4 < 2:
        os.kill(batch.pid, signal.SIGKILL)
    else:
        os.killpg(batch.pid, signal.SIGKILL)
    assert batch.wait(10) == -signal.SIGKILL
    assert no_process_is_left_of(batch.pid)

    finished = {run: run.stat() for run in out.glob("*/run.json") if b'"finished"' in run.read_bytes()}
    assert not (out / "summary.json").exists()
    assert start(stories, out, jobs=1 + trial % 2).wait(120) == 0
    assert bytes_in(out) == undisturbed
    assert finished
    for run, before in finished.items():
        after = run.stat()
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def start(stories: Path, out: Path, jobs: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "crossexam", "check", str(stories), "--out", str(out), "--jobs", str(jobs)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def wait_for(out: Path, results: int, batch: subprocess.Popen[bytes]) -> None:
    while len(list(out.glob("*/run.json"))) < results:
        assert batch.poll() is None
        time.sleep(0.001)


def no_process_is_left_of(session: int) -> bool:
    """Whether all processes of a session end within five seconds."""
    deadline = time.monotonic() + 5
    while any(is_in(session, stat) for stat in Path("/proc").glob("[0-9]*/stat")):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def is_in(session: int, stat: Path) -> bool:
    try:
        state, _parent, _group, its_session = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[:4]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return int(its_session) == session and state != "Z"


def bytes_in(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}
