"""Which statements of a story answer one neutral question? Code proposes, the model settles, code repairs.

Quotations never come here: which words are one utterance is decided by alignment. Statements that plainly say the same
are joined before, so that the model reads one line for them. What it reads are values and questions, not articles.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from ...schemas import Figure, Kind, Naming, Relation
from ...schemas.base import Record
from ..local.circumstances import Circumstances
from ..local.compare_quantities import examine_quantities
from ..local.similarity import StoryWords
from ..reading.words import folded_words
from .blocking import blocks
from .calls import Call
from .inquiry import Inquiry
from .placing import LONGEST_QUESTION
from .planning import size_of
from .source import Source
from .statements import Matter, Statement, tidy

STAGE = "cluster"
FAMILIES = {Kind.QUANTITY: "figure", Kind.EVENT: "fact", Kind.STANCE: "fact", Kind.FRAMING: "name"}
"""Kinds that may answer one question: whether a thing was done or holds is often a matter of wording."""
_MOST_LABELS = 6
_TELLING = 5
"""Words of an answer that is hardly given to two questions."""
_LARGEST = 40
"""Lines that stand together at most because code thinks them alike."""


class Group(Record):
    """Lines that answer one question."""

    question: str
    lines: tuple[int, ...]


class Grouping(Record):
    """What goes together."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, eq=False)
class Bundle:
    """Statements that stand in one line: they say the same, or are what one article calls one referent."""

    statements: tuple[Statement, ...]

    @property
    def kind(self) -> Kind:
        """The kind of all of them."""
        return self.statements[0].claim.kind

    @property
    def travels(self) -> bool:
        """Whether it may be shown."""
        return all(s.travels for s in self.statements)

    @property
    def family(self) -> str:
        """What sort of statement it is, as a prompt has it."""
        return FAMILIES[self.kind]

    @property
    def asked(self) -> str:
        """The question, or who or what is named."""
        first = self.statements[0]
        return first.claim.detail.referent if isinstance(first.claim.detail, Naming) else first.question

    @property
    def text(self) -> str:
        """Question and answer as a prompt has them."""
        values = list(dict.fromkeys(s.claim.value for s in self.statements))
        answers = "; ".join(values[:_MOST_LABELS]) if self.kind is Kind.FRAMING else values[0]
        return f"{plain(self.asked)} | {plain(answers)}"


def plain(text: str) -> str:
    """Return a text that cannot be taken for two fields of a line."""
    return text.replace("|", "/")


def bundled(statements: Sequence[Statement], sources: Sequence[Source]) -> list[Bundle]:
    """Return the statements of a story in bundles: figures that agree, equal answers, labels of one referent.

    What may not be shown is in no bundle with what may, which it would hide.
    """
    groups: dict[object, list[Statement]] = defaultdict(list)
    shown = [s for s in statements if s.claim.kind is Kind.QUANTITY and s.travels]
    joined = _agreeing_figures(shown, [source for source in sources if not source.is_apart])
    for statement in statements:
        claim = statement.claim
        if claim.kind is Kind.FRAMING:
            key: object = (claim.kind, claim.article, *folded_words(statement.question))
        elif claim.id in joined:
            key = joined[claim.id]
        elif claim.kind is Kind.QUANTITY:
            key = claim.id
        else:
            # "yes" and "the mayor" answer many questions.
            asked = folded_words(statement.question) if len(statement.answer) < _TELLING else []
            key = (claim.kind, *statement.answer, "?", *asked)
        if not statement.travels:
            key = (claim.article, key)
        groups[key].append(statement)
    return [Bundle(tuple(group)) for group in groups.values()]


def _agreeing_figures(statements: Sequence[Statement], sources: Sequence[Source]) -> dict[str, str]:
    """Return for the ids of figures that rules take for the same figure of the same thing the id of one of them."""
    readings = [source.reading for source in sources]
    claims = [s.claim for s in statements if isinstance(s.claim.detail, Figure)]
    joined: dict[str, str] = {}
    for examined in examine_quantities(claims, readings, Circumstances(readings), StoryWords(readings)):
        first = examined.cluster.claims[0].id
        for claim, relation in zip(examined.cluster.claims, examined.relations, strict=True):
            if relation is Relation.SAME:
                joined[claim.id] = first
    return joined


