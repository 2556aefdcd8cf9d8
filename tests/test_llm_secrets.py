import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from crossexam.evals.model_server import ModelServer, Word, cut_off, good, refusal, says, status
from crossexam.pipeline.llm.cache import AnswerCache
from crossexam.pipeline.llm.calls import Call
from crossexam.pipeline.llm.client import ModelClient
from crossexam.pipeline.llm.clock import InstantClock
from crossexam.pipeline.llm.recordings import export
from crossexam.pipeline.llm.settings import Settings
from crossexam.prompts import Message

Opener = Callable[[Path], AnswerCache]

KEY = "sk-canary-key-0123456789"
ARTICLE = "The canary of the article sang before dawn."


def run(server: ModelServer, folder: Path, **changed: Any) -> Any:
    chosen = {"base_url": server.url, "model": "m", "cache_dir": folder, "api_key": SecretStr(KEY)} | changed
    call = Call("extract", "extract", "a.txt", (Message("user", ARTICLE),), Word)

    async def ask() -> Any:
        async with ModelClient(Settings.model_validate(chosen), clock=InstantClock()) as client:
            return await client.ask_all([call])

    return asyncio.run(ask())


@pytest.mark.parametrize(
    "steps",
    [
        [good()],
        [status(500, message=ARTICLE), status(429, message=KEY, Retry_After="1"), good()],
        [says(f'{{"{ARTICLE}": "{KEY}"}}')],
        [says(ARTICLE)],
        [refusal()],
        [cut_off()],
        [status(401, message=KEY)],
    ],
    ids=["an answer", "retries", "a wrong answer", "no JSON", "a refusal", "cut off", "a wrong key"],
)
def test_nothing_of_key_or_article_is_logged_even_when_everything_is(
    model_server: ModelServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, steps: list[Any]
) -> None:
    model_server.script(*steps)
    caplog.set_level(logging.DEBUG)
    for name in ("openai", "openai._base_client", "httpx2", "httpcore2", "instructor", "instructor.v2.retry"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    run(model_server, tmp_path)
    assert "canary" not in caplog.text
    assert not [record for record in caplog.records if record.name.partition(".")[0] in {"openai", "instructor"}]


def test_the_libraries_stay_silent_when_the_environment_asks_them_to_talk(
    model_server: ModelServer, tmp_path: Path
) -> None:
    script = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from crossexam.evals.model_server import Word\n"
        "from crossexam.pipeline.llm.calls import Call\n"
        "from crossexam.pipeline.llm.client import ModelClient\n"
        "from crossexam.pipeline.llm.sources import load_settings\n"
        "from crossexam.prompts import Message\n"
        "async def ask():\n"
        "    async with ModelClient(load_settings({'cache_dir': sys.argv[1], 'model': 'm'}).settings) as client:\n"
        f"        await client.ask(Call('extract', 'extract', 'a.txt', (Message('user', {ARTICLE!r}),), Word))\n"
        "asyncio.run(ask())\n"
    )
    environ = {**os.environ, "OPENAI_LOG": "debug", "OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": model_server.url}
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    assert model_server.log[0].headers["authorization"] == f"Bearer {KEY}"
    assert done.stdout + done.stderr == ""


def test_neither_cache_nor_recording_holds_the_key_or_the_article(
    model_server: ModelServer, tmp_path: Path, open_cache: Opener
) -> None:
    run(model_server, tmp_path / "cache")
    export(open_cache(tmp_path / "cache"), tmp_path / "recording")
    held = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"canary" not in held
    assert b"Bearer" not in held


def test_the_key_is_sent_to_the_server_and_a_server_without_one_is_sent_none(
    model_server: ModelServer, tmp_path: Path
) -> None:
    run(model_server, tmp_path / "1")
    run(model_server, tmp_path / "2", api_key=None)
    assert [seen.headers["authorization"] for seen in model_server.log] == [f"Bearer {KEY}", "Bearer none"]


def test_a_key_of_the_environment_is_not_sent_unless_it_is_set(
    model_server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    run(model_server, tmp_path, api_key=None)
    assert model_server.log[0].headers["authorization"] == "Bearer none"


def test_known_answers_need_no_client_library() -> None:
    script = (
        "import asyncio, sys\n"
        "import crossexam.pipeline.llm.client\n"
        "import crossexam.pipeline.llm.estimate, crossexam.pipeline.llm.notices, crossexam.pipeline.llm.sources\n"
        "print([name for name in ('openai', 'instructor', 'httpx2') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
