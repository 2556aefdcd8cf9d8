"""`crossexam check --engine llm` and `crossexam estimate` as processes, against a server on loopback."""

import asyncio
import json
import os
import pty
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crossexam import Report, UsageError, acheck, check
from crossexam.evals.benchmarks.answers import answers
from crossexam.evals.model_server import Body, ModelServer, Step, hang, status
from crossexam.pipeline import asking
from crossexam.pipeline.errors import BadSettings
from crossexam.pipeline.llm import engine
from crossexam.pipeline.llm.engine import LlmEngine
from crossexam.pipeline.llm.settings import Settings
from crossexam.schemas import Usage

KEY = "sk-canary-0123456789"
TEXTS = {
    "a": "Rebels killed 12 people in the port of Benghazi on Monday, the mayor said.\n\n“We will not leave,” he added.",
    "b": "At least 15 people were killed in Benghazi on Monday, doctors said.\n\nThe mayor wants talks with the army.",
}
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def server(model_server: ModelServer) -> ModelServer:
    """A server whose answers fit every stage."""
    model_server.decide = lambda _: answers()
    return model_server


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """What runs the command in a folder of its own."""
    for name in [name for name in os.environ if name.startswith(("OPENAI_", "CROSSEXAM_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "crossexam", *map(str, arguments)]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A story of two articles."""
    return story(tmp_path / "in")


def story(folder: Path, town: str = "Benghazi") -> Path:
    folder.mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text.replace("Benghazi", town), encoding="utf-8")
    return folder


def model(server: ModelServer) -> list[str]:
    return ["--engine", "llm", "--base-url", server.url, "--model", "m"]


def findings(folder: Path, *, spent: bool = False) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((folder / "findings.json").read_bytes())
    return held if spent else {name: value for name, value in held.items() if name != "usage"}


def undisturbed(tmp_path: Path, server: ModelServer, folder: Path) -> Usage:
    """Return what a run takes that nothing disturbs, with a cache of its own."""
    report = check(folder, "llm", base_url=server.url, model="m", cache_dir=tmp_path / "undisturbed")
    server.log.clear()
    return report.usage


def test_a_story_is_checked_and_what_was_asked_is_told_by_stage(
    run: Run, tmp_path: Path, folder: Path, server: ModelServer
) -> None:
    done = run("check", folder, *model(server), "--out", "out")
    assert done.returncode == 0
    held = findings(tmp_path / "out", spent=True)
    assert (held["tool"]["engine"], held["tool"]["model"]) == ("llm", "m")
    usage = held["usage"]
    assert list(usage["stages"]) == ["cluster", "crossexamine", "extract", "phrase"]
    assert (usage["calls"], usage["cached"], usage["retries"]) == (server.requests, 0, 0)
    assert usage["prompt_tokens"] > 0
    lines = done.stderr.splitlines()
    assert lines[0].split() == ["calls", "retries", "cached", "prompt", "answers", "cost", "time"]
    assert [line.split()[0] for line in lines[1:]] == ["extract", "cluster", "crossexamine", "phrase", "in"]
    prompt, completion = usage["prompt_tokens"], usage["completion_tokens"]
    told = rf"in all +{server.requests} +0 +0 +{prompt:,} tokens +{completion:,} tokens +unknown +[\d.]+ s"
    assert re.fullmatch(told, lines[-1])
    assert {seen.headers["authorization"] for seen in server.log} == {f"Bearer {KEY}"}
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert "canary" not in done.stdout + done.stderr + written


def test_an_unchanged_story_is_not_done_again_and_one_done_again_asks_nothing(
    run: Run, tmp_path: Path, folder: Path, server: ModelServer
) -> None:
    first = run("check", folder, *model(server), "--out", "out")
    before = findings(tmp_path / "out")
    asked = server.requests
    same = run("check", folder, *model(server), "--out", "out")
    assert "nothing has changed" in same.stderr
    assert "calls" not in same.stderr
    again = run("check", folder, *model(server), "--out", "out", "--again")
    assert (first.returncode, same.returncode, again.returncode) == (0, 0, 0)
    assert re.search(rf"^in all +0 +0 +{asked} ", again.stderr, re.MULTILINE)
    assert server.requests == asked
    assert findings(tmp_path / "out") == before
    other = run("check", folder, *model(server)[:-1], "n", "--out", "out")
    assert "nothing has changed" not in other.stderr
    assert server.requests == 2 * asked


def test_a_recording_replays_a_run_without_a_server(
    run: Run, tmp_path: Path, folder: Path, server: ModelServer
) -> None:
    run("check", folder, *model(server), "--out", "first")
    recorded = run("check", folder, *model(server), "--out", "first", "--record", "r.json")
    asked = server.requests
    assert recorded.returncode == 0
    assert f"r.json holds the {asked} answers of this run" in recorded.stderr
    replayed = run("check", folder, "--engine", "llm", "--replay", "r.json", "--cache-dir", "other", "--out", "second")
    assert replayed.returncode == 0
    assert server.requests == asked
    assert findings(tmp_path / "second") == findings(tmp_path / "first")
    assert not (tmp_path / "other").exists()
    folder.joinpath("a.txt").write_text("Nobody was killed in Benghazi.", encoding="utf-8")
    missed = run("check", folder, "--engine", "llm", "--replay", "r.json", "--out", "third")
    assert (missed.returncode, missed.stdout) == (1, "")
    assert re.search(r"^crossexam: r\.json: has no answer for 'a\.txt' \(stage extract", missed.stderr, re.MULTILINE)
    assert not (tmp_path / "third").exists()


def test_another_recording_is_another_result(run: Run, tmp_path: Path, folder: Path, server: ModelServer) -> None:
    run("check", folder, *model(server), "--out", "first", "--record", "r.json")
    replay = ["check", folder, "--engine", "llm", "--replay", "r.json", "--out", "out"]
    assert "nothing has changed" not in run(*replay).stderr
    assert "nothing has changed" in run(*replay).stderr
    held = json.loads((tmp_path / "r.json").read_bytes())
    for answer in held["answers"]:
        if answer["stage"] == "extract":
            answer["answer"]["figures"] = []
    (tmp_path / "r.json").write_text(json.dumps(held), encoding="utf-8")
    assert "nothing has changed" not in run(*replay).stderr


@pytest.mark.parametrize(
    ("step", "options", "said"),
    [
        (status(401), "", "the server does not accept the API key (401 some_error)"),
        (status(403), "", "the API key may not do this (403 some_error)"),
        (status(429, "insufficient_quota"), "", "the account has nothing left to spend (429 insufficient_quota)"),
        (status(404), "", "the server knows no model m, or the base URL lacks its path (404 some_error)"),
        (status(307, Location="http://localhost:1/"), "", "the server sends us to another address (307 some_error)"),
        (answers(), "--budget-tokens 10", "the budget of this run is used up: 0 of 10 tokens spent, the next call"),
        (answers(), "--budget-tokens 0", "the budget of this run is used up: 0 of 0 tokens spent, the next call"),
    ],
    ids=["key", "permission", "quota", "model", "redirect", "budget", "no budget"],
)
def test_what_ends_a_run_is_one_clear_line_and_status_1(
    run: Run, tmp_path: Path, folder: Path, server: ModelServer, step: Step, options: str, said: str
) -> None:
    server.decide = lambda _: step
    done = run("check", folder, *model(server), "--out", "out", *options.split())
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("crossexam: ")]
    assert line.startswith(f"crossexam: {said}")
    assert not (tmp_path / "out").exists()
    assert "canary" not in done.stderr


def test_a_server_that_is_not_there_is_one_clear_line_and_status_1(run: Run, folder: Path) -> None:
    with ModelServer() as gone:
        url = gone.url
    done = run("check", folder, "--engine", "llm", "--base-url", url, "--model", "m", "--out", "out")
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("crossexam: ")]
    assert line == f"crossexam: nothing answers at {url}: no connection"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--model m", "--model is for the engine 'llm': add --engine llm, or leave it out"),
        ("--engine local --offline", "--offline is for the engine 'llm'"),
        ("--set temperature=0", "--set temperature is for the engine 'llm'"),
        ("--record r.json", "--record is for the engine 'llm'"),
        ("--engine llm", "no model is set: name one with --model, CROSSEXAM_MODEL or the settings file"),
        ("--engine llm --model m --offline", "offline: api.openai.com is not an address of this machine"),
        ("--engine llm --model m --concurrency 0", "command line: concurrency: "),
        ("--engine llm --model m --budget-usd 1 --base-url http://127.0.0.1:1/v1", "a budget in dollars needs a price"),
        ("--engine llm --replay gone.json", "gone.json: cannot be read: FileNotFoundError"),
        ("--engine llm --replay r.json --base-url http://h/v1", "--base-url makes no sense with --replay"),
        ("--engine llm --replay r.json --budget-tokens 5", "--budget-tokens makes no sense with --replay"),
        ("--engine llm --model m --record file/r.json", "file/r.json: File exists"),
        ("--engine llm --model m --record file", "file: cannot be read: JSONDecodeError"),
        ("--engine llm --model m --record d.json", "d.json: is a folder"),
        ("--engine llm --model m --set prices=gone.yaml", "gone.yaml: "),
        ("--engine llm --model m --set prompts=prompts", "prompts/extract.md: "),
    ],
)
@pytest.mark.parametrize("where", ["in", "."])
def test_options_that_do_not_go_together_are_one_clear_line_and_status_2(
    run: Run, tmp_path: Path, folder: Path, arguments: str, said: str, where: str
) -> None:
    assert folder.is_dir()
    (tmp_path / "file").touch()
    (tmp_path / "d.json").mkdir()
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts/extract.md").write_text("Read it.", encoding="utf-8")
    done = run("check", where, "--out", tmp_path / "out", *arguments.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"crossexam: {said}")
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.glob("out/*"))


