"""Under which file name can a name that came from outside be kept?

A name may hold path separators, control characters or nothing but dots, be too long, be reserved on some system, or
differ from another only in case. Each becomes a plain name that is safe on every file system, distinct from the
others, and the same on every run.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from unicodedata import normalize

_PLAIN = re.compile(r"\w[\w .,'()&+@-]*")
_UNSAFE = re.compile(r"[^\w-]+")
_HASHED = re.compile(r"-[0-9a-f]{20}$")
_LONGEST = 150
"""Bytes of a plain name as UTF-8. File systems allow 255, and a suffix is still to come."""
_LONGEST_STEM = 30
"""Characters, of up to four bytes, that stand before a hash."""
_RESERVED_ON_WINDOWS = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}


def file_names(names: Iterable[str], suffix: str = "", reserved: Iterable[str] = ()) -> dict[str, str]:
    """Return a safe file name for each distinct name.

    A plain name stays as it is; any other is cleaned and ends in a part of its hash. Two that differ in case alone,
    and one that is in `reserved`, count as not plain. Every file name ends in `suffix`; a name that ends so already
    is not given it twice.
    """
    distinct = dict.fromkeys(names)
    taken = Counter(_folded(_with(name, suffix)) for name in distinct)
    taken.update(_folded(name) for name in reserved)

    def stays(name: str) -> bool:
        return _is_plain(name.removesuffix(suffix)) and taken[_folded(_with(name, suffix))] == 1

    return {name: _with(name, suffix) if stays(name) else _hashed(name, suffix) for name in distinct}


def _with(name: str, suffix: str) -> str:
    return name if name.endswith(suffix) else name + suffix


def _folded(name: str) -> str:
    """Return what a file system that ignores case and composition takes a name for."""
    return normalize("NFKC", name).casefold()


def _is_plain(name: str) -> bool:
    return (
        _PLAIN.fullmatch(name) is not None
        and len(name.encode()) <= _LONGEST
        and name[-1] not in ". "
        and not _HASHED.search(name)
        and name.partition(".")[0].casefold() not in _RESERVED_ON_WINDOWS
    )


def _hashed(name: str, suffix: str) -> str:
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    stem = _UNSAFE.sub("_", name.removesuffix(suffix))[:_LONGEST_STEM].strip("._-")
    return f"{stem or 'name'}-{digest}{suffix}"
