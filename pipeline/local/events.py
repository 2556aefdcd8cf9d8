"""Which acts and which lasting relations do the articles report?

Each clause with a verb that says something is a claim: an event, or a stance where its verb is one of a lasting
relation (`acts.yaml`). Verbs of speech are none: what was said is the claim, and who said it its attribution.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from ...schemas import Act, Claim, Kind
from ..data import table, word_lists
from ..reading.clauses import Clause
from ..reading.dates import When, normal
from ..reading.document import Sentence
from ..reading.verbs import verb_form
from .claims import make_claim
from .reading import Reading, content_stems

_LONGEST_EVIDENCE = 240
_EMPTY = frozenset(
    [
        "be",
        "have",
        "do",
        "get",
        "make",
        "seem",
        "appear",
        "become",
        "let",
        "come",
        "go",
        "include",
        "mean",
        "tell",
        "use",
        "help",
    ]
)


@dataclass(frozen=True)
class Telling:
    """A clause that was taken as a claim, with what tells it from others."""

    claim: Claim
    clause: Clause
    act: str
    stems: frozenset[str]
    when: When | None


@cache
def _acts() -> dict[str, Any]:
    data: dict[str, Any] = table("acts.yaml")
    return {"all": data, "of": {word: name for name, act in data.items() for word in act["words"]}}


def act_of(word: str) -> str:
    """Return the class of acts that a verb's base form or a noun belongs to, or "" where it is in none."""
    return str(_acts()["of"].get(word, ""))


def tellings_in(reading: Reading) -> list[Telling]:
    """Return the clauses of an article that are claims of kind event or stance."""
    clauses = ((s, clause) for s in reading.document.sentences for clause in reading.clauses_of(s))
    return [telling for s, clause in clauses if (telling := _telling(reading, s, clause))]


def _telling(reading: Reading, sentence: Sentence, clause: Clause) -> Telling | None:
    start, end = clause.start, clause.end
    times = [t for t in reading.times_of(sentence) if t.kind == "moment" and start <= t.start < end]
    when = times[0] if times else None
    if clause.lemma in _speech_lemmas() and not (when and act_of(clause.lemma) == "announce"):
        return None
    if reading.document.quotation_at(start) and when is None:
        return None
    stems = frozenset(content_stems(clause.tokens))
    if (
        end - start > _LONGEST_EVIDENCE
        or (len(stems) < 3 and when is None)
        or (clause.lemma in _EMPTY and when is None)
    ):
        return None
    act = act_of(clause.lemma) or _noun_act(clause)
    kind = Kind.STANCE if _acts()["all"].get(act, {}).get("kind") == "stance" else Kind.EVENT
    said = " ".join(reading.document.text[start:end].split())
    value = f"{said} ({normal(when)})" if when else said
    detail = Act(earliest=when.earliest, latest=when.latest) if when else Act()
    voice = reading.voices.speaker_at(clause.part(clause.verbs)[0].start)
    claim = make_claim(reading.document, kind, start, end, value, attributed_to=voice, detail=detail)
    return Telling(claim, clause, act, stems, when)


@cache
def _speech_lemmas() -> frozenset[str]:
    forms = (verb_form(word) for word in word_lists("attribution.txt")["credits its subject with what follows"])
    return frozenset(f.lemma for f in forms if f)


def _noun_act(clause: Clause) -> str:
    """Return the act that a noun behind an empty verb names: "launched an offensive", "took part in talks"."""
    return next((act for t in clause.part(clause.rest) if (act := act_of(t.low))), "")
