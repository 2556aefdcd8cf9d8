"""The four stages end to end, over real HTTP, with a reader that answers each request from the request alone."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crossexam import Article, Kind, Report, check
from crossexam.evals.model_server import (
    Handler,
    ModelServer,
    Step,
    completion,
    cut,
    cut_off,
    filtered,
    hang,
    raw,
    refusal,
    says,
    status,
)
from crossexam.evals.reader import answer_of, plain_reader, stage_of
from crossexam.pipeline.errors import AuthenticationFailed, BudgetExceeded, NotRecorded, QuotaExhausted, RunStopped
from crossexam.pipeline.llm.cache import AnswerCache
from crossexam.pipeline.llm.engine import LlmEngine
from crossexam.pipeline.llm.recordings import export
from crossexam.pipeline.llm.settings import Settings
from crossexam.schemas import Figure

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds/libya-2019"
STAGES = ("extract", "cluster", "crossexamine", "phrase")
Run = Callable[..., Report]

TEXTS = {
    "one.txt": """Fire at the depot of Merrin

Fire crews reached the depot on Tuesday. At least 12 people were killed and 40 people were injured, the port said.

Governor Lena Ostrow visited the depot in the evening. "We will rebuild the harbour before the winter comes," she said.
""",
    "two.txt": """Depot burns in Merrin

A depot burned on Tuesday. At least 15 people were killed and 40 people were injured, hospital staff said.

"We will rebuild the harbour before the winter starts," Governor Lena Ostrow said. Governor Lena Ostrow visited the
depot in the evening.
""",
    "three.txt": """Merrin mourns after the fire

Fire destroyed a depot in Merrin. At least 12 people were killed, the port said.

Governor Lena Ostrow visited the depot in the evening. Shipping agents expect delays of 14 days.
""",
}
ARTICLES = tuple(Article(article=name, text=text) for name, text in TEXTS.items())


@pytest.fixture
def run(model_server: ModelServer, tmp_path: Path) -> Run:
    """Check articles with the engine; the plain reader answers unless the server is told otherwise."""
    model_server.decide = lambda _: plain_reader()

    def checked(source: Any = ARTICLES, **settings: Any) -> Report:
        given = {"base_url": model_server.url, "model": "m", "cache_dir": tmp_path / "cache", "deadline": 5.0}
        return check(source, LlmEngine(Settings.model_validate({**given, **settings})))

    return checked


def asked(server: ModelServer) -> Counter[str]:
    """How many requests there were of each stage."""
    return Counter(stage_of(seen.body) for seen in server.log)


def at(stage: str, step: Step, which: Callable[[str], bool] = lambda _: True) -> Callable[[Any], Step]:
    """Play a step at one stage, for the requests of which a text holds something, and read plainly at all others."""

    def decide(body: Any) -> Step:
        hit = stage_of(body) == stage and which(str(body["messages"][-1]["content"]))
        return step if hit else plain_reader()

    return decide


def bent(change: Callable[[dict[str, Any]], object]) -> Step:
    """Answer as the plain reader does, but for a change."""

    def made(body: Any) -> str:
        answer = answer_of(body)
        change(answer)
        return json.dumps(answer)

    return says(made)


def billed(tokens: int) -> Step:
    """Answer as the plain reader does, and bill so many tokens."""

    def play(handler: Handler, body: Any) -> None:
        usage = {"prompt_tokens": tokens - 1, "completion_tokens": 1, "total_tokens": tokens}
        held = completion(body, json.dumps(answer_of(body))) | {"usage": usage}
        handler.reply(200, json.dumps(held).encode())

    return Step("billed", play, served=True)


def told(report: Report) -> str:
    """All of a report that does not count what it took."""
    return report.model_copy(update={"usage": type(report.usage)()}).model_dump_json()


def holds_together(report: Report) -> None:
    """Hold that spans are the articles' own words, and that every claim is in a finding or named."""
    texts = {a.article: a.text for a in report.articles}
    for claim in report.claims:
        assert texts[claim.article][claim.start : claim.end] == claim.evidence
    positions = [p.claim for f in report.findings for p in f.positions]
    assert len(positions) == len(set(positions))
    left = {n.item for n in report.not_judged}
    assert {c.id for c in report.claims} == set(positions) | ({c.id for c in report.claims} & left)


