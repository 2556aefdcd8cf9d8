"""Which people, places and organisations does an article name, and where?

A name is a run of capitalised words (`reading.runs`) less what is no part of it: titles, and the names of peoples
before it. The words to know are in `names.txt`, `titles.txt` and `places.yaml`.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ..data import word_lists
from .document import Document, Sentence
from .places import Entry, lookup_words
from .runs import Runs, is_acronym, name_words
from .sentences import Extent
from .titles import title_match
from .tokens import Token
from .vocabulary import Style, Vocabulary, vocabulary_of


class NameKind(StrEnum):
    """What a name is the name of."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    OTHER = "other"


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A name in an article: `text` is `document.text[start:end]`, without title and possessive ending.

    `title` is where the title before it stands ("Field Marshal"). `is_people` tells that it is the name of a
    people or its adjective ("Peruvian"), which is of kind place.
    """

    article: str
    start: int
    end: int
    text: str
    kind: NameKind
    title: Extent | None = None
    is_people: bool = False


def names_in(document: Document, vocabulary: Vocabulary | None = None) -> tuple[Name, ...]:
    """Return the names of an article in their order; none overlaps another or crosses the end of a sentence.

    Args:
        document: the article.
        vocabulary: how the running text of the story writes its words; the article's own by default. With it,
            headlines in capitals and words at the start of a sentence are read by what other articles show.

    Linear in the article's length.
    """
    vocabulary = vocabulary or vocabulary_of([document])
    found = [name for sentence in document.sentences for name in _Splitter(document, sentence, vocabulary).names()]
    return tuple(_agreed(found))


class _Splitter:
    """Splits the runs of one sentence into names."""

    def __init__(self, document: Document, sentence: Sentence, vocabulary: Vocabulary) -> None:
        self._document = document
        self._tokens = sentence.tokens
        self._vocabulary = vocabulary
        self._runs = Runs(document, sentence, vocabulary)

    @property
    def _style(self) -> Style:
        return self._runs.style

    def names(self) -> Iterator[Name]:
        """Yield the names of the sentence in order."""
        for run in self._runs:
            yield from self._names_of(run)

    def _names_of(self, run: list[Token]) -> Iterator[Name]:
        """Split a run into names, their titles and the names of peoples before them."""
        pending: list[Token] = []
        title: Extent | None = None
        at = 0
        while at < len(run):
            end = self._title_end(run, at, pending)
            people = 0 if end else self._people_end(run, at, pending)
            if end:
                yield from self._finished(pending, title)
                goes_on = title is not None and not pending and title.end >= run[at].start - 2
                title = Extent(title.start if goes_on and title else run[at].start, run[end - 1].end)
                pending, at = [], end
            elif people:
                yield from self._finished(pending, title)
                pending, title = [], None
                yield self._name(run[at:people], NameKind.PLACE, None, people=True)
                at = people
            else:
                pending.append(run[at])
                at += 1
        yield from self._finished(pending, title)

    def _title_end(self, run: Sequence[Token], at: int, pending: Sequence[Token]) -> int:
        """Return where the title that begins at `at` ends, 0 where none does."""
        end = title_match(run, at)
        if not end:
            return 0
        listed = word_lists("titles.txt")
        if end == len(run):
            given = 0 < len(pending) < 4 and lookup_words((pending[0].text,)) is None
            return 0 if given and end == at + 1 and run[at].low in listed["surname too"] else end
        if run[end].low in listed["no title before"]:
            return 0
        last = run[-1].low
        whole = last in name_words()["organisation"] or last in name_words()["place"]
        if whole and not any(title_match(run, i) for i in range(end, len(run))):
            return 0 if at == 0 or pending else end
        return end

    def _people_end(self, run: Sequence[Token], at: int, pending: Sequence[Token]) -> int:
        """Return where the name of a people that is no part of a longer name ends, 0 where there is none."""
        end = 0
        for length in (2, 1):
            words = tuple(t.text for t in run[at : at + length])
            entry = lookup_words(words) if len(words) == length else None
            if entry is not None and entry.kind == "people":
                end = at + length
                break
        if not end or end == len(run):
            return end
        if pending and not title_match(run, end):
            return 0
        lists, last = name_words(), run[-1].low
        if title_match(run, end) and not (last in lists["organisation"] and run[end].low == "general"):
            return end
        inside = last in lists["organisation"] or last in lists["no person"] or last in lists["place"]
        return 0 if inside or lookup_words(tuple(t.text for t in run)) else end

    def _finished(self, words: list[Token], title: Extent | None) -> Iterator[Name]:
        while words and words[-1].text[0].islower() and words[-1].low in name_words()["particle"]:
            words = words[:-1]
        while words and words[0].text in {"of", "for", "and", "&", "the", "The", "on"}:
            words = words[1:]
        if not words or (len(words) == 1 and len(words[0].text) == 1):
            return
        yield self._name(words, _kind_of(words, title, self._vocabulary, self._style), title)

    def _name(self, words: Sequence[Token], kind: NameKind, title: Extent | None, *, people: bool = False) -> Name:
        start, end = words[0].start, words[-1].end
        settled = people or title is not None or kind is NameKind.ORGANISATION or _entry_of(words, self._style)
        if not settled:
            kind = self._kind_by_context(words) or kind
        return Name(self._document.article.article, start, end, self._document.text[start:end], kind, title, people)

    def _kind_by_context(self, words: Sequence[Token]) -> NameKind | None:
        """Return the kind that the words around a name show it to be of, or None."""
        first = bisect_left(self._tokens, words[0])
        before = self._tokens[first - 1].low if first else ""
        last = bisect_left(self._tokens, words[-1])
        after = self._tokens[last + 1 : last + 3]
        following = after[0].low if after else ""
        lists = name_words()
        if before in lists["role"] and not is_creed(words[-1].low):
            return NameKind.PERSON
        if following in lists["place"] or following in lists["town"]:
            return NameKind.PLACE
        if following == "," and len(after) == 2 and len(words) < 3:
            entry = lookup_words((after[1].text,))
            if after[1].low in lists["state abbreviation"] or (entry and entry.kind in {"region", "country"}):
                return NameKind.PLACE
        if before in lists["at a place"] and following[:1] not in {"'", "’"}:
            return NameKind.PLACE
        return NameKind.PLACE if words[-1].low in lists["state abbreviation"] and len(words) == 1 else None


def is_creed(word: str) -> bool:
    """Tell whether a word in lower case names a faith, a party or an event, so that with a capital it is no person."""
    return word in name_words()["no person"] or word.removesuffix("s") in name_words()["no person"]


_KINDS = {"country": NameKind.PLACE, "people": NameKind.PLACE, "region": NameKind.PLACE, "city": NameKind.PLACE}


def _entry_of(words: Sequence[Token], style: Style) -> Entry | None:
    parts: list[str] = []
    for token in words:
        word = token.text.replace(".", "")
        initials = parts and parts[-1].isupper() and len(word) == 1 and word.isupper() and len(parts[-1]) < 4
        if initials:
            parts[-1] += word
        else:
            parts.append(word)
    upper = all(part.isupper() for part in parts)
    shouted = style is Style.CAPITALS or (upper and (len(parts) > 1 or len(parts[0]) > 4))
    return lookup_words(tuple(parts), any_case=shouted)


def _kind_of(words: Sequence[Token], title: Extent | None, vocabulary: Vocabulary, style: Style) -> NameKind:
    if title is not None:
        return NameKind.PERSON
    entry = _entry_of(words, style)
    if entry is not None:
        return _KINDS.get(entry.kind, NameKind.ORGANISATION)
    lists = name_words()
    lows = [t.low for t in words]
    if any(low in {"of", "and", "&", "for"} for low in lows) or lows[-1] in lists["organisation"]:
        return NameKind.ORGANISATION if any(low in lists["organisation"] for low in lows) else NameKind.OTHER
    if len(words) == 1 and "." in words[0].text and lows[0].strip(".") in lists["state abbreviation"]:
        return NameKind.PLACE
    if len(words) == 1:
        return NameKind.ORGANISATION if is_acronym(words[0]) and style is not Style.CAPITALS else NameKind.OTHER
    if lows[-1] in lists["place"] or lows[0] in {"mount", "lake", "fort", "cape"}:
        return NameKind.PLACE
    if any(low in lists["no person"] or low in lists["organisation"] for low in lows):
        return NameKind.OTHER
    if is_acronym(words[0]) and len(words[0].text.replace(".", "")) > 2 and style is Style.RUNNING:
        return NameKind.ORGANISATION
    if lows[0] in lists["place first"] and len(lows) == 2:
        return NameKind.PLACE
    if len(lows) > 2 and lookup_words((words[0].text,)):
        return NameKind.OTHER
    common = vocabulary.small.get(lows[-1], 0) and lows[-1] not in lists["month"]
    capitals = sum(t.text[0].isupper() for t in words)
    return NameKind.OTHER if common or capitals > 4 else NameKind.PERSON


def _agreed(found: Sequence[Name]) -> Iterator[Name]:
    """Give the same name the same kind throughout an article, and a single name that of the one it is part of."""
    places = {name.text for name in found if name.kind is NameKind.PLACE and not name.is_people}
    parts = set()
    for name in found:
        words = name.text.replace("-", " ").split()
        if name.kind is NameKind.PERSON and (name.title is not None or name.text not in places):
            if name.title is None and words[-1] in places:
                places.add(name.text)
            else:
                parts |= {words[0], words[-1]}
    for name in found:
        if name.is_people or name.kind is NameKind.ORGANISATION or name.title is not None:
            yield name
        elif name.text in parts or name.text.rpartition("-")[2] in parts:
            known = name.kind is NameKind.PLACE and lookup_words((name.text,)) is not None
            yield name if known or name.kind is NameKind.PERSON else replace(name, kind=NameKind.PERSON)
        else:
            moved = name.text in places and name.kind is not NameKind.PLACE
            yield replace(name, kind=NameKind.PLACE) if moved else name
