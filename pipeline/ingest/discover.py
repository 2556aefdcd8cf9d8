"""Which files of a folder are articles, and what are their bytes?

A folder with an article file is a story, whatever folders it has inside; otherwise its sub-folders with article files
are stories. Hidden files, `story.yaml`, `expected.yaml`, read-me files, folders, pictures and the like are no
articles. Documents that cannot be read are: somebody put them there to be compared.
"""

import os
import stat
from pathlib import Path, PurePath

from ..data import word_lists
from ..errors import NothingToRead, UnreadableFile

ENDINGS = (".txt", ".md", ".json", ".jsonl", ".html", ".htm")


def is_story(folder: Path) -> bool:
    """Tell whether a folder holds an article file itself. A folder that cannot be listed holds none."""
    try:
        return any(is_article(path) and path.suffix.lower() in ENDINGS for path in folder.iterdir())
    except OSError:
        return False


def stories_in(folder: Path) -> list[Path]:
    """Return the story folders that `folder` stands for, sorted by name.

    That is the folder alone, if it is a story, and else those of its direct sub-folders that are. Hidden folders and
    links that lead out of the folder are left out.
    """
    if is_story(folder):
        return [folder]
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return []
    return [path for path in entries if path.name[0] != "." and is_story(path) and _is_inside(path, folder)]


def article_files(folder: Path) -> list[Path]:
    """Return the files of a story that are articles or documents to be named, sorted by name.

    Raises:
        NothingToRead: there is no such folder, or it may not be listed.
    """
    try:
        return sorted(path for path in folder.iterdir() if is_article(path))
    except NotADirectoryError as fault:
        raise NothingToRead(f"{shown(str(folder))} is a file: give the folder that it lies in") from fault
    except OSError as fault:
        raise NothingToRead(f"{shown(str(folder))}: {_worded(fault)}") from fault


def is_article(path: Path) -> bool:
    """Tell whether a file is an article or a document that might be one, by its name."""
    names = word_lists("files.txt")
    stem, ending = path.stem.lower(), path.suffix.lower()
    if path.name.startswith((".", "~$")) or path.name in names["own files"] or stem in names["companions"]:
        return False
    if ending in ENDINGS or ending in names["documents"] or not ending:
        return not path.is_dir()
    return False


def read_bytes(path: Path, folder: Path, limit: int) -> bytes:
    """Return the bytes of an article's file.

    Raises:
        UnreadableFile: it is a broken link or leads out of the folder, is no regular file, is over `limit` bytes, or
            may not be read. The message names no file.
    """
    try:
        if path.is_symlink() and not _is_inside(path, folder):
            raise UnreadableFile("is a link that leads out of the folder")
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile("is no regular file")
        if status.st_size > limit:
            raise UnreadableFile(_too_large(status.st_size, limit))
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as fault:
        raise UnreadableFile("is a broken link" if path.is_symlink() else _worded(fault)) from fault
    if len(data) > limit:
        raise UnreadableFile(_too_large(len(data), limit))
    return data


def _too_large(size: int, limit: int) -> str:
    return f"is too large: {size:,} bytes, the limit is {limit:,}"


def _is_inside(path: Path, folder: Path) -> bool:
    """Tell whether a path leads into a folder, links followed; one that leads nowhere is inside."""
    try:
        target = os.path.realpath(path, strict=True)
    except OSError:
        return True
    return PurePath(target).is_relative_to(os.path.realpath(folder))


def _worded(fault: OSError) -> str:
    return (fault.strerror or type(fault).__name__).lower()


def shown(words: str) -> str:
    """Return a text as one printable line, with control characters and the like written out."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in words)
