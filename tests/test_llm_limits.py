import asyncio
from collections.abc import Callable, Coroutine
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from crossexam.evals.model_server import (
    COMPLETION_TOKENS,
    PROMPT_TOKENS,
    ModelServer,
    Word,
    cut_off,
    good,
    hang,
    refusal,
    says,
    status,
    without,
)
from crossexam.pipeline.data import table
from crossexam.pipeline.errors import BadDataFile, BudgetExceeded
from crossexam.pipeline.llm.budget import Budget
from crossexam.pipeline.llm.calls import Answer, Call
from crossexam.pipeline.llm.client import ModelClient
from crossexam.pipeline.llm.clock import InstantClock
from crossexam.pipeline.llm.estimate import PlannedCall, estimate
from crossexam.pipeline.llm.exchange import REQUESTS_PER_ITEM
from crossexam.pipeline.llm.limits import Limiter
from crossexam.pipeline.llm.prices import Price, PriceList, Tokens, price_of
from crossexam.pipeline.llm.settings import Settings
from crossexam.pipeline.llm.usage import Meter, estimated_tokens
from crossexam.prompts import Message

CHEAP = Price(prompt=Decimal(1), completion=Decimal(2), cached=Decimal("0.5"))


def admitted(requests: int | None, tokens: int | None, wanted: list[int]) -> list[float]:
    """When each request of so many tokens was let pass, in seconds from the start."""
    clock = InstantClock(0)
    times: list[float] = []

    async def run() -> None:
        limiter = Limiter(requests, tokens, clock)
        for amount in wanted:
            await limiter.admit(amount)
            times.append(round(clock.time, 3))

    asyncio.run(run())
    return times


def test_without_limits_nobody_waits() -> None:
    assert admitted(None, None, [10**9] * 5) == [0.0] * 5


def test_requests_pass_at_once_up_to_a_minutes_worth_and_then_evenly() -> None:
    assert admitted(3, None, [0] * 6) == [0, 0, 0, 20, 40, 60]


def test_tokens_are_limited_beside_requests() -> None:
    assert admitted(60, 600, [300, 300, 300, 0]) == [0, 0, 30, 30]


def test_a_request_larger_than_a_minutes_worth_waits_for_a_full_bucket_and_then_passes() -> None:
    assert admitted(None, 100, [500, 10, 10]) == [0, 246, 252]


@given(st.integers(1, 40), st.integers(1, 400), st.lists(st.integers(0, 400), max_size=60))
def test_no_minute_sees_more_than_its_limit_beside_what_was_full_at_its_start(
    requests: int, tokens: int, wanted: list[int]
) -> None:
    wanted = [min(amount, tokens) for amount in wanted]
    times = admitted(requests, tokens, wanted)
    for at in times:
        passed = [amount for time, amount in zip(times, wanted, strict=True) if at <= time < at + 60]
        assert len(passed) <= 2 * requests + 1
        assert sum(passed) <= 2 * tokens + 1


def test_tokens_that_were_not_used_are_given_back() -> None:
    clock = InstantClock(0)

    async def run() -> None:
        limiter = Limiter(None, 100, clock)
        await limiter.admit(100)
        limiter.give_back(90)
        await limiter.admit(90)

    asyncio.run(run())
    assert clock.time == 0


def test_a_pause_holds_everybody() -> None:
    clock = InstantClock(0)

    async def run() -> None:
        limiter = Limiter(None, None, clock)
        limiter.pause(7)
        limiter.pause(3)
        await limiter.admit(1)

    asyncio.run(run())
    assert clock.time == 7


