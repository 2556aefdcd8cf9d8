"""Whom do "she", "it" and "the minister" mean? The person, or the body, whom the text named last."""

from dataclasses import dataclass
from functools import cache

from ..data import word_lists
from .runs import name_words
from .tokens import tokens_of

_PERSONS = frozenset({"he", "she", "i"})
_PRONOUNS = frozenset({"they", "we"})


@dataclass
class Topics:
    """Who was named last, as a reader goes through an article."""

    person: str | None = None
    body: str | None = None
    """An organisation, an authority or a text that speaks, such as a report."""
    last: str | None = None
    speaker: str | None = None

    def says(self, phrase: str) -> None:
        """Note that somebody speaks in the text."""
        self.name(phrase)
        self.speaker = phrase

    def name(self, phrase: str) -> None:
        """Note that the text names somebody."""
        if is_body(phrase):
            self.body = phrase
        else:
            self.person = phrase
        self.last = phrase

    def meant_by(self, speaker: str) -> str:
        """Return whom a speaker stands for: itself, unless it is only a pronoun or an office."""
        if not is_anaphor(speaker):
            return speaker
        word = speaker.lower()
        if word in _PERSONS:
            meant = self.person or self.last
        elif word == "it":
            meant = self.body or self.last
        elif word in _PRONOUNS:
            meant = self.last
        elif is_body(speaker):
            # "The ministry" is one that was named as such, "the minister" whoever spoke last.
            meant = self.body if self.body and self.body.lower().split()[-1] == word else None
        else:
            meant = None if self.speaker and is_body(self.speaker) else self.speaker
        return meant or speaker


def is_body(phrase: str) -> bool:
    """Tell whether a phrase names an organisation or an authority rather than a person."""
    words = [t for t in tokens_of(phrase) if t.is_word]
    bodies = _bodies()
    if not words:
        return False
    acronym = len(words) == 1 and words[0].text.replace(".", "").isupper() and len(words[0].text) > 1
    return acronym or words[-1].low in bodies or (len(words) > 1 and " of " in phrase and words[0].low in bodies)


@cache
def _bodies() -> frozenset[str]:
    return name_words()["organisation"] | word_lists("attribution.txt")["bodies"]


def is_anaphor(speaker: str) -> bool:
    """Tell whether a speaker is only a pronoun or an office ("the minister"), so that the last one named is meant."""
    words = speaker.lower().split()
    if words[-1] in word_lists("grammar.txt")["personal pronoun"]:
        return True
    return len(words) == 1 and not speaker[:1].isupper() and words[-1] in word_lists("attribution.txt")["people"]
