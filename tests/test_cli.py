import asyncio
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from crossexam import Article, Claim, Kind, Relation, __version__
from crossexam.pipeline.batch import Task, check_into
from crossexam.pipeline.commands import Wish, check_folder
from crossexam.pipeline.errors import NothingToRead
from crossexam.pipeline.stages import Cluster, Examination, Examined, Story

SEEDS = Path(__file__).parents[1] / "seeds"
COMMAND = [sys.executable, "-m", "crossexam"]


def crossexam(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, timeout=60, check=False
    )


def story(folder: Path, **texts: str) -> Path:
    folder.mkdir(parents=True)
    for name, text in (texts or {"a": "Three people were killed.", "b": "Four people were killed."}).items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


class FirstWords:
    """An engine that finds that articles begin with different words."""

    name = "fake"

    async def examine(self, story: Story) -> Examination:
        claims = [self._claim(article, number) for article in story.articles for number in (0, 1)]
        clusters = [Cluster(Kind.QUANTITY, f"What is word {n}?", tuple(claims[n::2])) for n in (0, 1)]
        apart = (Relation.SAME, *[Relation.INCOMPATIBLE] * (len(story.articles) - 1))
        return Examination(tuple(claims), tuple(Examined(cluster, apart) for cluster in clusters))

    def _claim(self, article: Article, number: int) -> Claim:
        start = 0 if number == 0 else article.text.index(" ") + 1
        word = article.text[start:].split()[0]
        return Claim(
            id=f"{article.article}-{number}",
            article=article.article,
            kind=Kind.QUANTITY,
            start=start,
            end=start + len(word),
            evidence=word,
            value=word,
        )


@pytest.fixture
def result(tmp_path: Path) -> Path:
    """A result with two findings."""
    folder = story(tmp_path / "in", a="Three dogs barked.", b="Four cats slept.")
    asyncio.run(check_into(Task(folder, tmp_path / "result"), FirstWords()))
    return tmp_path / "result"