def run_budget(budget: Callable[[], Budget], use: Callable[[Budget], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        await use(budget())

    asyncio.run(run())


def test_a_budget_frees_what_a_call_did_not_take() -> None:
    async def use(budget: Budget) -> None:
        held = await budget.reserve(Tokens(50, 50))
        budget.settle(held, Tokens(10, 10))
        await budget.reserve(Tokens(40, 40))
        with pytest.raises(BudgetExceeded, match="20 of 100 tokens spent, the next call may take 81"):
            await budget.reserve(Tokens(41, 40))

    run_budget(lambda: Budget(100, None, None), use)


def test_a_call_that_fits_once_others_have_settled_waits_for_them() -> None:
    async def use(budget: Budget) -> None:
        first = await budget.reserve(Tokens(60, 0))
        second = asyncio.create_task(budget.reserve(Tokens(60, 0)))
        await asyncio.sleep(0)
        assert not second.done()
        budget.settle(first, Tokens(10, 0))
        await asyncio.wait_for(second, 5)

    run_budget(lambda: Budget(100, None, None), use)


def test_what_nobody_knows_counts_in_full() -> None:
    async def use(budget: Budget) -> None:
        budget.forfeit(await budget.reserve(Tokens(60, 0)))
        assert budget.spent_tokens == 60
        with pytest.raises(BudgetExceeded):
            await budget.reserve(Tokens(50, 0))

    run_budget(lambda: Budget(100, None, None), use)


def test_money_is_counted_exactly() -> None:
    async def use(budget: Budget) -> None:
        for _ in range(10):
            budget.settle(await budget.reserve(Tokens(100_000, 0)), Tokens(100_000, 0))
        assert budget.spent_money == Decimal(1)
        with pytest.raises(BudgetExceeded, match=r"\$1.0000 of \$1 spent, the next call may cost \$0.0000"):
            await budget.reserve(Tokens(1, 0))

    run_budget(lambda: Budget(None, Decimal(1), CHEAP), use)


@given(st.lists(st.tuples(st.integers(0, 50), st.floats(0, 1)), max_size=40), st.integers(0, 200))
def test_reservations_and_spending_never_exceed_the_budget(calls: list[tuple[int, float]], limit: int) -> None:
    async def one(budget: Budget, most: int, part: float) -> None:
        try:
            held = await budget.reserve(Tokens(most, 0))
        except BudgetExceeded:
            return
        await asyncio.sleep(0)
        budget.settle(held, Tokens(int(most * part), 0))
        assert budget.spent_tokens <= limit

    async def use(budget: Budget) -> None:
        await asyncio.gather(*(one(budget, most, part) for most, part in calls))

    run_budget(lambda: Budget(limit, None, None), use)


def ask(settings: Settings, *texts: str) -> tuple[list[Any], Any]:
    calls = [Call("extract", "extract", text, (Message("user", text),), Word) for text in texts]

    async def run() -> tuple[list[Any], Any]:
        async with ModelClient(settings, clock=InstantClock()) as client:
            return await client.ask_all(calls), client.usage()

    return asyncio.run(run())


def settings(server: ModelServer, folder: Path, **changed: Any) -> Settings:
    chosen = {"base_url": server.url, "model": "m", "cache_dir": folder / "cache", "max_output_tokens": 50}
    return Settings.model_validate(chosen | changed)


def test_over_budget_the_run_stops_keeps_what_it_paid_for_and_carries_on_next_time(
    model_server: ModelServer, tmp_path: Path
) -> None:
    texts = [f"text {n}" for n in range(30)]
    chosen = settings(model_server, tmp_path, budget_tokens=400, concurrency=4)
    runs = 0
    done = 0
    while done < len(texts):
        outcomes, usage = ask(chosen, *texts)
        answered = sum(isinstance(outcome, Answer) for outcome in outcomes)
        assert answered > done
        assert all(isinstance(outcome, Answer | BudgetExceeded) for outcome in outcomes)
        assert usage.prompt_tokens + usage.completion_tokens <= 400
        assert usage.cached == done
        done, runs = answered, runs + 1
    assert runs > 1
    assert model_server.requests == len(texts)


def test_a_budget_of_nothing_asks_nothing_but_still_gives_what_is_known(
    model_server: ModelServer, tmp_path: Path
) -> None:
    ask(settings(model_server, tmp_path), "known")
    (known, new), _ = ask(settings(model_server, tmp_path, budget_tokens=0), "known", "new")
    assert isinstance(known, Answer)
    assert isinstance(new, BudgetExceeded)
    assert model_server.requests == 1


def test_known_answers_pass_no_limit_and_cost_nothing(model_server: ModelServer, tmp_path: Path) -> None:
    chosen = settings(model_server, tmp_path, requests_per_minute=1, prices=price_file(tmp_path, model_server))
    texts = [f"text {n}" for n in range(3)]
    _, paid = ask(chosen, *texts)
    clock = InstantClock()

    async def again() -> Any:
        async with ModelClient(chosen, clock=clock) as client:
            answers = await client.ask_all([Call("extract", "p", t, (Message("user", t),), Word) for t in texts])
            assert all(isinstance(a, Answer) and a.cached and a.tokens == Tokens() for a in answers)
            return client.usage()

    usage = asyncio.run(again())
    assert (usage.calls, usage.cached, usage.cost, usage.prompt_tokens) == (0, 3, 0, 0)
    assert clock.slept == []
    assert paid.cost == Decimal(3 * (PROMPT_TOKENS + 2 * COMPLETION_TOKENS)) / 1_000_000


def price_file(folder: Path, server: ModelServer) -> Path:
    host = server.url.split("/")[2]
    path = folder / "prices.yaml"
    prices = {"m": {"prompt": "1", "completion": "2", "cached": "0.5"}}
    path.write_text(yaml.safe_dump({"read_on": "2026-01-01", "sources": [], "hosts": {host: prices}}))
    return path


def test_a_budget_in_dollars_stops_the_run(model_server: ModelServer, tmp_path: Path) -> None:
    chosen = settings(model_server, tmp_path, budget_usd="0.0005", prices=price_file(tmp_path, model_server))
    outcomes, usage = ask(chosen, *[f"text {n}" for n in range(30)])
    assert {type(outcome) for outcome in outcomes} == {Answer, BudgetExceeded}
    assert usage.cost <= Decimal("0.0005")


def test_an_answer_that_never_came_counts_against_the_budget_in_full(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.script(hang())
    outcomes, usage = ask(settings(model_server, tmp_path, budget_tokens=700, deadline=0.05), "text")
    assert isinstance(outcomes[0], BudgetExceeded)
    assert 1 <= usage.calls < REQUESTS_PER_ITEM
    assert usage.prompt_tokens == 0


@pytest.mark.parametrize(
    ("steps", "served"),
    [
        ([good()], 1),
        ([status(500), status(429), good()], 1),
        ([says("no JSON"), good()], 2),
        ([cut_off(), good()], 2),
        ([refusal()], 1),
        ([without(choices=[])], 1),
        ([status(400)], 0),
    ],
)
def test_tokens_are_those_that_the_server_bills_for_each_request(
    model_server: ModelServer, tmp_path: Path, steps: list[Any], served: int
) -> None:
    model_server.script(*steps)
    _, usage = ask(settings(model_server, tmp_path), "text")
    assert (usage.prompt_tokens, usage.completion_tokens) == (served * PROMPT_TOKENS, served * COMPLETION_TOKENS)
    assert (usage.calls, usage.retries) == (len(steps), len(steps) - 1)
    assert usage.stages["extract"].calls == usage.calls


def test_usage_is_kept_by_stage() -> None:
    meter = Meter(CHEAP)
    meter.hit("verdict")
    for again in (False, True):
        meter.request("extract", again=again)
        meter.reply("extract", Tokens(1_000_000, 500_000, 400_000), 1.5)
    usage = meter.usage()
    assert (usage.calls, usage.retries, usage.cached, usage.seconds) == (2, 1, 1, 3.0)
    assert usage.cost == 2 * (Decimal("0.6") + Decimal("0.2") + 1)
    assert list(usage.stages) == ["extract", "verdict"]
    assert usage.stages["verdict"].cost == 0


def test_without_a_price_there_is_no_cost_but_for_what_was_known() -> None:
    meter = Meter(None)
    meter.hit("extract")
    assert meter.usage().cost == 0
    meter.request("extract", again=False)
    assert meter.usage().cost is None


@pytest.mark.parametrize(
    ("model", "host", "known"),
    [
        ("gpt-4o-mini", "https://api.openai.com/v1", True),
        ("gpt-4o-mini-2024-07-18", "https://api.openai.com/v1", True),
        ("gpt-4o-mini", "https://API.openai.com:443/v1", True),
        ("gpt-4o-mini", "http://localhost:8000/v1", False),
        ("gpt-4o-mini-turbo", "https://api.openai.com/v1", False),
        ("no-such-model", "https://api.openai.com/v1", False),
    ],
)
def test_a_price_belongs_to_a_model_at_a_host(model: str, host: str, known: bool) -> None:
    assert (price_of(model, host) is not None) is known


def test_every_price_that_is_shipped_is_one() -> None:
    prices = PriceList.model_validate(table("prices.yaml"))
    assert prices.sources
    assert all(
        p.cached is None or p.cached <= p.prompt <= p.completion for m in prices.hosts.values() for p in m.values()
    )


@pytest.mark.parametrize("held", ["[", "a: 1", "read_on: x\nsources: []\nhosts: {}", "\xff"])
def test_a_broken_file_of_prices_is_an_error_that_names_it(tmp_path: Path, held: str) -> None:
    (tmp_path / "prices.yaml").write_bytes(held.encode("latin-1"))
    with pytest.raises(BadDataFile, match=r"prices\.yaml"):
        price_of("m", "http://h/v1", tmp_path / "prices.yaml")


def test_tokens_are_estimated_from_bytes() -> None:
    assert [estimated_tokens(text) for text in ("", "a", "abcd", "abcde", "日本語", "\ud800")] == [0, 1, 1, 2, 3, 1]


def test_an_estimate_adds_up_and_its_worst_case_is_never_exceeded(model_server: ModelServer, tmp_path: Path) -> None:
    planned = [PlannedCall("extract", 400, 20, 50, count=3), PlannedCall("verdict", 40, 500, 50)]
    found = estimate(planned, CHEAP)
    assert (found.calls, found.worst_calls) == (4, 4 * REQUESTS_PER_ITEM)
    assert found.tokens == Tokens(3 * 100 + 10, 3 * 20 + 50)
    assert found.cost == Decimal(310 + 2 * 110) / 1_000_000
    assert found.worst_tokens.total > found.tokens.total
    assert list(found.stages) == ["extract", "verdict"]
    assert sum(stage.calls for stage in found.stages.values()) == found.calls

    model_server.script(cut_off(), status(500), says("no JSON"), status(500))
    _, usage = ask(settings(model_server, tmp_path), "text")
    assert usage.calls <= found.stages["verdict"].worst_calls
    rooms = [seen.body["max_tokens"] for seen in model_server.log]
    assert sum(rooms) <= found.stages["verdict"].worst_tokens.completion


def test_without_a_price_an_estimate_counts_tokens_only() -> None:
    found = estimate([PlannedCall("extract", 400, 20, 50)], None)
    assert found.cost is found.worst_cost is None
    assert estimate([], CHEAP).cost == 0


def test_at_worst_an_estimate_goes_by_what_calls_may_become() -> None:
    found = estimate([PlannedCall("cluster", 400, 20, 50, longest_prompt=4000, most=3)], CHEAP)
    assert (found.calls, found.tokens) == (1, Tokens(100, 20))
    assert found.worst_calls == 3 * REQUESTS_PER_ITEM
    assert found.worst_tokens.prompt >= 3 * REQUESTS_PER_ITEM * 1000


def test_a_part_of_a_run_counts_for_itself_and_for_the_whole() -> None:
    whole = Meter(CHEAP)
    parts = [whole.part(), whole.part()]
    for part in parts:
        part.request("extract", again=False)
        part.reply("extract", Tokens(10, 5), 1.0)
    parts[0].hit("phrase")
    assert [part.usage().calls for part in parts] == [1, 1]
    assert [part.usage().cached for part in parts] == [1, 0]
    usage = whole.usage()
    assert (usage.calls, usage.cached, usage.prompt_tokens, usage.seconds) == (2, 1, 20, 2.0)
    assert list(usage.stages) == ["extract", "phrase"]
