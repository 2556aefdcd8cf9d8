"""From what an engine examined to findings and the report: relations in, verdicts out."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ... import __version__
from ...schemas import Article, Finding, Kind, Position, Relation, Report, StoryName, Tool, Verdict, Weight
from ..stages import Examination, Examined, Story
from .origins import Origins
from .verdicts import verdict_of
from .wording import reason_for

_GRAVITY = {verdict: rank for rank, verdict in enumerate(Verdict.__members__.values())} | {
    Verdict.CONFLICT: -3,
    Verdict.ALTERED_QUOTE: -2,
    Verdict.DISCREPANCY: -1,
}


def report_on(story: Story, examination: Examination, engine: str) -> Report:
    """Judge every cluster of a story and return the report, flagged and major findings first."""
    articles = {article.article: article for article in story.articles}
    origins = Origins(articles)
    findings = [judge(examined, articles, origins) for examined in examination.clusters]
    return Report(
        tool=Tool(version=__version__, engine=engine, model=examination.model, prompts=examination.prompts),
        story=StoryName(name=story.name, title=story.title),
        articles=story.articles,
        claims=tuple(sorted(examination.claims, key=lambda c: (c.article, c.start, c.end, c.id))),
        findings=tuple(_each_with_its_own_id(sorted(findings, key=_place))),
        notices=story.notices + examination.notices,
        not_judged=story.not_read + examination.not_judged,
        usage=examination.usage,
    )


def judge(examined: Examined, articles: Mapping[str, Article], origins: Origins) -> Finding:
    """Return the finding on one cluster. The verdict follows from the relations alone."""
    cluster = examined.cluster
    positions = [
        Position.of(claim, relation) for claim, relation in zip(cluster.claims, examined.relations, strict=True)
    ]
    verdict = verdict_of(cluster.kind, [(p.article, p.relation) for p in positions])
    speaking = {p.article for p in positions if p.relation is not Relation.SILENT}
    return Finding(
        id=_finding_id(cluster.kind, positions),
        kind=cluster.kind,
        question=cluster.question,
        verdict=verdict,
        weight=(examined.weight or Weight.MAJOR) if verdict.flagged else None,
        why=examined.reason or reason_for(cluster.kind, verdict, positions, articles),
        positions=tuple(positions),
        silent=tuple(name for name in articles if name not in speaking | examined.unheard),
        origins=origins.count(cluster.claims),
    )


def _finding_id(kind: Kind, positions: Iterable[Position]) -> str:
    """Return an id that depends on where the positions stand and on nothing else."""
    spans = sorted((p.article, p.start, p.end) for p in positions)
    return f"{kind}-{hashlib.sha256(repr(spans).encode()).hexdigest()[:8]}"


def _each_with_its_own_id(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings; where two rest on the same words, as with two figures in one phrase, the second says so."""
    times: Counter[str] = Counter()
    for finding in findings:
        times[finding.id] += 1
        again = times[finding.id]
        yield finding if again == 1 else finding.model_copy(update={"id": f"{finding.id}-{again}"})


def _place(finding: Finding) -> tuple[bool, bool, int, int, str, int, str]:
    first = finding.positions[0]
    return (
        not finding.verdict.flagged,
        finding.weight is Weight.MINOR,
        _GRAVITY[finding.verdict],
        -len({p.article for p in finding.positions}),
        first.article,
        first.start,
        finding.id,
    )