def test_the_seeds_are_checked_and_the_paths_of_the_results_printed(tmp_path: Path) -> None:
    done = crossexam("check", SEEDS / "libya-2019", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    written = [line for line in done.stdout.splitlines() if line.startswith("crossexam-results/")]
    assert "crossexam-results/libya-2019/findings.json" in written
    assert "crossexam-results/libya-2019/report.html" in written
    assert "crossexam-results/libya-2019/report.md" in written
    assert all((tmp_path / path).is_file() for path in written)


def test_json_is_all_that_is_printed_when_asked_for(tmp_path: Path) -> None:
    done = crossexam("check", SEEDS / "libya-2019", "--json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.encode() == (tmp_path / "crossexam-results/libya-2019/findings.json").read_bytes()
    assert json.loads(done.stdout)["story"]["name"] == "libya-2019"
    again = crossexam("check", SEEDS / "libya-2019", "--json", cwd=tmp_path)
    assert (again.stdout, again.stderr) == (done.stdout, "")


def test_a_story_that_has_not_changed_is_not_done_again_unless_wished(tmp_path: Path) -> None:
    folder = story(tmp_path / "in")
    crossexam("check", folder, "--out", "out", cwd=tmp_path)
    mark = (tmp_path / "out/run.json").stat()
    again = crossexam("check", folder, "--out", "out", cwd=tmp_path)
    assert "nothing has changed" in again.stderr
    assert "out/findings.json" in again.stdout
    assert (tmp_path / "out/run.json").stat().st_ino == mark.st_ino
    crossexam("check", folder, "--out", "out", "--again", cwd=tmp_path)
    assert (tmp_path / "out/run.json").stat().st_mtime_ns != mark.st_mtime_ns


def test_the_formats_asked_for_are_written(tmp_path: Path) -> None:
    folder = story(tmp_path / "in")
    crossexam("check", folder, "--out", "out", "--format", "json", cwd=tmp_path)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"articles", "findings.json", "run.json"}
    crossexam("check", folder, "--out", "out", "--format", "md", "--format", "json", cwd=tmp_path)
    assert (tmp_path / "out/report.md").is_file()


def test_a_batch_is_summed_up(tmp_path: Path) -> None:
    for name in ("one", "two"):
        story(tmp_path / "in" / name)
    done = crossexam("check", "in", "--jobs", "2", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^one +2 ", done.stdout, re.MULTILINE)
    assert done.stdout.splitlines()[-2:] == ["crossexam-results/in/summary.json", "crossexam-results/in/index.html"]
    as_json = crossexam("check", "in", "--json", cwd=tmp_path)
    assert as_json.stdout == (tmp_path / "crossexam-results/in/summary.json").read_text(encoding="utf-8")
    shown = crossexam("show", "crossexam-results/in", cwd=tmp_path)
    assert re.search(r"^two +2 ", shown.stdout, re.MULTILINE)
    assert crossexam("show", "crossexam-results/in", "--format", "json", cwd=tmp_path).stdout == as_json.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("", "Usage: crossexam"),
        ("chek in", "crossexam: No such command 'chek'. Did you mean 'check'"),
        ("check", "crossexam: Missing argument 'FOLDER'. See crossexam check --help"),
        ("check in --fast", "crossexam: No such option: --fast"),
        ("check in --engine magic", "crossexam: Invalid value for '--engine'"),
        ("check in --jobs 0", "crossexam: Invalid value for '--jobs'"),
        ("check in --format pdf", "crossexam: Invalid value for '--format'"),
        ("check gone", "crossexam: gone: there is no such folder"),
        ("check file", "crossexam: file: is a file; give the folder that holds the articles of the story"),
        ("check empty", "crossexam: empty: no article"),
        ("check result", "crossexam: result: holds results, not articles"),
        ("check in --out in", "crossexam: in: is the folder of articles itself"),
        ("check in --out file", "crossexam: file: "),
        ("check in --out file/x", "crossexam: file/x: Not a directory"),
        ("check in --out loop", "crossexam: loop: "),
        ("check in --out full", "crossexam: full: is not empty and holds no result of crossexam"),
        ("check loop", "crossexam: loop: there is no such folder"),
        ("serve gone", "crossexam: gone: there is no such folder"),
        ("serve empty", "crossexam: empty: holds no results"),
        ("serve result --watch empty", "crossexam: empty: no article is here"),
        ("show gone", "crossexam: gone: there is no such folder"),
        ("show empty", "crossexam: empty: holds no results"),
        ("show .", "crossexam: .: holds no results; result does"),
        ("show file", "crossexam: file: holds no results"),
        ("show result 3", "crossexam: there is no finding 3: they are numbered from 1 to 2"),
        ("show result 0", "crossexam: there is no finding 0: they are numbered from 1 to 2"),
        (f"show result {'9' * 5000}", "crossexam: there is no finding '999"),
        ("serve result --watch gone", "crossexam: gone: there is no such folder"),
        ("show result quote", "crossexam: there is no finding 'quote'"),
        ("show result quantity-", "crossexam: 2 findings begin with 'quantity-'"),
    ],
)
def test_wrong_usage_is_one_clear_line_and_status_2(result: Path, arguments: str, said: str) -> None:
    here = result.parent
    (here / "file").touch()
    (here / "empty").mkdir()
    (here / "full").mkdir()
    (here / "full/thesis.doc").touch()
    (here / "loop").symlink_to("loop")
    done = crossexam(*arguments.split(), cwd=here)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1 or not arguments


def test_a_folder_that_may_not_be_opened_is_nothing_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # permissions do not bind a superuser
    with pytest.raises(NothingToRead, match="may not be opened"):
        check_folder(story(tmp_path / "in"), Wish(out=tmp_path / "out"))


