"""What does a run of the eval leave behind, and where is it kept?

One JSON file a run. Its field names follow pydantic-evals' report where they mean the same (`name`, `cases`, `scores`),
but for one thing: a case that failed stays among the cases, so that nothing can be averaged without it.
"""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from ..pipeline.errors import BadRecord
from ..pipeline.storage import put, writing_in
from ..schemas import Finding, Kind, NotJudged, Usage, Verdict, Weight
from ..schemas.base import Record
from .metrics import Scores

RECORD_VERSION: Literal[1] = 1

MISSED = "missed"
FAILED = "failed"
UNLABELLED = "unlabelled"


class Failure(Record):
    """An error that ended a case: its class, what it said, and the line of code that raised it."""

    type: str
    message: str
    where: str


class Quote(Record):
    """A piece of an article, to be shown."""

    article: str
    text: str


class Reply(Record):
    """What the predicted position says that answers a labelled one."""

    value: str
    attributed_to: str | None = None
    same_value: bool
    same_informant: bool
    shared: int
    """Characters that both have in common."""
    length: int
    """Characters of both together."""


class Point(Quote):
    """A labelled position and what became of it."""

    value: str
    attributed_to: str | None = None
    met: bool = False
    """Whether anything predicted meets it."""
    exact: bool = False
    """Whether anything predicted has the very same span."""
    reply: Reply | None = None


class Outcome(Record):
    """A labelled finding and what became of it."""

    id: str
    kind: Kind
    question: str
    verdict: Verdict
    weight: Weight | None = None
    points: tuple[Point, ...]
    became: str
    """The verdict of the finding that answers it, or "missed", or "failed" with its case."""
    answer: str | None = None
    """The id of that finding."""

    @property
    def evidence(self) -> tuple[Quote, ...]:
        """What each labelled position rests on."""
        return tuple(Quote(article=point.article, text=point.text) for point in self.points)

    @property
    def flagged(self) -> bool:
        """Whether what became of it is a flag."""
        return self.became in set(Verdict) and Verdict(self.became).flagged

    @property
    def right(self) -> bool:
        """Whether the answer has the labelled verdict."""
        return self.became == self.verdict

    @property
    def major(self) -> bool:
        """Whether flag recall is asked of it."""
        return self.verdict.flagged and self.weight is Weight.MAJOR


class Scored(Record):
    """How a report compares with its labels."""

    scores: Scores
    outcomes: tuple[Outcome, ...]
    false_flags: tuple[str, ...] = ()
    """Ids of the flagged findings that answer no labelled flag."""
    leaks: tuple[Quote, ...] = ()
    """Traps that something predicted meets."""
    ungrounded: tuple[Quote, ...] = ()
    """Evidence that does not stand in its article."""
    misplaced: tuple[Quote, ...] = ()
    """Evidence that stands in its article, but not in the span that is given for it."""
    confusion: dict[str, dict[str, int]] = Field(default_factory=dict)
    """Labelled verdict (or "unlabelled") to predicted verdict (or "missed", "failed") to how many."""


class CaseResult(Record):
    """One case in one repeat."""

    name: str
    repeat: int = Field(ge=0)
    hash: str
    failure: Failure | None = None
    scored: Scored
    findings: tuple[Finding, ...] = ()
    not_judged: tuple[NotJudged, ...] = ()
    usage: Usage = Usage()
    seconds: float = 0.0
    """Wall time of the case."""
    model: str | None = None
    """As the server returned it."""
    prompts: dict[str, str] = Field(default_factory=dict)
    """Stage to hash of the prompt."""

    @property
    def passed(self) -> bool:
        """Whether an editor could rely on it: every major flag found, and nothing false, leaked or misquoted."""
        s = self.scored
        missed = any(outcome.major and not outcome.flagged for outcome in s.outcomes)
        return not (self.failure or missed or s.false_flags or s.leaks or s.ungrounded or s.misplaced)


class Run(Record):
    """Everything that is needed to compare a run with another one."""

    record_version: Literal[1] = RECORD_VERSION
    metric_version: int
    name: str
    started: str
    """ISO date and time, UTC."""
    engine: str
    repeats: int = Field(ge=1)
    parameters: dict[str, str] = Field(default_factory=dict)
    """What the engine was told, as it tells it, without secrets."""
    versions: dict[str, str] = Field(default_factory=dict)
    """Of Python, crossexam and the packages that can change an answer."""
    prompts: dict[str, str] = Field(default_factory=dict)
    """Stage to hash of the prompt."""
    data: str = ""
    """Hash of the word lists and tables."""
    seconds: float = 0.0
    cases: tuple[CaseResult, ...]

    @property
    def names(self) -> list[str]:
        """The names of the cases, each once."""
        return list(dict.fromkeys(case.name for case in self.cases))

    @property
    def hashes(self) -> dict[str, str]:
        """The hash of each case by its name."""
        return {case.name: case.hash for case in self.cases}

    @property
    def models(self) -> list[str]:
        """The models that answered."""
        return sorted({case.model for case in self.cases if case.model})

    @property
    def usage(self) -> Usage:
        """What all cases and repeats asked of a language model, with its stages."""
        each = [case.usage for case in self.cases]
        stages = sorted({stage for usage in each for stage in usage.stages})
        by_stage = {stage: _sum([usage.stages[stage] for usage in each if stage in usage.stages]) for stage in stages}
        return _sum(each).model_copy(update={"stages": by_stage})

    def of(self, name: str) -> list[CaseResult]:
        """Return the results of one case in the order of the repeats."""
        return [case for case in self.cases if case.name == name]


def _sum(each: Sequence[Usage]) -> Usage:
    """Return the sum of usages; the cost is None where any of it is unknown."""
    costs = [usage.cost for usage in each if usage.calls]
    known = [cost for cost in costs if cost is not None]
    return Usage(
        calls=sum(usage.calls for usage in each),
        cached=sum(usage.cached for usage in each),
        retries=sum(usage.retries for usage in each),
        prompt_tokens=sum(usage.prompt_tokens for usage in each),
        completion_tokens=sum(usage.completion_tokens for usage in each),
        cost=sum(known, Decimal(0)) if len(known) == len(costs) else None,
        seconds=sum(usage.seconds for usage in each),
    )


def save_run(run: Run, path: Path) -> None:
    """Write the record of a run, whole or not at all."""
    write_whole(path, run.model_dump_json(indent=1) + "\n")


def load_run(path: Path) -> Run:
    """Read the record of a run.

    Raises:
        BadRecord: the file cannot be read or holds none.
    """
    try:
        return Run.model_validate_json(path.read_bytes())
    except OSError as error:
        raise BadRecord(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadRecord(f"{path}: no record of an eval run: {where} {first['msg']}") from error


def runs_in(folder: Path) -> list[tuple[Path, Run]]:
    """Return the runs of a folder, oldest first.

    Raises:
        BadRecord: one of its JSON files holds none.
    """
    runs = [(path, load_run(path)) for path in sorted(folder.glob("*.json"))]
    return sorted(runs, key=lambda pair: pair[1].started)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old text or the new one.

    Raises:
        CannotWrite: it cannot be written.
    """
    with writing_in(path.parent):
        put(path, text.encode("utf-8"))
