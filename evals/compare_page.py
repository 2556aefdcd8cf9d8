"""What does the comparison of two runs look like to the person who changed something?"""

from collections.abc import Sequence

from .compare import Change, Comparison, KindChange, Paired
from .figures import NONE, between, chance, difference, figure, money, seconds, short_hash
from .flips import Flip
from .page import Entry, Page, Section, Table, cut
from .records import Run
from .run_page import confusion_of, confusion_table, cost_table, on_intervals, quotes, said


def comparison_page(comparison: Comparison) -> Page:
    """Return the page of a comparison, in the order in which it should be read: what is missing, what got worse."""
    c = comparison
    return Page(
        f"{c.before.name} -> {c.after.name}",
        (("changed", _what_differs(c.before, c.after)), ("verdict", _in_one_line(c))),
        (
            _unpaired(c),
            _errored(c),
            _flips("Flips to worse", c.worse),
            _flips("Flips to better", c.better),
            _verdicts(c),
            Section(
                "All stories", _changes(c.headlines), f"{on_intervals(len(c.paired), 'paired stories')} {_ON_FAILURES}"
            ),
            Section("By kind, with the exact sign test on paired findings", _kinds(c.kinds), _ON_TESTS),
            _cost(c),
        ),
    )


_LONGEST_PART = 100
"""Characters of a value in the line of a flip."""
_ON_FAILURES = "A failed case counts as wrong in every figure."
_ON_TESTS = (
    "p: how likely so one-sided a split is by chance alone; fewer than six flips one way are never evidence. "
    "Stories that failed altogether are in the figures and not in the test. Kinds in which nothing moved are left out."
)


def _what_differs(before: Run, after: Run) -> str:
    """Return what was changed between two runs, as far as their records know."""
    pairs = {
        "engine": (before.engine, after.engine),
        "model": (", ".join(before.models), ", ".join(after.models)),
        "data": (short_hash(before.data), short_hash(after.data)),
        "repeats": (str(before.repeats), str(after.repeats)),
    }
    for what, old, new in (
        ("prompt", before.prompts, after.prompts),
        ("parameter", before.parameters, after.parameters),
        ("version of", before.versions, after.versions),
    ):
        for name in sorted(old.keys() | new.keys()):
            one, other = old.get(name, ""), new.get(name, "")
            if one != other:
                # Shortened only when they differ, or two hashes with one beginning would look alike.
                pairs[f"{what} {name}"] = (short_hash(one), short_hash(other)) if what == "prompt" else (one, other)
    changed = [f"{what} {old or NONE} -> {new or NONE}" for what, (old, new) in pairs.items() if old != new]
    return "; ".join(changed) or "nothing that a record knows of (code is not in it)"


def _in_one_line(c: Comparison) -> str:
    f1 = c.headlines[0]
    change = f"{figure(f1.before, f1.metric)} -> {figure(f1.after, f1.metric)}"
    missing = f", {len(c.errored)} failed" if c.errored else ""
    unpaired = f", {len(c.unpaired)} unpaired" if c.unpaired else ""
    return f"{len(c.worse)} worse, {len(c.better)} better{missing}{unpaired}; {f1.metric.label} {change}"


def _unpaired(c: Comparison) -> Section:
    entries = [Entry(f"{case.name}: only in {case.only_in}, left out of everything below") for case in c.unpaired]
    return Section("Unpaired cases", entries, "" if entries else "none")


def _errored(c: Comparison) -> Section:
    entries = [
        Entry(
            f"{e.name}: failed in {e.run}{f', {e.failures}/{e.repeats} repeats' if e.repeats > 1 else ''}",
            (cut(f"{e.failure.type} at {e.failure.where}: {e.failure.message}"),),
        )
        for e in c.errored
    ]
    return Section("Failed cases", entries, "" if entries else "none")


def _flips(title: str, flips: Sequence[Flip]) -> Section:
    entries = [_flip(flip) for flip in flips]
    return Section(f"{title}: {len(entries)}", entries, "" if entries else "none")


def _flip(flip: Flip) -> Entry:
    what, was, now = (cut(text, _LONGEST_PART) for text in (flip.what, flip.was, flip.now))
    line = f"{flip.case} {flip.id}: {what}: {was} -> {now}"
    details = [*([flip.question] if flip.question else []), *quotes(flip.evidence)]
    for who, finding in (("before", flip.said_before), ("after", flip.said_after)):
        if finding:
            details += said(who, finding, flip.evidence)
    return Entry(line, tuple(details))


def _verdicts(c: Comparison) -> Section:
    """Return the table of verdicts, with both numbers where one moved; with repeats, their sums."""
    old, new = (confusion_of(case for case in run.cases if case.name in c.paired) for run in (c.before, c.after))

    def cell(label: str, column: str) -> str:
        one, other = old[label, column], new[label, column]
        return f"{one} -> {other}" if one != other else str(one or "·")

    table = confusion_table(cell, failed=bool(c.errored))
    return Section("Verdicts: a row for each labelled one, before -> after where a number moved", table)


def _changes(changes: Sequence[Change]) -> Table:
    return Table(("metric", "before", "after", "difference", "interval"), tuple(_cells(change) for change in changes))


def _cells(change: Change) -> tuple[str, ...]:
    metric = change.metric
    return (
        metric.label,
        figure(change.before, metric),
        figure(change.after, metric),
        difference(change.before, change.after, metric),
        between(change.interval, metric, signed=True),
    )


def _kinds(changes: Sequence[KindChange]) -> Table:
    moved = [one for one in changes if one.kind is None or _moved(one)]
    rows = tuple((*_cells(one.change), *_test(one.paired)) for one in moved)
    return Table(("metric", "before", "after", "difference", "interval", "worse", "better", "p"), rows)


def _moved(one: KindChange) -> bool:
    return bool(one.change.before != one.change.after or one.paired.worse or one.paired.better)


def _test(paired: Paired) -> tuple[str, ...]:
    moved = paired.worse + paired.better
    return str(paired.worse), str(paired.better), chance(paired.p) if moved else NONE


def _cost(c: Comparison) -> Section:
    before, after = c.before.usage, c.after.usage
    notes = []
    if before.cached or after.cached:
        notes.append("The time of a run is short by what came from the cache: compare the time of calls, each.")
    if before.calls and after.calls:
        notes.append(f"A call took {seconds(before.seconds / before.calls)} -> {seconds(after.seconds / after.calls)}.")
    if before.cost is not None and after.cost is not None and before.cost != after.cost:
        notes.append(f"The difference in cost is {money(after.cost - before.cost)}.")
    return Section("Cost and time", cost_table([c.before, c.after], ["before", "after"]), " ".join(notes))
