"""Whose voice is it?

Words in quotation marks belong to a speaker; words beside "said", "according to" and their like are credited to
somebody; everything else is the article's own voice. Speakers are found by the verbs of `attribution.txt` before,
behind or between the parts of what is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ..data import word_lists
from .document import Document, Sentence
from .quotations import Quotation
from .subjects import phrase_behind, subject_of
from .tokens import Token

_FARTHEST_CUE = 160
"""Characters between a quotation and its verb of speech."""
_LONGEST_TRAILER = 14
"""Tokens of a trailing "…, the ministry's spokesman said" before its verb."""


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


@dataclass(frozen=True)
class Voices:
    """Who speaks where in one document."""

    document: Document

    @cached_property
    def _cues(self) -> dict[int, list[Cue]]:
        """The cues of each sentence, with "he" and "the minister" resolved to the last speaker named."""
        last: str | None = None
        cues: dict[int, list[Cue]] = {}
        for sentence in self.document.sentences:
            found = []
            for cue in _cues_in(self.document, sentence):
                speaker = last or cue.speaker if is_anaphor(cue.speaker) else cue.speaker
                last = speaker if cue.credits else last
                found.append(cue._replace(speaker=speaker))
            cues[sentence.number] = found
        return cues

    @cached_property
    def _speakers(self) -> dict[Quotation, str | None]:
        speakers: dict[Quotation, str | None] = {}
        previous: Quotation | None = None
        for quotation in self.document.quotations:
            found = self._direct_speaker(quotation)
            if (
                found is None
                and previous
                and (quotation.continues or _in_one_breath(self.document, previous, quotation))
            ):
                found = speakers[previous]
            speakers[quotation] = found
            previous = quotation
        following: Quotation | None = None
        for quotation in reversed(self.document.quotations):
            if speakers[quotation] is None and following and following.continues:
                speakers[quotation] = speakers[following]
            following = quotation
        return speakers

    def speaker_of(self, quotation: Quotation) -> str | None:
        """Return who says what stands in quotation marks, as the article names them; None where it does not."""
        return self._speakers.get(quotation)

    def speaker_at(self, offset: int) -> str | None:
        """Return whom the article credits with what stands at an offset; None where it speaks in its own voice."""
        quotation = self.document.quotation_at(offset)
        if quotation is not None and (speaker := self._speakers.get(quotation)):
            return speaker
        covering = [
            c for c in self._cues[self.document.sentence_at(offset).number] if c.credits and c.start <= offset < c.end
        ]
        return min(covering, key=lambda c: c.end - c.start).speaker if covering else None

    def cue_spans(self, sentence: Sentence) -> list[Cue]:
        """Return the cues of a sentence in their order."""
        return self._cues[sentence.number]

    def _direct_speaker(self, quotation: Quotation) -> str | None:
        """Look for a cue behind a quotation, then before it, then in the sentence that leads to it."""
        first = self.document.sentence_at(quotation.opening)
        last = self.document.sentence_at(max(quotation.opening, quotation.end - 1))
        behind = [c for c in self._cues[last.number] if 0 <= c.at - quotation.closing <= _FARTHEST_CUE]
        if not behind and quotation.closing >= last.end and last.number + 1 < len(self.document.sentences):
            after = self.document.sentences[last.number + 1]
            if self.document.text[quotation.end - 1] == "," or after.paragraph == last.paragraph:
                behind = [c for c in self._cues[after.number] if c.at - quotation.closing <= _FARTHEST_CUE][:1]
        if behind and not self._quoted_between(quotation.closing, behind[0].at):
            return behind[0].speaker
        before = [c for c in self._cues[first.number] if c.at < quotation.opening]
        if before:
            return before[-1].speaker
        if not first.number or self.document.text[first.start : quotation.opening].strip():
            return None
        introduction = self.document.sentences[first.number - 1]
        credited = [
            c for c in self._cues[introduction.number] if c.credits or self.document.text[introduction.end - 1] == ":"
        ]
        whole = quotation.closing >= first.end - 1
        return credited[-1].speaker if credited and whole and not introduction.is_heading else None

    def _quoted_between(self, start: int, end: int) -> bool:
        return self.document.quotation_begins(start, end)


def _cues_in(document: Document, sentence: Sentence) -> Iterator[Cue]:
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
    if verb.low.endswith("ing") and previous and tokens[at - 1].text == ",":
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


def _in_one_breath(document: Document, before: Quotation, after: Quotation) -> bool:
    """Tell whether a quotation goes on what was quoted just before it: same paragraph, or nothing but it follows."""
    one, other = document.sentence_at(before.opening), document.sentence_at(after.opening)
    if one.paragraph == other.paragraph:
        return after.opening <= other.start + 1
    paragraph = document.paragraphs[other.paragraph]
    fills = after.opening <= paragraph.start and after.closing >= paragraph.end - 1
    return other.paragraph - one.paragraph == 1 and fills


def is_anaphor(speaker: str) -> bool:
    """Tell whether a speaker is only a pronoun or an office ("the minister"), so that the last one named is meant."""
    words = speaker.lower().split()
    grammar = word_lists("grammar.txt")
    if words[-1] in grammar["personal pronoun"]:
        return True
    return len(words) == 1 and not speaker[:1].isupper() and words[-1] in word_lists("attribution.txt")["people"]
