"""The figures that an independent scorer gives for damaged answers to the seed story, to the last digit.

That scorer was written by other hands, with numpy and scipy, for the same definitions. It is not needed to run this.
"""

import asyncio
from dataclasses import replace

import pytest

from crossexam import Finding, Kind, Position, Report, Verdict
from crossexam.evals.cases import HOME, Case, load_case
from crossexam.evals.metrics import METRICS
from crossexam.evals.oracle import Oracle
from crossexam.evals.scoring import score
from crossexam.pipeline.check import check_story
from crossexam.pipeline.ingest import read_story

KINDS, VERDICTS = list(Kind), list(Verdict)


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case(HOME / "libya-2019")


@pytest.fixture(scope="module")
def whole(case: Case) -> Report:
    story = replace(read_story(case.articles), name=case.name)
    return asyncio.run(check_story(story, Oracle({case.name: case.labels})))


def damaged(report: Report, step: int) -> Report:
    """Drop, widen, move, retitle and copy by fixed rules, each `step` a different mixture."""
    texts = {article.article: article.text for article in report.articles}
    claims = sorted(report.claims, key=lambda c: (c.article, c.start, c.end, c.id))
    findings: list[Finding] = []
    ordered = sorted(report.findings, key=_where)
    for number, finding in enumerate(ordered):
        turn = number * step
        if turn % 7 == 6:
            continue
        positions = finding.positions[: 1 + turn % 4] + (ordered[-1 - number].positions[:1] if turn % 5 == 4 else ())
        kind = KINDS[turn % 5] if turn % 6 == 5 else finding.kind
        verdict = VERDICTS[turn % 7] if turn % 4 == 3 else finding.verdict
        moved = tuple(_moved(p, i + turn, texts[p.article]) for i, p in enumerate(positions))
        changed = {"id": f"finding-{number}", "kind": kind, "verdict": verdict, "positions": moved}
        findings.append(finding.model_copy(update=changed))
        if turn % 9 == 8:
            other = {"id": f"copy-{number}", "verdict": VERDICTS[(turn + 1) % 7]}
            findings.append(findings[-1].model_copy(update=other))
    order = sorted(findings, key=lambda f: (len(f.id) * step + int(f.id.rpartition("-")[2]) * 31) % 97)
    return report.model_copy(update={"findings": tuple(order), "claims": tuple(claims[::step])})


def _where(finding: Finding) -> tuple[Kind, list[tuple[str, int, int]]]:
    return finding.kind, [(p.article, p.start, p.end) for p in finding.positions]


def _moved(position: Position, turn: int, text: str) -> Position:
    start, end = position.start, position.end
    if turn % 8 == 7:
        return position.model_copy(update={"start": start + 1, "end": end + 1})
    if turn % 8 == 5:
        return position.model_copy(update={"evidence": f"{position.evidence} as some say"})
    if turn % 3 == 2:
        start, end = max(0, start - turn % 41), min(len(text), end + turn % 67)
    elif turn % 3 == 1:
        start += (end - start) // 3
    return position.model_copy(update={"start": start, "end": end, "evidence": text[start:end]})


FIGURES: dict[int, dict[str, float | str]] = {
    1: {
        "flag_precision": 0.45714285714285713,
        "flag_recall": 0.5333333333333333,
        "flag_f1": 0.4923076923076923,
        "flag_strict_recall": 0.3333333333333333,
        "finding_recall": 0.6888888888888889,
        "verdict_accuracy": 0.7580645161290323,
        "trap_leaks": "0/16",
        "ungrounded": "21/430",
        "flag_recall.event": "3/4",
        "flag_recall.framing": "2/5",
        "flag_recall.quantity": "1/1",
        "flag_recall.quote": "0/2",
        "flag_recall.stance": "2/3",
        "position_recall": "261/261",
        "position_recall.event": "85/85",
        "position_recall.framing": "74/74",
        "position_recall.quantity": "11/11",
        "position_recall.quote": "27/27",
        "position_recall.stance": "64/64",
    },
    2: {
        "flag_precision": 0.6071428571428571,
        "flag_recall": 0.6666666666666666,
        "flag_f1": 0.6355140186915887,
        "flag_strict_recall": 0.6,
        "finding_recall": 0.7444444444444445,
        "verdict_accuracy": 0.9402985074626866,
        "trap_leaks": "1/16",
        "ungrounded": "8/281",
        "flag_recall.event": "2/4",
        "flag_recall.framing": "3/5",
        "flag_recall.quantity": "1/1",
        "flag_recall.quote": "1/2",
        "flag_recall.stance": "3/3",
        "position_recall": "241/261",
        "position_recall.event": "73/85",
        "position_recall.framing": "69/74",
        "position_recall.quantity": "10/11",
        "position_recall.quote": "27/27",
        "position_recall.stance": "62/64",
    },
    3: {
        "flag_precision": 0.6129032258064516,
        "flag_recall": 0.6666666666666666,
        "flag_f1": 0.6386554621848739,
        "flag_strict_recall": 0.4666666666666667,
        "finding_recall": 0.6777777777777778,
        "verdict_accuracy": 0.6885245901639344,
        "trap_leaks": "0/16",
        "ungrounded": "17/237",
        "flag_recall.event": "4/4",
        "flag_recall.framing": "2/5",
        "flag_recall.quantity": "0/1",
        "flag_recall.quote": "1/2",
        "flag_recall.stance": "3/3",
        "position_recall": "222/261",
        "position_recall.event": "68/85",
        "position_recall.framing": "65/74",
        "position_recall.quantity": "7/11",
        "position_recall.quote": "22/27",
        "position_recall.stance": "60/64",
    },
    5: {
        "flag_precision": 0.3888888888888889,
        "flag_recall": 0.5333333333333333,
        "flag_f1": 0.4497991967871486,
        "flag_strict_recall": 0.26666666666666666,
        "finding_recall": 0.6888888888888889,
        "verdict_accuracy": 0.6935483870967742,
        "trap_leaks": "0/16",
        "ungrounded": "15/203",
        "flag_recall.event": "4/4",
        "flag_recall.framing": "1/5",
        "flag_recall.quantity": "1/1",
        "flag_recall.quote": "0/2",
        "flag_recall.stance": "2/3",
        "position_recall": "201/261",
        "position_recall.event": "66/85",
        "position_recall.framing": "54/74",
        "position_recall.quantity": "8/11",
        "position_recall.quote": "19/27",
        "position_recall.stance": "54/64",
    },
}


@pytest.mark.parametrize("step", FIGURES)
def test_figures_agree_with_an_independent_scorer(case: Case, whole: Report, step: int) -> None:
    scores = score(case.labels, damaged(whole, step)).scores
    for name, figure in FIGURES[step].items():
        if isinstance(figure, str):
            assert "{}/{}".format(*scores[name]) == figure, name
        else:
            assert METRICS[name].value(scores) == figure, name
