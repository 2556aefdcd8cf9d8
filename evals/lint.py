"""Does a label file keep the rules of the labelling guide?"""

from collections import Counter
from pathlib import Path

from ..pipeline.errors import BadCase
from ..pipeline.ingest import read_story
from ..schemas import Kind, Verdict
from .cases import LABELS, Case, LabelledFinding, Labels, articles_of, load_case
from .yamlfile import Fault, YamlFile, read_yaml

_WITHIN_ONE_ARTICLE = {Verdict.ALTERED_QUOTE, Verdict.FRAMING_SPLIT, Verdict.CONFLICT}
"""Flags that a headline and a body of one article can raise between themselves."""
_OF_KIND = {Verdict.ALTERED_QUOTE: Kind.QUOTE, Verdict.FRAMING_SPLIT: Kind.FRAMING}


def lint(folder: Path) -> list[Fault]:
    """Return the faults of the case in `folder` in the order of their lines; none means that it can be scored.

    Raises:
        BadCase: the files cannot be read at all; the message gives file and line.
    """
    source = read_yaml(folder / LABELS)
    labels, faults = source.model(Labels)
    if labels is None:
        return sorted(faults)
    return sorted(_faults(labels, source, texts_in(articles_of(folder))))


def lint_case(case: Case) -> list[Fault]:
    """Return the faults of a case that was loaded."""
    return sorted(_faults(case.labels, case.source, texts_in(case.articles)))


def texts_in(articles: Path) -> dict[str, str]:
    """Return the text of each article of a folder, as an engine is given it."""
    return {article.article: article.text for article in read_story(articles).articles}


def summary(folder: Path) -> str:
    """Return in one line what a sound label file holds."""
    labels = load_case(folder).labels
    verdicts = Counter(str(finding.verdict) for finding in labels.findings)
    counted = ", ".join(f"{number} {verdict}" for verdict, number in verdicts.most_common())
    return f"{len(labels.findings)} findings ({counted or 'none'}), {len(labels.traps)} traps"


def _faults(labels: Labels, source: YamlFile, texts: dict[str, str]) -> list[Fault]:
    faults = []
    if labels.unreviewed:
        faults.append(source.fault(["unreviewed"], "nobody has corrected these labels yet; who has, takes this out"))
    seen: dict[str, int] = {}
    for i, finding in enumerate(labels.findings):
        at: tuple[str | int, ...] = ("findings", i)
        if finding.id in seen:
            faults.append(source.fault((*at, "id"), f"{finding.id}: this id is taken by line {seen[finding.id]}"))
        seen.setdefault(finding.id, source.fault((*at, "id"), "").line)
        faults += [source.fault((*at, key), f"{finding.id}: {message}") for key, message in _disagreements(finding)]
        for j, position in enumerate(finding.positions):
            where = (*at, "positions", j)
            faults += _absent(source, where, "evidence", finding.id, position.evidence, position.article, texts)
    for i, trap in enumerate(labels.traps):
        faults += _absent(source, ("traps", i), "text", "trap", trap.text, trap.article, texts)
    return faults


def _absent(
    source: YamlFile, at: tuple[str | int, ...], key: str, who: str, text: str, article: str, texts: dict[str, str]
) -> list[Fault]:
    if article not in texts:
        return [source.fault((*at, "article"), f"{who}: there is no article {article}")]
    if text not in texts[article]:
        return [source.fault((*at, key), f"{who}: {key} is not in {article}, character for character: {text[:60]!r}")]
    return []


def _disagreements(finding: LabelledFinding) -> list[tuple[str, str]]:
    """Return what in a finding does not fit together, each with the key that it stands under."""
    verdict, found = finding.verdict, []
    if verdict.flagged and finding.weight is None:
        found.append(("verdict", f"{verdict} needs a weight, major or minor"))
    if finding.weight and not verdict.flagged:
        found.append(("weight", f"{verdict} is not flagged and has no weight"))
    if finding.kind is not _OF_KIND.get(verdict, finding.kind):
        found.append(("verdict", f"{verdict} is for findings of kind {_OF_KIND[verdict]}, not {finding.kind}"))
    articles = len({position.article for position in finding.positions})
    if verdict is Verdict.SINGLE_SOURCE and articles > 1:
        found.append(("verdict", f"single_source with {articles} articles"))
    if articles == 1 and verdict is not Verdict.SINGLE_SOURCE and verdict not in _WITHIN_ONE_ARTICLE:
        found.append(("verdict", f"{verdict} with one article"))
    return found


def refuse_faulty(cases: list[Case]) -> None:
    """Let only sound cases through.

    Raises:
        BadCase: one is not; the message gives the first fault and how many more there are.
    """
    faults = [fault for case in cases for fault in lint_case(case)]
    if faults:
        more = f" (and {len(faults) - 1} more: see `crossexam eval lint`)" if len(faults) > 1 else ""
        raise BadCase(f"{faults[0]}{more}")
