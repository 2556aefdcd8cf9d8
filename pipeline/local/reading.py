"""All that the rules know of one article before they look for claims."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ...schemas import Article
from ..data import word_lists
from ..reading.clauses import Clause, clauses_in
from ..reading.dates import When, reference_dates, times_in
from ..reading.document import Document, Sentence, read
from ..reading.tokens import Token
from ..reading.voices import Voices
from ..reading.words import fold, stem


@dataclass(frozen=True)
class Reading:
    """An article taken apart, with its voices and its times."""

    document: Document
    voices: Voices
    reference: date | None
    """The day from which its relative dates count."""
    times: tuple[When, ...]

    @property
    def name(self) -> str:
        """The article's name."""
        return self.document.article.article

    @cached_property
    def _time_starts(self) -> list[int]:
        return [t.start for t in self.times]

    def time_at(self, offset: int) -> When | None:
        """Return the time expression that an offset lies in."""
        place = bisect_right(self._time_starts, offset) - 1
        return self.times[place] if place >= 0 and offset < self.times[place].end else None

    def times_of(self, sentence: Sentence) -> list[When]:
        """Return the time expressions of a sentence."""
        first = bisect_right(self._time_starts, sentence.start - 1)
        last = bisect_right(self._time_starts, sentence.end)
        return list(self.times[first:last])

    @cached_property
    def _stems(self) -> dict[int, frozenset[str]]:
        return {s.number: frozenset(content_stems(s.tokens)) for s in self.document.sentences}

    @cached_property
    def _clauses(self) -> dict[int, list[Clause]]:
        return {s.number: clauses_in(self.document, s) for s in self.document.sentences}

    def clauses_of(self, sentence: Sentence) -> list[Clause]:
        """Return the clauses of a sentence."""
        return self._clauses[sentence.number]

    def clause_at(self, sentence: Sentence, offset: int) -> Clause | None:
        """Return the clause of a sentence that an offset lies in; of several the last, which is the innermost."""
        covering = (c for c in self._clauses[sentence.number] if any(t.start <= offset < t.end for t in c.tokens))
        return max(covering, key=lambda c: c.verbs[0], default=None)

    def stems_of(self, sentence: Sentence) -> frozenset[str]:
        """Return the stems of a sentence's content words."""
        return self._stems[sentence.number]


def content_stems(tokens: Iterable[Token]) -> list[str]:
    """Return the stems of the words that carry meaning, numbers left out."""
    stopwords = word_lists("grammar.txt")["stopword"]
    return [stem(fold(t.low)) for t in tokens if t.is_word and t.low not in stopwords]


def read_all(articles: Iterable[Article]) -> list[Reading]:
    """Take the articles of a story apart; relative dates are resolved over the whole story."""
    documents = [read(article) for article in articles]
    references = reference_dates(documents)
    return [
        Reading(d, Voices(d), references[d.article.article], times_in(d, references[d.article.article]))
        for d in documents
    ]
