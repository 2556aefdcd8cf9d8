"""What is known of a claim on its way through the stages, beside the claim itself?"""

from dataclasses import dataclass, field, replace
from functools import cached_property

from ...schemas import Claim, Connotation, Detail, Kind, Naming, Notice, NotJudged, Relation, Weight
from ..local.claims import make_claim
from ..reading.dates import When
from ..reading.sentences import Extent
from ..reading.words import folded_words
from .hostile import clean
from .notices import speaks_to_a_model
from .source import Source

CORRECTED = "corrected"
"""The kind of notice that tells where code and model read the same words in different ways, and code has won."""
_LONGEST_WHY = 160


@dataclass(frozen=True)
class Statement:
    """A claim with what the stages need to compare it."""

    claim: Claim
    question: str
    when: When | None = None
    is_own_voice: bool = True
    """Whether the article itself chose the words; of a label alone does it matter."""
    is_found: bool = False
    """Whether it was found when the article was asked about a matter of the others."""
    is_apart: bool = False
    """Whether its article speaks to a model, see `Source.is_apart`."""

    @property
    def article(self) -> str:
        """The name of the article that makes it."""
        return self.claim.article

    @cached_property
    def answer(self) -> tuple[str, ...]:
        """The value in words that spelling does not change: equal for two claims that say the same."""
        sign = self.claim.value[:2].strip(" 0123456789") if self.claim.kind is Kind.QUANTITY else ""
        return (sign, *folded_words(self.claim.value))

    @property
    def leans(self) -> bool:
        """Whether it is a label in which its reader saw a leaning."""
        detail = self.claim.detail
        return isinstance(detail, Naming) and detail.connotation is not Connotation.NEUTRAL

    @cached_property
    def travels(self) -> bool:
        """Whether it may stand in a call about other articles: nothing in it, or in its article, speaks to a model."""
        said = (self.claim.value, self.question, self.claim.attributed_to or "")
        return not (self.is_apart or any(map(speaks_to_a_model, said)))


@dataclass(frozen=True)
class Matter:
    """Statements that answer one neutral question. The first is the reference."""

    kind: Kind
    question: str
    statements: tuple[Statement, ...]
    relations: dict[str, Relation] = field(default_factory=dict)
    """Of claims, by their ids, to the reference, as far as they are known."""
    reason: str | None = None
    weight: Weight | None = None
    unheard: frozenset[str] = frozenset()
    """Names of articles that were not asked about it, or have not answered: that they say nothing says nothing."""

    @property
    def articles(self) -> set[str]:
        """The names of the articles that speak to it."""
        return {s.article for s in self.statements}

    def with_statement(self, statement: Statement, relation: Relation | None) -> "Matter":
        """Return it with one statement more."""
        known = {} if relation is None else {statement.claim.id: relation}
        return replace(self, statements=(*self.statements, statement), relations=self.relations | known)

    @property
    def of_others(self) -> "Matter":
        """What it is without the articles that speak to a model; the same where there is nothing else."""
        kept = tuple(s for s in self.statements if not s.is_apart)
        if not kept or len(kept) == len(self.statements):
            return self
        ids = {s.claim.id for s in kept}
        return replace(self, statements=kept, relations={i: r for i, r in self.relations.items() if i in ids})

    @property
    def is_apart(self) -> bool:
        """Whether all that it holds comes from articles that speak to a model."""
        return all(s.is_apart for s in self.statements)

    def of(self, article: str) -> list[Statement]:
        """Return the statements of one article."""
        return [s for s in self.statements if s.article == article]


@dataclass
class Account:
    """What is told of a story beside its claims: what could not be judged, and what an editor should know."""

    not_judged: list[NotJudged] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def missed(self, item: str, stage: str, reason: str) -> None:
        """Say what could not be judged."""
        self.not_judged.append(NotJudged(item=item, stage=stage, reason=reason))

    def corrected(self, source: Source, place: Extent, why: str) -> None:
        """Say where code and model read the same words in different ways."""
        evidence = source.article.text[place.start : place.end]
        self.notices.append(
            Notice(
                article=source.name, kind=CORRECTED, start=place.start, end=place.end, evidence=evidence,
                why=tidy(why, _LONGEST_WHY),
            )
        )  # fmt: skip


def tidy(text: str, longest: int) -> str:
    """Return what a model wrote as one line of at most so many characters, without what cannot be seen."""
    line = " ".join(clean(text[: 4 * longest]).text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def statement_of(  # noqa: PLR0913 - a claim has that many parts
    source: Source,
    kind: Kind,
    place: Extent,
    value: str,
    question: str,
    *,
    attributed_to: str | None,
    detail: Detail | None,
    when: When | None = None,
    is_own_voice: bool = True,
) -> Statement:
    """Return the statement that an article makes at a place."""
    document = source.reading.document
    claim = make_claim(document, kind, place.start, place.end, value, attributed_to=attributed_to, detail=detail)
    return Statement(claim, question, when, is_own_voice, is_apart=source.is_apart)
