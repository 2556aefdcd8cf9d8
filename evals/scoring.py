"""How does a report compare with the labels of its story?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..schemas import Claim, Kind, Position, Report, Verdict
from .cases import LabelledFinding, Labels
from .matching import (
    Matter,
    Place,
    grounded,
    labelled_matters,
    match,
    match_places,
    place_of,
    places_of,
    predicted_matters,
    texts_of,
)
from .metrics import Scores
from .records import FAILED, MISSED, UNLABELLED, Outcome, Quote, Scored
from .values import same_informant, same_value


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
    texts = texts_of(report)
    labelled, predicted = labelled_matters(labels.findings, texts), predicted_matters(report.findings, texts)
    pairs = match(labelled, predicted)
    evidence: list[Position | Claim] = [p for f in report.findings for p in f.positions] + list(report.claims)
    everything = _by_article([place_of(one, texts) for one in evidence])
    met = [[_met(place, everything) for place in matter.places] for matter in labelled]
    outcomes = _outcomes(labels.findings, labelled, predicted, dict(pairs), met, _undetermined(report, texts))
    count = _Counter()
    false_flags = _count_flags(count, outcomes, labelled, predicted, pairs)
    _count_positions(count, labelled, met, everything)
    _count_answers(count, labelled, predicted, pairs)
    leaks = [t for t in labels.traps if _met(Place(t.article, places_of(texts.get(t.article, ""), t.text)), everything)]
    count.add("trap_leaks", len(leaks), len(labels.traps))
    amiss = [e for e in evidence if not grounded(e, texts)]
    ungrounded = [e for e in amiss if e.evidence not in texts.get(e.article, "")]
    misplaced = [e for e in amiss if e.evidence in texts.get(e.article, "")]
    count.add("ungrounded", len(ungrounded), len(evidence))
    count.add("misplaced", len(misplaced), len(evidence))
    undetermined = sum(f.verdict is Verdict.NOT_JUDGED for f in report.findings)
    count.add("not_judged", undetermined + len(report.not_judged))
    return Scored(
        scores=count.total(),
        outcomes=tuple(outcomes),
        false_flags=tuple(false_flags),
        leaks=tuple(Quote(article=trap.article, text=trap.text) for trap in leaks),
        ungrounded=_quotes(ungrounded),
        misplaced=_quotes(misplaced),
        confusion=_confusion(outcomes, predicted, {j for _, j in pairs}),
    )


def score_failure(labels: Labels) -> Scored:
    """Return the score of a case that ended in an error: nothing of what its labels ask."""
    outcomes = [_outcome(finding, FAILED, None, [False] * len(finding.positions)) for finding in labels.findings]
    count = _Counter()
    for finding in labels.findings:
        if finding.major:
            for name in ("flag_precision", "flag_recall"):
                count.add(name, 0, kind=finding.kind)
            count.add("flag_strict_precision", 0)
            count.add("flag_strict_recall", 0)
        count.add("finding_recall", 0, kind=finding.kind)
        count.add("verdict_accuracy", 0, kind=finding.kind)
        for position in finding.positions:
            count.add("position_recall", 0, kind=finding.kind)
            count.add("position_exact", 0)
            count.add("span_f1", 0, len(position.evidence))
            count.add("value_accuracy", 0, kind=finding.kind)
            count.add("attribution_accuracy", 0)
            if finding.kind is Kind.QUOTE and position.attributed_to:
                count.add("speaker_accuracy", 0)
    return Scored(scores=count.total(), outcomes=tuple(outcomes), confusion=_confusion(outcomes, [], set()))


def _by_article(places: Iterable[Place]) -> dict[str, list[Place]]:
    grouped: dict[str, list[Place]] = {}
    for place in places:
        grouped.setdefault(place.article, []).append(place)
    return grouped


def _met(place: Place, others: Mapping[str, Sequence[Place]]) -> bool:
    return any(place.meets(other) for other in others.get(place.article, ()))


def _undetermined(report: Report, texts: Mapping[str, str]) -> dict[str, list[Place]]:
    """Return the places of the claims that the report names as not judged."""
    items = {item.item for item in report.not_judged}
    return _by_article(place_of(claim, texts) for claim in report.claims if claim.id in items)


def _outcomes(
    findings: Sequence[LabelledFinding],
    labelled: Sequence[Matter],
    predicted: Sequence[Matter],
    answers: Mapping[int, int],
    met: Sequence[list[bool]],
    undetermined: Mapping[str, Sequence[Place]],
) -> list[Outcome]:
    outcomes = []
    for i, finding in enumerate(findings):
        answer = predicted[answers[i]] if i in answers else None
        if answer:
            became = str(answer.verdict)
        elif any(_met(place, undetermined) for place in labelled[i].places):
            became = str(Verdict.NOT_JUDGED)
        else:
            became = MISSED
        outcomes.append(_outcome(finding, became, answer.id if answer else None, met[i]))
    return outcomes


def _outcome(finding: LabelledFinding, became: str, answer: str | None, met: Sequence[bool]) -> Outcome:
    return Outcome(
        id=finding.id,
        kind=finding.kind,
        question=finding.question,
        verdict=finding.verdict,
        weight=finding.weight,
        evidence=tuple(Quote(article=p.article, text=p.evidence) for p in finding.positions),
        met=tuple(met),
        became=became,
        answer=answer,
    )


def _count_flags(
    count: _Counter,
    outcomes: Sequence[Outcome],
    labelled: Sequence[Matter],
    predicted: Sequence[Matter],
    pairs: Sequence[tuple[int, int]],
) -> list[str]:
    """Count recall over the major labelled flags and precision over all predicted ones; return the false flags.

    A minor labelled flag counts as right where it is found and costs nothing where it is missed.
    """
    for outcome in outcomes:
        if outcome.major:
            count.add("flag_recall", outcome.flagged, kind=outcome.kind)
            count.add("flag_strict_recall", outcome.right)
    question = {j: labelled[i] for i, j in pairs}
    false = []
    for j, matter in enumerate(predicted):
        if matter.verdict.flagged:
            right = j in question and question[j].verdict.flagged
            count.add("flag_precision", right, kind=matter.kind)
            count.add("flag_strict_precision", right and question[j].verdict is matter.verdict)
            if not right:
                false.append(matter.id)
    count.add("false_flags", len(false))
    return false


def _count_positions(
    count: _Counter, labelled: Sequence[Matter], met: Sequence[list[bool]], everything: Mapping[str, Sequence[Place]]
) -> None:
    """Count the labelled positions that anything predicted meets, and those with the very same span."""
    exact = {(article, span) for article, places in everything.items() for place in places for span in place.spans}
    for matter, hits in zip(labelled, met, strict=True):
        for place, hit in zip(matter.places, hits, strict=True):
            count.add("position_recall", hit, kind=matter.kind)
            count.add("position_exact", any((place.article, span) in exact for span in place.spans))


def _count_answers(
    count: _Counter, labelled: Sequence[Matter], predicted: Sequence[Matter], pairs: Sequence[tuple[int, int]]
) -> None:
    """Count what the paired findings say: verdicts, and position by position evidence, values and informants."""
    answered = {i for i, _ in pairs}
    for i, matter in enumerate(labelled):
        count.add("finding_recall", i in answered, kind=matter.kind)
    for i, j in pairs:
        one, other = labelled[i], predicted[j]
        count.add("verdict_accuracy", one.verdict is other.verdict, kind=one.kind)
        for a, b in match_places(one.places, other.places):
            _count_position(count, one.kind, one.places[a], other.places[b])


def _count_position(count: _Counter, kind: Kind, labelled: Place, predicted: Place) -> None:
    length = _length(labelled) + _length(predicted)
    count.add("span_f1", 2 * labelled.shared(predicted), length)
    count.add("value_accuracy", same_value(kind, labelled.value, predicted.value), kind=kind)
    same = same_informant(labelled.attributed_to, predicted.attributed_to)
    count.add("attribution_accuracy", same)
    if kind is Kind.QUOTE and labelled.attributed_to:
        count.add("speaker_accuracy", same)
        count.add("misattributed", not same and bool(predicted.attributed_to))


def _length(place: Place) -> int:
    start, end = place.spans[0]
    return end - start


def _confusion(outcomes: Sequence[Outcome], predicted: Sequence[Matter], paired: set[int]) -> dict[str, dict[str, int]]:
    cells: Counter[tuple[str, str]] = Counter((str(o.verdict), o.became) for o in outcomes)
    cells.update((UNLABELLED, str(matter.verdict)) for j, matter in enumerate(predicted) if j not in paired)
    table: dict[str, dict[str, int]] = {}
    for (row, column), number in sorted(cells.items()):
        table.setdefault(str(row), {})[str(column)] = number
    return table


def _quotes(evidence: Iterable[Position | Claim]) -> tuple[Quote, ...]:
    return tuple(Quote(article=one.article, text=one.evidence) for one in evidence)
