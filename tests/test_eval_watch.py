import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from crossexam.evals.cases import HOME, Case
from crossexam.evals.watch import Reruns, state_of, watch, watched

SEEDS = HOME / "libya-2019"


class Clock:
    """A clock that nobody waits for: each pause does the next thing, and the last one interrupts."""

    def __init__(self, *steps: Callable[[], object]) -> None:
        self.steps = list(steps)

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        if not self.steps:
            raise KeyboardInterrupt
        self.steps.pop(0)()


def save(path: Path, text: str) -> Callable[[], object]:
    return lambda: path.write_text(text)


def nothing() -> None:
    """Let a pause pass without a save."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "extract.md").write_text("one")
    return tmp_path / "prompts"


def seen_by(folder: Path, *steps: Callable[[], object]) -> list[list[str]]:
    seen: list[list[str]] = []
    watch([folder], lambda paths: seen.append([path.name for path in paths]), sleep=Clock(*steps).sleep)
    first, *others = seen
    assert first == []
    return others


def test_a_save_is_one_rerun_and_ctrl_c_ends(folder: Path) -> None:
    assert seen_by(folder, nothing, save(folder / "extract.md", "three"), nothing, nothing, nothing) == [["extract.md"]]


def test_saves_in_close_succession_are_one_rerun(folder: Path) -> None:
    one, other = save(folder / "extract.md", "three"), save(folder / "cluster.md", "four")
    assert seen_by(folder, one, other, nothing, nothing) == [["cluster.md", "extract.md"]]


def test_a_save_during_a_run_is_seen_after_it(folder: Path) -> None:
    seen: list[list[str]] = []

    def rerun(paths: list[Path]) -> None:
        seen.append([path.name for path in paths])
        if len(seen) < 3:
            (folder / f"written-in-run-{len(seen)}.md").write_text("x")

    watch([folder], rerun, sleep=Clock(*[nothing] * 9).sleep)
    assert seen == [[], ["written-in-run-1.md"], ["written-in-run-2.md"]]


def test_a_file_that_is_gone_is_a_change(folder: Path) -> None:
    assert seen_by(folder, (folder / "extract.md").unlink, nothing) == [["extract.md"]]


def test_a_change_that_was_taken_back_before_it_settled_is_none(folder: Path) -> None:
    path = folder / "extract.md"
    before = path.stat()

    def back() -> None:
        path.write_text("one")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert seen_by(folder, save(path, "three"), back, nothing, nothing) == []


@pytest.mark.parametrize("name", [".extract.md.swp", "notes.bin", ".hidden.md", "__pycache__/x.py", ".git/config.yaml"])
def test_files_that_decide_nothing_are_not_watched(folder: Path, name: str) -> None:
    before = state_of([folder])
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("x")
    assert state_of([folder]) == before


def test_prompts_rules_word_lists_and_cases_are_watched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CROSSEXAM_DATA", str(tmp_path))
    folders = watched(HOME)
    names = {path.name for path in state_of(folders)}
    assert {"abbreviations.txt", "verdicts.py", "expected.yaml"} <= names
    assert tmp_path in folders


def test_a_rerun_is_compared_with_the_start(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told: list[str] = []
    options = ["--cases", str(SEEDS), "--engine", "crossexam.evals.oracle:Oracle"]
    rerun = Reruns(options, tmp_path, told.append)
    rerun([])
    assert "All stories" in capfd.readouterr().out
    rerun.options = ["--cases", str(SEEDS), "--engine", "crossexam.evals.oracle:mute"]
    rerun([SEEDS / "expected.yaml"])
    assert "Flips to worse: 90" in capfd.readouterr().out
    rerun.options = ["--cases", str(SEEDS), "--engine", "nobody"]
    rerun([])
    assert "unknown engine" in capfd.readouterr().err
    rerun.options = options
    rerun([])
    assert "0 worse, 0 better" in capfd.readouterr().out
    waiting = "waiting for a save; Ctrl-C ends"
    assert [line.rpartition("/")[2] for line in told] == [waiting, "expected.yaml", waiting, waiting, waiting]


def test_watching_is_started_by_one_option_and_ended_by_ctrl_c(make_case: Callable[..., Case], tmp_path: Path) -> None:
    text = {"a.txt": "The river rose. “We were warned,” said the mayor of the town."}
    quote = ("warned", "quote", "single_source", [("a.txt", "We were warned")])
    cases = make_case("flood", text, [quote]).articles.parents[1]
    command = [
        sys.executable,
        "-m",
        "crossexam.evals.cli",
        "--watch",
        "--cases",
        str(cases),
        "--runs",
        str(tmp_path / "runs"),
    ]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        watchdog = threading.Timer(120, process.kill)
        watchdog.start()
        assert any(line.startswith("waiting for a save") for line in process.stdout)
        (cases / "note.md").write_text("a save")
        assert any(line.startswith("changed: ") and line.endswith("note.md\n") for line in process.stdout)
        assert any(line.startswith("verdict  0 worse, 0 better") for line in process.stdout)
        process.send_signal(signal.SIGINT)
        assert process.wait() == 0
        watchdog.cancel()
