"""Which answers do we have already?

Answers cost money, so nothing is ever evicted, and each is kept before it counts as given: the end of the process, at
any moment, loses none, while a power cut can lose the last ones. The folder is for its owner alone (0700, files 0600):
who can write to it can forge answers, though not run code (see `disk`). What is read is checked again, and anything
that is wrong with a row or with the whole file is a miss and a warning, never a wrong answer. Must not lie on NFS.
"""

import logging
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

import diskcache
from diskcache.core import DBNAME, MODE_RAW

from ...schemas.base import Record
from .disk import PlantedRow
from .opening import opened
from .records import Broken, KeptAnswer, from_bytes, to_bytes

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
FOLDER = "answers"
"""Under the cache folder: a folder of our own, whose mode we may set."""
_LEASE = "lease:"
_DAY = 86_400
_FAULTS = (sqlite3.Error, diskcache.Timeout, PlantedRow)


class Stored(NamedTuple):
    """An answer of the cache, and when it was stored, in seconds since 1970."""

    kept: KeptAnswer
    at: float


class CacheInfo(Record):
    """What a cache holds."""

    folder: Path
    answers: int
    broken: int
    """Rows that are no answers; `prune` removes them."""
    size: int
    """Of the file, in bytes."""
    tokens: int
    """That the answers took when they were asked."""
    stages: dict[str, int]
    models: dict[str, int]
    """How many answers there are of each."""


class AnswerCache:
    """Answers by key, in a folder that threads and processes share.

    Reads never wait. A write takes below a millisecond, or as long as another process writes; both are too short to be
    worth a thread of their own.
    """

    def __init__(self, cache_dir: Path) -> None:
        self.folder = cache_dir / FOLDER
        self._cache = opened(self.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, for this thread."""
        self._cache.close()

    def get(self, key: str) -> KeptAnswer | None:
        """Return the answer to a question, or None."""
        held = self._safely(None, self._cache.get, key)
        if held is None:
            return None
        stored = _stored(held, key)
        if isinstance(stored, Broken):
            _log.warning("%s: an answer in the cache is %s and is asked again", self.folder, stored.reason)
            return None
        return stored.kept

    def put(self, kept: KeptAnswer) -> None:
        """Keep an answer. It outlives the process when this returns, or a warning says that it is not kept."""
        held = b"%d\n%b" % (time.time(), to_bytes(kept))
        self._safely(None, self._cache.set, kept.key, held)

    def take(self, key: str, owner: bytes, seconds: float, gone: Callable[[bytes], bool]) -> bool:
        """Take the turn to ask a question, unless another has it.

        Args:
            key: of the question.
            owner: who asks; nobody else gives the same.
            seconds: how long the turn lasts unless it is renewed.
            gone: tells whether an owner who has the turn is known to ask no more.

        Returns:
            Whether it is ours now. When the cache cannot tell it is: asking twice is better than not at all.
        """
        lease = _LEASE + key

        def attempt() -> bool:
            if self._cache.add(lease, owner, expire=seconds):
                return True
            with self._cache.transact():
                other = self._cache.get(lease)
                if other is not None and not gone(other):
                    return False
                self._cache.set(lease, owner, expire=seconds)
                return True

        return self._safely(True, attempt)

    def renew(self, key: str, owner: bytes, seconds: float) -> None:
        """Keep a turn for so much longer, if it is still ours."""
        lease = _LEASE + key

        def attempt() -> None:
            with self._cache.transact():
                if self._cache.get(lease) == owner:
                    self._cache.touch(lease, expire=seconds)

        self._safely(None, attempt)

    def leave(self, key: str, owner: bytes) -> None:
        """Give a turn back, if it is still ours."""
        lease = _LEASE + key

        def attempt() -> None:
            with self._cache.transact():
                if self._cache.get(lease) == owner:
                    self._cache.delete(lease)

        self._safely(None, attempt)

    def answers(self) -> Iterator[Stored | Broken]:
        """Yield every answer, in no particular order, and for each row that is none what is wrong with it."""
        for key in self._safely(list[str | None](), list, self._cache):
            if key is None:
                yield Broken("of another form")
            elif not key.startswith(_LEASE):
                held = self._safely(b"", self._cache.get, key)
                if held is not None:
                    yield _stored(held, key)

    def info(self) -> CacheInfo:
        """Return what the cache holds. Reads all of it."""
        found = list(self.answers())
        kept = [each.kept for each in found if isinstance(each, Stored)]
        return CacheInfo(
            folder=self.folder,
            answers=len(kept),
            broken=len(found) - len(kept),
            size=sum(file.stat().st_size for file in self.folder.glob(f"{DBNAME}*")),
            tokens=sum(k.tokens.prompt + k.tokens.completion for k in kept),
            stages=dict(sorted(Counter(k.stage for k in kept).items())),
            models=dict(sorted(Counter(k.model for k in kept).items())),
        )

    def prune(self, older_than_days: float | None = None, stage: str | None = None, model: str | None = None) -> int:
        """Remove the answers that fit all that is given, and every row that is no answer; return how many rows.

        With nothing given, only rows that are no answers are removed.
        """
        chosen = []
        for each in self.answers() if (older_than_days, stage, model) != (None, None, None) else ():
            if not isinstance(each, Stored):
                continue
            old = older_than_days is None or each.at < time.time() - older_than_days * _DAY
            if old and stage in {None, each.kept.stage} and model in {None, each.kept.model}:
                chosen.append(each.kept.key)
        removed = sum(self._safely(False, self._cache.delete, key) for key in chosen)
        return removed + self._safely(0, self._remove_broken)

    def _remove_broken(self) -> int:
        """Remove the rows that are no answers, and turns that are over. Goes past diskcache, which cannot name them."""
        with closing(sqlite3.connect(self.folder / DBNAME, timeout=self._cache.timeout)) as connection, connection:
            rows = connection.execute("SELECT rowid, key, raw, mode, filename, value, expire_time FROM Cache")
            broken = [(rowid,) for rowid, *row in rows if _is_over_or_broken(*row)]
            connection.executemany("DELETE FROM Cache WHERE rowid = ?", broken)
        return len(broken)

    def _safely(self, otherwise: _T, action: Callable[..., _T], *given: Any) -> _T:
        try:
            return action(*given)
        except _FAULTS as fault:
            _log.warning("%s: the cache fails (%s); going on without it", self.folder, fault.__class__.__name__)
            return otherwise


def _stored(held: bytes, key: str) -> Stored | Broken:
    at, _, rest = held.partition(b"\n")
    if not at.isdigit():
        return Broken("damaged")
    kept = from_bytes(rest, key)
    return kept if isinstance(kept, Broken) else Stored(kept, float(at))


def _is_over_or_broken(key: Any, raw: Any, mode: Any, filename: Any, value: Any, expires: Any) -> bool:
    if (type(key), raw, mode, filename, type(value)) != (str, 1, MODE_RAW, None, bytes):
        return True
    if key.startswith(_LEASE):
        return type(expires) is not float or expires < time.time()
    return isinstance(_stored(value, key), Broken)
