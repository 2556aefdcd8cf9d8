"""How do diskcache's rows become values, if anyone may have written them?

diskcache 5.6.3 runs code that a planted row holds (CVE-2025-69872): rows say of themselves that they are pickled, and
its JSONDisk unpickles before it looks. Rows can also name files anywhere, which are read, and deleted with the row.
This Disk takes keys that are text and values that are bytes in the row itself, and nothing else. It opens no file,
writes none and removes none.
"""

import sqlite3
from typing import Any, NoReturn

from diskcache import Disk
from diskcache.core import MODE_RAW


class PlantedRow(Exception):
    """A row that this Disk did not write."""


class PlainDisk(Disk):  # type: ignore[misc] # diskcache has no types
    """Text keys and bytes, in the database itself."""

    def __init__(self, directory: str, **_settings: Any) -> None:
        super().__init__(directory)

    def put(self, key: Any) -> tuple[str, bool]:
        """Return the columns of a key."""
        if type(key) is not str:
            raise TypeError("a key is text")
        return key, True

    def get(self, key: Any, raw: Any) -> str | None:
        """Return the key that a row has, or None for a row that is not ours."""
        return key if raw == 1 and type(key) is str else None

    def store(self, value: Any, read: bool, key: Any = None) -> tuple[int, int, None, memoryview]:  # noqa: ARG002
        """Return the columns of a value: size (of a file; 0), mode, file name, value."""
        if read or type(value) is not bytes:
            raise TypeError("a value is bytes")
        return 0, MODE_RAW, None, sqlite3.Binary(value)

    def fetch(self, mode: Any, filename: Any, value: Any, read: bool) -> bytes:
        """Return the value that a row has.

        Raises:
            PlantedRow: it is not one that `store` writes.
        """
        if read or mode != MODE_RAW or filename is not None or type(value) is not bytes:
            raise PlantedRow
        return value

    def remove(self, file_path: Any) -> None:
        """Do nothing: no row of ours has a file, and what others name is not ours to remove."""

    def filename(self, *_about: Any) -> NoReturn:
        """Refuse: values are never files."""
        raise TypeError("values are never files")