def test_what_was_paid_before_the_budget_was_used_up_is_not_paid_again(
    run: Run, tmp_path: Path, folder: Path, server: ModelServer
) -> None:
    whole = undisturbed(tmp_path, server, folder)
    short = f"--budget-tokens {whole.prompt_tokens + whole.completion_tokens - 1} --set max_output_tokens=3000"
    assert run("check", folder, *model(server), "--out", "out", *short.split()).returncode == 1
    assert 0 < server.requests < whole.calls
    assert run("check", folder, *model(server), "--out", "out").returncode == 0
    assert server.requests == whole.calls


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """A folder of five stories."""
    for number in range(5):
        story(tmp_path / "stories" / f"s{number}", f"Port{'abcde'[number]}")
    return tmp_path / "stories"


def test_the_stories_of_a_batch_share_one_client(run: Run, tmp_path: Path, stories: Path, server: ModelServer) -> None:
    server.delay = 0.1
    done = run("check", stories, *model(server), "--concurrency", "3", "--out", "out", "--record", "r.json")
    assert done.returncode == 0
    assert server.peak == 3
    summary = json.loads((tmp_path / "out/summary.json").read_bytes())
    usages = [found["usage"] for found in summary["stories"]]
    assert sum(usage["calls"] for usage in usages) == server.requests
    assert all(0 < usage["calls"] < server.requests for usage in usages)
    assert re.search(rf"^in all +{server.requests} +0 +0 ", done.stderr, re.MULTILINE)
    assert len(json.loads((tmp_path / "r.json").read_bytes())["answers"]) == server.requests
    again = run("check", stories, *model(server), "--out", "out")
    assert (again.returncode, again.stderr) == (0, "")
    replayed = run("check", stories, "--engine", "llm", "--replay", "r.json", "--out", "replayed")
    assert replayed.returncode == 0
    for number in range(5):
        assert findings(tmp_path / f"replayed/s{number}") == findings(tmp_path / f"out/s{number}")


