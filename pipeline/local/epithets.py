"""Which adjectives does an article set right before a name: "the occupied heights of X", "disgraced John Doe"?"""

from collections.abc import Iterator

from ..reading.names import NameKind
from .connotations import Field
from .labels import Label
from .phrases import Page
from .voice import voice_of

EPITHETS = Field(
    name="epithets",
    names=frozenset({"name"}),
    family="epithets",
    joins=(),
    objects={},
    context=frozenset(),
    near=frozenset(),
    by=frozenset(),
    asks="How do the articles name {name}?",
)


def epithets_in(page: Page) -> Iterator[Label]:
    """Yield the adjectives before names, each tied to the person, place or organisation named."""
    for sentence in page.document.sentences:
        for mention in page.mentions_in(sentence):
            if mention.is_people or mention.title == 0:
                continue
            start, modifiers = page.lexicon.modifier_before(sentence.tokens, mention.title)
            modifier = next((m for m in modifiers if "name" in m.of), None)
            hedged = start > 0 and sentence.tokens[start - 1].low in page.lexicon.hedges
            if (
                modifier is None
                or hedged
                or (sentence.tokens[start].is_capitalised and start and not sentence.is_heading)
            ):
                continue
            sort = "person" if mention.kind is NameKind.PERSON else "name"
            yield Label(
                page, sentence, start, mention.last, modifier.text, modifier.lean,
                voice_of(page, sentence, start, modifier.lean), EPITHETS, frozenset({f"{sort}: {mention.referent}"}),
            )  # fmt: skip
