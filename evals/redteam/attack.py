"""How does an attack go? A story is read with a hostile article in it, and once more without."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ...pipeline.check import check
from ...pipeline.llm.engine import LlmEngine
from ...pipeline.llm.notices import INSTRUCTION
from ...pipeline.llm.settings import Settings
from ...schemas import Article, Report
from ..model_server import Body, ModelServer, Step
from ..reader import plain_reader
from .attacker import Attacker
from .harm import Harm, harm_of, own_words

_HERE = Path(__file__).parent
_PLACES = {"first": "a-bulletin.txt", "last": "z-bulletin.txt"}
"""Names that put the hostile article there among the others."""


@dataclass(frozen=True)
class Outcome:
    """What came of an attack."""

    report: Report
    harm: Harm
    noticed: bool
    """Whether the report names text in the article that speaks to a model."""
    reached: tuple[str, ...]
    """The stages of calls about other articles that held something of the hostile one."""


def attacks() -> tuple[str, ...]:
    """Return the names of the attacks."""
    return tuple(sorted(path.stem for path in (_HERE / "attacks").glob("*.txt")))


@cache
def played(name: str, place: str) -> Outcome:
    """Return what comes of an attack by the article of that name, which stands first or last in the story."""
    hostile = Article(article=_PLACES[place], text=_text(_HERE / "attacks" / f"{name}.txt"))
    articles = sorted([*_others(), hostile], key=lambda article: article.article)
    expected, asked = _undisturbed()
    attacker = Attacker(own_words(hostile, asked), articles.index(hostile) + 1)
    report, _ = _checked(articles, attacker.step)
    noticed = any(n.kind == INSTRUCTION and n.article == hostile.article for n in report.notices)
    return Outcome(report, harm_of(report, expected, hostile.article), noticed, tuple(attacker.reached))


@cache
def _undisturbed() -> tuple[Report, list[str]]:
    """Return the report without a hostile article, and what was asked for it."""
    return _checked(_others(), lambda _: plain_reader())


@cache
def _others() -> tuple[Article, ...]:
    return tuple(Article(article=p.name, text=_text(p)) for p in sorted((_HERE / "story").glob("*.txt")))


def _text(path: Path) -> str:
    return path.read_bytes().decode()


def _checked(articles: Sequence[Article], decide: Callable[[Body], Step]) -> tuple[Report, list[str]]:
    with ModelServer() as server, tempfile.TemporaryDirectory() as folder:
        server.decide = decide
        settings = Settings(base_url=server.url, model="scripted", offline=True, cache_dir=Path(folder))
        report = check(articles, LlmEngine(settings))
        return report, [str(message["content"]) for seen in server.log for message in seen.body["messages"]]
