"""How does a report compare with the labels of its story?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..schemas import Claim, Finding, Kind, Position, Report, Verdict
from .cases import Labels
from .matching import Place, grounded, places_of
from .metrics import Scores
from .outcomes import Predicted, failed_outcomes, outcomes_of
from .records import UNLABELLED, Outcome, Point, Quote, Scored


class _Counter:
    """Counts under a name, and under the name with the kind."""

    def __init__(self) -> None:
        self.scores: dict[str, list[int]] = {}

    def add(self, name: str, hits: int, asked: int = 1, kind: Kind | None = None) -> None:
        for key in (name, f"{name}.{kind}") if kind else (name,):
            tally = self.scores.setdefault(key, [0, 0])
            tally[0] += hits
            tally[1] += asked

    def total(self) -> Scores:
        return {name: (hits, asked) for name, (hits, asked) in sorted(self.scores.items())}


def score(labels: Labels, report: Report) -> Scored:
    """Compare a report, with the texts of its articles, with the labels of its story.

    O(labelled · predicted findings) comparisons, and the pairing on top of it.
    """
    predicted = Predicted(report)
    outcomes, answers = outcomes_of(labels, report, predicted)
    count = _Counter()
    _count_outcomes(count, outcomes)
    false_flags = _count_flags(count, report.findings, answers)
    texts = predicted.texts
    leaks = [t for t in labels.traps if predicted.meets(Place(t.article, places_of(texts.get(t.article, ""), t.text)))]
    count.add("trap_leaks", len(leaks), len(labels.traps))
    amiss = [one for one in predicted.evidence if not grounded(one, texts)]
    ungrounded = [one for one in amiss if one.evidence not in texts.get(one.article, "")]
    misplaced = [one for one in amiss if one.evidence in texts.get(one.article, "")]
    count.add("ungrounded", len(ungrounded), len(predicted.evidence))
    count.add("misplaced", len(misplaced), len(predicted.evidence))
    undetermined = sum(finding.verdict is Verdict.NOT_JUDGED for finding in report.findings)
    count.add("not_judged", undetermined + len(report.not_judged))
    return Scored(
        scores=count.total(),
        outcomes=tuple(outcomes),
        false_flags=tuple(false_flags),
        leaks=tuple(Quote(article=trap.article, text=trap.text) for trap in leaks),
        ungrounded=_quotes(ungrounded),
        misplaced=_quotes(misplaced),
        confusion=_confusion(outcomes, report.findings, answers),
    )


def score_failure(labels: Labels) -> Scored:
    """Return the score of a case that ended in an error: nothing of what its labels ask."""
    outcomes = failed_outcomes(labels)
    count = _Counter()
    _count_outcomes(count, outcomes)
    for outcome in outcomes:
        count.add("verdict_accuracy", 0, kind=outcome.kind)
        if outcome.major:
            count.add("flag_precision", 0, kind=outcome.kind)
            count.add("flag_strict_precision", 0)
        for point in outcome.points:
            count.add("span_f1", 0, len(point.text))
            count.add("value_accuracy", 0, kind=outcome.kind)
            count.add("attribution_accuracy", 0, kind=outcome.kind)
            if outcome.kind is Kind.QUOTE and point.attributed_to:
                count.add("speaker_accuracy", 0)
    return Scored(scores=count.total(), outcomes=tuple(outcomes), confusion=_confusion(outcomes, [], {}))


def _count_outcomes(count: _Counter, outcomes: Iterable[Outcome]) -> None:
    """Count what became of the labelled findings: flags, answers, verdicts and positions.

    Recall of flags is asked of the major ones alone.
    """
    for outcome in outcomes:
        if outcome.major:
            count.add("flag_recall", outcome.flagged, kind=outcome.kind)
            count.add("flag_strict_recall", outcome.right)
        count.add("finding_recall", outcome.answer is not None, kind=outcome.kind)
        if outcome.answer is not None:
            count.add("verdict_accuracy", outcome.right, kind=outcome.kind)
        for point in outcome.points:
            _count_point(count, outcome.kind, point)


def _count_point(count: _Counter, kind: Kind, point: Point) -> None:
    count.add("position_recall", point.met, kind=kind)
    count.add("position_exact", point.exact)
    reply = point.reply
    if reply is None:
        return
    count.add("span_f1", 2 * reply.shared, reply.length)
    count.add("value_accuracy", reply.same_value, kind=kind)
    count.add("attribution_accuracy", reply.same_informant, kind=kind)
    if kind is Kind.QUOTE and point.attributed_to:
        count.add("speaker_accuracy", reply.same_informant)
        count.add("misattributed", not reply.same_informant and bool(reply.attributed_to))


def _count_flags(count: _Counter, findings: Sequence[Finding], answers: Mapping[int, Verdict]) -> list[str]:
    """Count how many predicted flags answer a labelled flag, major or minor; return the ids of the others."""
    false = []
    for place, finding in enumerate(findings):
        if finding.verdict.flagged:
            label = answers.get(place)
            right = label is not None and label.flagged
            count.add("flag_precision", right, kind=finding.kind)
            count.add("flag_strict_precision", right and label is finding.verdict)
            if not right:
                false.append(finding.id)
    count.add("false_flags", len(false))
    return false


def _confusion(
    outcomes: Sequence[Outcome], findings: Sequence[Finding], answers: Mapping[int, Verdict]
) -> dict[str, dict[str, int]]:
    cells: Counter[tuple[str, str]] = Counter((str(outcome.verdict), outcome.became) for outcome in outcomes)
    cells.update((UNLABELLED, str(finding.verdict)) for j, finding in enumerate(findings) if j not in answers)
    table: dict[str, dict[str, int]] = {}
    for (row, column), number in sorted(cells.items()):
        table.setdefault(row, {})[column] = number
    return table


def _quotes(evidence: Iterable[Position | Claim]) -> tuple[Quote, ...]:
    return tuple(Quote(article=one.article, text=one.evidence) for one in evidence)
