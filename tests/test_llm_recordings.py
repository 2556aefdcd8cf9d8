import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, JsonValue

from crossexam.evals.model_server import ModelServer, Word
from crossexam.pipeline.errors import BadRecording, NotRecorded
from crossexam.pipeline.llm.cache import AnswerCache
from crossexam.pipeline.llm.calls import Answer, Call, Identity, key_of
from crossexam.pipeline.llm.client import ModelClient
from crossexam.pipeline.llm.prices import Tokens
from crossexam.pipeline.llm.recordings import export, import_recording, read_recording, write_recording
from crossexam.pipeline.llm.records import KeptAnswer
from crossexam.pipeline.llm.settings import Settings
from crossexam.prompts import Message

Opener = Callable[[Path], AnswerCache]

TEXTS = ["one", "two “quoted”", "three"]
CALLS = [Call("extract", "extract", f"{n}.txt", (Message("user", text),), Word) for n, text in enumerate(TEXTS)]


@pytest.fixture
def recorded(model_server: ModelServer, tmp_path: Path, open_cache: Opener) -> AnswerCache:
    """A cache that holds the answers to three questions."""
    asked, _ = ask(Settings(base_url=model_server.url, model="m", cache_dir=tmp_path / "cache", seed=7, temperature=0))
    assert all(isinstance(outcome, Answer) for outcome in asked)
    return open_cache(tmp_path / "cache")


def ask(settings: Settings, calls: list[Call[Any]] | None = None, target: Path | None = None) -> tuple[list[Any], Any]:
    async def run() -> tuple[list[Any], Any]:
        async with ModelClient(settings) as client:
            outcomes = await client.ask_all(calls or list(CALLS))
            if target:
                client.record(target)
            return outcomes, client.usage()

    return asyncio.run(run())


@pytest.mark.parametrize("name", ["recording", "recording.json"])
def test_a_recording_answers_as_the_server_did_without_a_server(
    recorded: AnswerCache, model_server: ModelServer, tmp_path: Path, name: str
) -> None:
    assert export(recorded, tmp_path / name) == 3
    before = model_server.requests
    outcomes, usage = ask(Settings(replay=tmp_path / name))
    assert all(isinstance(outcome, Answer) and outcome.cached for outcome in outcomes)
    assert [outcome.value for outcome in outcomes] == [
        outcome.value for outcome in ask(live(model_server, tmp_path))[0]
    ]
    assert (usage.calls, usage.cached, usage.cost) == (0, 3, 0)
    assert model_server.requests == before


def live(server: ModelServer, folder: Path) -> Settings:
    return Settings(base_url=server.url, model="m", cache_dir=folder / "cache", seed=7, temperature=0)


def test_a_replay_writes_no_cache(recorded: AnswerCache, tmp_path: Path) -> None:
    export(recorded, tmp_path / "recording")
    ask(Settings(replay=tmp_path / "recording", cache_dir=tmp_path / "untouched"))
    assert not (tmp_path / "untouched").exists()


class Other(BaseModel):
    word: str


@pytest.mark.parametrize(
    "call",
    [
        Call("extract", "extract", "a\x1b[31m.txt", (Message("user", "new"),), Word),
        Call("verdict", "extract", "0.txt", CALLS[0].messages, Word),
        Call("extract", "extract", "0.txt", CALLS[0].messages, Other),
        Call("extract", "extract", "0.txt", CALLS[0].messages, Word, repeat=1),
    ],
    ids=["text", "stage", "schema", "repeat"],
)
def test_what_a_recording_does_not_hold_is_an_error_that_names_stage_and_prompt(
    recorded: AnswerCache, tmp_path: Path, call: Call[Any]
) -> None:
    export(recorded, tmp_path / "recording")
    (outcome,), _ = ask(Settings(replay=tmp_path / "recording"), [call])
    assert isinstance(outcome, NotRecorded)
    assert f"stage {call.stage}, prompt extract" in str(outcome)
    assert str(outcome).isprintable()


@pytest.mark.parametrize("name", ["recording", "recording.json"])
def test_the_same_answers_give_the_same_bytes(
    recorded: AnswerCache, tmp_path: Path, name: str, open_cache: Opener
) -> None:
    export(recorded, tmp_path / f"1{name}")
    other = open_cache(tmp_path / "other")
    assert import_recording(other, tmp_path / f"1{name}") == 3
    export(other, tmp_path / f"2{name}")
    assert held(tmp_path / f"1{name}") == held(tmp_path / f"2{name}")


