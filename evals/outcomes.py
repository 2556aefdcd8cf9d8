"""What became of each labelled finding in a report?"""

from collections.abc import Iterable, Mapping, Sequence

from ..schemas import Claim, Kind, Position, Report, Verdict
from .cases import LabelledFinding, LabelledPosition, Labels
from .matching import Matter, Place, labelled_matters, match, match_places, place_of, predicted_matters, texts_of
from .records import FAILED, MISSED, Outcome, Point, Reply
from .values import same_informant, same_value


class Predicted:
    """Everything that a report says anywhere, by article, to be met by labelled positions and traps."""

    def __init__(self, report: Report) -> None:
        self.texts = texts_of(report)
        self.evidence: list[Position | Claim] = [p for f in report.findings for p in f.positions]
        self.evidence += report.claims
        places = [place_of(one, self.texts) for one in self.evidence]
        self.places = _by_article(places)
        self.spans = {(place.article, span) for place in places for span in place.spans}
        items = {item.item for item in report.not_judged}
        self.undetermined = _by_article(place_of(c, self.texts) for c in report.claims if c.id in items)

    def meets(self, place: Place) -> bool:
        """Whether any position or claim meets a place."""
        return _met(place, self.places)

    def has(self, place: Place) -> bool:
        """Whether any position or claim has the very span."""
        return any((place.article, span) in self.spans for span in place.spans)


def outcomes_of(labels: Labels, report: Report, predicted: Predicted) -> tuple[list[Outcome], dict[int, Verdict]]:
    """Return what became of each labelled finding, and which labelled verdict each finding of the report answers.

    The outcomes are in the order of the labels; the answers go by the finding's place in the report, as an engine may
    give two findings one id.
    """
    texts = predicted.texts
    labelled, answers = labelled_matters(labels.findings, texts), predicted_matters(report.findings, texts)
    pairs = match(labelled, answers)
    answered = {i: answers[j] for i, j in pairs}
    outcomes = [_outcome(finding, labelled[i], answered.get(i), predicted) for i, finding in enumerate(labels.findings)]
    return outcomes, {j: labelled[i].verdict for i, j in pairs}


def failed_outcomes(labels: Labels) -> list[Outcome]:
    """Return the outcomes of a case that ended in an error."""
    return [_told(finding, FAILED, None, [_point(p) for p in finding.positions]) for finding in labels.findings]


def _by_article(places: Iterable[Place]) -> dict[str, list[Place]]:
    grouped: dict[str, list[Place]] = {}
    for place in places:
        grouped.setdefault(place.article, []).append(place)
    return grouped


def _met(place: Place, others: Mapping[str, Sequence[Place]]) -> bool:
    return any(place.meets(other) for other in others.get(place.article, ()))


def _outcome(finding: LabelledFinding, matter: Matter, answer: Matter | None, predicted: Predicted) -> Outcome:
    """Return the outcome of one finding; one with a claim that was not judged is undetermined rather than missed."""
    if answer:
        became = str(answer.verdict)
    elif any(_met(place, predicted.undetermined) for place in matter.places):
        became = str(Verdict.NOT_JUDGED)
    else:
        became = MISSED
    replies = dict(match_places(matter.places, answer.places)) if answer else {}
    points = []
    for i, (position, place) in enumerate(zip(finding.positions, matter.places, strict=True)):
        reply = _reply(finding.kind, place, answer.places[replies[i]]) if answer and i in replies else None
        points.append(_point(position, met=predicted.meets(place), exact=predicted.has(place), reply=reply))
    return _told(finding, became, answer.id if answer else None, points)


def _reply(kind: Kind, labelled: Place, predicted: Place) -> Reply:
    return Reply(
        value=predicted.value,
        attributed_to=predicted.attributed_to,
        same_value=same_value(kind, labelled.value, predicted.value),
        same_informant=same_informant(labelled.attributed_to, predicted.attributed_to),
        shared=labelled.shared(predicted),
        length=labelled.length + predicted.length,
    )


def _point(position: LabelledPosition, *, met: bool = False, exact: bool = False, reply: Reply | None = None) -> Point:
    return Point(
        article=position.article,
        text=position.evidence,
        value=position.value,
        attributed_to=position.attributed_to,
        met=met,
        exact=exact,
        reply=reply,
    )


def _told(finding: LabelledFinding, became: str, answer: str | None, points: Sequence[Point]) -> Outcome:
    return Outcome(
        id=finding.id,
        kind=finding.kind,
        question=finding.question,
        verdict=finding.verdict,
        weight=finding.weight,
        points=tuple(points),
        became=became,
        answer=answer,
    )
