"""From files to articles."""

from collections.abc import Iterable
from pathlib import Path

from ...schemas import Article, NotJudged
from ..errors import NothingToRead
from ..fingerprint import printable
from ..stages import Story


def read_story(folder: Path) -> Story:
    """Read the articles of a folder.

    Raises:
        NothingToRead: there is none.
    """
    articles, not_read = [], []
    for path in sorted(p for p in folder.iterdir() if p.suffix == ".txt"):
        try:
            articles.append(Article(article=path.name, text=path.read_bytes().decode()))
        except UnicodeDecodeError:
            not_read.append(NotJudged(item=path.name, stage="ingest", reason="is no text"))
    if not articles:
        raise NothingToRead(f"{folder}: no article to read")
    return Story(printable(folder.resolve().name), tuple(articles), not_read=tuple(not_read))


def story_of(articles: Iterable[Article], name: str) -> Story:
    """Make a story of articles that are given as objects."""
    return Story(name=name, articles=tuple(sorted(articles, key=lambda a: a.article)))


def is_story(folder: Path) -> bool:
    """Whether a folder holds articles."""
    return any(p.suffix == ".txt" for p in folder.iterdir())


def stories_in(folder: Path) -> list[Path]:
    """Return the folders of articles in a folder, by name."""
    return sorted(p for p in folder.iterdir() if p.is_dir() and is_story(p))
