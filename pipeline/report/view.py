"""What does every form of a report show? Articles get letters, findings numbers, positions their claims."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ...schemas import Article, Claim, Detail, Finding, Notice, Position, Relation, Report, Verdict, Weight
from ..errors import BadResult
from ..judging.origins import Origins
from ..reading.document import Document, read
from .excerpts import Excerpt, excerpt_of
from .marks import Mark
from .words import answer, day_words, short_day

_GRAVITY = (Relation.SILENT, Relation.SAME, Relation.VAGUER, Relation.DIFFERS, Relation.INCOMPATIBLE)


@dataclass(frozen=True)
class Source:
    """An article of the story with the letter that stands for it."""

    number: int
    article: Article

    @cached_property
    def letter(self) -> str:
        """A to Z, then AA, AB and so on."""
        letters, rest = "", self.number
        while rest:
            rest, place = divmod(rest - 1, 26)
            letters = chr(ord("A") + place) + letters
        return letters

    @property
    def anchor(self) -> str:
        """Where the page has the article."""
        return f"a{self.number}"

    @property
    def name(self) -> str:
        """The outlet, or else the file's name without its ending."""
        return self.article.outlet or self.article.article.rpartition(".")[0] or self.article.article

    @property
    def published(self) -> str | None:
        """The day of publication in words."""
        return day_words(self.article.published) if self.article.published else None

    @property
    def published_short(self) -> str | None:
        """The day of publication, the month cut to three letters."""
        return short_day(self.article.published) if self.article.published else None

    @cached_property
    def words(self) -> int:
        """Words and numbers in the text, without what was skipped."""
        sentences = self.document.sentences if self.document else ()
        return sum(token.text[0].isalnum() for sentence in sentences for token in sentence.tokens)

    @cached_property
    def document(self) -> Document | None:
        """The article taken apart, or None where its text is not at hand."""
        return read(self.article) if self.article.text else None


@dataclass(frozen=True)
class Stand:
    """One position of a finding as it is shown."""

    source: Source
    position: Position
    detail: Detail | None
    anchor: str
    """Where the page marks it in the article."""

    @property
    def answer(self) -> str:
        """The value in plain words."""
        return answer(self.position.value, self.detail)

    @property
    def credit(self) -> str | None:
        """Whom the article credits."""
        return self.position.attributed_to

    @cached_property
    def excerpt(self) -> Excerpt:
        """The sentence it stands in."""
        return excerpt_of(self.source.document, self.position)


@dataclass(frozen=True)
class Matter:
    """A finding with its number and its positions as they are shown."""

    number: int
    finding: Finding
    stands: tuple[Stand, ...]
    silent: tuple[Source, ...]
    origins: tuple[tuple[Source, ...], ...]
    """The sources that speak, those that rest on one origin together."""

    @property
    def anchor(self) -> str:
        """Where the page has the finding."""
        return f"f{self.number}"

    @cached_property
    def sources(self) -> list[Source]:
        """The sources that speak to it, in the order of their positions."""
        return list({s.source.number: s.source for s in self.stands}.values())

    @cached_property
    def relations(self) -> dict[int, Relation]:
        """The gravest relation of each source that speaks, by the source's number."""
        gravest: dict[int, Relation] = {}
        for stand in self.stands:
            relation, number = stand.position.relation, stand.source.number
            gravest[number] = max(relation, gravest.get(number, relation), key=_GRAVITY.index)
        return gravest


@dataclass(frozen=True)
class View:
    """A report as all forms show it."""

    report: Report
    sources: tuple[Source, ...]
    matters: tuple[Matter, ...]
    marks: dict[str, list[Mark]]
    """The claims to mark in each article, by the article's name."""
    notices: tuple[tuple[Source, Notice], ...]

    def flagged(self, weight: Weight) -> list[Matter]:
        """Return the flagged findings of one weight."""
        return [m for m in self.matters if m.finding.verdict.flagged and (m.finding.weight or Weight.MAJOR) is weight]

    def having(self, verdict: Verdict) -> list[Matter]:
        """Return the findings with one verdict."""
        return [m for m in self.matters if m.finding.verdict is verdict]


def view_of(report: Report) -> View:
    """Return what to show of a report. It takes time in proportion to the texts around the claims.

    Raises:
        BadResult: a finding, claim or notice names an article that the report does not have.
    """
    sources = {a.article: Source(number, a) for number, a in enumerate(report.articles, 1)}
    origins = Origins({a.article: a for a in report.articles})
    claims = {claim.id: claim for claim in report.claims}
    anchors = {claim_id: f"c{number}" for number, claim_id in enumerate(claims, 1)}
    matters = []
    for number, finding in enumerate(report.findings, 1):
        stands = tuple(
            Stand(
                _known(sources, p.article),
                p,
                claims[p.claim].detail if p.claim in claims else None,
                anchors.setdefault(p.claim, f"c{len(anchors) + 1}"),
            )
            for p in finding.positions
        )
        several = len({p.article for p in finding.positions}) > 1
        groups = origins.groups(finding.positions) if several else []
        matters.append(
            Matter(
                number,
                finding,
                stands,
                tuple(_known(sources, name) for name in finding.silent),
                tuple(tuple(sources[name] for name in group) for group in groups),
            )
        )
    return View(
        report,
        tuple(sources.values()),
        tuple(matters),
        _marks(report.claims, matters, anchors, sources),
        tuple((_known(sources, n.article), n) for n in report.notices),
    )


def _known(sources: dict[str, Source], name: str) -> Source:
    if name not in sources:
        raise BadResult(f"the report speaks of the article {name!r} but does not have it")
    return sources[name]


def _marks(
    claims: Iterable[Claim], matters: Iterable[Matter], anchors: dict[str, str], sources: dict[str, Source]
) -> dict[str, list[Mark]]:
    """Return a mark for each claim, and for each position whose claim the report does not have."""
    marks: dict[str, dict[str, Mark]] = {}
    for matter in matters:
        for s in matter.stands:
            mark = Mark(s.position.start, s.position.end, matter.finding.kind, s.anchor, matter.number)
            marks.setdefault(s.position.article, {}).setdefault(s.anchor, mark)
    for claim in claims:
        mark = Mark(claim.start, claim.end, claim.kind, anchors[claim.id], None)
        marks.setdefault(_known(sources, claim.article).article.article, {}).setdefault(mark.anchor, mark)
    return {name: list(there.values()) for name, there in marks.items()}
