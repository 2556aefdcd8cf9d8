"""The engine that asks a language model: four stages of prompts, each answered once and kept, and code that decides.

extract -> cluster -> crossexamine -> phrase; the calls of a stage are under way together.
"""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from pydantic import BaseModel

from ...prompts import Prompt
from ...schemas import Claim, Kind, Relation, Usage
from ..errors import ItemFailed, RunStopped
from ..local.quotes import examine_quotes
from ..stages import Cluster, Examination, Examined, Story
from . import cluster, crossexamine, extract, phrase
from .borrowed import without_borrowed_tone
from .calls import Answer, Call
from .client import ModelClient
from .inquiry import Inquiry
from .merging import without_doubles
from .net import overlooked
from .prompting import length, prompt
from .recordings import digest_of, read_recording
from .relations import settled
from .settings import Settings
from .silence import Progress, tell_unheard, with_unheard
from .source import Source, sources_of
from .sources import load_settings
from .statements import Account, Matter, Statement

STAGES = (extract.STAGE, cluster.STAGE, crossexamine.STAGE, phrase.STAGE)
A = TypeVar("A", bound=BaseModel)


@dataclass
class _Open:
    """A run of several stories, and its client from the first of them on."""

    is_open: bool = False
    client: ModelClient | None = None


class LlmEngine:
    """Reads with a language model of any server that speaks OpenAI's chat protocol.

    `async with engine:` makes all stories examined within it one run: they share connections, limits and budget, and
    what is counted. Otherwise each story is a run of its own. A run belongs to one event loop.

    Args:
        settings: which model, where, and how much it may cost; by default what `load_settings` finds.
        repeat: counts runs that ask the same again on purpose, to see how the answers vary.
        client_of: makes the client of a run.

    Raises:
        BadSettings: a setting has a value that it cannot have.
        BadDataFile: a prompt breaks the rules.
    """

    name = "llm"

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        repeat: int = 0,
        client_of: Callable[[Settings], ModelClient] = ModelClient,
    ) -> None:
        self._settings = settings or load_settings().settings
        self._repeat = repeat
        self._prompts: dict[str, Prompt] = {stage: prompt(stage, self._settings.prompts) for stage in STAGES}
        self._client_of = client_of
        self._open = _Open()

    async def __aenter__(self) -> Self:
        self._open.is_open, self._open.client = True, None
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.is_open = False
        if self._open.client:
            await self._open.client.__aexit__(kind, error, trace)

    @cached_property
    def settings(self) -> Mapping[str, str]:
        """What the answers depend on."""
        chosen = {"model": self._settings.model or "", "base_url": self._settings.base_url}
        chosen |= {name: str(value) for name, value in self._settings.parameters.items()}
        if self._settings.replay:
            chosen["replay"] = digest_of(read_recording(self._settings.replay))
        return chosen | {f"prompt {stage}": digest for stage, digest in self.prompts.items()}

    @property
    def prompts(self) -> Mapping[str, str]:
        """Stage to the hash of its prompt's text."""
        return {stage: f"sha256:{prompt.sha256}" for stage, prompt in self._prompts.items()}

    @property
    def at_once(self) -> int:
        """How many stories it is worth having under way at a time: none of them can use more calls than there are."""
        return self._settings.concurrency

    def usage(self) -> Usage:
        """Return what the last run has asked so far, of all its stories."""
        return self._open.client.usage() if self._open.client else Usage()

    def record(self, target: Path) -> int:
        """Write the answers that the last run has used as a recording, and return how many they are."""
        return self._open.client.record(target) if self._open.client else 0

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[ModelClient]:
        """Have a client for one story, a part of the run that is open or one of its own."""
        if self._open.is_open:
            self._open.client = self._open.client or self._client_of(self._settings)
            yield self._open.client.part()
            return
        async with self._client_of(self._settings) as client:
            yield client

    def for_repeat(self, index: int) -> "LlmEngine":
        """Return the engine that asks the same once more and does not know the answers of the others.

        Where this one is open both are one run.
        """
        other = LlmEngine(self._settings, repeat=index, client_of=self._client_of)
        other._open = self._open
        return other

    async def examine(self, story: Story) -> Examination:
        """Extract, cluster and cross-examine the claims of a story's articles.

        What has no answer, or none that its article bears out, is named in `not_judged`.

        Raises:
            RunStopped: no question of this run will be answered any more. All answers so far are kept in the cache.
            UsageError: the settings make no sense.
        """
        inquiry = Inquiry(story.name, tuple(sources_of(story.articles)), self._prompts, self._repeat)
        async with self._asking() as client:
            matters = await _Run(inquiry, client).matters()
            claims, clusters = _told(matters, inquiry.account)
            found = (notice for source in inquiry.sources for notice in source.notices)
            return Examination(
                claims=claims,
                clusters=clusters,
                not_judged=tuple(inquiry.account.not_judged),
                notices=(*found, *inquiry.account.notices),
                usage=client.usage(),
                model=client.identity.model,
                prompts=dict(self.prompts),
            )


