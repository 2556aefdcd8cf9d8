"""The result of checking one story, which is what `findings.json` holds."""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from .article import Article
from .base import Record
from .claim import Claim
from .finding import Finding

SCHEMA_VERSION: Literal[1] = 1


class Tool(Record):
    """Which program, engine and prompts made a report."""

    name: Literal["crossexam"] = "crossexam"
    version: str
    engine: str
    model: str | None = None
    prompts: dict[str, str] = Field(default_factory=dict)
    """Stage to "sha256:…" of the prompt's text."""


class StoryName(Record):
    """Which story a report is about."""

    name: str
    title: str | None = None


class NotJudged(Record):
    """Something that could not be read or judged, at which stage, and why."""

    item: str
    stage: str
    reason: str


class Notice(Record):
    """Something an editor should know of an article that is no disagreement between articles."""

    article: str
    kind: str
    start: int = Field(ge=0)
    end: int
    evidence: str
    why: str


class Usage(Record):
    """What a run asked of a language model. `cost` is in US dollars, None where no price is known."""

    calls: int = 0
    cached: int = 0
    retries: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: Decimal | None = None
    seconds: float = 0.0
    stages: dict[str, "Usage"] = Field(default_factory=dict)


class Report(Record):
    """Everything a run found in one story. `model_dump_json()` gives `findings.json`."""

    schema_version: Literal[1] = SCHEMA_VERSION
    tool: Tool
    story: StoryName
    articles: tuple[Article, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    """Flagged and major first."""
    notices: tuple[Notice, ...] = ()
    not_judged: tuple[NotJudged, ...] = ()
    usage: Usage = Usage()
