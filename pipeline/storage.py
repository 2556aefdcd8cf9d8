"""How does a file get into a folder so that a reader, or the next run, finds the whole of it or nothing?

Bytes go to a temporary name in the same folder, to the disk, and only then to their name. A process that is killed
leaves at most one temporary file, which the next one to write there removes. Accepted: the folder's own entry is
synced once, with the last file, not with each.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import CannotWrite

_TEMPORARY = ".crossexam-*.tmp"


@contextmanager
def writing_in(folder: Path) -> Iterator[None]:
    """Make a folder, keep other processes from writing in it, and remove what a killed one left.

    Raises:
        CannotWrite: anything inside the block could not be written: no permission, no space, a file in the way.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            for leftover in folder.glob(_TEMPORARY):
                leftover.unlink()
            yield
    except OSError as fault:
        raise CannotWrite(f"{fault.filename or folder}: {fault.strerror or fault}") from fault


def put(path: Path, data: bytes) -> None:
    """Write a whole file or none. Belongs inside `writing_in` the file's folder."""
    temporary = path.with_name(f".crossexam-{os.getpid()}.tmp")
    with temporary.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def sync(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can."""
    if os.name == "posix":
        with _opened(folder) as descriptor:
            os.fsync(descriptor)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which ends with its holder. Systems and disks without such locks do without."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with _opened(folder) as descriptor:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
