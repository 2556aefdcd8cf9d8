"""What passes from stage to stage, and what an engine must do.

files -> ingest -> Story -> [engine: extract -> cluster -> cross-examine] -> Examination -> judge -> Finding -> Report
"""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from ..schemas import Article, Claim, Kind, Notice, NotJudged, Relation, Usage, Weight


@dataclass(frozen=True)
class Story:
    """The articles of one story, and what of it could not be read."""

    name: str
    articles: tuple[Article, ...]
    title: str | None = None
    not_read: tuple[NotJudged, ...] = ()
    notices: tuple[Notice, ...] = ()
    """What an editor should know of an article that was read: that it is a duplicate, say."""


@dataclass(frozen=True)
class Cluster:
    """Claims of several articles, or of one, that answer the same neutral question."""

    kind: Kind
    question: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Examined:
    """A cluster with the relation of each of its claims to the first one, the reference.

    `reason` and `weight` are what an engine proposes; where they are None the judge finds its own.
    """

    cluster: Cluster
    relations: tuple[Relation, ...]
    reason: str | None = None
    weight: Weight | None = None
    unheard: frozenset[str] = frozenset()
    """Names of articles that are not silent though they stand in no claim: nobody has asked them, or had an answer."""


@dataclass(frozen=True)
class Examination:
    """All that an engine read in a story. Every claim stands in one cluster or is named in `not_judged`."""

    claims: tuple[Claim, ...]
    clusters: tuple[Examined, ...]
    not_judged: tuple[NotJudged, ...] = ()
    notices: tuple[Notice, ...] = ()
    usage: Usage = field(default_factory=Usage)
    model: str | None = None
    prompts: dict[str, str] = field(default_factory=dict)


class Engine(Protocol):
    """What does the reading. Engines propose; code judges."""

    @property
    def name(self) -> str:
        """What a report calls it."""

    async def examine(self, story: Story) -> Examination:
        """Extract, cluster and cross-examine the claims of a story's articles."""


@runtime_checkable
class Configured(Protocol):
    """An engine whose answers depend on settings. A finished story is done again when one of them changes."""

    @property
    def settings(self) -> Mapping[str, str]:
        """Name to value of what the answers depend on; never a key or another secret, for results hold it."""


@runtime_checkable
class Metered(Protocol):
    """An engine that asks a server, and counts over all stories of a run what it asks."""

    @property
    def at_once(self) -> int:
        """How many stories it is worth having under way at a time."""

    def usage(self) -> Usage:
        """Return what was asked so far."""

    def record(self, target: Path) -> int:
        """Write the answers that were used so far as a recording, and return how many they are."""


def opened(engine: Engine) -> AbstractAsyncContextManager[Any]:
    """Return what keeps an engine open for all stories of a run, where it has something to keep open: connections, say.

    To open it costs nothing, so that an engine may be opened before it is known whether a story needs it.
    """
    return engine if isinstance(engine, AbstractAsyncContextManager) else nullcontext()
