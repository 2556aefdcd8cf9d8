"""The embedded engine: rules and data, no network, no model, English."""

from ...schemas import NotJudged
from ..reading.identity import identify
from ..reading.names import names_in
from ..reading.vocabulary import vocabulary_of
from ..stages import Examination, Story
from .circumstances import Circumstances
from .compare_events import examine_events
from .compare_quantities import examine_quantities
from .copies import with_copies, without_copies
from .events import tellings_in
from .framing import examine_framing
from .parties import Cast
from .quantities import quantities_in
from .quotes import examine_quotes, quotes_in
from .reading import read_all
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
        words, circumstances = StoryWords(readings), Circumstances(readings)
        quantities = [c for r in readings for c in quantities_in(r)]
        quotes = [c for r in readings for c in quotes_in(r)]
        documents = [r.document for r in readings]
        vocabulary = vocabulary_of(documents)
        referents = identify(documents, [names_in(d, vocabulary) for d in documents])
        framed = examine_framing(readings, referents)
        casts = {r.name: Cast(r, referents) for r in readings}
        tellings = [t for cast in casts.values() for t in tellings_in(cast)]
        examined_quotes = examine_quotes(quotes, readings)
        events = examine_events(tellings, casts, examined_quotes, words)
        examination = Examination(
            claims=(
                *quantities,
                *quotes,
                *(c for e in events for c in e.cluster.claims),
                *(c for e in framed for c in e.cluster.claims),
            ),
            clusters=(
                *examine_quantities(quantities, readings, circumstances, words),
                *examined_quotes,
                *events,
                *framed,
            ),
            not_judged=tuple(
                NotJudged(item=a.article, stage="extract", reason=f"the local engine reads English, not {a.language!r}")
                for a in foreign
            ),
        )
        return with_copies(examination, copies)
