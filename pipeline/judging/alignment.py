"""Where do two versions of an utterance differ, word by word?

Similarity only finds candidates; what decides is the list of word-level edits, because "213 killed" and "313 killed"
are 97 percent alike. Typography, case and spelling are no edits (`reading.words.fold`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice
from typing import Literal, NamedTuple

from ..data import word_lists
from ..reading.tokens import tokens_of
from ..reading.words import fold, stem

_LONGEST = 300
"""Words of an utterance that are compared; alignment takes time with the square of this."""
_SHORT = 10
"""Words up to which an utterance is short: a headline's, or one that is easily reordered."""
_GAP = "…"


class Edit(NamedTuple):
    """A stretch of words that two versions share, or that one has where the other has something else or nothing."""

    kind: Literal["equal", "delete", "insert", "replace"]
    one: tuple[str, ...]
    other: tuple[str, ...]


class Word(NamedTuple):
    """A word of an utterance: in the form that its spellings share, as written, and whether it stands in brackets."""

    folded: str
    written: str
    bracketed: bool


@dataclass(frozen=True)
class Alignment:
    """Two versions of what may be one utterance, aligned."""

    one: tuple[Word, ...]
    other: tuple[Word, ...]

    @cached_property
    def opcodes(self) -> list[tuple[str, int, int, int, int]]:
        """The steps from one version to the other, as `difflib` gives them."""
        a, b = [w.folded for w in self.one], [w.folded for w in self.other]
        return list(SequenceMatcher(None, a, b, autojunk=False).get_opcodes())

    @cached_property
    def shared(self) -> list[str]:
        """The words that both have, in order."""
        return [
            w.folded for kind, i, j, _, _ in self.opcodes if kind == "equal" for w in self.one[i:j] if w.folded != _GAP
        ]

    @property
    def edits(self) -> list[Edit]:
        """The steps from one version to the other, in the words as written."""
        return [
            Edit(_KINDS[kind], tuple(w.written for w in self.one[i:j]), tuple(w.written for w in self.other[k:m]))
            for kind, i, j, k, m in self.opcodes
        ]

    @cached_property
    def alterations(self) -> list[Edit]:
        """The edits that change what stands in the quotation marks.

        Not among them: words that only one version has at its beginning or end (it is the shorter excerpt), what an
        ellipsis stands for, and what stands in square brackets.
        """
        return [edit for edit, honest in zip(self.edits, self._honest, strict=True) if not honest]

    @cached_property
    def _honest(self) -> list[bool]:
        last = len(self.opcodes) - 1
        return [
            kind == "equal" or (n in {0, last} and (i == j or k == m)) or self._is_marked(i, j, k, m)
            for n, (kind, i, j, k, m) in enumerate(self.opcodes)
        ]

    def _is_marked(self, i: int, j: int, k: int, m: int) -> bool:
        """Tell whether an ellipsis or square brackets in either version own up to an edit."""
        here, there = self.one[i:j], self.other[k:m]
        if any(w.folded == _GAP for w in here) or any(w.folded == _GAP for w in there):
            plain = [[w for w in side if w.folded != _GAP and not w.bracketed] for side in (here, there)]
            return not (plain[0] and plain[1])
        return bool(here or there) and (_all_bracketed(here) or _all_bracketed(there))

    def is_same_utterance(self) -> bool:
        """Tell whether the two may be one utterance: most of the shorter stands in the longer, close together."""
        if not self.shared:
            return False
        content = self.shared_content
        shorter = min(len(self.one), len(self.other))
        if len(self.shared) == shorter and self._is_contiguous():
            return bool(content)
        windows = self._windows()
        close = len(self.shared) / max(windows)
        return len(content) >= 3 and len(self.shared) >= 0.5 * shorter and close >= 0.55

    def is_near_miss(self) -> bool:
        """Tell whether two short utterances of one speaker say the same but for a word or two, or in another order."""
        short, long = sorted((self.one, self.other), key=len)
        if len(long) > _SHORT:
            return False
        if len(self.shared) >= 3 and len(self.shared) >= 0.6 * len(long) and len(long) - len(short) <= 2:
            return True
        return len(self._content_stems(short)) >= 2 and self._longest_run() >= 2 and self._stands_in(short, long)

    def is_compressed(self) -> bool:
        """Tell whether one is the other squeezed for a headline: its words stand there in a row, or in other forms."""
        short, long = sorted((self.one, self.other), key=len)
        if self._longest_run() >= 3 and len(short) <= _SHORT and len(self._content_stems(short)) >= 2:
            content = self.shared_content
            return len(content) >= 2 and len(content) >= 0.5 * len(self._content_stems(short))
        return len(self._content_stems(short)) >= 3 and self._longest_run() >= 2 and self._stands_in(short, long)

    @cached_property
    def shared_content(self) -> list[str]:
        """The shared words that carry meaning."""
        return [w for w in self.shared if w not in word_lists("grammar.txt")["stopword"]]

    def _longest_run(self) -> int:
        return max((j - i for kind, i, j, _, _ in self.opcodes if kind == "equal"), default=0)

    @staticmethod
    def _content_stems(words: Sequence[Word]) -> set[str]:
        stopwords = word_lists("grammar.txt")["stopword"]
        return {stem(w.folded) for w in words if w.folded not in stopwords}

    def _stands_in(self, short: Sequence[Word], long: Sequence[Word]) -> bool:
        """Tell whether three of four content words of the shorter stand close together in the longer, in any form."""
        stems = self._content_stems(short)
        places = [n for n, w in enumerate(long) if stem(w.folded) in stems]
        found = {stem(long[n].folded) for n in places}
        return len(found) >= 0.75 * len(stems) and places[-1] - places[0] <= 4 * len(short)

    def _is_contiguous(self) -> bool:
        return sum(kind == "equal" for kind, *_ in self.opcodes) == 1

    def _windows(self) -> tuple[int, int]:
        """Return how many words lie between the first and the last shared one, on each side."""
        equal = [(i, j, k, m) for kind, i, j, k, m in self.opcodes if kind == "equal"]
        return equal[-1][1] - equal[0][0], equal[-1][3] - equal[0][2]


