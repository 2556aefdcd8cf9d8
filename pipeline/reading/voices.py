"""Whose voice is it?

Words in quotation marks belong to a speaker; words beside "said", "according to" and their like are credited to
somebody; everything else is the article's own voice. Speakers are found by the verbs of `attribution.txt` before,
behind or between the parts of what is said.
"""

from dataclasses import dataclass
from functools import cached_property

from .cues import GOES_ON, Cue, can_speak, cues_in
from .document import Document, Sentence
from .quotations import Quotation
from .subjects import lead_of
from .topics import Topics, is_anaphor

_FARTHEST_CUE = 160
"""Characters between a quotation and its verb of speech."""
_LONGEST_REST = 8
"""Words behind the verb in a sentence that only says who spoke."""
_AND = {"and", "but", "while", "as"}


@dataclass(frozen=True)
class Voices:
    """Who speaks where in one document."""

    document: Document

    @cached_property
    def _cues(self) -> dict[int, list[Cue]]:
        """The cues of each sentence, with "he" and "the minister" resolved to whom the text named last."""
        names = _names(self.document)
        topics = Topics()
        cues: dict[int, list[Cue]] = {}
        for sentence in self.document.sentences:
            lead = None if sentence.is_heading else lead_of(self.document, sentence.tokens)
            if lead and not is_anaphor(lead) and can_speak(lead, sentence, names):
                topics.name(lead)
            found = []
            for cue in cues_in(self.document, sentence, names):
                found.append(cue._replace(speaker=topics.meant_by(cue.speaker)))
                if cue.credits and not is_anaphor(cue.speaker):
                    topics.says(cue.speaker)
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
        """Look for a cue in the quotation's own sentence, then in the next one, then in the one that leads to it."""
        first = self.document.sentence_at(quotation.opening)
        last = self.document.sentence_at(max(quotation.opening, quotation.end - 1))
        before = [c for c in self._cues[first.number] if c.at < quotation.opening]
        behind = self._cue_behind(quotation, last, goes_on=not before)
        if behind is None and not before and quotation.closing >= last.end:
            behind = self._cue_after(quotation, last)
        if behind or before:
            return (behind or before[-1]).speaker
        if not first.number or self.document.text[first.start : quotation.opening].strip():
            return None
        introduction = self.document.sentences[first.number - 1]
        credited = [
            c for c in self._cues[introduction.number] if c.credits or self.document.text[introduction.end - 1] == ":"
        ]
        whole = quotation.closing >= first.end - 1
        return credited[-1].speaker if credited and whole and not introduction.is_heading else None

    def _cue_behind(self, quotation: Quotation, sentence: Sentence, *, goes_on: bool) -> Cue | None:
        """Return the cue behind a quotation in its sentence, in the same clause unless `goes_on`."""
        found = (c for c in self._cues[sentence.number] if 0 <= c.at - quotation.closing <= _FARTHEST_CUE)
        cue = next(found, None)
        if cue is None or self._quoted_between(quotation.closing, cue.at):
            return None
        text = self.document.text
        between = text[quotation.closing : cue.at].split()
        leads_on = text[quotation.end - 1] in GOES_ON or between[:1] == [","]
        another = bool(_AND.intersection(between[:2]))
        return cue if goes_on or (leads_on and not another) else None

    def _cue_after(self, quotation: Quotation, sentence: Sentence) -> Cue | None:
        """Return the cue of the next sentence where that only says who spoke: "Why now?" Jane Doe said on Monday."""
        if sentence.number + 1 >= len(self.document.sentences):
            return None
        after = self.document.sentences[sentence.number + 1]
        cue = next((c for c in self._cues[after.number] if c.at - quotation.closing <= _FARTHEST_CUE), None)
        if cue is None or self._quoted_between(quotation.closing, cue.at):
            return None
        if self.document.text[quotation.end - 1] == ",":
            return cue
        rest = [t for t in after.tokens if t.start > cue.at and t.is_word]
        says_nothing_more = len(rest) <= _LONGEST_REST and not self._quoted_between(cue.at, after.end)
        return cue if after.paragraph == sentence.paragraph and says_nothing_more else None

    def _quoted_between(self, start: int, end: int) -> bool:
        return any(start <= q.opening < end for q in self.document.quotations)


def _in_one_breath(document: Document, before: Quotation, after: Quotation) -> bool:
    """Tell whether a quotation goes on what was quoted just before it: same paragraph, or nothing but it follows."""
    one, other = document.sentence_at(before.opening), document.sentence_at(after.opening)
    if one.paragraph == other.paragraph:
        return after.opening <= other.start + 1
    paragraph = document.paragraphs[other.paragraph]
    fills = after.opening <= paragraph.start and after.closing >= paragraph.end - 1
    return other.paragraph - one.paragraph == 1 and fills


def _names(document: Document) -> frozenset[str]:
    """Return the words, in lower case, that an article writes with a capital inside its sentences."""
    running = (s.tokens for s in document.sentences if not s.is_heading)
    return frozenset(token.low for tokens in running for token in tokens[1:] if token.is_capitalised)