def test_the_seed_story_is_read_grouped_heard_and_worded(run: Run, model_server: ModelServer) -> None:
    report = run(SEED)
    assert asked(model_server) == {"extract": 5, "cluster": 1, "crossexamine": 5, "phrase": 1}
    assert report.not_judged == ()
    assert {f.verdict for f in report.findings} >= {"discrepancy", "corroborated", "altered_quote", "single_source"}
    assert report.tool.model == "m"
    assert set(report.tool.prompts) == set(STAGES)
    holds_together(report)


def test_two_tolls_are_a_discrepancy_and_the_silent_article_is_named(run: Run) -> None:
    report = run()
    toll = next(f for f in report.findings if f.kind is Kind.QUANTITY and f.verdict == "discrepancy")
    assert {(p.article, p.value) for p in toll.positions} >= {("one.txt", ">=12 killed"), ("two.txt", ">=15 killed")}
    injured = next(f for f in report.findings if "injured" in f.positions[0].value)
    assert injured.silent == ("three.txt",)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(
    "step",
    [refusal(), filtered(), cut_off(), raw(b"<html>no</html>", "text/html"), status(400), says("{}"), says("no JSON")],
    ids=["refusal", "filter", "cut off", "html", "400", "empty", "no json"],
)
def test_a_stage_that_fails_is_told_and_the_rest_goes_on(
    run: Run, model_server: ModelServer, stage: str, step: Step
) -> None:
    model_server.decide = at(stage, step)
    report = run()
    assert {n.stage for n in report.not_judged} >= {stage}
    assert not any("<html>" in n.reason for n in report.not_judged)
    assert report.findings
    assert all(f.why for f in report.findings)
    holds_together(report)


@pytest.mark.parametrize("step", [status(503, Retry_After="0"), cut()], ids=["503", "cut"])
@pytest.mark.parametrize("stage", STAGES)
def test_a_fault_that_passes_leaves_no_trace_in_the_findings(
    run: Run, model_server: ModelServer, tmp_path: Path, stage: str, step: Step
) -> None:
    expected = told(run(cache_dir=tmp_path / "other"))
    failed: set[str] = set()

    def decide(body: Any) -> Step:
        question = str(body["messages"][-1]["content"])
        if stage_of(body) == stage and question not in failed:
            failed.add(question)
            return step
        return plain_reader()

    model_server.decide = decide
    report = run()
    assert failed
    assert report.usage.retries == len(failed)
    assert told(report) == expected


def test_an_article_that_could_not_be_read_is_not_called_silent(run: Run, model_server: ModelServer) -> None:
    model_server.decide = at("extract", status(400), lambda text: "mourns" in text)
    report = run()
    assert [n.item for n in report.not_judged if n.stage == "extract"] == ["three.txt"]
    asked_all = [f for f in report.findings if f.kind is not Kind.QUOTE and "three.txt" in f.silent]
    hearing = next(
        s for s in model_server.log if stage_of(s.body) == "crossexamine" and "mourns" in str(s.body["messages"])
    )
    assert len(asked_all) == len(answer_of(hearing.body)["silent"])
    assert any(p.article == "three.txt" for f in report.findings for p in f.positions)


def test_an_article_that_could_not_be_heard_is_silent_on_nothing_that_it_was_to_be_asked(
    run: Run, model_server: ModelServer
) -> None:
    fire = next(f for f in run().findings if f.positions[0].value.startswith("Fire destroyed"))
    assert fire.silent == ("one.txt", "two.txt")
    model_server.decide = at("crossexamine", status(400), lambda text: "Depot burns" in text)
    report = run(model="other")
    assert ("two.txt", "crossexamine") in {(n.item, n.stage) for n in report.not_judged}
    fire = next(f for f in report.findings if f.positions[0].value.startswith("Fire destroyed"))
    assert fire.silent == ("one.txt",)


def test_an_answer_that_passes_a_matter_over_makes_nobody_silent(run: Run, model_server: ModelServer) -> None:
    model_server.decide = at("crossexamine", bent(lambda answer: answer.update(silent=[])))
    report = run()
    fire = next(f for f in report.findings if f.positions[0].value.startswith("Fire destroyed"))
    assert fire.silent == ()
    assert {n.article for n in report.notices if "not been heard on 1 matter" in n.why} == {"one.txt", "two.txt"}


