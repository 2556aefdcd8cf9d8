"""What does the result of a story depend on? A result is finished as long as none of it has changed.

The files are read before the story is: one that changes in between leaves a fingerprint that no longer fits, so that
the next run does the story again.
"""

import hashlib
import json
import os
from importlib.util import find_spec
from os.path import realpath
from pathlib import Path

from pydantic import Field

from .. import __version__
from ..schemas import SCHEMA_VERSION
from ..schemas.base import Record
from .data import fingerprint as fingerprint_of_data
from .errors import NothingToRead
from .stages import Configured, Engine

_HASHED_UP_TO = 64 * 1024 * 1024
"""Bytes. No article is as large; a film that lies beside the articles is told by its size alone."""


class MadeOf(Record):
    """What a result was made of. Nothing in it says where or when."""

    story: str
    """The name of the story's folder."""
    inputs: dict[str, str]
    """Name of each file in the folder, `story.yaml` included, to "sha256:…", or to what is wrong with it. Folders and
    hidden files are no part of a story."""
    engine: str
    settings: dict[str, str] = Field(default_factory=dict)
    """What the engine's answers depend on."""
    version: str = __version__
    schema_version: int = SCHEMA_VERSION
    data: str
    """The sha256 of the word lists and tables, a desk's own included."""
    extras: dict[str, bool] = Field(default_factory=dict)
    """Whether optional libraries that read articles are installed."""

    @property
    def fingerprint(self) -> str:
        """The sha256 of all of it."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


def made_of(folder: Path, engine: Engine) -> MadeOf:
    """Return what the result of the story in `folder` depends on. Reads every file in it once.

    Raises:
        NothingToRead: the folder cannot be listed.
    """
    try:
        with os.scandir(folder) as entries:
            inputs = {printable(e.name): _state_of(e, folder) for e in entries if not _is_no_part(e)}
    except OSError as fault:
        raise NothingToRead(f"{folder}: {fault.strerror}") from fault
    return MadeOf(
        story=printable(folder.resolve().name),
        inputs=dict(sorted(inputs.items())),
        engine=engine.name,
        settings=dict(engine.settings) if isinstance(engine, Configured) else {},
        data=fingerprint_of_data(),
        extras={name: find_spec(name) is not None for name in ("trafilatura",)},
    )


def _is_no_part(entry: os.DirEntry[str]) -> bool:
    return entry.name.startswith(".") or entry.is_dir(follow_symlinks=False)


def _state_of(entry: os.DirEntry[str], folder: Path) -> str:
    """Return the hash of a file's bytes. Links that leave the folder, devices and folders are never opened."""
    if entry.is_symlink():
        link = f"link to {printable(str(Path(entry.path).readlink()))}"
        target = Path(realpath(entry.path))  # Path.resolve raises where links run in a circle
        inside = target.is_relative_to(realpath(folder)) and target.is_file()
        return f"{link}, {_hash_of(target)}" if inside else link
    return _hash_of(Path(entry.path)) if entry.is_file() else "no file"


def _hash_of(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > _HASHED_UP_TO:
            return f"{size} bytes"
        with path.open("rb") as file:
            return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        return f"unreadable: {fault.strerror}"


def printable(name: str) -> str:
    """Return a file's name with bytes that are no UTF-8 as escapes, so that it can stand in JSON."""
    return name.encode("utf-8", "backslashreplace").decode()
