"""Whole runs, killed at any moment: what was answered is kept, and the next run ends as if nothing had been."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from crossexam.evals.model_server import ModelServer
from crossexam.evals.reader import plain_reader, stage_of

CONCURRENCY = 3
STORY = Path(__file__).parents[1] / "seeds/libya-2019"
CALLS = {"extract": 5, "cluster": 1, "crossexamine": 5, "phrase": 1}

NURSERY = (
    """
import json, os, sys
from pathlib import Path
import openai, instructor, instructor.core.hooks
from crossexam.pipeline.check import check
from crossexam.pipeline.llm import exchange, line
from crossexam.pipeline.llm.engine import LlmEngine
from crossexam.pipeline.llm.settings import Settings
from crossexam.schemas import Usage

def run(url, folder, name, story):
    settings = Settings(
        base_url=url, model="m", api_key=name, cache_dir=folder / "cache", concurrency=CONCURRENCY, offline=True
    )
    report = check(story, LlmEngine(settings))
    (folder / f"{name}.calls").write_text(str(report.usage.calls))
    (folder / f"{name}.json").write_text(report.model_copy(update={"usage": Usage()}).model_dump_json())

for request in sys.stdin:
    command, *arguments = json.loads(request)
    if command == "start":
        child = os.fork()
        if child == 0:
            run(arguments[0], Path(arguments[1]), arguments[2], arguments[3])
            os._exit(0)
        print(child, flush=True)
    else:
        print(os.waitpid(arguments[0], 0)[1], flush=True)
"""
).replace("CONCURRENCY", str(CONCURRENCY))


class Nursery:
    """A process that has everything loaded, and has children that check a story. They can be killed."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([sys.executable, "-c", NURSERY], stdin=pipe, stdout=pipe, text=True)

    def start(self, url: str, folder: Path, name: str) -> int:
        """Start a run, which tells its name to the server as its key, and return the process."""
        return self._tell("start", url, str(folder), name, str(STORY))

    def status_of(self, child: int) -> int:
        """Wait for a child's end and return how it ended."""
        return self._tell("wait", child)

    def close(self) -> None:
        self._process.communicate()

    def _tell(self, *request: str | int) -> int:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    held = Nursery()
    yield held
    held.close()


@pytest.fixture(scope="module")
def undisturbed(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report of a run that nobody kills."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with ModelServer() as server:
        server.decide = lambda _: plain_reader()
        assert nursery.status_of(nursery.start(server.url, folder, "whole")) == 0
        assert Counter(stage_of(seen.body) for seen in server.log) == CALLS
        # Findings name the server nowhere, so that those of two servers can be compared.
        assert server.url not in (folder / "whole.json").read_text()
    return (folder / "whole.json").read_text()


@pytest.mark.parametrize("seed", range(24))
def test_a_run_that_is_killed_and_started_again_ends_as_one_left_alone(
    model_server: ModelServer, nursery: Nursery, undisturbed: str, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    model_server.decide = lambda _: plain_reader()
    model_server.delay = 0.01
    kills = 1 + seed % 2
    for number in range(kills):
        child = nursery.start(model_server.url, tmp_path, f"killed{number}")
        model_server.wait_for(chance.randrange(sum(CALLS.values()) + 1), 5.0)
        time.sleep(chance.uniform(0, 0.04))
        os.kill(child, signal.SIGKILL)
        nursery.status_of(child)
    assert nursery.status_of(nursery.start(model_server.url, tmp_path, "last")) == 0

    assert (tmp_path / "last.json").read_text() == undisturbed
    asked = Counter(json.dumps(seen.body["messages"]) for seen in model_server.log)
    assert len(asked) == sum(CALLS.values())
    assert asked.total() - len(asked) <= kills * CONCURRENCY
    mine = [seen for seen in model_server.log if seen.headers["authorization"] == "Bearer last"]
    assert int((tmp_path / "last.calls").read_text()) == len(mine)