def test_words_that_no_article_holds_are_not_judged_and_never_shown(run: Run, model_server: ModelServer) -> None:
    invented = "Nobody ever said these words"

    def invent(answer: dict[str, Any]) -> None:
        answer["events"].append(
            {
                "paragraph": 1, "evidence": invented, "question": "Who said so?", "value": invented, "dated": None,
                "attributed_to": None,
            }
        )  # fmt: skip
        answer["quotes"].append({"paragraph": 1, "opening": invented, "speaker": "Lena Ostrow"})

    model_server.decide = at("extract", bent(invent))
    report = run()
    assert len([n for n in report.not_judged if "do not stand in the article" in n.reason]) == 2 * len(ARTICLES)
    assert invented not in told(report)
    holds_together(report)


def test_the_number_in_the_article_wins_over_that_of_the_model(run: Run, model_server: ModelServer) -> None:
    def exaggerate(answer: dict[str, Any]) -> None:
        for figure in answer["figures"]:
            figure["value"] = figure["value"].replace("12", "1200")

    model_server.decide = at("extract", bent(exaggerate))
    report = run()
    figures = [c.detail for c in report.claims if isinstance(c.detail, Figure)]
    assert {f.low for f in figures} >= {12.0, 15.0, 40.0}
    assert not any("1200" in c.value for c in report.claims)
    assert {n.article for n in report.notices if n.kind == "corrected"} == {"one.txt", "three.txt"}


def test_casualties_and_quotations_are_found_by_code_where_the_model_overlooks_them(
    run: Run, model_server: ModelServer
) -> None:
    nothing: dict[str, list[Any]] = {"figures": [], "events": [], "stances": [], "quotes": [], "names": []}
    model_server.decide = at("extract", says(json.dumps(nothing)))
    report = run()
    assert {c.kind for c in report.claims} == {Kind.QUANTITY, Kind.QUOTE}
    assert any(f.verdict == "altered_quote" for f in report.findings)
    assert any(f.verdict == "discrepancy" and f.kind is Kind.QUANTITY for f in report.findings)


def test_nobody_is_credited_whom_the_article_does_not_name(run: Run, model_server: ModelServer) -> None:
    def credit(answer: dict[str, Any]) -> None:
        for figure in answer["figures"]:
            figure["attributed_to"] = "Admiral Kovacs"

    model_server.decide = at("extract", bent(credit))
    assert "Kovacs" not in told(run())


def test_a_year_that_the_article_leaves_out_is_no_correction(run: Run, model_server: ModelServer) -> None:
    def date(answer: dict[str, Any]) -> None:
        for event in answer["events"]:
            event["value"] += " in 2019"

    model_server.decide = at("extract", bent(date))
    report = run()
    assert not [n for n in report.notices if n.kind == "corrected"]
    assert not any("2019" in c.value for c in report.claims)


def test_a_wording_with_figures_of_its_own_is_not_published(run: Run, model_server: ModelServer) -> None:
    def embellish(answer: dict[str, Any]) -> None:
        for finding in answer["findings"]:
            finding["reason"] = "A1 speaks of 999 dead."
            finding["question"] = "Did Admiral Kovacs resign?"

    model_server.decide = at("phrase", bent(embellish))
    report = run()
    assert "999" not in told(report)
    assert "Kovacs" not in told(report)


def test_a_verdict_is_not_for_the_wording_to_change(run: Run, model_server: ModelServer) -> None:
    expected = Counter((f.kind, f.verdict) for f in run().findings)
    model_server.decide = at(
        "phrase", bent(lambda a: a.update(findings=[{**f, "weight": "minor"} for f in a["findings"]]))
    )
    report = run(model="other")
    assert Counter((f.kind, f.verdict) for f in report.findings) == expected
    assert {f.weight for f in report.findings if f.verdict == "discrepancy"} == {"minor"}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(
    ("step", "stopped"),
    [(status(401), AuthenticationFailed), (status(429, "insufficient_quota"), QuotaExhausted)],
    ids=["401", "quota"],
)
def test_a_run_that_is_stopped_keeps_all_answers_and_carries_on(
    run: Run, model_server: ModelServer, tmp_path: Path, stage: str, step: Step, stopped: type[RunStopped]
) -> None:
    expected = told(run(cache_dir=tmp_path / "other"))
    model_server.log.clear()
    model_server.decide = at(stage, step)
    with pytest.raises(stopped):
        run()
    served = model_server.served
    model_server.log.clear()
    model_server.decide = lambda _: plain_reader()
    report = run()
    assert report.usage.cached == served
    assert told(report) == expected


