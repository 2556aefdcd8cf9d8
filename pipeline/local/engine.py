"""The embedded engine: rules and data, no network, no model, English."""

from collections.abc import Sequence

from ...schemas import NotJudged
from ..reading.identity import identify
from ..reading.names import names_in
from ..reading.vocabulary import vocabulary_of
from ..stages import Examination, Examined, Story
from .circumstances import Circumstances
from .compare_events import examine_events
from .compare_quantities import examine_quantities
from .copies import with_copies, without_copies
from .events import tellings_in
from .framing import examine_framing
from .parties import Cast
from .quantities import quantities_in
from .quotes import examine_quotes, quotes_in
from .reading import Reading, read_all
from .similarity import StoryWords


class LocalEngine:
    """Reads English news with rules; deterministic, and quick enough to run on every save."""

    name = "local"

    async def examine(self, story: Story) -> Examination:
        """Extract, cluster and cross-examine the claims of a story's articles."""
        english = [a for a in story.articles if a.language in {"en", None}]
        foreign = [a for a in story.articles if a.language not in {"en", None}]
        firsts, copies = without_copies(english)
        readings = read_all(firsts)
        clusters = examined_by_rules(readings)
        examination = Examination(
            claims=tuple(c for e in clusters for c in e.cluster.claims),
            clusters=tuple(clusters),
            not_judged=tuple(
                NotJudged(item=a.article, stage="extract", reason=f"the local engine reads English, not {a.language!r}")
                for a in foreign
            ),
        )
        return with_copies(examination, copies)


def examined_by_rules(readings: Sequence[Reading]) -> list[Examined]:
    """Return what rules find in articles: figures, quotations, acts and ties, and names, each related across them."""
    words, circumstances = StoryWords(readings), Circumstances(readings)
    quantities = [c for r in readings for c in quantities_in(r)]
    quotes = examine_quotes((c for r in readings for c in quotes_in(r)), readings)
    documents = [r.document for r in readings]
    vocabulary = vocabulary_of(documents)
    referents = identify(documents, [names_in(d, vocabulary) for d in documents])
    casts = {r.name: Cast(r, referents) for r in readings}
    tellings = [t for cast in casts.values() for t in tellings_in(cast)]
    return [
        *examine_quantities(quantities, readings, circumstances, words),
        *quotes,
        *examine_events(tellings, casts, quotes, words),
        *examine_framing(readings, referents),
    ]
