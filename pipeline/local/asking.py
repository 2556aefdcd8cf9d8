"""How is the matter that tellings are compared on asked, neutrally and in plain words?

A clause is turned into a question as grammar does it: "the council approved the plan on Monday" becomes "When did the
council approve the plan?". Where the words do not allow it they are quoted as they stand.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from ...schemas import Kind
from ..data import word_lists
from ..reading.clause_subjects import BE
from ..reading.clauses import Clause
from ..reading.tokens import Token, joined
from ..reading.verbs import Form, third_person, verb_form
from .differences import Aspect, Difference
from .events import Telling
from .parties import Party, Sort

_LONGEST = 110
_LONGEST_SUBJECT, _LONGEST_REST = 60, 80
_WITH_ONE = {"are": "is", "were": "was", "have": "has", "do": "does"}
_LEADS_TO_A_TIME = frozenset(
    "on in at by since from until during around about late early before after over for".split()
)
_PARTICLES = frozenset("on off up down out over in through away by".split())
"""Words that may end a question: "the trial went on"."""


def question_on(difference: Difference) -> str:
    """Return the question that the positions of a difference answer."""
    reference = difference.tellings[0]
    if difference.aspect is Aspect.WHO:
        asked = _who(reference)
    elif difference.aspect is Aspect.WHOM:
        asked = _whom(reference)
    elif difference.aspect is Aspect.WHEN:
        asked = _with(reference, "When")
    else:
        asked = _with(reference, "")
    return asked or _quoted(reference)


def question_of(telling: Telling) -> str:
    """Return the question that a telling answers where the articles agree on it."""
    lead = "When" if telling.when is not None and telling.claim.kind is Kind.EVENT else ""
    return _with(telling, lead) or _quoted(telling)


def question_why(telling: Telling, rest: Sequence[Token]) -> str:
    """Return the question what an act is done for, with what stands before its aim."""
    words = inverted(telling.clause, _subject(telling), rest)
    return f"Why {words}?" if words else f"What is the aim of this: “{joined(telling.clause.tokens)}”?"


def inverted(clause: Clause, subject: str, rest: Sequence[Token]) -> str:
    """Return a clause in the order of a question, "did the council approve the plan"; "" where that is not known."""
    chain = [t.low for t in clause.part(clause.verbs)]
    verb = verb_form(chain[0])
    if not subject or "'" in chain[0] or subject.partition(" ")[0].lower() in _no_subject():
        return ""
    if clause.is_reduced:
        opening, behind = "were" if _is_several(subject) else "was", chain
    elif chain[0] in _auxiliaries() and (len(chain) > 1 or chain[0] in BE):
        opening, behind = chain[0], chain[1:]
    elif verb is not None:
        opening, behind = _helping(verb.form), [verb.lemma, *chain[1:]]
    else:
        return ""
    return " ".join(part for part in (opening, subject, *behind, _shortened(rest)) if part)


def named(words: Sequence[Token], *, is_common: bool = False) -> str:
    """Return a phrase as it stands within a sentence: "The mayor" is "the mayor", "Ayr" keeps its capital."""
    text = joined(words)
    return words[0].low + text[len(words[0].text) :] if words and is_common else without_capital(text)


def without_capital(phrase: str) -> str:
    """Return a phrase with its article, if it begins with one, in lower case."""
    first, space, rest = phrase.partition(" ")
    return f"{first.lower()}{space}{rest}" if first.lower() in word_lists("grammar.txt")["determiner"] else phrase


def _with(telling: Telling, lead: str) -> str:
    """Return the question that a word leads, or the one for yes or no."""
    clause, subject = telling.clause, _subject(telling)
    perfect = clause.part(clause.verbs)[0].low in {"has", "have"} and clause.main > clause.verbs[0]
    words = inverted(clause, subject, _timeless(telling))
    if lead and perfect and words:
        done = f"did {subject} {clause.lemma}"
        if clause.is_passive:
            done = f"{'were' if _is_several(subject) else 'was'} {subject} {telling.sentence.tokens[clause.main].low}"
        words = f"{done} {_shortened(_timeless(telling))}".rstrip()
    asked = f"{lead} {words}".strip()
    return f"{asked[:1].upper()}{asked[1:]}?" if words else ""


def _who(telling: Telling) -> str:
    """Return the question who did it; nobody who is named for it stands in it."""
    clause, rest = telling.clause, _timeless(telling)
    if clause.is_passive:
        done = next((n for n, t in enumerate(rest) if t.low == "by"), len(rest))
        words = inverted(clause, _subject(telling), rest[:done])
        return f"By whom {words}?" if words else ""
    chain = [t.low for t in clause.part(clause.verbs)]
    verb = verb_form(chain[0])
    if "'" in chain[0] or (verb is None and chain[0] not in _auxiliaries()):
        return ""
    if chain[0] in _WITH_ONE:
        chain[0] = _WITH_ONE[chain[0]]
    elif verb is not None and verb.form is Form.BASE and chain[0] not in _auxiliaries():
        chain[0] = third_person(verb.lemma)
    return f"Who {' '.join((*chain, _shortened(rest))).rstrip()}?"


def _whom(telling: Telling) -> str:
    """Return the question to whom or what it was done; nobody to whom it was done stands in it."""
    clause = telling.clause
    if not clause.is_passive:
        words = inverted(clause, _subject(telling), ())
        return f"Whom or what {words}?" if words else ""
    chain = [t.low for t in clause.part(clause.verbs)]
    chain[0] = _WITH_ONE.get(chain[0], chain[0])
    return f"Who or what {' '.join((*chain, _shortened(_timeless(telling)))).rstrip()}?"


def _subject(telling: Telling) -> str:
    """Return the subject of a clause in words that say who is meant."""
    words = telling.clause.part(telling.clause.subject)
    parties = telling.deed.objects if telling.clause.is_passive else telling.deed.agents
    first = telling.clause.subject[0]
    text = named(words, is_common=any(_is_common(p) and p.start == first for p in parties))
    said = word_lists("grammar.txt")["pronoun"]
    if words and words[0].low not in said and len(text) <= _LONGEST_SUBJECT:
        return text
    return _listed(parties)


def _is_common(party: Party) -> bool:
    return party.sort is Sort.COMMON and not party.owner


def _listed(parties: Iterable[Party]) -> str:
    names = [p.text for p in parties if p.sort is not Sort.PRONOUN]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _timeless(telling: Telling) -> list[Token]:
    """Return what follows the verb without the time, which may be what is asked for."""
    kept: list[Token] = []
    for token in telling.clause.part(telling.clause.rest):
        if telling.when is None or not telling.when.start <= token.start < telling.when.end:
            kept.append(token)
        elif kept and kept[-1].low in _LEADS_TO_A_TIME and token.start == telling.when.start:
            kept.pop()
    return kept


def _shortened(tokens: Sequence[Token]) -> str:
    """Return words up to a bound or a bracket; longer ones end before a preposition, a verb or a comma."""
    tokens = tokens[: next((n for n, t in enumerate(tokens) if t.text in "()[]"), len(tokens))]
    first = tokens[0].start if tokens else 0
    breaks = word_lists("grammar.txt")["preposition"] | word_lists("grammar.txt")["conjunction"] | {","}
    if not tokens or tokens[-1].end - first <= _LONGEST_REST:
        end = len(tokens)
        while end and tokens[end - 1].low in breaks and tokens[end - 1].low not in _PARTICLES:
            end -= 1
        return joined(tokens[:end]).strip(" ,")
    within = [n for n, t in enumerate(tokens) if t.end - first <= _LONGEST_REST]
    end = next((n for n in reversed(within) if n and tokens[n].low in breaks), len(within))
    while end > 1 and (verb_form(tokens[end - 1].low) is not None or tokens[end - 1].low in breaks):
        end -= 1
    return joined(tokens[:end]).strip(" ,")


def _helping(form: Form) -> str:
    if form & Form.PAST:
        return "did"
    return "does" if form & Form.PRESENT else "do"


def _is_several(subject: str) -> bool:
    return " and " in subject or subject.endswith("s")


@cache
def _no_subject() -> frozenset[str]:
    """Return what no subject begins with: one that does was misread."""
    grammar = word_lists("grammar.txt")
    return (grammar["preposition"] | grammar["conjunction"] | {"according"}) - {
        "that",
        "over",
        "around",
        "under",
        "about",
    }


@cache
def _auxiliaries() -> frozenset[str]:
    return word_lists("grammar.txt")["auxiliary"]


def _quoted(telling: Telling) -> str:
    words = " ".join(telling.claim.evidence.split()).rstrip(".,;:")
    short = words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + "…"
    return f"What do the articles say of this: “{short}”?"
