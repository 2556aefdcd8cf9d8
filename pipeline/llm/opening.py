"""How is the cache's file opened, whatever state it is in?"""

import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import diskcache
from diskcache.core import DBNAME, DEFAULT_SETTINGS, METADATA

from ..errors import BadSettings
from .disk import PlainDisk

_log = logging.getLogger(__name__)
_OURS = {
    **DEFAULT_SETTINGS,
    "eviction_policy": "none",
    "sqlite_synchronous": 1,  # NORMAL: FULL would stop every call under way for the time of three writes to the disk
}
"""Every setting is given, so that none is taken from a file that someone else may have written."""
_COLUMNS = "key, raw, store_time, expire_time, access_time, access_count, tag, size, mode, filename, value"
_BUSY_FOR = 10.0
"""Seconds to wait for another process that writes."""
_NOT_USABLE = {
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}
"""Faults of the place and not of what the file holds."""


def opened(folder: Path, patience: float = _BUSY_FOR) -> diskcache.Cache:
    """Open the cache in a folder and make the folder its owner's alone.

    A file that is no cache, or a damaged one, is moved aside with a warning, and a new one takes its place.

    Args:
        folder: of the cache; made where there is none.
        patience: seconds to wait for another who is opening it.

    Raises:
        BadSettings: the folder cannot be used.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.is_symlink():
            raise BadSettings(f"{folder}: cannot be used as cache: is a link")
        folder.chmod(0o700)
        with _one_at_a_time(folder, patience):
            try:
                return _open(folder)
            except sqlite3.DatabaseError as fault:
                if _code(fault) in _NOT_USABLE:
                    raise BadSettings(f"{folder}: cannot be used as cache: {fault}") from fault
                _log.warning("%s is damaged: it is moved aside, and a new cache is begun", folder / DBNAME)
                _move_aside(folder)
                return _open(folder)
    except OSError as fault:
        raise BadSettings(f"{folder}: cannot be used as cache: {fault.strerror}") from fault


def _open(folder: Path) -> diskcache.Cache:
    # SQLite gives the files beside it the mode of the database, so that is made first.
    os.close(os.open(folder / DBNAME, os.O_CREAT | os.O_RDWR, 0o600))
    for file in folder.glob(f"{DBNAME}*"):
        file.chmod(0o600)
    with closing(sqlite3.connect(folder / DBNAME, timeout=_BUSY_FOR)) as connection:
        _restore_settings(connection)
    return diskcache.Cache(str(folder), timeout=_BUSY_FOR, disk=PlainDisk, **_OURS)


def _restore_settings(connection: sqlite3.Connection) -> None:
    """Check the tables, and make the settings in the file ours: diskcache runs them as SQL and as attributes."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "Cache" in tables:
        connection.execute(f"SELECT {_COLUMNS} FROM Cache LIMIT 0")  # noqa: S608 - a constant
    held = dict(connection.execute("SELECT key, value FROM Settings")) if "Settings" in tables else {}
    wrong = [key for key, value in held.items() if key not in METADATA and (key, value) not in _OURS.items()]
    if wrong:
        with connection:
            connection.executemany("DELETE FROM Settings WHERE key = ?", [(key,) for key in wrong])


@contextmanager
def _one_at_a_time(folder: Path, patience: float) -> Iterator[None]:
    """Keep other processes from opening, or moving aside, the same file; go on without after a while."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        yield
        return
    lock = os.open(folder / "opening.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        until = time.monotonic() + patience
        while time.monotonic() < until:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.01)
        yield
    finally:
        os.close(lock)


def _move_aside(folder: Path) -> None:
    aside = folder / f"damaged-{time.time_ns()}"
    aside.mkdir(mode=0o700)
    for file in folder.glob(f"{DBNAME}*"):
        file.rename(aside / file.name)


def _code(fault: sqlite3.DatabaseError) -> Any:
    """Return the primary code of an SQLite fault."""
    return getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