def test_a_budget_that_is_used_up_stops_the_run_and_a_larger_one_pays_only_the_rest(
    run: Run, model_server: ModelServer
) -> None:
    model_server.decide = lambda _: billed(3_000)
    with pytest.raises(BudgetExceeded):
        run(budget_tokens=20_000, concurrency=1)
    paid = model_server.requests
    assert 0 < paid < 7
    report = run()
    assert report.usage.cached == paid
    assert model_server.requests == 7


def test_a_rerun_asks_nothing(run: Run, model_server: ModelServer) -> None:
    first = run()
    requests = model_server.requests
    again = run()
    assert model_server.requests == requests
    assert again.usage.calls == 0
    assert told(again) == told(first)


@pytest.mark.parametrize("edited", STAGES)
def test_after_one_prompt_was_edited_only_its_stage_and_what_follows_from_it_is_paid(
    run: Run, model_server: ModelServer, tmp_path: Path, edited: str
) -> None:
    run(SEED)
    model_server.log.clear()
    (tmp_path / "prompts").mkdir()
    text = (ROOT / f"prompts/{edited}.md").read_text(encoding="utf-8")
    (tmp_path / f"prompts/{edited}.md").write_text(text.replace("[user]", "Be thorough.\n[user]"), encoding="utf-8")
    run(SEED, prompts=tmp_path / "prompts")
    # The reader answers as before, so that what follows asks the same as before.
    assert asked(model_server) == {edited: 5 if edited in {"extract", "crossexamine"} else 1}


def test_after_the_prompt_of_a_stage_was_edited_no_earlier_stage_is_paid_whatever_it_answers(
    run: Run, model_server: ModelServer, tmp_path: Path
) -> None:
    run(SEED)
    model_server.log.clear()
    (tmp_path / "prompts").mkdir()
    text = (ROOT / "prompts/cluster.md").read_text(encoding="utf-8")
    (tmp_path / "prompts/cluster.md").write_text(text.replace("[user]", "Be thorough.\n[user]"), encoding="utf-8")
    model_server.decide = at("cluster", bent(lambda answer: answer["groups"].clear()))
    run(SEED, prompts=tmp_path / "prompts")
    assert asked(model_server)["extract"] == 0
    assert asked(model_server)["cluster"] == 1


@pytest.fixture
def recording(run: Run, tmp_path: Path) -> Path:
    """The recording of a run, whose cache is gone."""
    run()
    with AnswerCache(tmp_path / "cache") as cache:
        export(cache, tmp_path / "recording")
    return tmp_path / "recording"


def test_a_replay_gives_the_same_findings_with_no_server_at_all(
    run: Run, model_server: ModelServer, recording: Path
) -> None:
    expected, requests = told(run()), model_server.requests
    replayed = run(replay=recording, base_url="http://127.0.0.1:9/v1", cache_dir=recording / "no-cache")
    assert told(replayed) == expected
    assert model_server.requests == requests
    assert not (recording / "no-cache").exists()


@pytest.mark.parametrize("stage", STAGES)
def test_what_a_recording_does_not_hold_is_an_error_and_never_asked(
    run: Run, model_server: ModelServer, recording: Path, stage: str
) -> None:
    for file in recording.glob(f"{stage}-*.json"):
        file.unlink()
    requests = model_server.requests
    with pytest.raises(NotRecorded, match=stage):
        run(replay=recording)
    assert model_server.requests == requests


def test_a_changed_article_is_missed_by_a_replay(run: Run, recording: Path) -> None:
    changed = [a.model_copy(update={"text": a.text.replace("12", "13")}) for a in ARTICLES]
    with pytest.raises(NotRecorded):
        run(changed, replay=recording)


def test_a_server_that_hangs_costs_the_item_and_not_the_run(run: Run, model_server: ModelServer) -> None:
    model_server.decide = at("phrase", hang())
    report = run(deadline=0.3)
    assert {n.stage for n in report.not_judged} == {"phrase"}
    assert report.findings


def test_a_statement_that_is_set_apart_from_its_group_is_on_nobodys_silence_and_no_failure(
    run: Run, model_server: ModelServer
) -> None:
    def part(answer: dict[str, Any]) -> None:
        answer["compared"] = [{**line, "relation": "unrelated"} for line in answer["compared"]]

    model_server.decide = at("crossexamine", bent(part))
    report = run()
    alone = next(f for f in report.findings if [p.value for p in f.positions] == [">=15 killed"])
    assert alone.silent == ()
    assert report.not_judged == ()
