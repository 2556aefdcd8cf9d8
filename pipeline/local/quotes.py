"""Which utterances do the articles quote, and did the words survive?

An utterance is one sentence, or part of one, that stands in quotation marks. Versions of the same utterance are
gathered around the fullest one; word-level edits decide whether a version is altered.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ...schemas import Claim, Kind, Relation, Utterance, Weight
from ..data import word_lists
from ..judging.alignment import Alignment, align, changes_sense
from ..reading.document import Document
from ..reading.quotations import Quotation
from ..reading.tokens import tokens_of
from ..reading.words import folded_words, stem
from ..stages import Cluster, Examined
from .claims import make_claim
from .reading import Reading

_TELLING = 5
"""Words that two speakers hardly say alike by chance."""
_CANDIDATES = 6
"""Clusters that an utterance is aligned with; the rest share fewer word pairs with it."""
_MEMBERS = 4
"""Versions of a cluster that an utterance is aligned with, the fullest first."""
_NAME_LENGTH = 4
"""Up to so many capitalised words in quotation marks are a name ("Ring of Fire"), not an utterance."""


def quotes_in(reading: Reading) -> list[Claim]:
    """Return the quotations of two words or more, a claim a sentence, with their speakers."""
    document, voices = reading.document, reading.voices
    claims: list[Claim] = []
    previous: tuple[Quotation, Claim] | None = None
    for quotation in document.quotations:
        speaker = voices.speaker_of(quotation)
        for start, end in _sentences_within(document, quotation):
            if not _is_utterance(document, start, end):
                continue
            words = " ".join(document.text[start:end].split())
            first = start
            if previous and _goes_on(document, previous[0], quotation):
                first, words = previous[1].start, f"{previous[1].value} {words}"
                claims.pop()
            detail = Utterance(words=words, speaker=speaker)
            claims.append(make_claim(document, Kind.QUOTE, first, end, words, attributed_to=speaker, detail=detail))
            previous = (quotation, claims[-1])
    return claims


def _sentences_within(document: Document, quotation: Quotation) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a quotation, without the marks."""
    number = document.sentence_at(quotation.start).number
    while number < len(document.sentences) and document.sentences[number].start < quotation.end:
        sentence = document.sentences[number]
        start, end = max(sentence.start, quotation.start), min(sentence.end, quotation.end)
        text = document.text[start:end].rstrip(" \t\n\"'”’")
        if text:
            yield start, start + len(text)
        number += 1


def _is_utterance(document: Document, start: int, end: int) -> bool:
    """Tell an utterance from a single word and from the name of a thing."""
    words = [t for t in tokens_of(document.text, start, end) if t.is_word]
    if len(words) < 2:
        return False
    small = word_lists("grammar.txt")["stopword"]
    named = all(t.is_capitalised or t.low in small for t in words) and words[-1].is_capitalised
    return not (named and len(words) <= _NAME_LENGTH) or document.sentence_at(start).is_heading


def _goes_on(document: Document, before: Quotation, after: Quotation) -> bool:
    """Tell whether one sentence is split around its verb: "We know," she said, "that it failed."."""
    if before.end > after.start or document.text[before.end - 1] not in ",—–-":
        return False
    between = document.text[before.closing : after.opening]
    lower = document.text[after.start].islower()
    return (
        lower and len(between) <= 80 and not any(mark in between for mark in ".!?\n") and between.rstrip().endswith(",")
    )


@dataclass
class _Version:
    claim: Claim
    words: list[str]
    alignment: Alignment | None = None


@dataclass
class _Versions:
    """The versions of one utterance; the first is the fullest, to which the others are aligned."""

    versions: list[_Version] = field(default_factory=list)


def examine_quotes(claims: Iterable[Claim], readings: Sequence[Reading]) -> list[Examined]:
    """Gather the versions of each utterance over all articles and say which are altered.

    An utterance is compared with those clusters only that share a pair of words with it, so that the time grows with
    the number of claims and not with its square.
    """
    documents = {r.name: r.document for r in readings}
    versions = [_Version(c, folded_words(c.value)) for c in claims]
    versions.sort(key=lambda v: (-len(v.words), v.claim.article, v.claim.start))
    clusters: list[_Versions] = []
    index: dict[tuple[str, str], list[int]] = {}
    for version in versions:
        in_heading = documents[version.claim.article].sentence_at(version.claim.start).is_heading
        home = _home(version, clusters, index, in_heading)
        if home is None:
            home = len(clusters)
            clusters.append(_Versions())
            for pair in _pairs(version.words):
                index.setdefault(pair, []).append(home)
        clusters[home].versions.append(version)
    return [_examined(cluster) for cluster in clusters]


def _pairs(words: Sequence[str]) -> set[tuple[str, str]]:
    stems = [stem(w) for w in words]
    return set(pairwise(stems))


def _home(
    version: _Version, clusters: Sequence[_Versions], index: dict[tuple[str, str], list[int]], in_heading: bool
) -> int | None:
    """Return the cluster that a version belongs to: the one that shares most with it and passes the alignment."""
    votes: Counter[int] = Counter()
    for pair in sorted(_pairs(version.words)):
        votes.update(index.get(pair, ())[:50])
    best: tuple[int, int, int] | None = None
    for number, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:_CANDIDATES]:
        for member in clusters[number].versions[:_MEMBERS]:
            alignment = align(member.claim.value, version.claim.value)
            if not _is_version(member.claim, version.claim, alignment, in_heading):
                continue
            rank = (len(alignment.shared), _same_speaker(member.claim, version.claim), -number)
            if best is None or rank > best:
                best = rank
    if best is None:
        return None
    version.alignment = align(clusters[-best[2]].versions[0].claim.value, version.claim.value)
    return -best[2]


def _is_version(one: Claim, other: Claim, alignment: Alignment, in_heading: bool) -> bool:
    if alignment.is_same_utterance() and _may_be_one(one, other, alignment):
        return True
    return (alignment.is_near_miss() and _same_speaker(one, other)) or (in_heading and alignment.is_compressed())


def _may_be_one(one: Claim, other: Claim, alignment: Alignment) -> bool:
    """Tell whether two speakers may be one: short phrases are common, so that they need the same speaker."""
    word_for_word = len(alignment.shared) == min(len(alignment.one), len(alignment.other))
    if len(alignment.shared) >= (_TELLING if word_for_word else _TELLING + 1) or _same_speaker(one, other):
        return True
    return one.attributed_to is None or other.attributed_to is None


def _same_speaker(one: Claim, other: Claim) -> bool:
    first, second = ((c.attributed_to or "").lower().split() for c in (one, other))
    return bool(first and second) and (first[-1] == second[-1] or bool({*first} & {*second} - {"the", "of", "and"}))


def _examined(cluster: _Versions) -> Examined:
    fullest = cluster.versions[0].claim
    relations, edits = [Relation.SAME], []
    for version in cluster.versions[1:]:
        alterations = version.alignment.alterations if version.alignment else []
        edits += alterations
        relations.append(Relation.DIFFERS if alterations else Relation.SAME)
    speakers = [c for c in (v.claim.attributed_to for v in cluster.versions) if c]
    whose = f" ({speakers[0]})" if speakers else ""
    question = f"What are the exact words of “{_short(fullest.value)}”{whose}?"
    return Examined(
        Cluster(Kind.QUOTE, question, tuple(v.claim for v in cluster.versions)),
        tuple(relations),
        weight=Weight.MAJOR if changes_sense(edits) else Weight.MINOR,
    )


def _short(words: str, limit: int = 60) -> str:
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + "…"
