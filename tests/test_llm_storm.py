import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest

from crossexam.evals.model_server import (
    COMPLETION_TOKENS,
    PROMPT_TOKENS,
    Body,
    ModelServer,
    Step,
    Word,
    cut,
    cut_off,
    drip,
    fitting,
    good,
    hang,
    raw,
    refusal,
    says,
    status,
    without,
)
from crossexam.pipeline.errors import ItemFailed
from crossexam.pipeline.llm.calls import Answer, Call
from crossexam.pipeline.llm.client import ModelClient
from crossexam.pipeline.llm.clock import InstantClock
from crossexam.pipeline.llm.exchange import REQUESTS_PER_ITEM
from crossexam.pipeline.llm.settings import Settings
from crossexam.prompts import Message

ITEMS, FAILING = 20, 0.3
FIRST_SLOW = 45
"""The seed from which on a server also hangs or drips once. Their deadline is long enough for a busy machine."""
FAULTS = [
    status(429),
    status(429, Retry_After="1"),
    status(429, Retry_After="500"),
    status(408),
    status(409),
    status(500),
    status(503, Retry_After="0"),
    status(400),
    cut(),
    refusal(),
    cut_off(),
    says("no JSON"),
    says('{"word": 1, "number": "2"}'),
    without(choices=[]),
    raw(b"<html>"),
]
SLOW_FAULTS = [hang(), drip(0.5)]


class Storm:
    """One run of many items against a server that fails at random: what it is asked, and what it says."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.texts = [f"{seed}/{n}" for n in range(ITEMS)]
        self.seen: Counter[str] = Counter()
        self.served = 0
        faulty = (self.chance.random() < FAILING for _ in range(ITEMS * REQUESTS_PER_ITEM))
        self.steps = [self.chance.choice(FAULTS) if bad else good() for bad in faulty]
        self.deadline = 120.0
        if seed >= FIRST_SLOW:
            self.deadline = 10.0
            self.steps[self.chance.randrange(ITEMS)] = self.chance.choice(SLOW_FAULTS)

    def decide(self, body: Body) -> Step:
        step = self.steps.pop(0) if self.steps else good()
        self.seen[str(body["messages"][0]["content"])] += 1
        self.served += step.served
        return step

    async def pass_over(self, url: str, folder: Path) -> Counter[str]:
        """Run, check that each item has its outcome and that the counts are those of the server; run again."""
        settings = Settings(base_url=url, model="m", cache_dir=folder, concurrency=2, deadline=self.deadline)
        calls = [Call("extract", "extract", text, (Message("user", text),), Word) for text in self.texts]
        async with ModelClient(settings, clock=InstantClock(), chance=self.chance) as client:
            outcomes = await client.ask_all(calls)
            usage = client.usage()
        answers = {text: o for text, o in zip(self.texts, outcomes, strict=True) if isinstance(o, Answer)}
        failures = [o for o in outcomes if isinstance(o, ItemFailed)]
        assert len(answers) + len(failures) == ITEMS == len(self.seen)
        assert all(answer.value == right_answer(text) for text, answer in answers.items())
        assert max(self.seen.values()) <= REQUESTS_PER_ITEM
        assert (usage.calls, usage.retries) == (self.seen.total(), self.seen.total() - ITEMS)
        assert usage.prompt_tokens == self.served * PROMPT_TOKENS
        assert usage.completion_tokens == self.served * COMPLETION_TOKENS

        self.steps = []
        async with ModelClient(settings) as client:
            assert all(isinstance(o, Answer) for o in await client.ask_all(calls))
            assert (client.usage().calls, client.usage().cached) == (len(failures), len(answers))
        return Counter(type(o).__name__ for o in outcomes)


def right_answer(text: str) -> Word:
    return Word.model_validate_json(fitting({"messages": [{"role": "user", "content": text}]}))


@pytest.mark.parametrize("seeds", [range(first, first + 10) for first in range(0, 50, 10)], ids=str)
def test_no_item_is_lost_and_every_count_adds_up_when_calls_fail_at_random(
    model_server: ModelServer, tmp_path: Path, seeds: range
) -> None:
    storms = {str(seed): Storm(seed) for seed in seeds}
    model_server.decide = lambda body: storms[str(body["messages"][0]["content"]).partition("/")[0]].decide(body)

    async def all_at_once() -> Counter[str]:
        passing = (storm.pass_over(model_server.url, tmp_path / seed) for seed, storm in storms.items())
        return sum(await asyncio.gather(*passing), Counter[str]())

    outcomes = asyncio.run(all_at_once())
    assert {"Answer", "Rejected", "Refused", "Malformed"} <= set(outcomes)
