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

from crossexam.evals.model_server import ModelServer, fitting

ITEMS, CONCURRENCY = 16, 4
TEXTS = [f"item {n}" for n in range(ITEMS)]

NURSERY = f"""
import asyncio, json, os, sys
from pathlib import Path
import openai, instructor, instructor.core.hooks
from crossexam.evals.model_server import Word
from crossexam.pipeline.llm import exchange, line
from crossexam.pipeline.llm.calls import Call
from crossexam.pipeline.llm.client import ModelClient
from crossexam.pipeline.llm.settings import Settings
from crossexam.prompts import Message

async def run(url, folder, name, texts):
    acknowledged = os.open(folder / "acknowledged", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    settings = Settings(
        base_url=url, model="m", api_key=name, cache_dir=folder / "cache", concurrency={CONCURRENCY}
    )
    async with ModelClient(settings) as client:
        async def one(text):
            answer = await client.ask(Call("extract", "extract", text, (Message("user", text),), Word))
            os.write(acknowledged, text.encode() + b"\\n")
            return answer.value.model_dump()
        answers = await asyncio.gather(*map(one, texts))
        (folder / "calls").write_text(str(client.usage().calls))
    (folder / "output").write_text(json.dumps(answers))

for request in sys.stdin:
    command, *arguments = json.loads(request)
    if command == "start":
        child = os.fork()
        if child == 0:
            asyncio.run(run(arguments[0], Path(arguments[1]), arguments[2], {TEXTS!r}))
            os._exit(0)
        print(child, flush=True)
    elif command == "warm up":
        asyncio.run(run(arguments[0], Path(arguments[1]), "none", ["warm up"]))
        print(0, flush=True)
    else:
        print(os.waitpid(arguments[0], 0)[1], flush=True)
"""


class Nursery:
    """A process that has everything loaded, and has children that ask all items. They can be killed."""

    def __init__(self, url: str, folder: Path) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([sys.executable, "-c", NURSERY], stdin=pipe, stdout=pipe, text=True)
        self._tell("warm up", url, str(folder))

    def start(self, url: str, folder: Path, name: str) -> int:
        """Start a run, which tells its name to the server as its key, and return the process."""
        return self._tell("start", url, str(folder), name)

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
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    with ModelServer() as server:
        held = Nursery(server.url, tmp_path_factory.mktemp("nursery"))
    yield held
    held.close()


def texts_of(server: ModelServer, name: str) -> Counter[str]:
    """What a run has asked. A request may be seen by the server after its run was killed."""
    mine = [seen for seen in server.log if seen.headers["authorization"] == f"Bearer {name}"]
    return Counter(str(seen.body["messages"][0]["content"]) for seen in mine)


@pytest.mark.parametrize("seed", range(50))
def test_a_run_that_is_killed_loses_no_answer_and_asks_nothing_twice_but_what_was_in_flight(
    model_server: ModelServer, nursery: Nursery, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    model_server.delay = 0.003
    child = nursery.start(model_server.url, tmp_path, "killed")
    model_server.wait_for(chance.randrange(ITEMS + 1))
    time.sleep(chance.uniform(0, 0.02))
    os.kill(child, signal.SIGKILL)
    nursery.status_of(child)
    acknowledged = (
        (tmp_path / "acknowledged").read_text().split("\n")[:-1] if (tmp_path / "acknowledged").exists() else []
    )

    assert nursery.status_of(nursery.start(model_server.url, tmp_path, "second")) == 0
    before, after = texts_of(model_server, "killed"), texts_of(model_server, "second")
    assert not set(acknowledged) & set(after)
    assert max((before + after).values()) <= 2
    assert (before + after).total() - ITEMS <= CONCURRENCY
    assert set(before + after) == set(TEXTS)
    assert int((tmp_path / "calls").read_text()) == after.total()
    undisturbed = [json.loads(fitting({"messages": [{"role": "user", "content": text}]})) for text in TEXTS]
    assert (tmp_path / "output").read_text() == json.dumps(undisturbed)
