"""Do two articles credit the same words to two different people?

Only persons with names are compared: a firm and its spokesman, a country and its minister are one speaker.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ...schemas import Act, Claim, Kind, Relation, Utterance, Weight
from ..reading.document import Sentence
from ..reading.names import Name, NameKind
from ..reading.words import folded_words
from ..stages import Cluster, Examined
from .claims import make_claim
from .parties import Cast

_LONG_ENOUGH = 5
"""Words that two quotations must share in one run to be the same utterance whoever said it."""
_LONGEST = 120
"""Characters of the evidence for who said it."""
_NEAR = 2
"""Sentences before and after a quotation in which its verb of speech stands."""


class Saying(NamedTuple):
    """Who is said to have said what: `claim` is the quotation, `start` to `end` the words that credit it."""

    claim: Claim
    referent: str
    name: str
    start: int
    end: int


def examine_speakers(quotes: Iterable[Examined], casts: Mapping[str, Cast]) -> list[Examined]:
    """Return a conflict for each utterance that is credited to two persons.

    Args:
        quotes: the versions of each utterance (`quotes.examine_quotes`).
        casts: the parties of each article, by its name.
    """
    found: list[Examined] = []
    known: set[tuple[str, int, int]] = set()
    for examined in quotes:
        claims = _one_utterance(examined.cluster.claims)
        if len({c.article for c in claims}) < 2:
            continue
        sayings = [s for c in claims if (s := _saying(c, casts[c.article])) is not None]
        places = {(c.claim.article, c.start, c.end) for c in sayings}
        if len({s.referent for s in sayings}) > 1 and not places & known:
            # One "Jane Doe told reporters" may stand beside several quotations: the matter is the same.
            known |= places
            found.append(_examined(sayings, casts))
    return found


def _one_utterance(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims that share a run of words with the fullest one."""
    fullest = folded_words(claims[0].value)
    whole = f" {' '.join(fullest)} "
    kept = []
    for claim in claims:
        words = folded_words(claim.value)
        if len(words) >= _LONG_ENOUGH and f" {' '.join(words)} " in whole:
            kept.append(claim)
    return kept


def _saying(claim: Claim, cast: Cast) -> Saying | None:
    """Return whom the article credits with a quotation, if that is one person with a name."""
    detail = claim.detail
    if not isinstance(detail, Utterance) or not detail.speaker:
        return None
    document = cast.reading.document
    number = document.sentence_at(claim.start).number
    last = document.sentence_at(claim.end - 1).number
    near = document.sentences[max(0, number - _NEAR) : last + _NEAR]
    for sentence in sorted(near, key=lambda s: (abs(s.number - last), s.number)):
        for cue in cast.reading.voices.cue_spans(sentence):
            if cue.speaker != detail.speaker or document.quotation_at(cue.at) is not None:
                continue
            return _credited(claim, cast, sentence, cue.at, detail.speaker)
    return None


def _credited(claim: Claim, cast: Cast, sentence: Sentence, at: int, speaker: str) -> Saying | None:
    """Return the person whom the sentence of a verb of speech names for it; "he said" is too little to tell."""
    verb = next((t for t in sentence.tokens if t.start == at), None)
    if verb is None:
        return None
    name = _person(cast, at, speaker) or _named_behind(cast, verb.end, speaker)
    if name is None or not sentence.start <= name.start < sentence.end:
        return None
    start, end = min(at, name.start), max(verb.end, name.end)
    if end - start > _LONGEST or any(start < q.opening < end for q in cast.reading.document.quotations):
        start, end = name.start, name.end
    referent = cast.referents.of(name)
    return Saying(claim, referent.id, referent.text, start, end)


def _person(cast: Cast, at: int, speaker: str) -> Name | None:
    """Return the name of a speaker that stands nearest to a verb of speech, if it is a person's."""
    words = speaker.split()
    named = [n for n in cast.names if n.kind is NameKind.PERSON and _means(n, words, speaker)]
    return min(named, key=lambda n: (abs(n.start - at), n.start), default=None)


def _named_behind(cast: Cast, verb_end: int, office: str) -> Name | None:
    """Return the person of "said the captain, Ada Lind", whom the voice calls by his office alone."""
    text = cast.reading.document.text
    near = (n for n in cast.names if n.kind is NameKind.PERSON and verb_end < n.start <= verb_end + _OFFICE)
    name = next(near, None)
    between = text[verb_end : name.start].strip(" ,").lower() if name is not None else ""
    return name if between.endswith(office.lower()) and "," not in between else None


_OFFICE = 60
"""Characters between a verb of speech and a name, where the speaker's office may stand."""


def _means(name: Name, words: Sequence[str], speaker: str) -> bool:
    parts = name.text.split()
    return parts == words[-len(parts) :] or speaker.startswith(name.text)


def _examined(sayings: Sequence[Saying], casts: Mapping[str, Cast]) -> Examined:
    first = sayings[0]
    claims = tuple(
        make_claim(
            casts[s.claim.article].reading.document, Kind.EVENT, s.start, s.end, s.name,
            attributed_to=None, detail=Act(),
        )
        for s in sayings
    )  # fmt: skip
    relations = tuple(Relation.SAME if s.referent == first.referent else Relation.INCOMPATIBLE for s in sayings)
    names = list(dict.fromkeys(s.name for s in sayings))
    words = first.claim.value
    short = words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + "…"
    return Examined(
        Cluster(Kind.EVENT, f"Who said: “{short}”?", claims),
        relations,
        reason=f"The same words are credited to {' and to '.join(names)}.",
        weight=Weight.MAJOR,
    )
