"""Which figures of a story count the same thing, and how do they stand to each other?

Two figures that agree are readily taken for one; two that differ only where everything else says that they count the
same thing: the counted, what happened to it, the time, the place, the words around them and their role in a change
("from 171 to 198").
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...schemas import Claim, Comparator, Figure, Kind, Relation, Weight
from ..data import word_lists
from ..judging.figures import relate_figures
from ..reading.document import Sentence
from ..reading.nouns import class_of, in_base_unit, plural_of
from ..reading.number_words import is_currency
from ..reading.tokens import Token
from ..stages import Cluster, Examined
from .circumstances import Circumstance, Circumstances
from .measures import measures
from .reading import Reading, content_stems
from .similarity import StoryWords

_MEMBERS_COMPARED = 6
"""Members of a group that a figure is compared with, the first ones: it bounds the work and stops drift."""
_NEAR = 7
"""Tokens to either side that say what a figure is of."""
_TELLING = 10
"""From here on the same number of the same thing is hardly chance."""
_CLOSE = 1.25
_DIGITS = 3
"""Significant digits from which on a number is hardly twice in a story by chance."""
_PERSONAL = {"age", "jail"}
_ROLES = {"from": "before", "to": "after", "by": "change", "up": "change", "down": "change"}


@dataclass(frozen=True)
class _Counted:
    claim: Claim
    figure: Figure
    sort: str
    is_narrow: bool
    role: str
    holder: frozenset[str]
    """Words of the names beside an age or a sentence: whose it is."""
    circumstance: Circumstance
    is_part: bool
    """Whether it is of some only: "another four people", "30 seriously injured"."""
    is_alone: bool
    """Whether its article gives no other figure of the sort and measure, from which a place would set it apart."""
    subject: frozenset[str]
    """Stems of the subject of its clause: what rose, who paid."""
    near: frozenset[str]
    stems: frozenset[str]

    @property
    def is_thing(self) -> bool:
        """Whether it counts things of a class, not metres or dollars."""
        return self.sort in _COMPARED_FREELY

    @property
    def bucket(self) -> tuple[str, str]:
        return self.sort, self.circumstance.period


def examine_quantities(
    claims: Iterable[Claim], readings: Sequence[Reading], circumstances: Circumstances, words: StoryWords
) -> list[Examined]:
    """Group the figures that count the same thing and relate them.

    Only figures of one bucket (sort of thing, period) are compared, and each with the first members of each
    group, so that the time grows with the number of figures times the groups in a bucket.
    """
    by_name = {r.name: r for r in readings}
    claims = list(claims)
    siblings = Counter(_sort_of(claim) for claim in claims)
    buckets: dict[tuple[str, str], list[list[_Counted]]] = {}
    alike: dict[tuple[str, float, float], list[_Counted]] = {}
    for claim in claims:
        counted = _counted(claim, by_name[claim.article], circumstances, is_alone=siblings[_sort_of(claim)] == 1)
        groups = buckets.setdefault(counted.bucket, [])
        key = (counted.sort, counted.figure.low, counted.figure.high)
        if (met := alike.get(key)) and _is_same_figure(counted, met[0]):
            met.append(counted)
            continue
        best = max(((_likeness(counted, group, words), -n) for n, group in enumerate(groups)), default=(0.0, 0))
        if best[0] > 0:
            groups[-best[1]].append(counted)
        else:
            groups.append([counted])
            alike.setdefault(key, groups[-1])
    return [_examined(group) for groups in buckets.values() for group in groups]


def _sort_of(claim: Claim) -> tuple[str, str, str]:
    figure = claim.detail
    return (claim.article, figure.measure, class_of(figure.unit)[0]) if isinstance(figure, Figure) else ("", "", "")


def _counted(claim: Claim, reading: Reading, circumstances: Circumstances, *, is_alone: bool) -> _Counted:
    figure = claim.detail
    assert isinstance(figure, Figure)  # noqa: S101 - quantities are made with figures only
    sentence = reading.document.sentence_at(claim.start)
    first = sum(t.start < claim.start for t in sentence.tokens)
    last = sum(t.start < claim.end for t in sentence.tokens)
    sort, is_narrow = class_of(figure.unit)
    _, dimension = in_base_unit(1, figure.unit)
    measure = measures().get(figure.measure)
    if measure and "job" in measure.takes:
        sort, is_narrow = "job", False
    return _Counted(
        claim=claim,
        figure=figure,
        sort=sort if dimension == figure.unit else dimension,
        is_narrow=is_narrow,
        holder=_holder(sentence.tokens, first, last, claim) if figure.measure in _PERSONAL else frozenset(),
        role=_role(sentence.tokens, first, last),
        circumstance=circumstances.at(reading, claim.start),
        is_part=any(t.low in _some_only() for t in sentence.tokens[max(0, first - 1) : last + 1]),
        is_alone=is_alone,
        subject=_subject(reading, sentence, claim.start),
        near=frozenset(content_stems(sentence.tokens[max(0, first - _NEAR) : last + _NEAR])),
        stems=reading.stems_of(sentence),
    )


def _role(tokens: Sequence[Token], first: int, last: int) -> str:
    """Return the part that a figure plays in a change: before, after, or the change itself."""
    at = next((i for i in range(first, last) if tokens[i].text[0].isdigit()), first)
    while at > first and tokens[at - 1].text in "$£€¥":
        at -= 1
    return _ROLES.get(tokens[at - 1].low, "") if at else ""


def _holder(tokens: Sequence[Token], first: int, last: int, claim: Claim) -> frozenset[str]:
    openers = word_lists("grammar.txt")["begins a sentence"]
    named = claim.evidence[0].isupper() and "," in claim.evidence
    near = tokens[first:last] if named else tokens[max(0, first - _NEAR) : last + _NEAR]
    return frozenset(t.low for t in near if t.is_word and t.is_capitalised and t.low not in openers)


def _subject(reading: Reading, sentence: Sentence, offset: int) -> frozenset[str]:
    clause = reading.clause_at(sentence, offset)
    return frozenset(content_stems(clause.part(clause.subject))) if clause else frozenset()


def _some_only() -> frozenset[str]:
    return word_lists("grammar.txt")["some only"]


def _likeness(counted: _Counted, group: Sequence[_Counted], words: StoryWords) -> float:
    """Return how likely a figure belongs to a group; 0 where it does not."""
    scores = [_pair(counted, member, words) for member in group[:_MEMBERS_COMPARED]]
    return sum(scores) / len(scores) if all(scores) else 0.0


def _pair(one: _Counted, other: _Counted, words: StoryWords) -> float:
    same_number = (one.figure.low, one.figure.high) == (other.figure.low, other.figure.high)
    agree = same_number or _relate(one, other) in {Relation.SAME, Relation.VAGUER}
    if one.is_narrow and other.is_narrow and one.figure.unit != other.figure.unit:
        return 0.0
    said = {one.figure.measure, other.figure.measure}
    if len(said) == 2 and ("" not in said or said & _PERSONAL):
        return 0.0
    if one.holder and other.holder:
        return 0.5 * bool(one.holder & other.holder)
    if not agree and not _may_differ(one, other):
        return 0.0
    alike = 0.6 * words.similarity(one.near, other.near) + 0.4 * words.similarity(one.stems, other.stems)
    return 0.01 + alike if alike >= _threshold(one, other, agree) else 0.0


def _is_same_figure(one: _Counted, other: _Counted) -> bool:
    """Tell whether the same number is too telling to be chance, whatever each article says around it."""
    if one.claim.article == other.claim.article or one.figure.unit != other.figure.unit:
        return False
    digits = f"{one.figure.low:.6f}".rstrip("0").rstrip(".").replace(".", "").strip("0")
    return one.figure.low == one.figure.high and len(digits) >= _DIGITS


def _relate(one: _Counted, other: _Counted) -> Relation:
    """Relate two figures of one sort: six children are six people."""
    first, second = (c.figure.model_copy(update={"unit": c.sort}) if c.is_thing else c.figure for c in (one, other))
    return relate_figures(first, second)


def _may_differ(one: _Counted, other: _Counted) -> bool:
    """Tell whether two figures that do not agree can be of one thing at all."""
    if one.is_narrow != other.is_narrow or one.is_part or other.is_part:
        return False
    if not one.is_thing and (one.role, one.figure.measure) != (other.role, other.figure.measure):
        return False
    if one.sort not in _COMPARED_FREELY and one.subject and other.subject and not one.subject & other.subject:
        return False
    here, there = one.circumstance.places, other.circumstance.places
    in_parts = one.circumstance.in_part or other.circumstance.in_part
    set_apart = (here or there) and not here & there and (in_parts or not (one.is_alone and other.is_alone))
    if set_apart and not one.circumstance.period:
        return False
    if one.claim.article != other.claim.article:
        return True
    informants = {one.claim.attributed_to, other.claim.attributed_to}
    if one.figure.measure and one.figure.measure == other.figure.measure and len(informants - {None}) == 2:
        return True
    both_vague = one.figure.low != one.figure.high and other.figure.low != other.figure.high
    return both_vague and not one.figure.measure and one.figure.unit == other.figure.unit


def _threshold(one: _Counted, other: _Counted, agree: bool) -> float:
    """Return how alike the words around two figures must be for them to be of one thing.

    Of figures that do not agree, those close to each other are far more often of one thing than others.
    """
    if one.figure.measure and other.figure.measure and one.sort in _COMPARED_FREELY:
        return 0.0
    if one.figure.measure in {"magnitude", "age"}:
        return 0.1 if agree else 0.3
    is_near = max(one.figure.high, other.figure.high) <= _CLOSE * min(one.figure.low, other.figure.low)
    if one.is_narrow or one.sort == one.figure.unit:
        return (0.0 if one.figure.low >= _TELLING else 0.1) if agree else (0.1 if is_near else 0.2)
    if agree:
        return 0.12
    if is_near and one.subject & other.subject:
        return 0.2
    return 0.5 if one.sort == "time" or one.figure.measure != other.figure.measure else 0.4


_COMPARED_FREELY = {"person", "building", "job", "vehicle", "vote for", "vote against"}
"""Sorts of things of which a story has one count for each measure, place and time."""


def _examined(group: Sequence[_Counted]) -> Examined:
    reference = _reference(group)
    rest = [c for c in group if c is not reference]
    relations = [Relation.SAME, *(_relation(reference, c) for c in rest)]
    claims = tuple(c.claim for c in (reference, *rest))
    return Examined(Cluster(Kind.QUANTITY, _question(reference), claims), tuple(relations), weight=_weight(group))


def _reference(group: Sequence[_Counted]) -> _Counted:
    """Return the figure that others are held against: a precise one, and of these the one given most often."""
    support = Counter((c.figure.comparator, c.figure.low, c.figure.high) for c in group)

    def standing(counted: _Counted) -> tuple[bool, bool, int, str, int]:
        f = counted.figure
        given = support[f.comparator, f.low, f.high]
        return f.low != f.high, f.comparator is Comparator.ABOUT, -given, counted.claim.article, counted.claim.start

    return min(group, key=standing)


def _relation(reference: _Counted, other: _Counted) -> Relation:
    relation = _relate(reference, other)
    measure = measures().get(reference.figure.measure)
    if relation is not Relation.DIFFERS or (measure and measure.grows):
        return relation
    exact = {reference.figure.comparator, other.figure.comparator} == {Comparator.EQUAL}
    informant = reference.claim.attributed_to
    one_voice = reference.claim.article == other.claim.article or (informant and informant == other.claim.attributed_to)
    one_birthday = measure is not None and measure.name == "age" and abs(reference.figure.low - other.figure.low) <= 1
    is_fixed = measure is not None and measure.fixed and not one_birthday
    return Relation.INCOMPATIBLE if exact and (one_voice or is_fixed) else relation


def _weight(group: Sequence[_Counted]) -> Weight:
    first = group[0]
    if first.circumstance.period or (first.circumstance.places and not first.figure.measure):
        return Weight.MINOR
    if first.figure.measure:
        return measures()[first.figure.measure].weight
    return Weight.MINOR if first.sort == "time" else Weight.MAJOR


def _question(reference: _Counted) -> str:
    unit = reference.figure.unit
    measure = measures().get(reference.figure.measure)
    counted = {"%": "What percentage"}.get(unit, "How much money" if is_currency(unit) else "How many {noun}")
    said = (measure.said if measure else counted).format(noun=plural_of(unit))
    where = f" in {min(reference.circumstance.places).title()}" if reference.circumstance.places else ""
    when = f" ({reference.circumstance.period})" if reference.circumstance.period else ""
    return f"{said}{_whose(reference)}{where}{when}?"


def _whose(reference: _Counted) -> str:
    """Return whose an age is, where it stands behind a name: "Jane Doe, 58"."""
    name, comma, _ = reference.claim.evidence.partition(",")
    return f" is {name}" if reference.figure.measure == "age" and comma and name[0].isupper() else ""
