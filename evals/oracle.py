"""Does the eval notice? An engine that answers with the labels themselves, whole or damaged on purpose.

Whole, it must score full marks, which shows that the labels, the judge and the metrics fit together. Each damage must
show in the figures and in the comparison with the whole; the tests of the eval hold it to that. From the command line:

    crossexam eval --engine crossexam.evals.oracle:Oracle
    crossexam eval --engine crossexam.evals.oracle:mute
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count

from ..pipeline.stages import Cluster, Examination, Examined, Story
from ..schemas import Article, Claim, NotJudged, Relation, Verdict
from .cases import HOME, LabelledFinding, Labels, load_cases

Damage = Callable[[Examination, Story], Examination]

_RELATIONS = {
    Verdict.CORROBORATED: Relation.SAME,
    Verdict.SINGLE_SOURCE: Relation.SAME,
    Verdict.CONFLICT: Relation.INCOMPATIBLE,
    Verdict.DISCREPANCY: Relation.DIFFERS,
    Verdict.ALTERED_QUOTE: Relation.DIFFERS,
    Verdict.FRAMING_SPLIT: Relation.DIFFERS,
}


class Oracle:
    """Knows the labels of each story by the story's name; by default of the cases that came with the project."""

    name = "oracle"

    def __init__(self, labels: Mapping[str, Labels] | None = None, damage: Damage | None = None) -> None:
        self.labels = labels
        self.damage = damage

    async def examine(self, story: Story) -> Examination:
        """Return what the labels say of the story, damaged where that was asked for."""
        if self.labels is None:
            self.labels = {case.name: case.labels for case in load_cases(HOME)}
        texts = {article.article: article for article in story.articles}
        ids = count()
        clusters = [_examined(finding, texts, ids) for finding in self.labels[story.name].findings]
        whole = Examination(
            claims=tuple(claim for examined in clusters for claim in examined.cluster.claims), clusters=tuple(clusters)
        )
        return self.damage(whole, story) if self.damage else whole


def _examined(finding: LabelledFinding, articles: Mapping[str, Article], ids: "count[int]") -> Examined:
    claims = []
    for position in finding.positions:
        start = articles[position.article].text.index(position.evidence)
        claims.append(
            Claim(
                id=f"{finding.id}-{next(ids)}",
                article=position.article,
                kind=finding.kind,
                start=start,
                end=start + len(position.evidence),
                evidence=position.evidence,
                value=position.value,
                attributed_to=position.attributed_to,
            )
        )
    relations = (Relation.SAME, *[_RELATIONS[finding.verdict]] * (len(claims) - 1))
    cluster = Cluster(kind=finding.kind, question=finding.question, claims=tuple(claims))
    return Examined(cluster=cluster, relations=relations, reason=finding.why, weight=finding.weight)


def _with_claims(examination: Examination, change: Callable[[int, Claim], Claim | None]) -> Examination:
    """Return the examination with its first finding's claims changed, or left out where `change` gives None."""
    first, *others = examination.clusters
    changed = [change(number, claim) for number, claim in enumerate(first.cluster.claims)]
    kept = [pair for pair in zip(changed, first.relations, strict=True) if pair[0]]
    cluster = replace(first.cluster, claims=tuple(claim for claim, _ in kept if claim))
    clusters = (replace(first, cluster=cluster, relations=tuple(relation for _, relation in kept)), *others)
    claims = tuple(claim for examined in clusters for claim in examined.cluster.claims)
    return replace(examination, clusters=clusters, claims=claims)


def drop_a_span(examination: Examination, _: Story) -> Examination:
    """Lose the last position of the first finding."""
    last = len(examination.clusters[0].cluster.claims) - 1
    return _with_claims(examination, lambda number, claim: None if number == last else claim)


def shift_a_span(examination: Examination, _: Story) -> Examination:
    """Move the first span by one character and leave its evidence as it was."""
    return _with_claims(
        examination,
        lambda number, claim: (
            claim.model_copy(update={"start": claim.start + 1, "end": claim.end + 1}) if number == 0 else claim
        ),
    )


def cut_a_span(examination: Examination, story: Story) -> Examination:
    """Move the first span by one character and cut its evidence anew, so that only its edges are wrong."""
    texts = {article.article: article.text for article in story.articles}

    def cut(number: int, claim: Claim) -> Claim:
        if number:
            return claim
        start, end = claim.start + 1, claim.end + 1
        return claim.model_copy(update={"start": start, "end": end, "evidence": texts[claim.article][start:end]})

    return _with_claims(examination, cut)


def swap_a_verdict(examination: Examination, _: Story) -> Examination:
    """Let the positions of the first finding agree where they differ, and differ where they agree."""
    first, *others = examination.clusters
    agree = any(relation is not Relation.SAME for relation in first.relations)
    relation = Relation.SAME if agree else Relation.DIFFERS
    relations = (Relation.SAME, *[relation] * (len(first.relations) - 1))
    return replace(examination, clusters=(replace(first, relations=relations), *others))


def say_nothing(_: Examination, __: Story) -> Examination:
    """Return nothing at all."""
    return Examination(claims=(), clusters=())


def leave_undetermined(examination: Examination, _: Story) -> Examination:
    """Keep the claims of the first finding and do not judge them."""
    first, *others = examination.clusters
    not_judged = tuple(NotJudged(item=c.id, stage="cross-examine", reason="left out") for c in first.cluster.claims)
    return replace(examination, clusters=tuple(others), not_judged=not_judged)


def break_down(_: Examination, story: Story) -> Examination:
    """Raise in the middle of a run."""
    raise ArithmeticError(f"broke down over {story.name}")


def mute() -> Oracle:
    """Return an oracle that finds nothing."""
    return Oracle(damage=say_nothing)


def broken() -> Oracle:
    """Return an oracle that fails on every story."""
    return Oracle(damage=break_down)
