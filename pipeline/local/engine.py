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
        tellings = [t for r in readings for t in tellings_in(r)]
        examination = Examination(
            claims=(
                *quantities,
                *quotes,
                *(t.claim for t in tellings),
                *(c for e in framed for c in e.cluster.claims),
            ),
            clusters=(
                *examine_quantities(quantities, readings, circumstances, words),
                *examine_quotes(quotes, readings),
                *examine_events(tellings, readings, words),
                *framed,
            ),
            not_judged=tuple(
                NotJudged(item=a.article, stage="extract", reason=f"the local engine reads English, not {a.language!r}")
                for a in foreign
            ),
        )
        return with_copies(examination, copies)
