"""Which capitalised words of a sentence belong together?

A run goes on over what may stand inside a name ("of", "al-", initials, "&"). Where capitals mean nothing, in headlines
and at the start of a sentence, a word counts only if running text shows it to be a name.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from ..data import word_lists
from .document import Document, Sentence
from .places import is_people, lookup_words
from .titles import portfolios, titles
from .tokens import Token
from .vocabulary import OPENERS, Style, Vocabulary, style_of

_HYPHENS = frozenset("-‐‑–")
_LONGEST = 24
"""Words after which a run is broken off: no name is longer."""
_COMMON_ENDINGS = ("s", "ing", "ed", "ly", "tion", "ment", "ness", "ers")


def name_words() -> dict[str, frozenset[str]]:
    """Return the lists of `names.txt`."""
    return word_lists("names.txt")


@cache
def _function_words() -> frozenset[str]:
    grammar = word_lists("grammar.txt")
    kinds = ("determiner", "pronoun", "preposition", "conjunction", "auxiliary", "adverb", "negation", "stopword")
    return frozenset().union(*(grammar[kind] for kind in kinds)) | name_words()["common opener"]


@cache
def _abbreviations() -> frozenset[str]:
    return word_lists("abbreviations.txt")["never ends a sentence"]


def is_acronym(token: Token) -> bool:
    """Tell whether a word is all capitals and may stand for a name."""
    word = token.text.replace(".", "")
    return 2 <= len(word) <= 6 and word.isupper() and token.low not in name_words()["no name"]


class Runs:
    """The runs of one sentence."""

    def __init__(self, document: Document, sentence: Sentence, vocabulary: Vocabulary) -> None:
        self._document = document
        self._tokens = sentence.tokens
        self._vocabulary = vocabulary
        self.style = style_of(sentence.tokens)

    def __iter__(self) -> Iterator[list[Token]]:
        """Yield the words of each run, marks left out."""
        tokens, at = self._tokens, 0
        while at < len(tokens):
            token = tokens[at]
            first = token.text[0]
            if not (first.isupper() or token.text in name_words()["opening particle"]):
                at += 1
                continue
            start = at if first.isupper() else self._after_particle(at)
            if start is None or not self._opens(start, at):
                at += 1
                continue
            run, at = self._run(at)
            yield run

    def _after_particle(self, at: int) -> int | None:
        """Return the capitalised word that a lower-case particle belongs to: "al-Sarraj", "de Blasio"."""
        tokens = self._tokens
        for after in range(at + 1, min(at + 4, len(tokens))):
            if tokens[after].is_capitalised:
                glued = tokens[after - 1].text in _HYPHENS and tokens[after].start == tokens[after - 1].end
                return after if glued or tokens[at].text not in {"la", "le", "do", "al"} or after == at + 1 else None
            if tokens[after].text not in _HYPHENS and tokens[after].text not in name_words()["particle"]:
                return None
        return None

    def _opens(self, at: int, since: int) -> bool:
        """Tell whether a name can begin with the token at `at`, whose particles begin at `since`."""
        token = self._tokens[at]
        if not self._is_capital(at):
            return False
        if self.style is not Style.RUNNING:
            return True
        return not self._begins_speech(since) or self._opens_sentence(at, token)

    def _begins_speech(self, at: int) -> bool:
        """Tell whether a sentence begins with the token: the sentence itself, a quoted one, one after a colon."""
        before = self._tokens[at - 1].text if at else ""
        if before not in OPENERS:
            return before in {"", ":"}
        quotation = self._document.quotation_at(self._tokens[at].start)
        return at == 1 or (quotation is not None and quotation.start == self._tokens[at].start)

    def _opens_sentence(self, at: int, token: Token) -> bool:
        following = self._tokens[at + 1] if at + 1 < len(self._tokens) else None
        glued = following is not None and following.text in _HYPHENS and following.start == token.end
        if token.low in _function_words() and not (glued and token.low == "al"):
            return False
        if self._vocabulary.is_name(token.low) or token.low in titles() or is_acronym(token):
            return True
        if lookup_words((token.text,)):
            return True
        if self._vocabulary.small.get(token.low, 0):
            return False
        if following is None:
            return False
        if self._is_capital(at + 1) and following.text[0].isupper():
            third = self._tokens[at + 2].low if at + 2 < len(self._tokens) else ""
            whole = (following.low, third) in self._vocabulary.pairs or self._vocabulary.is_name(following.low)
            if token.low in name_words()["role"] or (
                whole and (token.low, following.low) not in self._vocabulary.pairs
            ):
                return False
            return following.low not in titles() and not is_people(following.text)
        named_after = following.text[0] in "'’‘" or following.low in name_words()["after a name"]
        return named_after and not token.low.endswith(_COMMON_ENDINGS)

    def _is_capital(self, at: int) -> bool:
        """Tell whether the token may be part of a name as far as its own form goes."""
        token = self._tokens[at]
        if not token.text[0].isupper():
            return False
        low = token.low
        shouted = low in name_words()["no name"] and token.text.isupper()
        if shouted or low in name_words()["weekday"] or low.startswith("i'"):
            return False
        if low in name_words()["weekday abbreviation"] and self._is_dated(at):
            return False
        if len(low) > 3 and token.text.isupper() and self._vocabulary.small.get(low):
            return False
        if low in name_words()["month"] and not self._is_called_like_a_month(at):
            return False
        if self.style is Style.RUNNING:
            return True
        if self.style is Style.TITLE and is_acronym(token):
            return True
        return (
            (self._vocabulary.is_name(low) and low not in _function_words())
            or lookup_words((token.low,), any_case=True) is not None
            or (low in titles() and at + 1 < len(self._tokens) and self._vocabulary.is_name(self._tokens[at + 1].low))
        )

    def _is_dated(self, at: int) -> bool:
        following = self._tokens[at + 1].text if at + 1 < len(self._tokens) else "."
        return following in {".", ","} or following[0].isdigit()

    def _is_called_like_a_month(self, at: int) -> bool:
        """Tell a person called May or April from the month."""
        tokens = self._tokens
        following = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if following[:1].isdigit() or len(tokens[at].text) < 3:
            return False
        before = tokens[at - 1] if at else None
        if before is None or not before.text[0].isupper():
            return following[:1].isupper() and following.lower() not in _function_words()
        if before.low in titles() or before.text in {"Mr", "Mrs", "Ms"}:
            return True
        alone = at < 2 or not tokens[at - 2].text[0].isupper() or tokens[at - 2].low in titles()
        return alone and before.low not in _function_words() and lookup_words((before.text,)) is None

    def _run(self, at: int) -> tuple[list[Token], int]:
        """Return the words of the run that begins at `at`, marks left out, and where it ends."""
        run, end = [self._tokens[at]], at + 1
        while True:
            following = self._next(run, end)
            if following is None or len(run) >= _LONGEST:
                return run, end
            run += [t for t in self._tokens[end : following + 1] if t.text[0].isalnum() or t.text == "&"]
            end = following + 1

    def _next(self, run: Sequence[Token], at: int) -> int | None:
        """Return the next capitalised word of a run that has come to `at`, or None where it ends."""
        tokens = self._tokens
        if at >= len(tokens):
            return None
        token, before = tokens[at], tokens[at - 1]
        if token.text[0].isupper():
            return at if self._is_capital(at) and self._belongs(before, token) else None
        ahead = at + 1 if at + 1 < len(tokens) and self._is_capital(at + 1) else None
        if token.text == ".":
            short = (len(before.text) == 1 and before.text.isupper()) or before.low in _abbreviations()
            return ahead if short and tokens[at].start == before.end else None
        if token.text in _HYPHENS:
            glued = token.start == before.end and at + 1 < len(tokens) and tokens[at + 1].start == token.end
            if glued and tokens[at + 1].text[0].islower() and before.low not in name_words()["opening particle"]:
                return self._hyphenated(at)
            whole = (before.text, *(t.text for t in tokens[at + 1 : at + 3]))
            return ahead if glued or before.low in {"al", "el"} or lookup_words(whole) else None
        if token.text == "&":
            return ahead
        if token.text == ",":
            return ahead if ahead and tokens[ahead].low in name_words()["suffix"] else None
        if token.text[0] in "'’‘":
            return ahead if before.low in name_words()["takes possessive"] else None
        if token.text in name_words()["particle"]:
            return self._after_particle(at)
        return self._after_connector(run, at)

    def _hyphenated(self, at: int) -> int | None:
        """Go on through a hyphen and a small word inside a name: "Port-au-Prince", "Kim Jong-un"."""
        tokens = self._tokens
        if tokens[at + 1].low in name_words()["small part"]:
            return at + 1 if at > 1 and tokens[at - 2].text[0].isupper() else None
        inside = tokens[at + 1 : at + 4]
        if len(inside) == 3 and len(inside[0].text) <= 3 and inside[1].text in _HYPHENS and inside[2].text[0].isupper():
            return at + 3 if inside[0].low not in {"and", "vs", "or", "no"} else None
        return None

    def _belongs(self, before: Token, token: Token) -> bool:
        if self.style is Style.RUNNING:
            return True
        if before.low in titles() or token.low in titles() or before.low in {"st", "san"}:
            return True
        pair = (before.low, token.low)
        return pair in self._vocabulary.pairs or lookup_words(pair, any_case=True) is not None

    def _after_connector(self, run: Sequence[Token], at: int) -> int | None:
        tokens, lists = self._tokens, name_words()
        connector = tokens[at].text
        after = at + 1
        if connector in {"of", "for", "on"}:
            if after < len(tokens) and tokens[after].text == "the":
                after += 1
            taken = tokens[at - 1].low in lists["takes of"] or self._is_portfolio(run, after)
            committee = tokens[at - 1].low in {"committee", "commission", "council", "conference", "subcommittee"}
            if not (committee if connector == "on" else taken):
                return None
            return after if after < len(tokens) and self._is_capital(after) else None
        if connector == "and" and after < len(tokens) and self._is_capital(after):
            return after if self._is_one_organisation(run, after) else None
        return None

    def _is_portfolio(self, run: Sequence[Token], after: int) -> bool:
        if run[-1].low not in {"secretary", "minister", "undersecretary", "chief"}:
            return False
        words = tuple(t.low for t in self._tokens[after : after + 2])
        return words[:1] in portfolios() or words in portfolios() or words[:1] == ("staff",)

    def _is_one_organisation(self, run: Sequence[Token], after: int) -> bool:
        """Tell "Department of Health and Human Services" and "Food and Drug Administration" from two names."""
        if any(t.low == "of" for t in run) and any(t.low in name_words()["needs more"] for t in run):
            last = run[-1]
            return lookup_words((last.text,)) is None and self._tokens[after].low not in titles()
        tail = after
        while tail + 1 < min(len(self._tokens), after + _LONGEST) and self._tokens[tail + 1].text[0].isupper():
            tail += 1
        if tail == after or self._tokens[tail].low not in name_words()["needs more"]:
            return False
        return len(run) == 1 and run[0].low not in titles() and lookup_words((run[0].text,)) is None
