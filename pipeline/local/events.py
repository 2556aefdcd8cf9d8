"""Which acts and which lasting relations do the articles report?

Each clause with a verb that says something is a claim: an event, or a stance where its verb is one of a lasting
relation (`acts.yaml`). Verbs of speech are none unless they are dated: what was said is the claim, and who said it
its attribution. A clause without a name, a number, a time or a known act is none either.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ...schemas import Act, Claim, Kind, Tie
from ..data import word_lists
from ..reading.clauses import Clause
from ..reading.dates import TimeKind, When, normal
from ..reading.document import Sentence
from ..reading.verbs import Form, verb_form
from .claims import is_whole, make_claim
from .deeds import Deed, Memory, Polarity, acts, deeds_in, is_speech
from .parties import Cast, Sort
from .reading import Reading, content_stems

_LONGEST_EVIDENCE = 240
_LONGEST_LEAD = 160
"""Characters of a claim that begins with the clause which names its subject."""
_SAID, _LONG_ENOUGH, _LONG = 20, 60, 100
"""Characters of a clause before what is added behind a comma, or to a long clause at all, may be left out."""
_EMPTY = frozenset(
    "be have do get make seem appear become let come go include mean tell use help would will should could".split()
)
_QUALIFIES = 3
"""Stems of a clause that has no date."""


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """A clause that was taken as a claim, with the deed that it tells and what tells it from others."""

    claim: Claim
    sentence: Sentence
    clause: Clause
    deed: Deed
    stems: frozenset[str]
    context: frozenset[str]
    """The stems of its whole sentence."""
    when: When | None
    is_timed_twice: bool
    """Two times stand in it, so that what happened when is not clear."""
    is_quoted: bool

    @property
    def article(self) -> str:
        """The name of the article that tells it."""
        return self.claim.article


def tellings_in(cast: Cast) -> list[Telling]:
    """Return the clauses of an article that are claims of kind event or stance."""
    memory = Memory()
    found: list[Telling] = []
    for sentence in cast.reading.document.sentences:
        clauses = cast.reading.clauses_of(sentence)
        deeds = deeds_in(cast, sentence, clauses, memory)
        for clause, deed in zip(clauses, deeds, strict=True):
            telling = _telling(cast, sentence, clause, deed)
            if telling is not None:
                found.append(telling)
    return found


def _telling(cast: Cast, sentence: Sentence, clause: Clause, deed: Deed) -> Telling | None:
    reading = cast.reading
    when = time_of(reading, sentence, clause)
    start, end = _extent(sentence, clause, deed, when)
    quoted = reading.document.quotation_at(sentence.tokens[clause.main].start) is not None
    start = _behind_what_is_skipped(reading, sentence, clause, start)
    whole = is_whole(reading.document, start, end)
    if not whole or end - start > _LONGEST_EVIDENCE or (quoted and when is None):
        return None
    stems = frozenset(content_stems(clause.tokens))
    if not _is_worth_a_claim(cast, clause, deed, stems, when):
        return None
    kind = _kind_of(deed)
    said = " ".join(reading.document.text[start:end].split())
    value = f"{said} ({normal(when)})" if when else said
    voice = reading.voices.speaker_at(sentence.tokens[clause.verbs[0]].start)
    detail = _tie_of(deed) if kind is Kind.STANCE and deed.agents else _act_of(when)
    claim = make_claim(reading.document, kind, start, end, value, attributed_to=voice, detail=detail)
    context, twice = reading.stems_of(sentence), when is not None and len(_times_in(reading, sentence, clause)) > 1
    return Telling(claim, sentence, clause, deed, stems, context, when, twice, quoted)


def _kind_of(deed: Deed) -> Kind:
    return Kind.STANCE if acts().classes.get(deed.act, {}).get("kind") == "stance" else Kind.EVENT


def _act_of(when: When | None) -> Act:
    return Act(earliest=when.earliest, latest=when.latest) if when else Act()


def _tie_of(deed: Deed) -> Tie:
    relation = deed.act if deed.polarity is Polarity.AFFIRMED else f"not {deed.act}"
    return Tie(
        agents=tuple(p.text for p in deed.agents),
        relation=relation,
        target=", ".join(p.text for p in deed.objects),
    )


def _extent(sentence: Sentence, clause: Clause, deed: Deed, when: When | None) -> tuple[int, int]:
    """Return where the evidence lies: the clause, from the name that its pronoun means if that is near."""
    lead, end = sentence.tokens[deed.start].start, _shortest_end(clause, when)
    return (lead if lead < clause.start and end - lead <= _LONGEST_LEAD else clause.start), end


def _behind_what_is_skipped(reading: Reading, sentence: Sentence, clause: Clause, start: int) -> int:
    """Return where the evidence begins behind a link or caption between a subject and its verb."""
    first = clause.verbs[0]
    if is_whole(reading.document, start, sentence.tokens[first].start):
        return start
    while first and is_whole(reading.document, sentence.tokens[first - 1].start, sentence.tokens[first].start):
        first -= 1
    return max(start, sentence.tokens[first].start)


def _shortest_end(clause: Clause, when: When | None) -> int:
    """Return where a clause has said its act and its time.

    What is added behind a comma after that is left out, and so are the last circumstances of a long clause.
    """
    preposition = word_lists("grammar.txt")["preposition"] - {"of"}
    rest = clause.part(clause.rest)
    said = max(clause.start + _SAID, when.end if when is not None and when.start < clause.end else 0)
    for comma, following in pairwise(rest):
        verb = verb_form(following.low)
        added = following.low in preposition or (verb is not None and bool(verb.form & Form.PARTICIPLE))
        if comma.text == "," and comma.start >= said and added:
            return comma.start
    if clause.end - clause.start <= _LONG:
        return clause.end
    for before, token in pairwise(rest):
        if token.low in preposition and before.end >= max(said, clause.start + _LONG_ENOUGH):
            return before.end
    return clause.end


def time_of(reading: Reading, sentence: Sentence, clause: Clause) -> When | None:
    """Return the time of a clause: its own, or the one that opens its sentence right before its subject."""
    own = _times_in(reading, sentence, clause)
    if own:
        return own[0]
    first = _first_token(clause)
    begin = sentence.tokens[first].start
    moments = (t for t in reading.times_of(sentence) if t.kind in {TimeKind.MOMENT, TimeKind.CLOCK})
    return next((t for t in moments if t.end <= begin and _leads(sentence, t, first)), None)


def _times_in(reading: Reading, sentence: Sentence, clause: Clause) -> list[When]:
    """Return the times that a clause gives, those of the clock only where there is no other."""
    begin = sentence.tokens[_first_token(clause)].start
    times = [
        t for t in reading.times_of(sentence) if begin <= t.start < clause.end and not _is_aside(sentence, clause, t)
    ]
    moments = [t for t in times if t.kind is TimeKind.MOMENT]
    return moments or [t for t in times if t.kind is TimeKind.CLOCK]


def _is_aside(sentence: Sentence, clause: Clause, time: When) -> bool:
    """Tell whether a time belongs to a verb between the subject and its own: "the ship, built in 2001, sank"."""
    between = sentence.tokens[clause.subject[1] : clause.verbs[0]]
    inside = bool(between) and between[0].start <= time.start < between[-1].end
    return inside and any(verb_form(t.low) is not None for t in between)


def _first_token(clause: Clause) -> int:
    return min(clause.subject[0], clause.verbs[0]) if clause.subject[0] < clause.subject[1] else clause.verbs[0]


def _leads(sentence: Sentence, time: When, first: int) -> bool:
    """Tell whether only its preposition stands before a time, and nothing between it and a subject."""
    tokens = sentence.tokens
    before = [i for i in range(first) if tokens[i].end <= time.start and tokens[i].is_word]
    behind = [i for i in range(first) if tokens[i].start >= time.end and tokens[i].is_word]
    return len(before) <= 3 and not behind


@cache
def _carries_nothing(lemma: str) -> bool:
    return lemma in _EMPTY


def _is_worth_a_claim(cast: Cast, clause: Clause, deed: Deed, stems: frozenset[str], when: When | None) -> bool:
    """Tell whether an editor might put a clause on a fact sheet."""
    if is_speech(deed.lemma) and deed.act not in {"announce"} and not (when and deed.agents):
        return False
    if when is not None:
        return True
    if clause.subject[0] >= clause.subject[1] and not clause.sentence.is_heading:
        return False
    both = all(any(p.sort is not Sort.PRONOUN for p in parties) for parties in (deed.agents, deed.objects))
    classed = deed.act in acts().classes
    if len(stems) < _QUALIFIES - (classed or both) or _carries_nothing(deed.act):
        return False
    if classed:
        return True
    return both or any(t.text[0].isdigit() or cast.name_at(t.start) is not None for t in clause.tokens)
