"""Do two tellings of one act give times for it that cannot both be right?"""

from collections import defaultdict
from collections.abc import Sequence

from ...schemas import Relation, Weight
from ..judging.intervals import relate_times
from ..judging.verdicts import PARTING
from ..reading.dates import Basis, When, normal
from ..reading.verbs import Form, verb_form
from .differences import Aspect, Difference
from .events import Telling
from .same_act import Overlap, agents_of, is_one_act, is_repeatable, likeness, objects_of
from .similarity import StoryWords

_SURE = 0.45
"""How alike two clauses must be in their words where one of them names only one of the parties."""
_FAR, _FAR_AGAIN, _FAR_ONCE = 400, 14, 4000
"""Days from which two times are rather those of two acts: of any, of those done again and again, and of the same
doer to the same object."""


def times_apart(one: Telling, other: Telling, words: StoryWords) -> Relation | None:
    """Return how the time of one telling stands to that of the other, the reference.

    None where they tell two acts, or where one has no time. The answer is a difference only if the act is surely
    one: told of the same doer and the same object, or of one of them in words that are alike.
    """
    if one.when is None or other.when is None or not _are_both_ahead_or_done(one, other):
        return None
    if not is_one_act(one, other, words):
        return None
    relation = relate_times(one.when, other.when)
    if relation not in PARTING:
        return relation
    if Basis.NONE in {_basis(one.when), _basis(other.when)}:
        return None
    both = agents_of(one, other) is Overlap.SAME and objects_of(one, other) is Overlap.SAME
    again = is_repeatable(one.deed)
    far = _FAR_AGAIN if again else _FAR_ONCE if both else _FAR
    needed = _SURE if again or not both else _SURE / 3
    surely = likeness(one, other, words) >= needed and _days_apart(one.when, other.when) <= far
    return relation if surely else None


def _are_both_ahead_or_done(one: Telling, other: Telling) -> bool:
    """Tell whether two acts are both planned or both done; a verb in the present may be either."""
    return one.deed.is_ahead is other.deed.is_ahead or _is_present(one) or _is_present(other)


def _is_present(telling: Telling) -> bool:
    verb = verb_form(telling.clause.part(telling.clause.verbs)[0].low)
    return not telling.deed.is_ahead and verb is not None and verb.form is Form.PRESENT


def _basis(when: When) -> Basis:
    return Basis.CALENDAR if when.yearless is not None or when.clock is not None else when.basis


def _days_apart(one: When, other: When) -> int:
    first, second = one.interval[0], other.interval[0]
    return abs((first - second).days) if first and second else 0


def different_times(tellings: Sequence[Telling], words: StoryWords) -> Difference | None:
    """Return the difference between the times that tellings of one act give, or None.

    The most precise time is the reference. An article that gives two times for such an act by itself tells two.
    """
    dated = [t for t in tellings if t.when is not None and not t.is_timed_twice]
    if len({t.article for t in dated}) < 2:
        return None
    dated.sort(key=lambda t: (t.deed.is_ahead, _width(t), -len(t.stems), t.article, t.claim.start))
    for reference in dated[:3]:
        found = [(t, r) for t in dated if t is not reference and (r := times_apart(t, reference, words)) is not None]
        if any(r in PARTING for _, r in found) and not _tells_two(reference, found):
            members = (reference, *(t for t, _ in found))
            return Difference(Aspect.WHEN, members, tuple(r for _, r in found), _reason(members), Weight.MAJOR)
    return None


def _width(telling: Telling) -> int:
    when = telling.when
    first, last = when.interval if when else (None, None)
    return (last - first).days if first and last else 10**6


def _tells_two(reference: Telling, found: Sequence[tuple[Telling, Relation]]) -> bool:
    """Tell whether one article by itself gives times for it that cannot both be right."""
    times: dict[str, list[When]] = defaultdict(list)
    for telling in (reference, *(t for t, _ in found)):
        if telling.when is not None:
            times[telling.article].append(telling.when)
    return any(
        relate_times(a, b) in PARTING for whens in times.values() for i, a in enumerate(whens) for b in whens[:i]
    )


def _reason(members: Sequence[Telling]) -> str:
    stated = dict.fromkeys(normal(t.when) for t in members if t.when is not None)
    return f"The articles date it differently: {'; '.join(stated)}."
