import asyncio
import json
import random
import socket
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr, field_validator

from crossexam.evals.model_server import (
    COMPLETION_TOKENS,
    PROMPT_TOKENS,
    Body,
    Handler,
    ModelServer,
    Step,
    Word,
    cut,
    cut_off,
    drip,
    filtered,
    good,
    hang,
    raw,
    refusal,
    says,
    status,
    without,
)
from crossexam.pipeline import errors
from crossexam.pipeline.llm.calls import Answer, Call, NotAnswered
from crossexam.pipeline.llm.client import ModelClient
from crossexam.pipeline.llm.clock import InstantClock
from crossexam.pipeline.llm.exchange import REQUESTS_PER_ITEM
from crossexam.pipeline.llm.settings import Mode, Settings
from crossexam.prompts import Message
from crossexam.schemas import Usage

KEY = "sk-canary-0123456789abcdef"
ARTICLE = "The canary sang in the coal mine before dawn."


def settings(server: ModelServer, folder: Path, **changed: Any) -> Settings:
    chosen = {
        "base_url": server.url,
        "model": "m",
        "cache_dir": folder / "cache",
        "api_key": SecretStr(KEY),
        "deadline": 20.0,
    }
    return Settings.model_validate(chosen | changed)


def call(text: str = ARTICLE) -> Call[Word]:
    return Call("extract", "extract", "a.txt", (Message("system", "Be brief."), Message("user", text)), Word)


class Asked:
    """What came of asking."""

    def __init__(self, outcomes: list[Answer[Word] | NotAnswered], usage: Usage, slept: list[float]) -> None:
        self.outcomes, self.usage, self.slept = outcomes, usage, slept

    @property
    def only(self) -> Answer[Word] | NotAnswered:
        (outcome,) = self.outcomes
        return outcome


def ask(chosen: Settings, *calls: Call[Word]) -> Asked:
    clock = InstantClock()

    async def run() -> Asked:
        chance = random.Random(1)  # noqa: S311 - repeatable, not secret
        async with ModelClient(chosen, clock=clock, chance=chance) as client:
            return Asked(await client.ask_all(calls or (call(),)), client.usage(), clock.slept)

    return asyncio.run(run())


TEMPORARY = [
    pytest.param(status(429, Retry_After="1"), id="busy for a second"),
    pytest.param(status(429), id="busy"),
    pytest.param(status(408), id="request timeout"),
    pytest.param(status(409), id="conflict"),
    pytest.param(status(500), id="server error"),
    pytest.param(status(502), id="bad gateway"),
    pytest.param(status(503, Retry_After="2"), id="unavailable for two seconds"),
    pytest.param(cut(), id="connection cut in the body"),
]


@pytest.mark.parametrize("fault", TEMPORARY)
def test_a_fault_that_passes_is_survived(model_server: ModelServer, tmp_path: Path, fault: Step) -> None:
    model_server.script(fault, good())
    asked = ask(settings(model_server, tmp_path))
    assert isinstance(asked.only, Answer)
    assert (asked.usage.calls, asked.usage.retries) == (2, 1)
    assert asked.usage.prompt_tokens == PROMPT_TOKENS


@pytest.mark.parametrize("fault", TEMPORARY)
def test_a_fault_that_stays_costs_no_more_than_the_fixed_number_of_requests(
    model_server: ModelServer, tmp_path: Path, fault: Step
) -> None:
    model_server.script(fault)
    asked = ask(settings(model_server, tmp_path))
    assert isinstance(asked.only, errors.Unreachable)
    assert model_server.requests == REQUESTS_PER_ITEM == 5


@pytest.mark.parametrize("silence", [hang(), drip()], ids=["never answers", "drips"])
def test_no_server_outlives_the_deadline(model_server: ModelServer, tmp_path: Path, silence: Step) -> None:
    model_server.script(silence)
    asked = ask(settings(model_server, tmp_path, deadline=0.1))
    assert isinstance(asked.only, errors.Unreachable)
    assert "0.1 seconds" in str(asked.only)
    assert asked.usage.calls == REQUESTS_PER_ITEM


