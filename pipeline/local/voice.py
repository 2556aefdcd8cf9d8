"""Does a label speak for the article, or for somebody the article lets speak?"""

from typing import NamedTuple

from ..reading.document import Sentence
from .phrases import Page

_REACH = 7
_LOADED = 2
"""From this lean on a word in reported speech is the speaker's: a milder one is the reporter's choice."""


class Voice(NamedTuple):
    """Whose word it is. `speaker` may be unknown where the word is not the article's own."""

    is_own: bool
    speaker: str | None = None


_OWN = Voice(True)


def voice_of(page: Page, sentence: Sentence, first: int, lean: int) -> Voice:
    """Return whose a label is that begins at `tokens[first]`.

    Words in quotation marks are the speaker's. So are loaded words in reported speech; a plain word there is the
    reporter's choice, as is what follows after the narrator has come back (", as", ", which") and what is only summed
    up before the source is named ("…, the ministry revealed on Friday").
    """
    offset = sentence.tokens[first].start
    quotation = page.document.quotation_at(offset)
    if quotation is not None:
        return Voice(False, page.reading.voices.speaker_of(quotation))
    caller = _name_caller(page, sentence, first)
    if caller is not None:
        return caller
    if abs(lean) < _LOADED:
        return _OWN
    headline = _headline_speaker(page, sentence, first)
    if headline is not None:
        return headline
    for cue in page.reading.voices.cue_spans(sentence):
        reported = cue.credits and cue.at < offset and cue.start <= offset < cue.end
        if reported and not _narrator_is_back(page, sentence, cue.at, first):
            return Voice(False, cue.speaker)
    return _OWN


def _narrator_is_back(page: Page, sentence: Sentence, cue: int, first: int) -> bool:
    """Tell whether a comma and a word like "as" or "which" stand between a verb of speech and the label."""
    tokens = sentence.tokens
    for i in range(first - 1, 0, -1):
        if tokens[i].start <= cue:
            return False
        if tokens[i - 1].text == "," and tokens[i].low in page.lexicon.narrator_returns and tokens[i - 1].start > cue:
            return True
    return False


def _name_caller(page: Page, sentence: Sentence, first: int) -> Voice | None:
    """Return the voice of one who calls somebody something: "called him a dictator", "was branded a traitor"."""
    for i in range(first - 1, max(-1, first - _REACH), -1):
        token = sentence.tokens[i]
        if token.low in page.lexicon.name_calling and not token.is_capitalised:
            subjects = [m for m in page.mentions_in(sentence) if m.last <= i]
            named = subjects[-1].name if subjects else None
            return Voice(False, named.text if named else None)
        if token.text in ",;:.":
            return None
    return None


def _headline_speaker(page: Page, sentence: Sentence, first: int) -> Voice | None:
    """Return the voice of a headline in front of whose colon somebody is named: "Mayor: City hall is a circus"."""
    if not sentence.is_heading:
        return None
    colon = next((i for i, t in enumerate(sentence.tokens[:first]) if t.text == ":"), None)
    if colon is None or colon > 5:
        return None
    names = [m for m in page.mentions_in(sentence) if m.last <= colon]
    return Voice(False, names[-1].name.text) if names and names[-1].name else None