@pytest.mark.parametrize("spoilt", ["b.txt", "a.txt"])
def test_an_article_that_cannot_be_read_is_named_and_the_rest_is_written(tmp_path: Path, spoilt: str) -> None:
    folder = story(tmp_path / "in")
    (folder / spoilt).write_bytes(b"\x00\xff\x00\xfe\x81")
    done = crossexam("check", folder, "--out", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert re.fullmatch(rf"crossexam: not judged: {spoilt}: .+\n", done.stderr)
    assert len(json.loads((tmp_path / "out/findings.json").read_bytes())["articles"]) == 1
    assert crossexam("check", folder, "--out", "out", cwd=tmp_path).returncode == 1


def test_a_batch_in_which_something_failed_ends_with_status_1_and_says_what(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        story(tmp_path / "in" / name)
    (tmp_path / "in/two/b.txt").write_bytes(b"\x00\xff\x00\xfe\x81")
    (tmp_path / "out/three").mkdir(parents=True)
    (tmp_path / "out/three/mine").touch()
    done = crossexam("check", "in", "--out", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "crossexam: three: out/three: is not empty and holds no result of crossexam; choose another folder",
        "crossexam: two: 1 not judged",
    ]
    assert (tmp_path / "out/one/run.json").is_file()


def test_a_hostile_folder_name_cannot_reach_the_terminal(tmp_path: Path) -> None:
    done = crossexam("check", "a\x1b[31m\nb\u202e", cwd=tmp_path)
    assert done.stderr == "crossexam: a\\x1b[31m\\nb\\u202e: there is no such folder\n"
    story(tmp_path / "c\x1b[31m\nd")
    done = crossexam("check", "c\x1b[31m\nd", cwd=tmp_path)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr


def test_folders_whose_names_are_no_text_are_read_like_any_other(tmp_path: Path) -> None:
    folder = story(tmp_path / os.fsdecode(b"week-\xff") / os.fsdecode(b"caf\xe9"))
    alone = crossexam("check", folder, "--out", "alone", "--json", cwd=tmp_path)
    assert (alone.returncode, alone.stderr) == (0, "")
    batch = crossexam("check", folder.parent, "--json", cwd=tmp_path)
    assert (batch.returncode, batch.stderr) == (0, "")
    assert [found["story"] for found in json.loads(batch.stdout)["stories"]] == [
        json.loads(alone.stdout)["story"]["name"]
    ]


def test_a_finding_is_shown_by_its_number_its_id_or_the_beginning_of_it(result: Path) -> None:
    ids = [finding["id"] for finding in json.loads((result / "findings.json").read_bytes())["findings"]]
    for number, name in enumerate(ids, 1):
        shown = {crossexam("show", result, wanted, cwd=result).stdout for wanted in (str(number), name, name[:14])}
        assert len(shown) == 1
        assert re.search(r"What is word \d\?", shown.pop())


def test_a_result_is_shown_again_in_every_form_without_its_articles(result: Path) -> None:
    for path in result.parent.joinpath("in").iterdir():
        path.unlink()
    assert "What is word 1?" in crossexam("show", result, cwd=result).stdout
    whole = crossexam("show", result, "--format", "json", cwd=result)
    assert whole.stdout.encode() == (result / "findings.json").read_bytes()
    one = json.loads(crossexam("show", result, "2", "--format", "json", cwd=result).stdout)
    assert [len(one[part]) for part in ("findings", "claims", "articles")] == [1, 2, 2]
    assert "What is word" in crossexam("show", result, "--format", "md", cwd=result).stdout


def test_a_broken_result_is_one_clear_line_and_status_2(result: Path) -> None:
    (result / "findings.json").write_text("{}", encoding="utf-8")
    done = crossexam("show", result, cwd=result)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"crossexam: {result}/findings.json: was changed after the run that wrote it: check the story again\n"
    )


def on_a_terminal(*arguments: str | Path, cwd: Path) -> tuple[int, str, str]:
    """Run with standard error on a terminal and standard output piped; return the status and both."""
    terminal, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)], cwd=cwd, stdout=subprocess.PIPE, stderr=theirs, text=True
    )
    os.close(theirs)
    seen = b""
    while process.poll() is None or select.select([terminal], [], [], 0)[0]:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:  # how Linux says that the other end was closed
                break
    os.close(terminal)
    stdout, _ = process.communicate(timeout=60)
    return process.returncode, stdout, seen.decode()


def test_a_progress_bar_is_shown_on_a_terminal_and_wiped_away(tmp_path: Path) -> None:
    for name in ("one", "two"):
        story(tmp_path / "in" / name)
    status, stdout, seen = on_a_terminal("check", "in", "--json", cwd=tmp_path)
    assert status == 0
    assert "2/2" in seen
    assert "━" in seen
    assert seen.rstrip("\x1b[?25hl\r").endswith("\x1b[2K")
    assert json.loads(stdout)["name"] == "in"


def test_a_story_alone_shows_its_steps_on_a_terminal(tmp_path: Path) -> None:
    status, _, seen = on_a_terminal("check", SEEDS / "libya-2019", cwd=tmp_path)
    assert status == 0
    assert "━" in seen