@pytest.mark.parametrize("silence", [hang(), drip()], ids=["never answers", "drips"])
def test_an_answer_after_a_missed_deadline_counts(model_server: ModelServer, tmp_path: Path, silence: Step) -> None:
    model_server.script(silence, good())
    assert isinstance(ask(settings(model_server, tmp_path, deadline=1.0)).only, Answer)


def test_a_server_that_is_not_there_is_tried_the_same_number_of_times_and_ends_the_run(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    chosen = Settings(base_url=f"http://127.0.0.1:{port}/v1", model="m", cache_dir=tmp_path)
    asked = ask(chosen)
    assert isinstance(asked.only, errors.NotReachable)
    assert chosen.base_url in str(asked.only)
    assert asked.usage.calls == REQUESTS_PER_ITEM


def test_a_server_that_has_answered_and_goes_away_costs_the_item_and_not_the_run(tmp_path: Path) -> None:
    def say_goodbye(handler: Handler, body: Body) -> None:
        good().play(handler, body)
        handler.close_connection = True

    async def run() -> tuple[NotAnswered | Answer[Word], ...]:
        with ModelServer() as server:
            server.script(Step("goodbye", say_goodbye))
            chosen = settings(server, tmp_path)
            client = ModelClient(chosen, clock=InstantClock())
            first = await client.ask_all([call("one")])
        async with client:
            return (*first, *await client.ask_all([call("two")]), *await client.ask_all([call("three")]))

    first, *others = asyncio.run(run())
    assert isinstance(first, Answer)
    assert [type(outcome) for outcome in others] == [errors.Unreachable] * 2


@pytest.mark.parametrize(
    ("step", "error"),
    [
        (status(401), errors.AuthenticationFailed),
        (status(403), errors.PermissionRefused),
        (status(402), errors.QuotaExhausted),
        (status(429, "insufficient_quota"), errors.QuotaExhausted),
        (status(404, "model_not_found"), errors.UnknownModel),
        (status(307, Location="http://127.0.0.1:9/v1"), errors.Redirected),
    ],
)
def test_what_no_item_can_survive_stops_the_run_after_one_request(
    model_server: ModelServer, tmp_path: Path, step: Step, error: type[Exception]
) -> None:
    model_server.script(step)
    asked = ask(settings(model_server, tmp_path, concurrency=1), *[call(f"text {n}") for n in range(5)])
    assert [type(outcome) for outcome in asked.outcomes] == [error] * 5
    assert model_server.requests == 1


@pytest.mark.parametrize(
    ("step", "error", "requests"),
    [
        pytest.param(status(400), errors.Rejected, 1, id="bad request"),
        pytest.param(status(413), errors.Rejected, 1, id="too large"),
        pytest.param(status(422), errors.Rejected, 1, id="unprocessable"),
        pytest.param(refusal(), errors.Refused, 1, id="refusal"),
        pytest.param(filtered(), errors.Refused, 1, id="content filter"),
        pytest.param(cut_off(), errors.Truncated, 2, id="cut off, also with more room"),
        pytest.param(raw(b"<html>Log in</html>"), errors.Malformed, 1, id="HTML that says it is JSON"),
        pytest.param(raw(b"<html>Log in</html>", "text/html"), errors.Malformed, 1, id="HTML"),
        pytest.param(raw(b""), errors.Malformed, 1, id="nothing"),
        pytest.param(raw(b"[" * 100_000), errors.Malformed, 1, id="deeply nested"),
        pytest.param(without(choices=[]), errors.Malformed, 1, id="no choices"),
        pytest.param(without("choices"), errors.Malformed, 1, id="choices missing"),
        pytest.param(without(choices=[{"message": None}]), errors.Malformed, 1, id="no message"),
        pytest.param(without(choices="x"), errors.Malformed, 1, id="choices of another type"),
        pytest.param(says(None), errors.Malformed, 1, id="no content"),
        pytest.param(says("not JSON"), errors.Malformed, 2, id="no JSON, also when asked again"),
        pytest.param(says('{"word": "x"'), errors.Malformed, 2, id="half a JSON"),
        pytest.param(says('{"word": "x", "number": "1"}'), errors.Malformed, 2, id="a number as text"),
        pytest.param(says('{"word": "x", "number": true}'), errors.Malformed, 2, id="a number as truth"),
        pytest.param(says('{"word": "x", "number": 1.5}'), errors.Malformed, 2, id="a number with a fraction"),
        pytest.param(says('{"word": "x", "number": 1, "more": 2}'), errors.Malformed, 2, id="an extra key"),
        pytest.param(says('{"word": "x"}'), errors.Malformed, 2, id="a missing key"),
        pytest.param(says("[]"), errors.Malformed, 2, id="a list"),
        pytest.param(says("null"), errors.Malformed, 2, id="null"),
    ],
)
@pytest.mark.parametrize("mode", [Mode.JSON_SCHEMA, Mode.TOOLS])
def test_what_one_item_cannot_survive_fails_it_alone(
    model_server: ModelServer, tmp_path: Path, step: Step, error: type[Exception], requests: int, mode: Mode
) -> None:
    model_server.decide = lambda body: step if "bad" in str(body["messages"]) else good()
    asked = ask(settings(model_server, tmp_path, mode=mode), call("bad"), call("fine"))
    bad, fine = asked.outcomes
    assert type(bad) is error
    assert isinstance(fine, Answer)
    assert sum("bad" in str(seen.body["messages"]) for seen in model_server.log) == requests


@pytest.mark.parametrize("mode", Mode)
def test_every_mode_brings_the_answer(model_server: ModelServer, tmp_path: Path, mode: Mode) -> None:
    outcome = ask(settings(model_server, tmp_path, mode=mode)).only
    assert isinstance(outcome, Answer)
    assert outcome.value.number >= len(ARTICLE)


@pytest.mark.parametrize("mode", Mode)
def test_an_answer_that_does_not_fit_is_asked_for_once_more_with_a_short_word_about_it(
    model_server: ModelServer, tmp_path: Path, mode: Mode
) -> None:
    model_server.script(says(json.dumps({"word": "w" * 9000, "number": "seven"})), good())
    assert isinstance(ask(settings(model_server, tmp_path, mode=mode)).only, Answer)
    first, second = (seen.body["messages"] for seen in model_server.log)
    assert second[: len(first)] == first
    (more,) = second[len(first) :]
    assert "number: Input should be a valid integer" in more["content"]
    assert len(more["content"]) < 300


class Fussy(BaseModel):
    word: str

    @field_validator("word")
    @classmethod
    def _never(cls, word: str) -> str:
        raise ValueError(f"cannot use {word}")


def test_what_a_check_of_ours_says_of_an_answer_reaches_the_model_and_no_error(
    model_server: ModelServer, tmp_path: Path
) -> None:
    model_server.script(says('{"word": "canary"}'))
    fussy = Call("extract", "extract", "a.txt", (Message("user", "text"),), Fussy)

    async def run() -> Answer[Fussy] | NotAnswered:
        async with ModelClient(settings(model_server, tmp_path), clock=InstantClock()) as client:
            return (await client.ask_all([fussy]))[0]

    outcome = asyncio.run(run())
    assert isinstance(outcome, errors.Malformed)
    assert "cannot use canary" in model_server.log[1].body["messages"][-1]["content"]
    assert "canary" not in _reachable(outcome)


def test_a_model_that_answers_in_words_where_a_tool_call_is_due_is_asked_again(
    model_server: ModelServer, tmp_path: Path
) -> None:
    words = Step("words", lambda h, b: h.reply(200, json.dumps(_completion_in_words(b)).encode()), served=True)
    model_server.script(words)
    assert isinstance(ask(settings(model_server, tmp_path, mode="tools")).only, errors.Malformed)
    assert model_server.requests == 2


def _completion_in_words(_: dict[str, Any]) -> dict[str, Any]:
    return {"choices": [{"message": {"role": "assistant", "content": "Here you are."}, "finish_reason": "stop"}]}


def test_an_answer_that_was_cut_off_gets_twice_the_room(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.script(cut_off(), good())
    asked = ask(settings(model_server, tmp_path, max_output_tokens=100))
    assert isinstance(asked.only, Answer)
    assert [seen.body["max_tokens"] for seen in model_server.log] == [100, 200]
    assert asked.usage.completion_tokens == 2 * COMPLETION_TOKENS


def test_retries_of_every_sort_share_one_limit(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.script(status(500), status(500), cut_off(), says("no JSON"), status(500), good())
    assert not isinstance(ask(settings(model_server, tmp_path)).only, Answer)
    assert model_server.requests == REQUESTS_PER_ITEM


def test_the_servers_word_on_waiting_is_kept(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.script(status(429, Retry_After="7"), good())
    assert 7 <= max(ask(settings(model_server, tmp_path)).slept) < 8


def test_waits_grow_where_the_server_says_nothing(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.script(status(500))
    waits = ask(settings(model_server, tmp_path)).slept
    assert len(waits) == REQUESTS_PER_ITEM - 1
    assert all(low <= wait <= 2 * low for wait, low in zip(waits, [0.25, 0.5, 1, 2], strict=True))


def test_a_wait_that_is_too_long_parks_the_item_and_leaves_the_others(
    model_server: ModelServer, tmp_path: Path
) -> None:
    model_server.decide = lambda b: status(429, Retry_After="130") if "later" in str(b["messages"]) else good()
    parked, fine = ask(settings(model_server, tmp_path), call("later"), call("now")).outcomes
    assert isinstance(parked, errors.Parked)
    assert parked.seconds == 130
    assert isinstance(fine, Answer)
    assert model_server.requests == 2


def test_a_parked_item_is_asked_again_by_the_next_run(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.script(status(429, Retry_After="130"), good())
    chosen = settings(model_server, tmp_path)
    assert isinstance(ask(chosen).only, errors.Parked)
    assert isinstance(ask(chosen).only, Answer)


@pytest.mark.parametrize(
    "step",
    [status(400), refusal(), cut_off(), says("no JSON"), raw(b"<html>"), status(500), status(401)],
    ids=["rejected", "refused", "truncated", "malformed", "HTML", "unreachable", "stopped"],
)
def test_failures_are_never_kept(model_server: ModelServer, tmp_path: Path, step: Step) -> None:
    model_server.script(step)
    chosen = settings(model_server, tmp_path)
    assert isinstance(ask(chosen).only, NotAnswered)
    model_server.script(good())
    again = ask(chosen).only
    assert isinstance(again, Answer)
    assert not again.cached


def test_nothing_follows_a_redirect(model_server: ModelServer, tmp_path: Path) -> None:
    with ModelServer() as elsewhere:
        model_server.script(status(307, Location=f"{elsewhere.url}/chat/completions"))
        ask(settings(model_server, tmp_path))
        assert elsewhere.requests == 0


def test_no_proxy_stands_before_an_address_of_this_machine(
    model_server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ModelServer() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert isinstance(ask(settings(model_server, tmp_path)).only, Answer)
        assert proxy.requests == 0


@pytest.mark.parametrize(
    "usage",
    [None, "many", {}, {"prompt_tokens": -5, "completion_tokens": 1}, {"prompt_tokens": "x"}],
    ids=["none", "text", "empty", "negative", "of another type"],
)
def test_usage_that_makes_no_sense_is_estimated_and_does_not_lose_the_answer(
    model_server: ModelServer, tmp_path: Path, usage: Any
) -> None:
    model_server.script(without(usage=usage))
    asked = ask(settings(model_server, tmp_path))
    assert isinstance(asked.only, Answer)
    assert asked.usage.calls == 1
    assert 20 < asked.usage.prompt_tokens < 400
    assert 5 < asked.usage.completion_tokens < 20


def test_the_schema_is_closed_and_strict_on_the_wire(model_server: ModelServer, tmp_path: Path) -> None:
    ask(settings(model_server, tmp_path))
    form = model_server.log[0].body["response_format"]
    assert form["type"] == "json_schema"
    assert form["json_schema"]["strict"] is True
    assert form["json_schema"]["schema"]["additionalProperties"] is False
    assert form["json_schema"]["schema"]["required"] == ["word", "number"]


def test_the_tool_is_forced_closed_and_strict_on_the_wire(model_server: ModelServer, tmp_path: Path) -> None:
    ask(settings(model_server, tmp_path, mode="tools"))
    body = model_server.log[0].body
    (tool,) = body["tools"]
    assert body["tool_choice"]["function"]["name"] == tool["function"]["name"]
    assert tool["function"]["strict"] is True
    assert tool["function"]["parameters"]["additionalProperties"] is False


def test_parameters_are_sent_only_where_they_are_set(model_server: ModelServer, tmp_path: Path) -> None:
    ask(settings(model_server, tmp_path))
    ask(settings(model_server, tmp_path, temperature=0, seed=7, reasoning_effort="low"))
    plain, rich = (seen.body for seen in model_server.log)
    assert not {"temperature", "seed", "reasoning_effort", "mode"} & set(plain)
    assert (rich["temperature"], rich["seed"], rich["reasoning_effort"]) == (0, 7, "low")


@pytest.mark.parametrize("text", ["{{ 7*7 }} {% raw broken", "${HOME} {0} %s", "half a pair \ud800"])
def test_article_text_is_never_a_template(model_server: ModelServer, tmp_path: Path, text: str) -> None:
    ask(settings(model_server, tmp_path), call(f"  {text}  \n"))
    assert model_server.log[0].body["messages"][1]["content"] == f"  {text}  \n".replace("\ud800", "?")


def test_no_more_calls_are_under_way_than_allowed(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.delay = 0.1
    ask(settings(model_server, tmp_path, concurrency=3), *[call(f"text {n}") for n in range(12)])
    assert model_server.peak == 3


def _reachable(error: BaseException) -> str:
    """All that is attached to an error: what it says, and what it came from."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        parts += [repr(seen), str(seen), repr(vars(seen)), repr(seen.args)]
        seen = seen.__cause__ or seen.__context__
    return " ".join(parts)


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(status(400, "invalid", message=f"bad text: {ARTICLE} with {KEY}"), id="rejected"),
        pytest.param(status(400, KEY, message=ARTICLE), id="rejected with the key as code"),
        pytest.param(status(401, "invalid_api_key", message=f"Incorrect API key provided: {KEY}"), id="wrong key"),
        pytest.param(status(429, message=ARTICLE, Retry_After="1000"), id="parked"),
        pytest.param(status(500, message=ARTICLE), id="server error"),
        pytest.param(says(json.dumps({ARTICLE: KEY})), id="keys that are not in the schema"),
        pytest.param(says(ARTICLE), id="no JSON"),
        pytest.param(says(None, refusal=ARTICLE), id="refusal"),
        pytest.param(raw(ARTICLE.encode()), id="no completion"),
        pytest.param(cut_off(), id="truncated"),
        pytest.param(cut(), id="connection cut"),
    ],
)
def test_no_error_holds_the_key_or_text_of_the_article(model_server: ModelServer, tmp_path: Path, step: Step) -> None:
    model_server.script(step)
    outcome = ask(settings(model_server, tmp_path)).only
    assert isinstance(outcome, NotAnswered)
    held = _reachable(outcome)
    assert KEY not in held
    assert "canary" not in held