@dataclass(frozen=True)
class Round:
    """One call of the stage: what it asks, and the bundles behind the numbers of its lines, from 1."""

    call: Call[Grouping]
    bundles: tuple[Bundle, ...]


def rounds(bundles: Sequence[Bundle], inquiry: Inquiry) -> list[Round]:
    """Return the calls that group the statements of a story: one, or a few where there are many.

    Shown are those to which code finds something alike in another article, what is most alike together in one call;
    the others are held against each article in the next stage. Where all that are alike would be longer than the plan
    allows, those that are least so are left out.
    """
    labels = {source.name: source.number for source in inquiry.sources}
    found = _blocks([b for b in bundles if b.travels], labels) if len(labels) > 1 else []
    sizes = [size_of([_line(10 * len(bundles), b, labels) + "\n" for b in block]) for block in found]
    if not found:
        return []
    overhead = inquiry.overhead(STAGE, Grouping)
    calls = inquiry.plan.cluster_calls(sum(map(len, found)), sum(sizes), overhead)
    room = inquiry.plan.cluster_tokens(calls) - calls * overhead
    chosen = []
    for block, size in zip(found, sizes, strict=True):
        if size <= room:
            chosen.append(block)
            room -= size
    return [_round(packed, labels, inquiry) for packed in _packed(chosen, calls) if packed]


def _blocks(bundles: Sequence[Bundle], labels: Mapping[str, int]) -> list[list[Bundle]]:
    """Return the bundles that could answer one question, block by block: those that hold together best come first."""
    found: list[list[Bundle]] = []
    for family in dict.fromkeys(FAMILIES.values()):
        own = [b for b in bundles if b.family == family]
        articles = [frozenset(labels[s.article] for s in b.statements) for b in own]
        texts, asked = [b.text for b in own], [b.asked for b in own]
        found += [[own[place] for place in places] for places in blocks(texts, asked, articles, _LARGEST)]
    return found


def _packed(chosen: Sequence[list[Bundle]], calls: int) -> list[list[Bundle]]:
    """Return the bundles of each call: blocks one after the other, in calls of about equal length."""
    most = ceil(sum(map(len, chosen)) / calls)
    packed: list[list[Bundle]] = [[]]
    for block in chosen:
        if packed[-1] and len(packed[-1]) + len(block) / 2 > most and len(packed) < calls:
            packed.append([])
        packed[-1] += block
    return packed


def _round(bundles: Sequence[Bundle], labels: Mapping[str, int], inquiry: Inquiry) -> Round:
    lines = "\n".join(_line(number, bundle, labels) for number, bundle in enumerate(bundles, 1))
    return Round(inquiry.call(STAGE, Grouping, statements=lines), tuple(bundles))


def _line(number: int, bundle: Bundle, labels: Mapping[str, int]) -> str:
    articles = " ".join(f"A{n}" for n in sorted({labels[s.article] for s in bundle.statements}))
    return f"{number} | {articles} | {bundle.family} | {bundle.text}"


def matters_of(bundles: Sequence[Bundle], answered: Iterable[tuple[Round, Grouping]]) -> list[Matter]:
    """Return the matters of a story: what the model has put together, and every other bundle as one of its own.

    Lines that are unknown, or were given before, or are of another family than the first of their group, do not count.
    """
    left = dict.fromkeys(bundles)
    matters: list[Matter] = []
    for asked, answer in answered:
        for group in answer.groups:
            chosen: dict[Bundle, None] = {}
            for number in group.lines:
                bundle = asked.bundles[number - 1] if 1 <= number <= len(asked.bundles) else None
                fits = bundle is not None and (not chosen or bundle.family == next(iter(chosen)).family)
                if bundle is not None and fits and bundle in left:
                    chosen[bundle] = None
            if len(chosen) > 1:
                matters.append(_matter(tuple(chosen), tidy(group.question, LONGEST_QUESTION)))
                for bundle in chosen:
                    del left[bundle]
    return matters + [_matter((bundle,), "") for bundle in left]


def _matter(bundles: Sequence[Bundle], question: str) -> Matter:
    statements = tuple(s for b in bundles for s in b.statements)
    kinds = Counter(s.claim.kind for s in statements)
    kind = max(kinds, key=lambda k: (kinds[k], k is statements[0].claim.kind))
    return Matter(kind, question or statements[0].question, statements)
