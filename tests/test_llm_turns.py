import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crossexam.evals.model_server import ModelServer, Word, good, status
from crossexam.pipeline.llm.cache import AnswerCache
from crossexam.pipeline.llm.calls import Answer, Call, Identity, NotAnswered, key_of
from crossexam.pipeline.llm.client import ModelClient
from crossexam.pipeline.llm.clock import InstantClock, SystemClock
from crossexam.pipeline.llm.settings import Settings
from crossexam.pipeline.llm.turns import turn
from crossexam.prompts import Message

Opener = Callable[[Path], AnswerCache]
CALL = Call("extract", "extract", "a.txt", (Message("user", "text"),), Word)
CHILD = """
import asyncio, sys
from pathlib import Path
from crossexam.evals.model_server import Word
from crossexam.pipeline.llm.calls import Call
from crossexam.pipeline.llm.client import ModelClient
from crossexam.pipeline.llm.settings import Settings
from crossexam.prompts import Message

async def ask():
    call = Call("extract", "extract", "a.txt", (Message("user", "text"),), Word)
    async with ModelClient(Settings(base_url=sys.argv[1], model="m", cache_dir=Path(sys.argv[2]))) as client:
        import openai, instructor.core.hooks
        print("ready", flush=True)
        sys.stdin.readline()
        print((await client.ask(call)).value.model_dump_json(), flush=True)

asyncio.run(ask())
"""


def settings(server: ModelServer, folder: Path, **changed: Any) -> Settings:
    return Settings.model_validate({"base_url": server.url, "model": "m", "cache_dir": folder} | changed)


async def ask_many(chosen: Settings, times: int) -> list[Answer[Word] | NotAnswered]:
    async with ModelClient(chosen) as client:
        outcomes = await client.ask_all([CALL] * times)
        usage = client.usage()
        assert usage.calls + usage.cached == times
        return outcomes


def test_of_sixteen_tasks_one_asks(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.delay = 0.1
    outcomes = asyncio.run(ask_many(settings(model_server, tmp_path), 16))
    assert model_server.requests == 1
    assert len({str(outcome) for outcome in outcomes if isinstance(outcome, Answer) and outcome.cached}) == 1
    assert sum(isinstance(outcome, Answer) and not outcome.cached for outcome in outcomes) == 1


def test_of_sixteen_threads_one_asks(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.delay = 0.2
    together = threading.Barrier(16)
    found: list[Answer[Word] | NotAnswered] = []

    def run() -> None:
        together.wait()
        found.extend(asyncio.run(ask_many(settings(model_server, tmp_path), 1)))

    threads = [threading.Thread(target=run) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert model_server.requests == 1
    assert len({outcome.value.word for outcome in found if isinstance(outcome, Answer)}) == 1
    assert len(found) == 16


def test_of_four_processes_one_asks(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.delay = 0.3
    command = [sys.executable, "-c", CHILD, model_server.url, str(tmp_path)]
    pipe = subprocess.PIPE
    children = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(4)]
    for child in children:
        assert child.stdout
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin
        child.stdin.write("go\n")
        child.stdin.flush()
    answers = {child.communicate()[0] for child in children}
    assert [child.returncode for child in children] == [0] * 4
    assert model_server.requests == 1
    assert len(answers) == 1


def _planted_turn(chosen: Settings, owner: bytes, seconds: float) -> None:
    key = key_of(CALL, Identity("m", chosen.base_url, chosen.parameters))
    with AnswerCache(chosen.cache_dir) as cache:
        assert cache.take(key, owner, seconds, lambda _: False)


def _ended_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        pass
    return child.pid


def _machine() -> str:
    return f"{socket.gethostname()} {Path('/proc/self/ns/pid').readlink()}"


@pytest.mark.parametrize("born", ["123", ""], ids=["with its start known", "without"])
def test_the_turn_of_a_process_that_has_ended_is_taken_over_at_once(
    model_server: ModelServer, tmp_path: Path, born: str
) -> None:
    chosen = settings(model_server, tmp_path)
    _planted_turn(chosen, json.dumps([_machine(), _ended_process(), born, "x"]).encode(), 3600)
    (outcome,) = asyncio.run(ask_many(chosen, 1))
    assert isinstance(outcome, Answer)


def test_the_turn_of_an_earlier_process_with_the_same_id_is_taken_over_at_once(
    model_server: ModelServer, tmp_path: Path
) -> None:
    chosen = settings(model_server, tmp_path)
    _planted_turn(chosen, json.dumps([_machine(), os.getpid(), "1", "x"]).encode(), 3600)
    (outcome,) = asyncio.run(ask_many(chosen, 1))
    assert isinstance(outcome, Answer)


@pytest.mark.parametrize(
    "owner",
    [json.dumps(["another machine", 1, "", "x"]).encode(), json.dumps([_machine(), os.getppid(), "", "x"]).encode()],
    ids=["of another machine", "of a process that lives"],
)
def test_a_turn_that_nobody_renews_runs_out(model_server: ModelServer, tmp_path: Path, owner: bytes) -> None:
    chosen = settings(model_server, tmp_path)
    _planted_turn(chosen, owner, 0.3)
    (outcome,) = asyncio.run(ask_many(chosen, 1))
    assert isinstance(outcome, Answer)


@pytest.mark.parametrize("owner", [b"", b"x", b"7", b"[]", b'{"a": 1}', b'["a", "b", "c", "d"]', b"\xff"])
def test_a_turn_whose_owner_cannot_be_read_hangs_nobody(
    model_server: ModelServer, tmp_path: Path, owner: bytes
) -> None:
    chosen = settings(model_server, tmp_path)
    _planted_turn(chosen, owner, 0.3)
    (outcome,) = asyncio.run(ask_many(chosen, 1))
    assert isinstance(outcome, Answer)


def test_a_turn_lasts_as_long_as_its_owner_asks(tmp_path: Path, open_cache: Opener) -> None:
    cache = open_cache(tmp_path)
    both: list[str] = []

    async def one(name: str, hold: float) -> None:
        async with turn(cache, "key", 0.6, SystemClock(), lambda: None):
            both.append(f"{name} begins")
            await asyncio.sleep(hold)
            both.append(f"{name} ends")

    async def run() -> None:
        await asyncio.gather(one("a", 1.5), one("b", 0.0))

    asyncio.run(run())
    assert both == ["a begins", "a ends", "b begins", "b ends"]


def test_a_failure_leaves_the_turn_to_the_next(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.script(status(400), good())
    first, second = asyncio.run(ask_many_in_order(settings(model_server, tmp_path)))
    assert isinstance(first, NotAnswered)
    assert isinstance(second, Answer)


async def ask_many_in_order(chosen: Settings) -> list[Answer[Word] | NotAnswered]:
    async with ModelClient(chosen, clock=InstantClock()) as client:
        return [*await client.ask_all([CALL]), *await client.ask_all([CALL])]


def test_a_call_that_is_cancelled_gives_its_turn_back(model_server: ModelServer, tmp_path: Path) -> None:
    async def run() -> Answer[Word]:
        async with ModelClient(settings(model_server, tmp_path)) as client:
            model_server.delay = 5
            asking = asyncio.create_task(client.ask(CALL))
            await asyncio.to_thread(model_server.wait_for, 1)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            model_server.delay = 0
            return await client.ask(CALL)

    assert not asyncio.run(run()).cached
