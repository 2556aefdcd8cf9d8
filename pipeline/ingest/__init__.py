"""From files to articles: what is in a story's folder, decoded, dated, named, and told from the pages it stood on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ...schemas import Article, ArticleNote, Notice, NotJudged, StoryFile
from ..errors import InputError, MissingExtra, NothingToRead, UsageError
from ..fingerprint import printable
from ..stages import Story
from .discover import article_files, is_story, read_bytes, shown, stories_in
from .draft import Draft
from .fields import sound
from .formats import parts_of
from .metadata import completed, duplicates, notice_of
from .story_file import NAME, parse_story_file

__all__ = ["DEFAULT_LIMIT", "is_story", "read_story", "stories_in", "story_of"]

DEFAULT_LIMIT = 5_000_000
"""Bytes that a file may have."""
_STAGE = "ingest"
_MOST_FAULTS = 3


@dataclass
class _Reading:
    """What has been read of a folder so far."""

    articles: list[Article] = field(default_factory=list)
    not_read: list[NotJudged] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def fault(self, name: str, fault: str) -> None:
        self.not_read.append(NotJudged(item=name, stage=_STAGE, reason=shown(fault)))

    @property
    def faults(self) -> list[str]:
        """What could not be read, each in one line with its name."""
        return [f"{shown(fault.item)} {fault.reason}" for fault in self.not_read]


def read_story(folder: Path, *, limit: int = DEFAULT_LIMIT) -> Story:
    """Read the articles of a folder.

    What cannot be read is named in `not_read`, one clear line each, and the others are read all the same. Articles
    are sorted by name.

    Args:
        folder: holds the articles (.txt, .md, .json, .jsonl, .html) and, if the desk wrote one, a `story.yaml`.
        limit: the size in bytes over which a file is not read.

    Raises:
        NothingToRead: there is no such folder, or no article in it can be read; the message says why.
    """
    reading = _Reading()
    paths = article_files(folder)
    stated = _story_file(folder, reading, limit)
    for path in paths:
        _read_file(path, folder, limit, stated, reading)
    read = {article.article for article in reading.articles} | {fault.item for fault in reading.not_read}
    known = read | {printable(path.name) for path in paths}
    for name in stated.articles:
        if name not in known:
            reading.fault(name, f"is named in {NAME} but is not in the folder")
    if not reading.articles:
        raise NothingToRead(_nothing_in(folder, reading))
    return _story(printable(folder.resolve().name) or "story", stated.title, reading)


def story_of(articles: Iterable[Article], name: str) -> Story:
    """Make a story of articles that are given as objects.

    What an object leaves open (title, outlet, day of publication, language, skipped stretches) is read from its text.

    Raises:
        NothingToRead: there is no article, or none with a text.
        UsageError: two of them have one name.
    """
    reading = _Reading()
    seen: set[str] = set()
    for article in articles:
        if article.article in seen:
            raise UsageError(f"two articles are named {shown(article.article)}")
        seen.add(article.article)
        if not article.text.strip():
            reading.fault(article.article, "is empty")
        elif sound(article.text) != article.text:
            reading.fault(article.article, "has half of a surrogate pair, which no file can hold")
        else:
            reading.articles.append(completed(article))
    if not reading.articles:
        raise NothingToRead(f"nothing to read: {_listed(reading.faults) or 'no articles were given'}")
    return _story(name, None, reading)


def _story(name: str, title: str | None, reading: _Reading) -> Story:
    articles, notices = duplicates(sorted(reading.articles, key=lambda article: article.article))
    return Story(
        name=name,
        articles=tuple(articles),
        title=title,
        not_read=tuple(reading.not_read),
        notices=(*reading.notices, *notices),
    )


def _story_file(folder: Path, reading: _Reading, limit: int) -> StoryFile:
    path = folder / NAME
    if not path.is_file() and not path.is_symlink():
        return StoryFile()
    try:
        return parse_story_file(read_bytes(path, folder, limit))
    except InputError as fault:
        reading.fault(NAME, str(fault))
        return StoryFile()


def _read_file(path: Path, folder: Path, limit: int, stated: StoryFile, reading: _Reading) -> None:
    of_file = printable(path.name)
    try:
        parts = parts_of(path.name, read_bytes(path, folder, limit))
    except InputError as fault:
        reading.fault(of_file, str(fault))
        return
    for part in parts:
        name = printable(part.name)
        try:
            draft = part.read()
        except (InputError, MissingExtra) as fault:
            reading.fault(name, str(fault))
        else:
            _add(name, draft, stated.articles.get(name) or stated.articles.get(of_file), reading)


def _add(name: str, draft: Draft, note: ArticleNote | None, reading: _Reading) -> None:
    note = note or ArticleNote()
    article = Article(
        article=name,
        text=draft.text,
        sha256=draft.sha256,
        title=note.title or draft.title,
        outlet=note.outlet or draft.outlet,
        published=note.published or draft.published,
        url=note.url or draft.url,
        encoding=draft.encoding,
        primary=note.primary,
    )
    article = completed(article, declared_language=draft.language)
    reading.articles.append(article)
    reading.notices += [notice_of(article, "metadata", remark) for remark in draft.remarks]


def _nothing_in(folder: Path, reading: _Reading) -> str:
    if not reading.faults:
        return f"no article in {shown(str(folder))}"
    return f"nothing to read in {shown(str(folder))}: {_listed(reading.faults)}"


def _listed(faults: list[str]) -> str:
    more = f"; and {len(faults) - _MOST_FAULTS} more" if len(faults) > _MOST_FAULTS else ""
    return "; ".join(faults[:_MOST_FAULTS]) + more
