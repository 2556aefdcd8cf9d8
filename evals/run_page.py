"""What does one run look like to the person who started it?"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from ..schemas import Finding, Kind, Usage, Verdict
from .figures import between, figure, money, seconds, short_hash, spread_of, tally
from .flips import FAULTS
from .metrics import BY_KIND, HEADLINES, METRICS, Metric, Scores, pooled
from .page import Entry, Page, Section, Table, cut
from .records import FAILED, MISSED, UNLABELLED, CaseResult, Outcome, Quote, Run
from .significance import FEWEST, interval, spread

_STORY_COLUMNS = ("flag_precision", "flag_recall", "verdict_accuracy", "position_recall", "trap_leaks", "ungrounded")
_MOST_QUOTES = 4


def run_page(run: Run, *, details: bool = False) -> Page:
    """Return the page of a run: what failed, the headlines, by kind, by story, confusion and cost.

    With `details` also every major flag that was missed and every false flag, with the evidence.
    """
    sections = [_errors(run), _headlines(run), _by_kind(run), _stories(run), _confusion(run)]
    if run.repeats > 1:
        sections.append(_repeats(run))
    if details:
        sections += [_missed(run), _false(run), _faults(run)]
    sections.append(Section("Cost and time", cost_table([run], [run.name])))
    return Page(f"Run {run.name}", facts_of(run), tuple(sections))


def facts_of(run: Run) -> tuple[tuple[str, str], ...]:
    """Return what was measured, in the lines that stand above everything."""
    facts = [
        ("engine", run.engine),
        ("cases", f"{len(run.names)}, each {'once' if run.repeats == 1 else f'{run.repeats} times'}"),
    ]
    if run.models:
        facts.append(("model", ", ".join(run.models)))
    if run.prompts:
        facts.append(("prompts", ", ".join(f"{stage} {short_hash(hash_)}" for stage, hash_ in run.prompts.items())))
    facts += [("data", short_hash(run.data)), ("metric version", str(run.metric_version))]
    return tuple(facts)


def stories_of(run: Run) -> list[Scores]:
    """Return the counts of each story, all its repeats together."""
    return [pooled(result.scored.scores for result in run.of(name)) for name in run.names]


def cost_table(runs: Sequence[Run], names: Sequence[str]) -> Table:
    """Return what each run, under its name, asked of a language model, and how long it took."""
    usages = [run.usage for run in runs]
    stages = dict.fromkeys(stage for usage in usages for stage in usage.stages)
    rows: list[tuple[str, ...]] = [
        ("calls that were paid for", *(f"{usage.calls:,}" for usage in usages)),
        ("answers from the cache", *(f"{usage.cached:,}" for usage in usages)),
        *((f"- {stage}: paid for + cached", *(_calls(usage, stage) for usage in usages)) for stage in stages),
        ("retries", *(f"{usage.retries:,}" for usage in usages)),
        ("prompt tokens", *(f"{usage.prompt_tokens:,}" for usage in usages)),
        ("completion tokens", *(f"{usage.completion_tokens:,}" for usage in usages)),
        ("cost", *(_cost(usage) for usage in usages)),
        ("time of the calls that were paid for", *(seconds(usage.seconds) for usage in usages)),
        ("time of the run", *(seconds(run.seconds) for run in runs)),
        ("slowest story", *(seconds(max(case.seconds for case in run.cases)) for run in runs)),
    ]
    return Table(("what", *names), tuple(rows))


def _calls(usage: Usage, stage: str) -> str:
    asked = usage.stages.get(stage, Usage())
    return f"{asked.calls:,} + {asked.cached:,}"


def _cost(usage: Usage) -> str:
    return money(usage.cost) if usage.calls else "nothing"


def quotes(evidence: Iterable[Quote]) -> tuple[str, ...]:
    """Return pieces of articles as lines, the first few of them."""
    lines = [f"{quote.article}: “{cut(quote.text)}”" for quote in evidence]
    more = len(lines) - _MOST_QUOTES
    return (*lines[:_MOST_QUOTES], *([f"… and {more} more"] if more > 0 else []))


def said(who: str, finding: Finding, known: Iterable[Quote] = ()) -> tuple[str, ...]:
    """Return a finding as lines: verdict and reason, then its evidence but for what is known already."""
    evidence = [Quote(article=p.article, text=p.evidence) for p in finding.positions]
    shown = set(known)
    positions = f"{len(evidence)} position{'s' if len(evidence) > 1 else ''}"
    line = f"{who}: {finding.verdict}, {positions}: {cut(finding.why)}"
    return (line, *(f"  {quote}" for quote in quotes(q for q in evidence if q not in shown)))


def _errors(run: Run) -> Section:
    entries = [
        Entry(f"{case.name}{f' (repeat {case.repeat + 1})' if run.repeats > 1 else ''}: {failure_line(case)}")
        for case in run.cases
        if case.failure
    ]
    return Section("Failed cases", entries, "" if entries else "none")


def failure_line(case: CaseResult) -> str:
    """Return the error of a failed case in one line."""
    failure = case.failure
    return cut(f"{failure.type} at {failure.where}: {failure.message}") if failure else ""


def _headlines(run: Run) -> Section:
    stories = stories_of(run)
    total = pooled(stories)
    rows = tuple(
        (metric.label, figure(metric.value(total), metric), _counts(metric, total), _interval(metric, stories))
        for metric in HEADLINES
    )
    note = f"{on_intervals(len(stories))} A failed case counts as wrong in every figure."
    return Section("All stories", Table(("metric", "value", "of", "interval"), rows), note)


def on_intervals(stories: int, which: str = "stories") -> str:
    """Return what the intervals of a page are made of."""
    if stories < FEWEST:
        return f"No intervals: {stories} {which} are too few to resample."
    return f"95% intervals by resampling the {stories} {which}."


def _counts(metric: Metric, total: Scores) -> str:
    return "" if metric.of else tally(total.get(metric.name))


def _interval(metric: Metric, stories: Sequence[Scores]) -> str:
    return between(interval(stories, metric), metric)


def _by_kind(run: Run) -> Section:
    total = pooled(stories_of(run))
    rows = tuple(
        (str(kind), *(_share_and_counts(metrics[i], total) for metrics in BY_KIND.values()))
        for i, kind in enumerate(Kind)
    )
    head = ("kind", *(METRICS[name].label for name in BY_KIND))
    return Section("By kind", Table(head, rows))


def _share_and_counts(metric: Metric, total: Scores) -> str:
    value = figure(metric.value(total), metric)
    return value if metric.of else f"{value} ({tally(total.get(metric.name))})"


def _stories(run: Run) -> Section:
    metrics = [METRICS[name] for name in ("flag_f1", *_STORY_COLUMNS)]
    rows = []
    for name in run.names:
        results = run.of(name)
        scores = pooled(result.scored.scores for result in results)
        passed = sum(result.passed for result in results)
        false = scores.get("false_flags", (0, 0))[0]
        cells = [
            figure(metric.value(scores), metric) if metric.of else tally(scores.get(metric.name)) for metric in metrics
        ]
        status = "failed" if all(r.failure for r in results) else f"{passed}/{len(results)}"
        rows.append((name, status, *cells, str(false), seconds(sum(r.seconds for r in results) / len(results))))
    head = ("story", "passed", *(metric.name.replace("_", " ") for metric in metrics), "false flags", "time")
    note = "Passed: no error, every major flag found, no false flag, no trap, all evidence in its span."
    return Section("By story", Table(head, tuple(rows)), note)


def confusion_of(cases: Iterable[CaseResult]) -> Counter[tuple[str, str]]:
    """Return how many findings have each pair of labelled and predicted verdict."""
    cells: Counter[tuple[str, str]] = Counter()
    for case in cases:
        for labelled, row in case.scored.confusion.items():
            cells.update({(labelled, became): number for became, number in row.items()})
    return cells


def confusion_table(cells: Callable[[str, str], str], *, failed: bool) -> Table:
    """Return a row for each labelled verdict and a column for what became of it; undetermined is one of them."""
    labels = [*(v for v in Verdict if v is not Verdict.NOT_JUDGED), UNLABELLED]
    columns = [*Verdict, MISSED, *([FAILED] if failed else [])]
    rows = tuple((label, *(cells(label, column) for column in columns)) for label in labels)
    return Table(("labelled", *columns), rows)


def _confusion(run: Run) -> Section:
    cells = confusion_of(run.cases)
    table = confusion_table(
        lambda label, column: str(cells[label, column] or "·"), failed=any(case.failure for case in run.cases)
    )
    return Section("Verdicts: a row for each labelled one, a column for what it became", table)


def _repeats(run: Run) -> Section:
    each = [pooled(case.scored.scores for case in run.cases if case.repeat == i) for i in range(run.repeats)]
    rows = tuple((metric.label, spread_of(spread(each, metric), metric)) for metric in HEADLINES)
    steady = sum(all(result.passed for result in run.of(name)) for name in run.names)
    flags = _found_in_each(run)
    always = sum(all(found) for found in flags)
    sometimes = sum(any(found) and not all(found) for found in flags)
    note = (
        f"pass^{run.repeats}: {steady}/{len(run.names)} stories passed in every repeat. "
        f"Major flags found in every repeat: {always}/{len(flags)}, in some: {sometimes}."
    )
    return Section(f"Spread over {run.repeats} repeats", Table(("metric", "lowest to highest"), rows), note)


def _found_in_each(run: Run) -> list[list[bool]]:
    found: dict[tuple[str, str], list[bool]] = {}
    for case in run.cases:
        for outcome in case.scored.outcomes:
            if outcome.major:
                found.setdefault((case.name, outcome.id), []).append(outcome.flagged)
    return list(found.values())


def _missed(run: Run) -> Section:
    entries = [
        Entry(f"{case.name} {o.id}: {o.kind}, {o.verdict} became {o.became}", (o.question, *quotes(o.evidence)))
        for case, o in _each_outcome(run)
        if o.major and not o.flagged
    ]
    return Section("Major flags that were missed", entries, "" if entries else "none")


def _each_outcome(run: Run) -> Iterable[tuple[CaseResult, Outcome]]:
    return ((case, outcome) for case in run.cases if not case.failure for outcome in case.scored.outcomes)


def _false(run: Run) -> Section:
    entries = []
    for case in run.cases:
        labelled = {o.answer: f"labelled {o.verdict} ({o.id})" for o in case.scored.outcomes}
        for finding in case.findings:
            if finding.id in case.scored.false_flags:
                line = f"{case.name} {finding.id}: {finding.kind}, {labelled.get(finding.id, 'not labelled')}"
                entries.append(Entry(line, (finding.question, *said("flagged", finding))))
    return Section("False flags", entries, "" if entries else "none")


def _faults(run: Run) -> Section:
    entries = [
        Entry(f"{case.name}: {what}", quotes([quote]))
        for case in run.cases
        for name, what in FAULTS.items()
        for quote in getattr(case.scored, name)
    ]
    return Section("Traps and evidence", entries, "" if entries else "nothing amiss")