def held(path: Path) -> dict[str, bytes]:
    files = path.glob("*") if path.is_dir() else [path]
    return {file.name.removeprefix("1").removeprefix("2"): file.read_bytes() for file in files}


def test_a_recording_says_what_was_asked_by_name_and_never_holds_a_key_or_the_question(
    recorded: AnswerCache, tmp_path: Path
) -> None:
    export(recorded, tmp_path / "recording.json")
    text = (tmp_path / "recording.json").read_text(encoding="utf-8")
    answers = json.loads(text)["answers"]
    assert [(a["stage"], a["item"], a["parameters"]["seed"]) for a in answers] == [
        ("extract", f"{n}.txt", 7) for n in range(3)
    ]
    assert "quoted" not in text


def test_an_imported_answer_is_not_asked_for(
    recorded: AnswerCache, model_server: ModelServer, tmp_path: Path, open_cache: Opener
) -> None:
    export(recorded, tmp_path / "recording")
    import_recording(open_cache(tmp_path / "cache2"), tmp_path / "recording")
    before = model_server.requests
    ask(Settings(base_url=model_server.url, model="m", cache_dir=tmp_path / "cache2", seed=7, temperature=0))
    assert model_server.requests == before


def test_only_what_is_wanted_is_exported_and_what_was_there_before_goes(recorded: AnswerCache, tmp_path: Path) -> None:
    target = tmp_path / "recording"
    assert export(recorded, target) == 3
    assert export(recorded, target, lambda kept: kept.item == "1.txt") == 1
    assert [json.loads(file.read_text())["item"] for file in target.glob("*")] == ["1.txt"]


def test_a_run_records_just_what_it_used(recorded: AnswerCache, model_server: ModelServer, tmp_path: Path) -> None:
    assert recorded.info().answers == 3
    ask(live(model_server, tmp_path), [CALLS[2], CALLS[0]], tmp_path / "used.json")
    assert [kept.item for kept in read_recording(tmp_path / "used.json")] == ["0.txt", "2.txt"]


def test_files_of_somebody_else_are_never_removed(recorded: AnswerCache, tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.mkdir()
    (target / "package.json").write_text("{}")
    with pytest.raises(BadRecording, match=r"package\.json"):
        export(recorded, target)
    assert [file.name for file in target.iterdir()] == ["package.json"]


def record(key: str = "0" * 64, answer: dict[str, JsonValue] | None = None, model: str = "m") -> KeptAnswer:
    who = Identity(model, "http://h/v1", {"mode": "json_schema"})
    return KeptAnswer.of(CALLS[0], key, who, answer or {"word": "w", "number": 1}, Tokens())


@pytest.mark.parametrize(
    "held",
    [
        "",
        "{",
        "[" * 100_000,
        "[]",
        "{}",
        '{"recording": 2, "answers": []}',
        '{"recording": 1, "answers": {}}',
        '{"recording": 1, "answers": [{"key": "x"}]}',
        '{"recording": 1, "answers": [7]}',
        '{"recording": 1, "answers": []}',
        "\xff",
    ],
)
def test_a_broken_recording_is_an_error_that_names_it(tmp_path: Path, held: str) -> None:
    (tmp_path / "r.json").write_bytes(held.encode("latin-1"))
    with pytest.raises(BadRecording, match=r"r\.json"):
        ModelClient(Settings(replay=tmp_path / "r.json"))


def test_a_recording_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadRecording, match="nothing"):
        ModelClient(Settings(replay=tmp_path / "nothing"))


def test_a_recording_of_two_models_needs_to_be_told_which(tmp_path: Path) -> None:
    write_recording([record("0" * 64), record("1" * 64, model="n")], tmp_path / "r")
    with pytest.raises(BadRecording, match="m at http://h/v1, n at http://h/v1"):
        ModelClient(Settings(replay=tmp_path / "r"))
    assert ModelClient(Settings(replay=tmp_path / "r", model="n")).identity.model == "n"
    with pytest.raises(BadRecording, match="no answer of model o"):
        ModelClient(Settings(replay=tmp_path / "r", model="o"))


def test_an_answer_that_was_edited_until_it_no_longer_fits_is_not_given(tmp_path: Path) -> None:
    key = key_of(CALLS[0], Identity("m", "http://h/v1", {"mode": "json_schema"}))
    write_recording([record(key, {"word": "w", "number": "many"})], tmp_path / "r")
    (outcome,), _ = ask(Settings(replay=tmp_path / "r"), [CALLS[0]])
    assert isinstance(outcome, NotRecorded)
