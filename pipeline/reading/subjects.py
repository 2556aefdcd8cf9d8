"""Who stands before, or behind, a verb of speech?"""

from collections.abc import Sequence

from ..data import word_lists
from .document import Document
from .tokens import Token
from .verbs import is_verb

_LONGEST_APPOSITION = 30
_RELATIVE = frozenset({"who", "which", "whose", "where", "whom"})


def subject_of(document: Document, tokens: Sequence[Token], verb: int) -> str | None:
    """Return the subject of the verb at `tokens[verb]` as written, or None.

    Between commas before the verb stands an apposition ("Jane Doe, a doctor in Ayr, said") or the name itself
    ("the mayor, Jane Doe, said"). Behind "and" the subject is that of the first verb of the sentence.
    """
    grammar = word_lists("grammar.txt")
    end = verb
    while end and tokens[end - 1].low in grammar["auxiliary"] | grammar["adverb"] | {"not"}:
        end -= 1
    if end and tokens[end - 1].text == ",":
        comma = _comma_before(document, tokens, end - 1)
        inner = tokens[comma + 1 : end - 1] if comma is not None else ()
        if comma is not None and not _is_name(inner):
            return _phrase_before_asides(document, tokens, comma)
        return _trimmed(document, inner) if comma is not None else _phrase(document, tokens, end - 1)
    if end and tokens[end - 1].low in {"and", "but", "or", "then"}:
        first = next(
            (i for i in range(verb) if is_verb(tokens, i) and not document.quotation_at(tokens[i].start)), None
        )
        return subject_of(document, tokens, first) if first is not None and first < end - 1 else None
    return _phrase(document, tokens, end)


def phrase_behind(document: Document, tokens: Sequence[Token], start: int) -> str | None:
    """Return the name or noun phrase that begins at `tokens[start]`, up to a comma, a verb or a time."""
    grammar = word_lists("grammar.txt")
    end = min(start + 1, len(tokens))
    while end < len(tokens) and not _is_edge(document, tokens, end, grammar):
        end += 1
    return _trimmed(document, tokens[start:end])


def _phrase(document: Document, tokens: Sequence[Token], end: int) -> str | None:
    grammar = word_lists("grammar.txt")
    start = end
    while start and not _is_edge(document, tokens, start - 1, grammar):
        start -= 1
    return _trimmed(document, tokens[start:end])


def _phrase_before_asides(document: Document, tokens: Sequence[Token], comma: int) -> str | None:
    """Return the phrase before a comma, or before an aside with commas of its own: ", who won in May, a leap year,"."""
    opens = (i for i in range(comma - 1, 0, -1) if tokens[i].low in _RELATIVE and tokens[i - 1].text == ",")
    relative = next(opens, None)
    end = comma if relative is None or comma - relative > _LONGEST_APPOSITION else relative - 1
    if end > 1 and tokens[end - 1].text.isdigit() and tokens[end - 2].text == ",":
        end -= 2
    return _phrase(document, tokens, end)


def lead_of(document: Document, tokens: Sequence[Token]) -> str | None:
    """Return the phrase that the tokens of a sentence begin with, behind "On Monday," or "When it rained,".

    In "The mayor, Jane Doe, left" it is the name. None where there is none, as in a sentence that begins with a
    quotation.
    """
    grammar = word_lists("grammar.txt")
    start = 0
    if tokens and tokens[0].low in grammar["preposition"] | grammar["conjunction"]:
        start = next((i + 1 for i, t in enumerate(tokens) if t.text == ","), len(tokens))
    if start >= len(tokens) or document.quotation_at(tokens[start].start):
        return None
    end = start + 1
    while end < len(tokens) and not _is_edge(document, tokens, end, grammar):
        end += 1
    if end == len(tokens) and end - start > 1 and not tokens[end - 1].is_capitalised:
        end -= 1  # a verb that no list has, right before a colon
    closing = next((i for i in range(end + 1, len(tokens)) if tokens[i].text == ","), None)
    if (
        closing
        and tokens[end].text == ","
        and not tokens[end - 1].is_capitalised
        and _is_name(tokens[end + 1 : closing])
    ):
        return _trimmed(document, tokens[end + 1 : closing])
    return _trimmed(document, tokens[start:end])


def _comma_before(document: Document, tokens: Sequence[Token], comma: int) -> int | None:
    """Return the comma that opens the apposition which another closes."""
    for i in range(comma - 1, max(-1, comma - _LONGEST_APPOSITION), -1):
        if document.quotation_at(tokens[i].start):
            return None
        if tokens[i].text == "," and not (i + 2 == comma and tokens[i + 1].text[0].isdigit()):
            return i
    return None


def _is_edge(document: Document, tokens: Sequence[Token], at: int, grammar: dict[str, frozenset[str]]) -> bool:
    token = tokens[at]
    if document.quotation_at(token.start) or token.low in grammar["day or month"] | grammar["time adverb"]:
        return True
    if not token.is_word and token.low != "'s":
        return not (token.text in "-&" or (token.text == "." and at and len(tokens[at - 1].text) <= 4))
    if token.low in grammar["pronoun"] - grammar["personal pronoun"] or token.low in grammar["auxiliary"]:
        return True
    if token.low in grammar["conjunction"] and token.low != "and":
        return True
    if token.low in grammar["preposition"] and token.low not in {"of", "for", "to", "at", "in", "from"}:
        return True
    return is_verb(tokens, at) and not token.is_capitalised


def _is_name(tokens: Sequence[Token]) -> bool:
    words = [t for t in tokens if t.is_word]
    return bool(words) and all(
        t.is_capitalised or t.low in word_lists("grammar.txt")["name particle"] | {"of", "the", "'s"} for t in words
    )


def _trimmed(document: Document, tokens: Sequence[Token]) -> str | None:
    """Return a phrase as written, without what does not belong to it at its edges; None where nothing is left."""
    grammar = word_lists("grammar.txt")
    edge = grammar["conjunction"] | grammar["adverb"] | grammar["preposition"] | {"the", "a", "an", "'s", "both"}
    keep = list(tokens)
    while keep and (keep[0].low in edge or not keep[0].text[0].isalnum()):
        keep = keep[1:]
    while keep and (keep[-1].low in edge or not keep[-1].text[0].isalnum()):
        keep = keep[:-1]
    keep = _name_behind_office(keep, grammar)
    if keep and not any(t.is_capitalised for t in keep) and _is_indefinite(tokens, keep[0]):
        keep = [tokens[tokens.index(keep[0]) - 1], *keep]
    return " ".join(document.text[keep[0].start : keep[-1].end].split()) if keep else None


def _is_indefinite(tokens: Sequence[Token], first: Token) -> bool:
    """Tell whether "a" stands before a phrase: "a firefighter" is somebody new, "the firefighter" one who was named."""
    place = tokens.index(first)
    return place > 0 and tokens[place - 1].low in {"a", "an"}


def _name_behind_office(tokens: list[Token], grammar: dict[str, frozenset[str]]) -> list[Token]:
    """Narrow "national disaster agency spokesman Jane Doe" to the name at its end, and keep phrases of other forms."""
    start = len(tokens)
    while start and (
        tokens[start - 1].is_capitalised
        or not tokens[start - 1].is_word
        or tokens[start - 1].low in word_lists("grammar.txt")["name particle"]
    ):
        start -= 1
    behind_noun = start and tokens[start - 1].low not in grammar["preposition"] | grammar["determiner"] | {"'s", "and"}
    return tokens[start:] if behind_noun and start < len(tokens) else tokens
