"""How much does a story ask, at most? 2A + 6 calls, and 8T + 1,500 a call prompt tokens, the schemas included."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crossexam import Article, Report, check
from crossexam.evals.model_server import ModelServer, Step, says
from crossexam.evals.reader import answer_of, blocks_of, paragraphs_of, stage_of
from crossexam.pipeline.llm.engine import LlmEngine
from crossexam.pipeline.llm.settings import Settings

PLACES = ("Merrin", "Ostrow", "Skelm", "Varda", "Tornby", "Halle")
ACTS = ("visited", "closed", "shelled", "rebuilt", "inspected", "guarded", "sealed", "praised")
THINGS = ("harbour", "depot", "bridge", "school", "market", "station", "pier", "customs house")


def article(number: int, paragraphs: int, length: int = 3) -> Article:
    """Return an invented article of so many paragraphs of so many sentences."""
    chance = random.Random(number)  # noqa: S311 - repeatable, not secret

    def sentence() -> str:
        what = f"{chance.choice(ACTS)} the {chance.choice(THINGS)} of {chance.choice(PLACES)}"
        return f"Governor {chance.choice(PLACES)} {what} with {chance.randrange(3, 900)} guards on Tuesday."

    text = "\n\n".join(" ".join(sentence() for _ in range(length)) for _ in range(paragraphs))
    return Article(article=f"{number:03}.txt", text=text)


def greedy(body: Any) -> str:
    """Answer with far more than the prompt asks for: four statements of each paragraph, with long questions."""
    answer = answer_of(body)
    if stage_of(body) == "extract":
        for number, text in paragraphs_of(blocks_of(body)["article"]):
            evidence = " ".join(text.split()[:8])
            for aspect in ("when it was", "who did it with whom", "where exactly it was", "what was decided there"):
                question = f"Of the statement {evidence}: what does the report say on {aspect}, and on whose word?"
                said = {"paragraph": number, "evidence": evidence, "question": question, "attributed_to": None}
                answer["events"].append({**said, "value": f"{evidence} {aspect}", "dated": None})
    return json.dumps(answer)


@pytest.fixture
def measured(model_server: ModelServer, tmp_path: Path) -> Callable[[list[Article]], tuple[Report, int, int]]:
    """Check articles and return the report, the calls, and the tokens of all prompts and schemas."""

    def measure(articles: list[Article]) -> tuple[Report, int, int]:
        model_server.decide = lambda _: Step("greedy", says(greedy).play, served=True)
        settings = Settings(base_url=model_server.url, model="m", cache_dir=tmp_path, max_output_tokens=100_000)
        report = check(articles, LlmEngine(settings))
        characters = sum(
            sum(len(message["content"]) for message in seen.body["messages"])
            + len(json.dumps(seen.body["response_format"]["json_schema"]["schema"]))
            for seen in model_server.log
        )
        return report, model_server.requests, -(-characters // 4)

    return measure


@pytest.mark.parametrize(
    "sizes",
    [[12] * 2, [12] * 5, [10] * 12, [4] * 40, [1] * 2, [1] * 12, [1] * 40, [1, 1, 1, 40], [100], [50, 50, 50]],
    ids=["2", "5", "12", "40", "2 tiny", "12 tiny", "40 tiny", "3 tiny, 1 long", "1 long", "3 long"],
)
def test_a_story_keeps_to_its_calls_and_tokens(
    measured: Callable[[list[Article]], tuple[Report, int, int]], sizes: list[int]
) -> None:
    articles = [article(n, paragraphs, 1 if paragraphs == 1 else 3) for n, paragraphs in enumerate(sizes)]
    report, calls, tokens = measured(articles)
    own = sum(len(a.text) for a in articles) / 4
    assert calls <= 2 * len(articles) + 6
    assert tokens <= 8 * own + 1_500 * calls
    assert report.usage.calls == calls
    read = {c.article for c in report.claims}
    assert read == {a.article for a in articles}


def test_a_long_article_is_read_to_its_end(measured: Callable[[list[Article]], tuple[Report, int, int]]) -> None:
    long = article(1, 120)
    report, calls, _ = measured([long])
    assert calls == 2
    assert max(c.end for c in report.claims) > 0.98 * len(long.text)


def test_one_article_is_read_and_nobody_is_asked_about_it(
    measured: Callable[[list[Article]], tuple[Report, int, int]], model_server: ModelServer
) -> None:
    report, _, _ = measured([article(1, 3)])
    assert "crossexamine" not in {stage_of(seen.body) for seen in model_server.log}
    assert {f.verdict for f in report.findings} <= {"single_source", "discrepancy"}
    assert report.not_judged == ()


def test_an_article_without_a_word_is_asked_for_nothing_that_it_does_not_hold(
    measured: Callable[[list[Article]], tuple[Report, int, int]],
) -> None:
    report, calls, _ = measured([Article(article="empty.txt", text=" \n \n"), article(2, 2)])
    assert calls <= 10
    assert {c.article for c in report.claims} == {"002.txt"}


def test_a_story_without_articles_asks_nothing(model_server: ModelServer, tmp_path: Path) -> None:
    import asyncio

    from crossexam.pipeline.stages import Story

    engine = LlmEngine(Settings(base_url=model_server.url, model="m", cache_dir=tmp_path))
    examination = asyncio.run(engine.examine(Story(name="nothing", articles=())))
    assert examination.claims == ()
    assert model_server.requests == 0
