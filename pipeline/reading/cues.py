"""Where in a sentence does a verb of speech, or an "according to", say who speaks?

The verbs are those of `attribution.txt`. Right behind a quotation ("…," she sobbed) and right before one ("A neighbour
fumed: “…”") any other verb leads to its speaker too.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ..data import word_lists
from .document import Document, Sentence
from .quotations import Quotation
from .runs import name_words
from .subjects import lead_of, phrase_behind, subject_of
from .tokens import Token, tokens_of
from .verbs import Form, verb_form

_LONGEST_TRAILER = 14
"""Tokens of a trailing "…, the ministry's spokesman said" before its verb."""
_LONGEST_NAME = 8
"""Tokens of the name between a quotation and its verb."""
GOES_ON = (",", "?", "!", "…")
"""Behind these the sentence of a quotation is not at its end."""


class Cue(NamedTuple):
    """A verb of speech or an "according to" in a sentence, and whom it names.

    What it reports lies in `text[start:end]`; `at` is where the cue itself stands.
    """

    at: int
    start: int
    end: int
    speaker: str
    credits: bool
    """Whether what it reports is credited to the speaker; "called" and "praised" only lead to quotations."""


def cues_in(document: Document, sentence: Sentence, names: Collection[str]) -> list[Cue]:
    """Return the cues of a sentence in their order, each with its speaker as written there.

    `names` are the words, in lower case, that the article writes with a capital inside sentences.
    """
    found = list(_cues_of_speech(document, sentence))
    for place, token in enumerate(sentence.tokens[:-1]):
        following = document.quotation_at(sentence.tokens[place + 1].start)
        if following is None and (quotation := document.quotation_at(token.start)):
            found += _behind_quotation(document, sentence, quotation, place + 1, found)
        elif token.text == ":" and following and following.opening >= token.end:
            found += _before_quotation(document, sentence, place, found, names)
    return sorted(found)


def _behind_quotation(
    document: Document, sentence: Sentence, quotation: Quotation, at: int, known: Sequence[Cue]
) -> Iterator[Cue]:
    """Yield the cue of "…," she sobbed, or of "…," sobbed Jane Doe; of "war zone," the army shelled there is none."""
    said = document.text[quotation.start : quotation.end]
    if said[-1:] not in GOES_ON or len(said.split()) < 3 or any(c.at >= quotation.closing for c in known):
        return
    tokens = sentence.tokens
    first = tokens[at]
    end = at + 1
    if _is_past(first) and end < len(tokens) and tokens[end].is_capitalised:
        speaker = phrase_behind(document, tokens, end)
        end = at
    elif first.low in {"he", "she", "they"}:
        speaker = first.text
    elif first.is_capitalised or first.low in {"the", "a", "an", "one", "another"}:
        while end < min(len(tokens) - 1, at + _LONGEST_NAME) and not _is_past(tokens[end]):
            end += 1
        speaker = phrase_behind(document, tokens[:end], at + (not first.is_capitalised))
    else:
        return
    if speaker and end < len(tokens) and _is_past(tokens[end]) and not _has_object(tokens, end):
        yield Cue(tokens[end].start, sentence.start, quotation.closing, speaker, False)


def _has_object(tokens: Sequence[Token], verb: int) -> bool:
    return verb + 1 < len(tokens) and tokens[verb + 1].low in word_lists("grammar.txt")["determiner"]


def _is_past(token: Token) -> bool:
    verb = verb_form(token.low)
    is_past = token.low.endswith("ed") if verb is None else bool(verb.form & Form.PAST)
    return is_past and not token.is_capitalised


def _before_quotation(
    document: Document, sentence: Sentence, colon: int, known: Sequence[Cue], names: Collection[str]
) -> Iterator[Cue]:
    """Yield the cue of: A neighbour, Jane Doe, fumed: "…". Of: The line to remember is this: "…" there is none."""
    if sentence.is_heading or any(c.at < sentence.tokens[colon].start for c in known):
        return
    lead = lead_of(document, sentence.tokens[:colon])
    if lead and can_speak(lead, sentence, names):
        yield Cue(sentence.tokens[colon].start, sentence.tokens[colon].end, sentence.end, lead, False)


def can_speak(phrase: str, sentence: Sentence, names: Collection[str]) -> bool:
    """Tell whether a phrase that begins a sentence names somebody: by a name, an office or "he" and "she"."""
    words = [t for t in tokens_of(phrase) if t.is_word]
    if not words:
        return False
    first = sentence.tokens[0].text
    named = any(t.is_capitalised and (t.text != first or t.low in names) for t in words)
    return named or words[-1].low in _speakers() or phrase.lower() in {"he", "she", "they"}


@cache
def _speakers() -> frozenset[str]:
    """Return the nouns for those who can speak: people, offices and bodies."""
    said = word_lists("attribution.txt")
    return said["people"] | said["bodies"] | name_words()["role"] | name_words()["organisation"]


def _cues_of_speech(document: Document, sentence: Sentence) -> Iterator[Cue]:
    tokens = sentence.tokens
    speech = word_lists("attribution.txt")["speech"]
    previous: Cue | None = None
    for i, token in enumerate(tokens):
        if document.quotation_at(token.start):
            continue
        if token.low == "according" and i + 2 < len(tokens) and tokens[i + 1].low == "to":
            name = phrase_behind(document, tokens, i + 2)
            found = Cue(token.start, sentence.start, sentence.end, name, True) if name else None
        elif token.low in speech and _is_verb_of_speech(sentence, i):
            found = _cue_at(document, sentence, i, previous)
        else:
            continue
        if found:
            previous = found
            yield found


def _is_verb_of_speech(sentence: Sentence, at: int) -> bool:
    """Tell "the report claims" from "the claims" and from "is reported": neither noun nor passive stands there."""
    token = sentence.tokens[at]
    if token.is_capitalised and not sentence.is_heading:
        return False
    grammar = word_lists("grammar.txt")
    before = [t.low for t in sentence.tokens[max(0, at - 4) : at] if t.low not in grammar["adverb"] | {"so", "far"}]
    last = before[-1] if before else ""
    if last in grammar["determiner"] - {"all", "this", "that"} or last in {"'s", "of", "to", "-", "as", "with"}:
        return False
    return last not in _BE or token.low.endswith("ing") or token.low == "quoted"


def _cue_at(document: Document, sentence: Sentence, at: int, previous: Cue | None) -> Cue | None:
    tokens = sentence.tokens
    verb = tokens[at]
    if verb.low.endswith("ing") and previous and tokens[at - 1].low in {",", "before", "and", "while", "by"}:
        return previous._replace(at=verb.start, start=verb.end, end=sentence.end)
    negated = any(t.low in word_lists("grammar.txt")["negation"] for t in tokens[max(0, at - 2) : at])
    crediting = not negated and verb.low in word_lists("attribution.txt")["credits its subject with what follows"]
    inverted = _inverted_subject(document, tokens, at)
    if inverted:
        return Cue(verb.start, sentence.start, verb.start, inverted, crediting)
    subject = subject_of(document, tokens, at)
    if subject is None:
        return None
    trailing = _trailer_start(document, sentence, at) if crediting else None
    if trailing is not None:
        return Cue(verb.start, sentence.start, trailing, subject, crediting)
    return Cue(verb.start, verb.end, sentence.end, subject, crediting)


def _inverted_subject(document: Document, tokens: Sequence[Token], at: int) -> str | None:
    """Return the subject of "…, said Jane Doe, a doctor.": it stands behind the verb, up to a comma or the end."""
    before = tokens[at - 1] if at else None
    if before is None or before.text not in {",", '"', "”", "'", "’", "—", "–", "-", "?", "!"}:
        return None
    if tokens[at].low in {"told", "tell", "tells"} or at + 1 >= len(tokens):
        return None
    end = at + 1
    while end < len(tokens) and (tokens[end].text not in {",", ";", ":", ".", '"', "“"}):
        end += 1
    from_here = [t for t in tokens[at + 1 : end] if t.is_word]
    grammar = word_lists("grammar.txt")
    no_subject = grammar["preposition"] | grammar["personal pronoun"] | grammar["conjunction"] | grammar["adverb"]
    if not from_here or from_here[0].low in no_subject or from_here[0].low.endswith("ly"):
        return None
    if any(t.low in grammar["auxiliary"] for t in from_here):
        return None
    return phrase_behind(document, tokens, at + 1)


def _trailer_start(document: Document, sentence: Sentence, at: int) -> int | None:
    """Return where a trailing ", the ministry said." begins, or None where what is said follows the verb."""
    tokens = sentence.tokens
    rest = [t for t in tokens[at + 1 :] if t.is_word and not document.quotation_at(t.start)]
    if any(t.low == "that" for t in rest[:3]) or (len(rest) > 2 and rest[0].low not in _AFTER_A_TRAILER):
        return None
    for i in range(at - 1, max(-1, at - _LONGEST_TRAILER), -1):
        if tokens[i].text == "," and any(t.is_word for t in tokens[i + 1 : at]):
            return tokens[i].start
        if document.quotation_at(tokens[i].start):
            return tokens[i].end
    return None


_BE = {"been", "be", "being", "was", "were", "is", "are"}
_AFTER_A_TRAILER = frozenset(
    "on in at during after late early earlier yesterday today through via by monday tuesday wednesday thursday friday "
    "saturday sunday reporters afp ap reuters when while adding told".split()
)
