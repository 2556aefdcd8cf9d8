"""What stands on a finding's card: each source's answer, and what helps to compare them?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...schemas import Act, Article, Connotation, Figure, Kind, Relation
from ..judging.wording import reason_for
from .charts import Chart, number_line, timeline
from .naming import Caller, callers_of
from .quotes import Change, Piece, fullest_of, pieces_of
from .view import Matter, Source, Stand
from .words import counted, listed, shortened

_LONGEST_ANSWER = 700
_LONGEST_QUOTATION = 4000
_LONGEST_EVIDENCE = 220
_MOST_ROWS = 12


@dataclass(frozen=True)
class Saying:
    """One answer: `pieces` for a quotation, `text` for everything else."""

    relation: Relation
    credit: str | None
    text: str = ""
    evidence: str = ""
    pieces: tuple[Piece, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Row:
    """All that one source says to a matter, or what several quote alike."""

    sources: tuple[Source, ...]
    sayings: tuple[Saying, ...]


@dataclass(frozen=True)
class Card:
    """A finding as it is laid out."""

    matter: Matter
    articles: dict[str, Article]

    @cached_property
    def rows(self) -> list[Row]:
        """A row for each source; where they are many, one with each different answer comes first."""
        if self.matter.finding.kind is Kind.QUOTE:
            return quotation_rows(self.matter.stands)
        by_source: dict[int, dict[Saying, None]] = {}
        for s in self.matter.stands:
            saying = Saying(s.position.relation, s.credit, shortened(s.answer, _LONGEST_ANSWER), _evidence_beside(s))
            by_source.setdefault(s.source.number, {}).setdefault(saying)
        rows = [Row((source,), tuple(by_source[source.number])) for source in self.matter.sources]
        return rows if len(rows) <= _MOST_ROWS else _different_first(rows)

    @property
    def shown_rows(self) -> list[Row]:
        """The rows to show at once."""
        return self.rows[:_MOST_ROWS]

    @property
    def further_rows(self) -> list[Row]:
        """The rows to show on demand."""
        return self.rows[_MOST_ROWS:]

    @cached_property
    def callers(self) -> list[Caller]:
        """Who calls whom what; empty but for findings of kind framing."""
        return callers_of(self.matter.stands) if self.matter.finding.kind is Kind.FRAMING else []

    @property
    def has_changes(self) -> bool:
        """Whether a version of a quotation lacks words of another or has others."""
        changes = {p.change for row in self.rows for s in row.sayings for p in s.pieces}
        return bool(changes & {Change.MISSING, Change.ADDED})

    @property
    def leans(self) -> list[Connotation]:
        """The ways in which a label leans, neutral left out."""
        ways = {called.leans for caller in self.callers for called in (*caller.own, *caller.quoted)}
        return sorted(ways - {Connotation.NEUTRAL})

    @cached_property
    def chart(self) -> Chart | None:
        """The number line or the timeline of the positions."""
        details = [s.detail for s in self.matter.stands]
        if self.matter.finding.kind is Kind.QUANTITY:
            return number_line([d if isinstance(d, Figure) else None for d in details])
        return timeline([d if isinstance(d, Act) else None for d in details])

    @cached_property
    def reason(self) -> str | None:
        """Why the verdict was given, unless it only repeats the rows in a sentence."""
        finding = self.matter.finding
        plain = reason_for(finding.kind, finding.verdict, finding.positions, self.articles)
        return None if finding.why == plain else finding.why

    @cached_property
    def origins(self) -> list[str]:
        """One line for each origin that several sources share, and one for how many there are."""
        shared = [_shared(group, self.matter.stands) for group in self.matter.origins if len(group) > 1]
        if len(self.matter.sources) < 2:
            return []
        articles = counted(len(self.matter.sources), "article")
        origins = counted(self.matter.finding.origins, "independent origin")
        return [f"{articles}, {origins}.", *shared]

    @property
    def chart_name(self) -> str:
        """What the chart is."""
        return "Number line" if self.matter.finding.kind is Kind.QUANTITY else "Timeline"

    def tally(self) -> dict[Relation, int]:
        """Return how many sources stand in each relation, the silent ones too."""
        counts = dict.fromkeys(Relation, 0)
        for relation in self.matter.relations.values():
            counts[relation] += 1
        counts[Relation.SILENT] += len(self.matter.silent)
        return counts


def _different_first(rows: list[Row]) -> list[Row]:
    seen: set[str] = set()
    first: list[Row] = []
    rest: list[Row] = []
    for row in rows:
        answers = {s.text for s in row.sayings}
        (rest if answers <= seen else first).append(row)
        seen |= answers
    return first + rest


def quotation_rows(stands: Sequence[Stand]) -> list[Row]:
    """Return a row for the fullest version, one for each that was changed, then those that quote the same words."""
    versions = [shortened(s.answer.removeprefix("“").removesuffix("”"), _LONGEST_QUOTATION) for s in stands]
    fullest = fullest_of(versions)
    first = stands[fullest]
    whole = tuple(pieces_of(versions[fullest], versions[fullest]))
    rows = [_quoted(first, whole, "fullest version" if len(stands) > 1 else "")]
    alike: dict[str | None, dict[Source, None]] = {}
    for stand, version in zip(stands, versions, strict=True):
        pieces = tuple(pieces_of(versions[fullest], version))
        if not (pieces == whole or {p.change for p in pieces} <= {Change.SAME, Change.EDGE}):
            rows.append(_quoted(stand, pieces))
        elif stand.source is not first.source:
            alike.setdefault(stand.credit, {}).setdefault(stand.source)
    same = [
        Row(tuple(who), (Saying(Relation.SAME, credit, "the same words, whole or in part"),))
        for credit, who in alike.items()
    ]
    return [*dict.fromkeys(rows), *same]


def _quoted(stand: Stand, pieces: tuple[Piece, ...], note: str = "") -> Row:
    return Row((stand.source,), (Saying(stand.position.relation, stand.credit, pieces=pieces, note=note),))


def _evidence_beside(stand: Stand) -> str:
    """Return the evidence, unless it says no more than the answer."""
    evidence = shortened(stand.position.evidence, _LONGEST_EVIDENCE)
    return "" if evidence.casefold() == stand.answer.casefold() else evidence


def _shared(group: tuple[Source, ...], stands: Iterable[Stand]) -> str:
    names = listed([f"{source.name} ({source.letter})" for source in group])
    numbers = {source.number for source in group}
    credited = list({s.credit: None for s in stands if s.source.number in numbers and s.credit})
    if any(source.article.duplicate_of for source in group):
        return f"{names} have the same text."
    if len(credited) == 1:
        return f"{names} rest on one source: {credited[0]}."
    if credited:
        return f"{names} rest on one source, or share its words ({listed(credited)})."
    return f"{names} print the same sentences."