class _Run:
    """The stages of one story."""

    def __init__(self, inquiry: Inquiry, client: ModelClient) -> None:
        self._inquiry, self._client = inquiry, client
        self._failed: dict[str, set[str]] = defaultdict(set)
        """By stage, the items of which a call has no answer."""
        self._calls = self._tokens = 0
        """That were asked so far, by this run or an earlier one."""

    async def matters(self) -> list[Matter]:
        """Return all that the articles speak of, related and worded."""
        inquiry = self._inquiry
        if not inquiry.sources:
            return []
        statements = await self._extracted()
        quoted = _quotations([s for s in statements if s.claim.kind is Kind.QUOTE], inquiry.sources)
        told = cluster.bundled([s for s in statements if s.claim.kind is not Kind.QUOTE], inquiry.sources)
        rounds = cluster.rounds(told, inquiry)
        grouped = cluster.matters_of(told, await self._answers(rounds))
        hearings = crossexamine.hearings(referenced := crossexamine.referenced(grouped), inquiry)
        heard = await self._answers(hearings)
        progress = Progress(self._failed[extract.STAGE], is_grouped=not self._failed[cluster.STAGE])
        referenced = with_unheard(referenced, hearings, heard, inquiry, progress)
        examined = without_borrowed_tone(without_doubles(crossexamine.examined(referenced, heard, inquiry)))
        tell_unheard(examined, inquiry, self._failed[extract.STAGE] | self._failed[crossexamine.STAGE])
        matters = [*examined, *quoted]
        desks = phrase.desks(matters, inquiry, len(rounds), self._calls, self._tokens)
        worded = phrase.worded(matters, await self._answers(desks), inquiry.sources)
        return [*worded, *overlooked(worded, inquiry.sources)]

    async def _extracted(self) -> list[Statement]:
        sources = self._inquiry.sources
        calls = [(source, call) for source in sources for call in extract.extract_calls(source, self._inquiry)]
        answers = await self._ask([call for _, call in calls])
        by_source: dict[int, list[extract.Extraction]] = {source.number: [] for source in sources}
        for (source, _), answer in zip(calls, answers, strict=True):
            if answer is not None:
                by_source[source.number].append(answer)
        return [
            statement
            for source in sources
            for statement in extract.statements_in(source, by_source[source.number], self._inquiry.account)
        ]

    async def _answers(self, askers: Sequence[Any]) -> list[tuple[Any, Any]]:
        """Return who asks with what is answered, without those that have no answer."""
        answers = await self._ask([asker.call for asker in askers])
        return [(asker, answer) for asker, answer in zip(askers, answers, strict=True) if answer is not None]

    async def _ask(self, calls: Sequence[Call[A]]) -> list[A | None]:
        """Return the answers to the calls of a stage; what has none is told.

        Raises:
            RunStopped: there will be no more; those under way have come to their end.
        """
        self._calls += len(calls)
        self._tokens += sum(length(call.messages, call.answer) for call in calls)
        outcomes = await self._client.ask_all(calls)
        for outcome in outcomes:
            if isinstance(outcome, RunStopped):
                raise outcome
        values: list[A | None] = []
        for call, outcome in zip(calls, outcomes, strict=True):
            if isinstance(outcome, Answer):
                values.append(outcome.value)
            elif isinstance(outcome, ItemFailed):
                self._failed[call.stage].add(call.item)
                self._inquiry.account.missed(call.item, call.stage, str(outcome))
                values.append(None)
        return values


def _quotations(statements: Sequence[Statement], sources: Sequence[Source]) -> list[Matter]:
    """Return the quotations, the versions of each utterance together.

    What an article quotes that speaks to a model stands alone where it would make one utterance of two of the others,
    or change how their versions stand to one another.
    """
    together = _quoted(statements, sources)
    if not any(s.is_apart for s in statements):
        return together
    others = {_told_in(m): m for m in _quoted([s for s in statements if not s.is_apart], sources)}
    kept: list[Matter] = []
    alone: list[Statement] = []
    for matter in together:
        if matter.is_apart or others.pop(_told_in(matter.of_others), None) is not None:
            kept.append(matter)
        else:
            alone += [s for s in matter.statements if s.is_apart]
    return [*kept, *others.values(), *_quoted(alone, sources)]


def _told_in(matter: Matter) -> frozenset[tuple[str, Relation | None]]:
    return frozenset((s.claim.id, matter.relations.get(s.claim.id)) for s in matter.statements)


def _quoted(statements: Sequence[Statement], sources: Sequence[Source]) -> list[Matter]:
    """Return the quotations, the versions of each utterance together. Which are altered is for code alone to say."""
    by_id = {s.claim.id: s for s in statements}
    matters: list[Matter] = []
    for examined in examine_quotes((s.claim for s in statements), [source.reading for source in sources]):
        claims = examined.cluster.claims
        relations = {c.id: r for c, r in zip(claims, examined.relations, strict=True)}
        versions = tuple(replace(by_id[c.id], question=examined.cluster.question) for c in claims)
        matters.append(Matter(Kind.QUOTE, examined.cluster.question, versions, relations, weight=examined.weight))
    return matters


def _told(matters: Iterable[Matter], account: Account) -> tuple[tuple[Claim, ...], tuple[Examined, ...]]:
    """Return all claims, each with an id of its own, and the clusters. What was not related is told."""
    claims: list[Claim] = []
    clusters: list[Examined] = []
    times: Counter[str] = Counter()
    for matter in matters:
        matter = settled(matter, matter.relations) if len(matter.statements) == 1 else matter  # noqa: PLW2901
        members, relations = [], []
        for s in matter.statements:
            times[s.claim.id] += 1
            again = times[s.claim.id]
            claim = s.claim if again == 1 else s.claim.model_copy(update={"id": f"{s.claim.id}-{again}"})
            claims.append(claim)
            relation = matter.relations.get(s.claim.id)
            if relation is None:
                account.missed(claim.id, crossexamine.STAGE, "nobody has said how it stands to the others")
                continue
            members.append(claim)
            relations.append(relation)
        cluster_ = Cluster(matter.kind, matter.question, tuple(members))
        clusters.append(Examined(cluster_, tuple(relations), matter.reason, matter.weight, matter.unheard))
    return tuple(claims), tuple(clusters)
