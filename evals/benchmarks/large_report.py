"""A report on a very large story: made up, always the same, as full as a run over hundreds of articles."""

import random
from datetime import date, timedelta

from ...schemas import (
    Article,
    Claim,
    Comparator,
    Detail,
    Figure,
    Finding,
    Kind,
    Naming,
    Position,
    Relation,
    Report,
    StoryName,
    Tool,
    Utterance,
    Verdict,
    Weight,
)

_VOCABULARY = """
    the of a to in and on for with by from at that council river bridge flood minister rescue village night water
    officials roads homes people families police army engineers schools closed opened warned measured promised said
    reported repaired evacuated damaged northern southern old new heavy slow early late several hundred thousand
"""
_WORDS = tuple(_VOCABULARY.split())
_SHARED = 0.55
"""Of the claims, how many stand in a finding with claims of other articles."""
_TOGETHER = 18
"""Claims in such a finding, at most."""


def large_report(articles: int = 500, claims_each: int = 20) -> Report:
    """Return a report on as many articles, each with so many claims and about 450 words."""
    chance = random.Random(7)
    texts: list[Article] = []
    claims: list[Claim] = []
    for number in range(articles):
        article, its_claims = _article(chance, number, claims_each)
        texts.append(article)
        claims += its_claims
    return Report(
        tool=Tool(version="0", engine="local"),
        story=StoryName(name="flood", title="The flood, in very many articles"),
        articles=tuple(texts),
        claims=tuple(claims),
        findings=tuple(_findings(chance, claims, [a.article for a in texts])),
    )


def _article(chance: random.Random, number: int, claims_each: int) -> tuple[Article, list[Claim]]:
    name, parts, at = f"{number:04}-outlet-story.txt", list[str](), 0
    claims = []
    for i in range(claims_each):
        lead, evidence = _sentence(chance, 12), _sentence(chance, 9)
        kind = list(Kind)[chance.randrange(5)]
        start = at + len(lead) + 1
        detail, value = _detail(chance, kind, evidence)
        claims.append(
            Claim(
                id=f"{number}-{i}",
                article=name,
                kind=kind,
                start=start,
                end=start + len(evidence),
                evidence=evidence,
                value=value,
                attributed_to=chance.choice([None, "the water board", "the ministry", "the police"]),
                detail=detail,
            )
        )
        sentence = f"{lead} {evidence}.{' ' if i % 3 else chr(10) * 2}"
        parts.append(sentence)
        at += len(sentence)
    published = date(2024, 5, 1) + timedelta(days=number % 9)
    article = Article(
        article=name, text="".join(parts), outlet=f"Outlet {number}", published=published, title=_sentence(chance, 9)
    )
    return article, claims


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize()


def _detail(chance: random.Random, kind: Kind, evidence: str) -> tuple[Detail | None, str]:
    if kind is Kind.QUANTITY:
        many = chance.randrange(10, 400)
        return Figure(comparator=Comparator.AT_LEAST, low=many, high=many, unit="person"), f">={many} people"
    if kind is Kind.QUOTE:
        return Utterance(words=evidence), evidence
    if kind is Kind.FRAMING:
        return Naming(referent="the flood", label=evidence[:24]), evidence[:24]
    return None, evidence


def _findings(chance: random.Random, claims: list[Claim], articles: list[str]) -> list[Finding]:
    """Return findings that between them have every claim once, flagged ones first."""
    shuffled = chance.sample(claims, len(claims))
    shared, at, groups = int(len(claims) * _SHARED), 0, list[list[Claim]]()
    while at < shared:
        size = chance.randrange(2, _TOGETHER + 1)
        groups.append(shuffled[at : at + size])
        at += size
    groups += [[claim] for claim in shuffled[at:]]
    findings = [_finding(chance, n, g, articles) for n, g in enumerate(groups)]
    return sorted(findings, key=lambda f: (not f.verdict.flagged, f.weight is Weight.MINOR))


def _finding(chance: random.Random, number: int, claims: list[Claim], articles: list[str]) -> Finding:
    flagged = len(claims) > 1 and chance.random() < 0.4
    relations = [Relation.SAME, *chance.choices([Relation.SAME, Relation.VAGUER], k=len(claims) - 1)]
    if flagged:
        relations[-1] = Relation.DIFFERS
    speaking = {c.article for c in claims}
    return Finding(
        id=f"made-up-{number}",
        kind=claims[0].kind,
        question=f"{_sentence(chance, 10)}?",
        verdict=Verdict.DISCREPANCY if flagged else Verdict.CORROBORATED if len(claims) > 1 else Verdict.SINGLE_SOURCE,
        weight=chance.choice(list(Weight)) if flagged else None,
        why=_sentence(chance, 14),
        positions=tuple(Position.of(c, r) for c, r in zip(claims, relations, strict=True)),
        silent=tuple(name for name in articles if name not in speaking),
    )
