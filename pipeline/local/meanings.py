"""What do the words of a phrase mean, whatever form they have?

A name means what it refers to, a verb or a noun of an act its class, another noun its thing (`things.txt`). Two phrases
that share no meaning speak of different things as far as rules can tell.
"""

from collections.abc import Container, Iterable

from ..data import word_lists
from ..reading.nouns import singular
from ..reading.tokens import Token
from ..reading.verbs import is_adverb, verb_form
from ..reading.words import stem
from .deeds import act_of
from .parties import Cast, is_listed_thing, thing


def meanings(cast: Cast, tokens: Iterable[Token]) -> frozenset[str]:
    """Return the meanings of the words that carry one; numbers, adverbs and times do not."""
    found: set[str] = set()
    stopwords = word_lists("grammar.txt")["stopword"] | word_lists("grammar.txt")["preposition"]
    for token in tokens:
        name = cast.name_at(token.start)
        if name is not None:
            found.add(cast.referents.of(name).id)
        elif _has_meaning(token, stopwords) and cast.reading.time_at(token.start) is None:
            found.add(meaning_of(token.low))
    return frozenset(found)


def _has_meaning(token: Token, stopwords: Container[str]) -> bool:
    low = token.low
    return token.is_word and len(low) > 1 and low != "'s" and low not in stopwords and not is_adverb(low)


def meaning_of(word: str) -> str:
    """Return what a lower-case word means: "act …" for one that names an act, else its thing."""
    if singular(word) in word_lists("things.txt")["rather a thing"]:
        return thing(word)
    verb = verb_form(word)
    act = act_of(verb.lemma) if verb is not None else ""
    act = act or act_of(singular(word))
    if act:
        return f"act {act}"
    return thing(word) if verb is None or is_listed_thing(word) else stem(verb.lemma)
