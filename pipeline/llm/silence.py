"""Which articles are silent on a matter, and which have only not been heard on it?

An article is silent where it was asked and the model says that it holds nothing; or where it shares so few words with
the matter that nobody asked, but then it must have been read and grouped as well. Where a call has failed, or had no
room for the matter, or the answer passes it over, its silence would be ours.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from ...schemas import Notice
from .crossexamine import STAGE, Hearing, Standing, Testimony, stems_of_matter, worth_asking
from .inquiry import Inquiry
from .source import Source
from .statements import Matter

NOT_HEARD = "not_heard"
"""The kind of notice for what a story's budget had no room to ask: no failure, and no silence either."""


@dataclass(frozen=True)
class Progress:
    """What the stages before have come to."""

    unread: Collection[str]
    """Names of the articles of which not all was read."""
    is_grouped: bool
    """Whether all statements that are alike were held against each other."""


def with_unheard(
    matters: Sequence[Matter],
    asked: Iterable[Hearing],
    answered: Iterable[tuple[Hearing, Testimony]],
    inquiry: Inquiry,
    progress: Progress,
) -> list[Matter]:
    """Return the matters with the names of the articles that have not been heard on them.

    Args:
        matters: those that the hearings were made from.
        asked: all hearings.
        answered: those that have an answer.
        inquiry: the story.
        progress: how far it was read.
    """
    hearings = {hearing.source.name: hearing for hearing in asked}
    testimonies = {hearing.source.name: testimony for hearing, testimony in answered}
    stems = [stems_of_matter(matter) for matter in matters]
    unheard: list[set[str]] = [set() for _ in matters]
    for source in inquiry.sources:
        hearing = hearings.get(source.name)
        numbers = {place: number for number, place in hearing.matters.items()} if hearing else {}
        settled = _settled(testimonies.get(source.name))
        known = source.name not in progress.unread and progress.is_grouped
        for place, matter in enumerate(matters):
            if matter.of(source.name):
                continue
            if place in numbers:
                is_heard = numbers[place] in settled
            else:
                is_heard = known and matter.statements[0].travels and not worth_asking(source, matter, stems[place])
            if not is_heard:
                unheard[place].add(source.name)
    return [replace(matter, unheard=frozenset(names)) for matter, names in zip(matters, unheard, strict=True)]


def _settled(testimony: Testimony | None) -> set[int]:
    """Return the matters on which an answer says that the article holds nothing."""
    if testimony is None:
        return set()
    speaks = {found.matter for found in testimony.found if found.relation is not Standing.UNRELATED}
    return ({*testimony.silent} | {found.matter for found in testimony.found}) - speaks


def tell_unheard(matters: Sequence[Matter], inquiry: Inquiry, failed: Collection[str]) -> None:
    """Say in the account which articles have not been heard on what.

    Args:
        matters: as they were examined.
        inquiry: the story.
        failed: names of articles of which is told already that a call about them has failed.
    """
    for source in inquiry.sources:
        if source.is_apart and len(inquiry.sources) > 1:
            inquiry.account.missed(source.name, STAGE, "it speaks to a model; what it says is put to no other article")
        left = [m for m in matters if _is_unheard(source, m)]
        if left and source.name not in failed:
            number = "1 matter" if len(left) == 1 else f"{len(left)} matters"
            why = f"it has not been heard on {number} of other articles; its silence there says nothing"
            inquiry.account.notices.append(
                Notice(article=source.name, kind=NOT_HEARD, start=0, end=0, evidence="", why=why)
            )


def _is_unheard(source: Source, matter: Matter) -> bool:
    """Tell whether an editor should know that an article was not heard on a matter.

    Not so where the model has set a statement apart from its group: the others were heard on what was the question,
    and no more is claimed of the statement than that it stands alone. Its matter names even its own article.
    """
    if matter.is_apart or not matter.articles.isdisjoint(matter.unheard):
        return False
    return source.name in matter.unheard and not matter.of(source.name)