def test_a_batch_over_its_budget_keeps_what_is_done_and_carries_on(
    run: Run, tmp_path: Path, stories: Path, server: ModelServer
) -> None:
    assert run("check", stories, *model(server), "--out", "whole", "--cache-dir", "other").returncode == 0
    usages = [found["usage"] for found in json.loads((tmp_path / "whole/summary.json").read_bytes())["stories"]]
    half = sum(usage["prompt_tokens"] + usage["completion_tokens"] for usage in usages) // 2
    asked = server.requests
    server.log.clear()
    short = f"--concurrency 1 --budget-tokens {half} --set max_output_tokens=3000"
    done = run("check", stories, *model(server), "--out", "out", *short.split())
    assert done.returncode == 1
    errors = [found["error"] for found in json.loads((tmp_path / "out/summary.json").read_bytes())["stories"]]
    assert 0 < errors.count(None) < 5
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("crossexam: ")]
    assert "the budget of this run is used up" in line
    assert 0 < server.requests < asked
    assert run("check", stories, *model(server), "--out", "out").returncode == 0
    assert server.requests == asked
    for number in range(5):
        assert findings(tmp_path / f"out/s{number}") == findings(tmp_path / f"whole/s{number}")


def test_ctrl_c_keeps_what_was_answered(run: Run, tmp_path: Path, folder: Path, server: ModelServer) -> None:
    whole = undisturbed(tmp_path, server, folder)
    stages = iter([answers()] * 2)
    server.decide = lambda _: next(stages, hang())
    command = [sys.executable, "-m", "crossexam", "check", str(folder), *model(server), "--out", "out"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    server.wait_for(3)
    time.sleep(0.2)
    process.send_signal(2)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stderr.splitlines()[-1].startswith("crossexam: interrupted; what is finished is kept")
    assert "Traceback" not in stderr
    server.log.clear()
    server.decide = lambda _: answers()
    assert run("check", folder, *model(server), "--out", "out").returncode == 0
    assert server.requests == whole.calls - 2


@pytest.mark.usefixtures("run")
def test_a_terminal_shows_at_which_stage_a_run_is(tmp_path: Path, folder: Path, server: ModelServer) -> None:
    server.delay = 0.5
    terminal, theirs = pty.openpty()
    command = [sys.executable, "-m", "crossexam", "check", str(folder), *model(server), "--json"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    seen = b""
    while True:
        try:
            seen += os.read(terminal, 65536)
        except OSError:  # how Linux says that the other end was closed
            break
    os.close(terminal)
    assert process.wait(60) == 0
    for shown in ("extract: 2 asked", "cluster: 1 asked", "crossexamine: ", "phrase: 1 asked"):
        assert shown in seen.decode()


@pytest.mark.usefixtures("run")
def test_repeats_of_an_open_engine_are_one_run(tmp_path: Path, folder: Path, server: ModelServer) -> None:
    chosen = Settings(base_url=server.url, model="m", cache_dir=tmp_path / "c")

    async def both() -> tuple[Report, Report, Usage]:
        async with LlmEngine(chosen) as opened:
            first = await acheck(folder, opened)
            return first, await acheck(folder, opened.for_repeat(1)), opened.usage()

    async def apart() -> Usage:
        alone = LlmEngine(chosen)
        report = await acheck(folder, alone)
        assert alone.usage() == Usage()
        return report.usage

    first, second, whole = asyncio.run(both())
    assert first.usage.calls == second.usage.calls == whole.calls / 2 == server.requests / 2
    assert asyncio.run(apart()).cached == first.usage.calls


def test_a_watched_story_is_asked_of_the_model_and_the_server_that_its_result_came_from(
    run: Run, tmp_path: Path, folder: Path, server: ModelServer
) -> None:
    run("check", folder, *model(server), "--out", "out", "--record", "r.json")
    before = server.requests
    command = [sys.executable, "-m", "crossexam", "serve", "out", "--port", "0", "--watch", "in"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        assert "results are at" in process.stderr.readline()
        folder.joinpath("c.txt").write_text("Two people were hurt in Benghazi.", encoding="utf-8")
        server.wait_for(before + 1)
        process.send_signal(2)
        process.wait(60)
    assert {seen.body["model"] for seen in server.log[before:]} == {"m"}
    (folder / "c.txt").unlink()
    run("check", folder, "--engine", "llm", "--replay", "r.json", "--out", "replayed")
    refused = run("serve", "replayed", "--port", "0", "--watch", "in")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("crossexam: the result is that of a recording")


@pytest.mark.slow
def test_a_run_that_is_killed_again_and_again_ends_like_one_that_is_not(
    run: Run, tmp_path: Path, stories: Path, server: ModelServer
) -> None:
    assert run("check", stories, *model(server), "--out", "whole", "--cache-dir", "other").returncode == 0
    asked = {key_of(seen.body) for seen in server.log}
    server.log.clear()
    server.delay = 0.05
    command = [sys.executable, "-m", "crossexam", "check", str(stories), *model(server), "--out", "out"]
    kills = 0
    for count in (1, 4, 9):
        before = server.requests
        process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        server.wait_for(before + count)
        process.kill()
        kills += process.wait() == -9
    assert kills == 3
    assert run("check", stories, *model(server), "--out", "out").returncode == 0
    repeated = len(server.log) - len({key_of(seen.body) for seen in server.log})
    assert {key_of(seen.body) for seen in server.log} == asked
    assert repeated <= 3 * 8
    for number in range(5):
        assert findings(tmp_path / f"out/s{number}") == findings(tmp_path / f"whole/s{number}")


def key_of(body: Body) -> str:
    return json.dumps(body, sort_keys=True)


def test_an_estimate_sends_nothing_and_holds(run: Run, tmp_path: Path, folder: Path, server: ModelServer) -> None:
    prices = tmp_path / "prices.yaml"
    host = server.url.split("/")[2]
    prices.write_text(
        f"read_on: 2026-01-01\nsources: []\nhosts: {{'{host}': {{m: {{prompt: '1', completion: '2'}}}}}}",
        encoding="utf-8",
    )
    options = [*model(server)[2:], "--set", f"prices={prices}"]
    done = run("estimate", folder, *options)
    assert (done.returncode, done.stderr, server.requests) == (0, "", 0)
    assert [line.split()[0] for line in done.stdout.splitlines()[1:]] == [
        "extract", "cluster", "crossexamine", "phrase", "in",
    ]  # fmt: skip
    as_json = json.loads(run("estimate", folder, *options, "--json").stdout)
    assert run("check", folder, *model(server), "--out", "out", "--set", f"prices={prices}").returncode == 0
    usage = findings(tmp_path / "out", spent=True)["usage"]
    assert usage["calls"] <= as_json["calls"] <= 2 * len(TEXTS) + 6
    extract, asked = as_json["stages"]["extract"], usage["stages"]["extract"]
    assert extract["calls"] == asked["calls"]
    assert extract["prompt_tokens"] == pytest.approx(asked["prompt_tokens"], rel=0.05)
    assert usage["prompt_tokens"] + usage["completion_tokens"] < as_json["worst"]["prompt_tokens"]
    assert float(usage["cost"]) < float(as_json["worst"]["cost"])
    known = run("estimate", folder, *options)
    assert known.stdout == "All answers are known already: nothing would be asked.\n"
    folder.joinpath("c.txt").write_text("Two people were hurt.", encoding="utf-8")
    more = json.loads(run("estimate", folder, *options, "--json").stdout)
    assert more["stages"]["extract"]["calls"] == 1


def test_an_estimate_of_a_batch_adds_up_and_warns_of_a_budget_that_is_too_small(
    run: Run, folder: Path, stories: Path, server: ModelServer
) -> None:
    one, five = (json.loads(run("estimate", f, *model(server)[2:], "--json").stdout) for f in (folder, stories))
    assert five["calls"] == 5 * one["calls"]
    (stories / "broken").mkdir()
    (stories / "broken/a.txt").write_bytes(b"\x00\xff\x00\xfe\x81")
    done = run("estimate", stories, *model(server)[2:], "--budget-tokens", "100")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    assert "broken" in lines[0]
    assert lines[1].startswith("crossexam: no price is known for m at 127.0.0.1")
    assert lines[2] == "crossexam: the budget of 100 tokens is less than the run is expected to take"
    assert server.requests == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("in", "no model is set"),
        ("gone --model m", "gone: there is no such folder"),
        ("empty --model m", "empty: no article"),
        ("in --replay r.json", "--replay makes no sense here"),
        ("in --model m --record r.json", "No such option: --record"),
    ],
)
def test_a_wrong_estimate_is_one_clear_line_and_status_2(
    run: Run, tmp_path: Path, folder: Path, arguments: str, said: str
) -> None:
    assert folder.is_dir()
    (tmp_path / "empty").mkdir()
    done = run("estimate", *arguments.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"crossexam: {said}")


@pytest.mark.usefixtures("run")
def test_the_api_takes_settings_as_arguments(tmp_path: Path, folder: Path, server: ModelServer) -> None:
    report = check(folder, "llm", base_url=server.url, model="m", cache_dir=tmp_path / "c", budget_usd="none")
    assert (report.tool.engine, report.tool.model) == ("llm", "m")
    assert report.usage.calls == server.requests

    async def inside() -> None:
        same = await acheck(folder, "llm", base_url=server.url, model="m", cache_dir=str(tmp_path / "c"))
        assert same.findings == report.findings
        assert (same.usage.calls, same.usage.cached) == (0, server.requests)

    asyncio.run(inside())
    with pytest.raises(UsageError, match="the local engine has no settings"):
        check(folder, model="m")
    with pytest.raises(BadSettings, match="given: concurrency"):
        check(folder, "llm", model="m", concurrency=0)
    with pytest.raises(BadSettings, match="given: unknown setting 'colour'"):
        check(folder, "llm", colour="red")  # type: ignore[call-arg]


def test_the_stages_that_are_told_are_those_of_the_engine() -> None:
    assert asking.STAGES == engine.STAGES


def test_help_lists_the_options_in_groups(run: Run) -> None:
    done = run("check", "--help")
    heads = [line for line in done.stdout.splitlines() if re.fullmatch(r"[A-Z][a-z ]+:", line)]
    assert heads == [
        "Arguments:", "Options:", "The model and its server:", "Limits:", "Answers that are known already:",
    ]  # fmt: skip
    for option in ("--base-url", "--model", "--budget-usd", "--replay", "--record", "--set"):
        assert done.stdout.count(f"  {option} ") == 1