_KINDS: dict[str, Literal["equal", "delete", "insert", "replace"]] = {
    "equal": "equal", "delete": "delete", "insert": "insert", "replace": "replace",
}  # fmt: skip


def align(one: str, other: str) -> Alignment:
    """Align two texts word by word; of each at most the first 300 words."""
    return Alignment(words_to_align(one), words_to_align(other))


def words_to_align(text: str) -> tuple[Word, ...]:
    """Return the first 300 words of a text, for an `Alignment` with each of several others."""
    return tuple(islice(_each_word(text.replace("...", _GAP).replace(". . .", _GAP)), _LONGEST))


def _each_word(text: str) -> Iterator[Word]:
    is_bracketed = False
    for token in tokens_of(text):
        if token.text in "[]":
            is_bracketed = token.text == "["
        elif token.text == _GAP:
            yield Word(_GAP, _GAP, False)
        elif token.text[0].isalnum():
            low = token.low.replace(".", "") if token.is_word else token.low
            for part in fold(low).split():
                yield Word(part, token.text, is_bracketed)


def _all_bracketed(words: Sequence[Word]) -> bool:
    return bool(words) and all(w.bracketed for w in words)


def changes_sense(edits: Sequence[Edit]) -> bool:
    """Tell whether edits touch more than function words: a content word, a number or a negation."""
    grammar = word_lists("grammar.txt")
    function_words = (grammar["stopword"] | grammar["preposition"]) - grammar["negation"]
    return any(fold(w.lower()) not in function_words for edit in edits for w in edit.one + edit.other)
