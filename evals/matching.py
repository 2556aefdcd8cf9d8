"""Which predicted finding answers which labelled one?

Two spans meet when they share at least half of the shorter one. A predicted finding can answer a labelled one when
2 · |articles where their positions meet| / (|labelled articles| + |predicted articles|) is at least 0.5.
Of all one-to-one pairings the one with the greatest total is taken, where a pair weighs that quotient, and 0.25 more
for the same kind, and 0.05 more for the same verdict.

Ties: labelled findings stand in the order of their file, predicted ones in the order of the report, and `assign` states
which of two pairings with one total it takes. Both orders are fixed by content, so one report always scores the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..schemas import Claim, Finding, Kind, Position, Report, Verdict
from .assignment import Pairs, assign
from .cases import LabelledFinding

Spans = tuple[tuple[int, int], ...]

_MOST_PLACES = 8
"""A text that occurs more often than this in an article is looked for in its first places only."""
_ENOUGH = 0.5
_SAME_KIND = 0.25
_SAME_VERDICT = 0.05


@dataclass(frozen=True)
class Place:
    """Where an article says something: one span, or every place where the text of an evidence occurs."""

    article: str
    spans: Spans
    value: str = ""
    attributed_to: str | None = None

    def meets(self, other: "Place") -> bool:
        """Whether both speak of the same text."""
        return self.article == other.article and any(meets(a, b) for a in self.spans for b in other.spans)

    @property
    def length(self) -> int:
        """How many characters it has, 0 where it stands nowhere."""
        return self.spans[0][1] - self.spans[0][0] if self.spans else 0

    def shared(self, other: "Place") -> int:
        """Return how many characters the two have in common at most, 0 where they do not meet."""
        if not self.meets(other):
            return 0
        return max(overlap(a, b) for a in self.spans for b in other.spans)


@dataclass(frozen=True)
class Matter:
    """A finding, labelled or predicted, as far as it is scored."""

    id: str
    kind: Kind
    verdict: Verdict
    places: tuple[Place, ...]

    @cached_property
    def articles(self) -> dict[str, list[Place]]:
        """The places by article."""
        by_article: dict[str, list[Place]] = {}
        for place in self.places:
            by_article.setdefault(place.article, []).append(place)
        return by_article


def overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Return how many characters two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def meets(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two spans share at least half of the shorter one."""
    shared = overlap(a, b)
    return shared > 0 and shared >= 0.5 * min(a[1] - a[0], b[1] - b[0])


def places_of(text: str, evidence: str) -> Spans:
    """Return every place where `evidence` stands in `text`, the first eight of them."""
    spans: list[tuple[int, int]] = []
    at = text.find(evidence)
    while evidence and at >= 0 and len(spans) < _MOST_PLACES:
        spans.append((at, at + len(evidence)))
        at = text.find(evidence, at + 1)
    return tuple(spans)


def grounded(position: Position | Claim, texts: Mapping[str, str]) -> bool:
    """Whether the evidence is what stands in the span."""
    return texts.get(position.article, "")[position.start : position.end] == position.evidence


def place_of(position: Position | Claim, texts: Mapping[str, str]) -> Place:
    """Return where a prediction stands: in its span, or wherever its evidence occurs when the span is wrong."""
    spans: Spans = ((position.start, position.end),)
    if not grounded(position, texts):
        spans = places_of(texts.get(position.article, ""), position.evidence)
    return Place(position.article, spans, position.value, position.attributed_to)


def predicted_matters(findings: Iterable[Finding], texts: Mapping[str, str]) -> list[Matter]:
    """Return the findings of a report, in its order."""
    return [Matter(f.id, f.kind, f.verdict, tuple(place_of(p, texts) for p in f.positions)) for f in findings]


def labelled_matters(findings: Iterable[LabelledFinding], texts: Mapping[str, str]) -> list[Matter]:
    """Return the findings of a label file, in its order."""
    return [
        Matter(
            f.id,
            f.kind,
            f.verdict,
            tuple(
                Place(p.article, places_of(texts.get(p.article, ""), p.evidence), p.value, p.attributed_to)
                for p in f.positions
            ),
        )
        for f in findings
    ]


def texts_of(report: Report) -> dict[str, str]:
    """Return the text of each article of a report by its name."""
    return {article.article: article.text for article in report.articles}


def similarity(one: Matter, other: Matter) -> float:
    """Return in how much of their articles two findings speak of the same text, from 0 to 1."""
    shared = sum(
        any(a.meets(b) for a in places for b in other.articles[article])
        for article, places in one.articles.items()
        if article in other.articles
    )
    return 2 * shared / (len(one.articles) + len(other.articles))


def match(labelled: Sequence[Matter], predicted: Sequence[Matter]) -> Pairs:
    """Return which labelled finding (its place in the list) is answered by which predicted one."""
    weights = [[_weight(one, other) for other in predicted] for one in labelled]
    return [(i, j) for i, j in assign(weights) if weights[i][j] > 0]


def _weight(labelled: Matter, predicted: Matter) -> float:
    alike = similarity(labelled, predicted)
    if alike < _ENOUGH:
        return 0.0
    kind = _SAME_KIND if labelled.kind is predicted.kind else 0
    return alike + kind + (_SAME_VERDICT if labelled.verdict is predicted.verdict else 0)


def match_places(labelled: Sequence[Place], predicted: Sequence[Place]) -> Pairs:
    """Return which position of a finding answers which of its match, so that most characters are shared."""
    shared = [[one.shared(other) for other in predicted] for one in labelled]
    return [(i, j) for i, j in assign(shared) if shared[i][j] > 0]
