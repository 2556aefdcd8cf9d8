"""What passes from stage to stage, and what an engine must do.

files -> ingest -> Story -> [engine: extract -> cluster -> cross-examine] -> Examination -> judge -> Finding -> Report
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

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
