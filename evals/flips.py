"""Which single things of a story are judged otherwise in another run, and why?"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from ..schemas import Finding
from .matching import Matter, Place, similarity
from .records import FAILED, CaseResult, Outcome, Point, Quote

_ALIKE = 0.5


@dataclass(frozen=True, order=True)
class Flip:
    """One thing that got worse or better; in the order of what an editor should look at first."""

    rank: int
    case: str
    what: str
    """Of what sort it is: "quantity, labelled discrepancy (major)"."""
    id: str
    worse: bool
    was: str
    now: str
    question: str = ""
    evidence: tuple[Quote, ...] = field(default=(), compare=False)
    said_before: Finding | None = field(default=None, compare=False)
    said_after: Finding | None = field(default=None, compare=False)


def settled(results: Sequence[CaseResult]) -> bool:
    """Whether at least one repeat of a case did not fail."""
    return any(result.failure is None for result in results)


def flips_of(before: Sequence[CaseResult], after: Sequence[CaseResult]) -> list[Flip]:
    """Return the flips of one case, given its results in all repeats of both runs.

    A case that failed altogether in one of them has none: it is named as failed, once.
    """
    if not settled(before) or not settled(after):
        return []
    return [*_finding_flips(before, after), *_false_flag_flips(before, after), *_fault_flips(before, after)]


def _level(outcome: Outcome) -> int:
    """Return how good an answer is: 2 for the right verdict, 0 for one that misleads an editor.

    A labelled flag that is flagged otherwise, and a labelled agreement that is missed, stand between.
    """
    if outcome.right:
        return 2
    if outcome.became == FAILED:
        return 0
    return int(outcome.flagged if outcome.verdict.flagged else not outcome.flagged)


def _finding_flips(before: Sequence[CaseResult], after: Sequence[CaseResult]) -> Iterable[Flip]:
    old, new = _by_id(before), _by_id(after)
    for id_, outcomes in old.items():
        one, other = (fmean(_level(o) for _, o in side) for side in (outcomes, new[id_]))
        if one != other:
            yield _finding_flip(before[0].name, outcomes, new[id_], worse=other < one)
        else:
            yield from _point_flips(before[0].name, outcomes, new[id_])


Told = list[tuple[CaseResult, Outcome]]


def _by_id(results: Sequence[CaseResult]) -> dict[str, Told]:
    told: dict[str, Told] = {}
    for result in results:
        for outcome in result.scored.outcomes:
            told.setdefault(outcome.id, []).append((result, outcome))
    return told


def _finding_flip(case: str, old: Told, new: Told, *, worse: bool) -> Flip:
    label = old[0][1]
    return Flip(
        rank=_rank(label, old, new),
        case=case,
        what=f"{label.kind}, labelled {label.verdict}{f' ({label.weight})' if label.weight else ''}",
        id=label.id,
        worse=worse,
        was=_counted([outcome.became for _, outcome in old]),
        now=_counted([outcome.became for _, outcome in new]),
        question=label.question,
        evidence=label.evidence,
        said_before=_answer(old),
        said_after=_answer(new),
    )


@dataclass(frozen=True)
class _Aspect:
    """One thing that a position can be right or wrong in."""

    name: str
    labelled: Callable[[Point], str]
    told: Callable[[Point], str | None]
    """What was predicted, None where nothing answers the position."""
    right: Callable[[Point], bool]


_NOBODY = "nobody"
_ASPECTS = (
    _Aspect("position", lambda _: "", lambda p: "found" if p.met else "not found", lambda p: p.met),
    _Aspect(
        "value",
        lambda p: p.value,
        lambda p: p.reply.value if p.reply else None,
        lambda p: p.reply is not None and p.reply.same_value,
    ),
    _Aspect(
        "informant",
        lambda p: p.attributed_to or _NOBODY,
        lambda p: (p.reply.attributed_to or _NOBODY) if p.reply else None,
        lambda p: p.reply is not None and p.reply.same_informant,
    ),
)


def _point_flips(case: str, old: Told, new: Told) -> Iterable[Flip]:
    """Yield what changed in a finding that is judged as before: positions found, their values, their informants."""
    label = old[0][1]
    for i, point in enumerate(label.points):
        for aspect in _ASPECTS:
            # Only repeats that answer the position say anything of its value.
            one, other = ([o.points[i] for _, o in side if aspect.told(o.points[i]) is not None] for side in (old, new))
            rates = [fmean(map(aspect.right, side)) for side in (one, other) if side]
            if len(set(rates)) == 2:
                labelled = aspect.labelled(point)
                yield Flip(
                    rank=4,
                    case=case,
                    what=f"{label.kind}, {aspect.name}{f' (labelled {labelled})' if labelled else ''}",
                    id=label.id,
                    worse=rates[1] < rates[0],
                    was=_counted([str(aspect.told(told)) for told in one]),
                    now=_counted([str(aspect.told(told)) for told in other]),
                    question=label.question,
                    evidence=(label.evidence[i],),
                )


def _rank(label: Outcome, old: Told, new: Told) -> int:
    """Return 0 for major flags lost or won, 1 for false ones, 2 for minor flags, 3 for the rest."""
    flagged = {outcome.flagged for _, outcome in (*old, *new)}
    if label.verdict.flagged:
        return 0 if label.major and len(flagged) > 1 else 2
    return 1 if True in flagged else 3


def _counted(told: Sequence[str]) -> str:
    """Return what was told, with how often where there are repeats."""
    if len(told) == 1:
        return told[0]
    return ", ".join(f"{one} {number}/{len(told)}" for one, number in Counter(told).most_common())


def _answer(told: Told) -> Finding | None:
    """Return the first finding that answered, of the repeat in which it went worst."""
    result, outcome = min(told, key=lambda pair: _level(pair[1]))
    return next((finding for finding in result.findings if finding.id == outcome.answer), None)


@dataclass
class FalseFlag:
    """A false flag wherever it stands in two runs, with how many of the repeats of each have it."""

    first: Finding
    matter: Matter
    repeats: tuple[int, int]
    counts: list[int] = field(default_factory=lambda: [0, 0])
    answers_a_label: bool = False

    @property
    def shares(self) -> tuple[float, float]:
        """In what share of the repeats of each run it stands."""
        return self.counts[0] / self.repeats[0], self.counts[1] / self.repeats[1]


def grouped_false_flags(before: Sequence[CaseResult], after: Sequence[CaseResult]) -> list[FalseFlag]:
    """Return the false flags of both runs; those of one kind that speak of the same text are one."""
    groups: list[FalseFlag] = []
    for side, results in enumerate((before, after)):
        for result in results:
            taken: list[FalseFlag] = []
            answers = {outcome.answer for outcome in result.scored.outcomes}
            for finding in result.findings:
                if finding.id in result.scored.false_flags:
                    group = _group_of(finding, [group for group in groups if group not in taken])
                    if group is None:
                        group = FalseFlag(finding, _matter(finding), (len(before), len(after)))
                        groups.append(group)
                    group.counts[side] += 1
                    group.answers_a_label |= finding.id in answers
                    taken.append(group)
    return groups


def _matter(finding: Finding) -> Matter:
    places = tuple(Place(p.article, ((p.start, p.end),)) for p in finding.positions)
    return Matter(finding.id, finding.kind, finding.verdict, places)


def _group_of(finding: Finding, groups: Iterable[FalseFlag]) -> FalseFlag | None:
    """Return the first group that a false flag belongs to."""
    matter = _matter(finding)
    for group in groups:
        alike = group.first.id == finding.id or similarity(group.matter, matter) >= _ALIKE
        if group.first.kind is finding.kind and alike:
            return group
    return None


def _false_flag_flips(before: Sequence[CaseResult], after: Sequence[CaseResult]) -> Iterable[Flip]:
    for group in grouped_false_flags(before, after):
        one, other = group.shares
        # One that answers a labelled finding is told there.
        if one == other or group.answers_a_label:
            continue
        yield Flip(
            rank=1,
            case=before[0].name,
            what=f"{group.first.kind}, false flag ({group.first.verdict})",
            id=group.first.id,
            worse=other > one,
            was=_times(group.counts[0], before, "flagged", "not flagged"),
            now=_times(group.counts[1], after, "flagged", "not flagged"),
            question=group.first.question,
            said_before=group.first if one else None,
            said_after=group.first if other else None,
        )


FAULTS = {
    "leaks": "trap leaked",
    "ungrounded": "evidence not in the article",
    "misplaced": "evidence not in its span",
}
"""What the fields of a score are called that quote what must not be."""


def _fault_flips(before: Sequence[CaseResult], after: Sequence[CaseResult]) -> Iterable[Flip]:
    for name, what in FAULTS.items():
        old, new = (Counter(q for r in results for q in set(getattr(r.scored, name))) for results in (before, after))
        for quote in sorted(old.keys() | new.keys(), key=lambda q: (q.article, q.text)):
            one, other = old[quote] / len(before), new[quote] / len(after)
            if one != other:
                yield Flip(
                    rank=0,
                    case=before[0].name,
                    what=what,
                    id=quote.article,
                    worse=other > one,
                    was=_times(old[quote], before, "there", "not there"),
                    now=_times(new[quote], after, "there", "not there"),
                    evidence=(quote,),
                )


def _times(count: int, results: Sequence[CaseResult], yes: str, no: str) -> str:
    if len(results) == 1:
        return yes if count else no
    return f"{yes} {count}/{len(results)}"