@pytest.mark.parametrize(
    ("arguments", "statuses"), [("--help", {0, 1}), ("check --help", {0, 1}), ("show result", {0}), ("check in", {0})]
)
def test_a_reader_that_goes_away_is_no_error(result: Path, arguments: str, statuses: set[int]) -> None:
    process = subprocess.Popen(
        [*COMMAND, *arguments.split()], cwd=result.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) in statuses


def test_a_terminal_that_knows_ascii_alone_is_no_error(tmp_path: Path) -> None:
    folder = story(tmp_path / "in", a="Größe zählt.", b="Ärger droht.")
    asyncio.run(check_into(Task(folder, tmp_path / "out"), FirstWords()))
    for arguments in (["show", "out"], ["show", "out", "1"], ["show", "out", "--format", "json"]):
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["story"]["name"] == "in"


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A browser that writes down which address it is to open."""
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{script} %s")
    return tmp_path / "opened"


def test_the_page_is_opened_when_asked_for(tmp_path: Path, browser: Path) -> None:
    folder = story(tmp_path / "in" / "one")
    assert crossexam("check", folder, "--out", "out", "--format", "md", "--open", cwd=tmp_path).returncode == 0
    assert browser.read_text(encoding="utf-8").strip() == (tmp_path / "out/report.html").as_uri()
    assert crossexam("check", "in", "--open", cwd=tmp_path).returncode == 0
    assert browser.read_text(encoding="utf-8").strip() == (tmp_path / "crossexam-results/in/index.html").as_uri()


def served(process: subprocess.Popen[str]) -> str:
    assert process.stderr
    line = process.stderr.readline()
    address = re.search(r"http://127\.0\.0\.1:\d+/", line)
    assert address, line
    return address.group()


def fetched(address: str) -> bytes:
    with urlopen(address, timeout=10) as answer:  # noqa: S310 - a loopback address
        content: bytes = answer.read()
    return content


def test_results_are_served_and_made_anew_when_an_article_changes(tmp_path: Path, browser: Path) -> None:
    folder = story(tmp_path / "in")
    crossexam("check", folder, "--out", "out", cwd=tmp_path)
    command = [*COMMAND, "serve", "out", "--port", "0", "--watch", "in", "--open"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        address = served(process)
        before = fetched(f"{address}findings.json")
        assert before == (tmp_path / "out/findings.json").read_bytes()
        (folder / "c.txt").write_text("Five people were killed.", encoding="utf-8")
        until = time.monotonic() + 30
        while fetched(f"{address}findings.json") == before:
            assert time.monotonic() < until
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    assert browser.read_text(encoding="utf-8").strip() == address
    assert len(json.loads(crossexam("show", "out", "--format", "json", cwd=tmp_path).stdout)["articles"]) == 3


def test_ctrl_c_says_that_the_same_command_carries_on(tmp_path: Path) -> None:
    for number in range(300):
        story(tmp_path / "in" / f"s{number}")
    process = subprocess.Popen(
        [*COMMAND, "check", "in", "--out", "out", "--jobs", "2"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not list(tmp_path.glob("out/*/run.json")):
        time.sleep(0.01)
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (130, "")
    assert stderr == "crossexam: interrupted; what is finished is kept, and the same command carries on\n"
    assert crossexam("check", "in", "--out", "out", cwd=tmp_path).returncode == 0


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    assert crossexam("--version", cwd=tmp_path).stdout == f"crossexam {__version__}\n"
    project = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{__version__}"\n' in project


def modules_after(code: str, cwd: Path) -> set[str]:
    program = f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\nprint('\\n', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=cwd, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_imports_nothing_heavy(tmp_path: Path, option: str) -> None:
    loaded = modules_after(f"from crossexam.__main__ import run; sys.argv = ['crossexam', {option!r}]; run()", tmp_path)
    assert "typer" in loaded
    assert not loaded & {"pydantic", "rich", "yaml", "jinja2", "asyncio", "openai", "instructor", "crossexam.schemas"}


def test_the_local_engine_imports_no_client_of_a_model(tmp_path: Path) -> None:
    loaded = modules_after(
        f"from crossexam.__main__ import run; sys.argv = ['crossexam', 'check', {str(SEEDS / 'libya-2019')!r}]; run()",
        tmp_path,
    )
    assert "crossexam.pipeline.local.engine" in loaded
    assert not loaded & {"openai", "instructor", "diskcache", "tenacity", "httpx"}
