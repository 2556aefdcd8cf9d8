"""How does each version of a quotation differ from the fullest one?

An excerpt that starts later or stops earlier is no change. Words that are missing inside it are, unless an ellipsis
says so; so are words that were added, unless brackets say that they are the editor's.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from .edits import Edit, marked_word_edits

_LONGEST = 300
"""Words up to which two versions are compared, by the judge as well; nobody quotes more in one breath."""
# Only whole words: "[T]he" is a capital, not a remark.
_BRACKETED = re.compile(r"(?<!\S)\[[^\[\]]{1,200}\][^\w\s]*(?!\S)")
_ELLIPSIS = re.compile(r"\[?(?:…|\.{3,})\]?")


class Change(StrEnum):
    """What a piece of a version is, beside the fullest version."""

    SAME = "same"
    MISSING = "missing"
    """Stands in the fullest version and was dropped here without a sign."""
    ADDED = "added"
    """Stands here inside the quotation marks and not in the fullest version."""
    OMITTED = "omitted"
    """Dropped here, and an ellipsis says so."""
    ELLIPSIS = "ellipsis"
    BRACKETED = "bracketed"
    EDGE = "edge"
    """Before or after the excerpt; left out by quoting less."""


class Piece(NamedTuple):
    """Some words of a version, or words that it lacks."""

    change: Change
    text: str


def fullest_of(versions: Sequence[str]) -> int:
    """Return which version has the most words; the first of several."""
    return max(range(len(versions)), key=lambda i: (len(versions[i].split()), -i))


def pieces_of(fullest: str, version: str) -> list[Piece]:
    """Return a version in pieces that show how it differs from the fullest one."""
    if max(len(fullest.split()), len(version.split())) > _LONGEST:
        return list(_signed(Change.SAME, version))
    edits = marked_word_edits(fullest, version)
    pieces: list[Piece] = []
    for i, edit in enumerate(edits):
        pieces += _pieces(edit, first=i == 0, last=i == len(edits) - 1)
    return pieces


def _pieces(edit: Edit, *, first: bool, last: bool) -> Iterator[Piece]:
    here, gone = " ".join(edit.other), " ".join(edit.one)
    if edit.kind == "equal" or (gone and _is_signs(gone)):
        # Where the fullest version has an ellipsis or a remark in brackets, other words are no change.
        yield from _signed(Change.SAME, here)
    elif edit.kind == "delete":
        yield Piece(Change.EDGE if first or last else Change.MISSING, gone)
    elif edit.kind == "insert":
        yield from _signed(Change.ADDED, here)
    elif _is_signs(here):
        yield from _signed(Change.ADDED, here)
        yield Piece(Change.OMITTED, gone)
    else:
        yield from _replaced(edit, first=first, last=last)


def _is_signs(text: str) -> bool:
    return not _ELLIPSIS.sub("", _BRACKETED.sub("", text)).strip()


def _replaced(edit: Edit, *, first: bool, last: bool) -> Iterator[Piece]:
    """Yield words that stand in place of others; at an edge only as many others as there are words here."""
    here, gone = edit.other, edit.one
    near = len(here)
    if first and not last and len(gone) > near:
        yield Piece(Change.EDGE, " ".join(gone[:-near]))
        gone = gone[-near:]
    beyond: tuple[str, ...] = ()
    if last and not first and len(gone) > near:
        gone, beyond = gone[:near], gone[near:]
    yield Piece(Change.MISSING, " ".join(gone))
    yield from _signed(Change.ADDED, " ".join(here))
    if beyond:
        yield Piece(Change.EDGE, " ".join(beyond))


def _signed(change: Change, text: str) -> Iterator[Piece]:
    """Yield a text with its ellipses and brackets as pieces of their own."""
    at = 0
    signs = sorted([*_BRACKETED.finditer(text), *_ELLIPSIS.finditer(text)], key=lambda m: (m.start(), -m.end()))
    for sign in signs:
        if sign.start() < at:
            continue
        if text[at : sign.start()].strip():
            yield Piece(change, text[at : sign.start()].strip())
        is_ellipsis = _ELLIPSIS.fullmatch(sign.group()) is not None
        yield Piece(Change.ELLIPSIS if is_ellipsis else Change.BRACKETED, sign.group())
        at = sign.end()
    if text[at:].strip():
        yield Piece(change, text[at:].strip())
