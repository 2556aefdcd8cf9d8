"""Word lists and tables that a desk can edit, read once.

A file of the same name in the folder that `CROSSEXAM_DATA` names takes the place of the one shipped here.
"""

import hashlib
import json
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import BadDataFile

_HERE = Path(__file__).parent


def _path(name: str) -> Path:
    desk = os.environ.get("CROSSEXAM_DATA")
    if desk and (Path(desk) / name).is_file():
        return Path(desk) / name
    return _HERE / name


@cache
def word_lists(name: str) -> dict[str, frozenset[str]]:
    """Return the lists of a `.txt` file by their `[heading]`; words before the first heading stand under ""."""
    return {heading: frozenset(" ".join(lines).split()) for heading, lines in phrase_lists(name).items()}


@cache
def phrase_lists(name: str) -> dict[str, tuple[str, ...]]:
    """Return the lines of a `.txt` file by their `[heading]`, for lists whose entries are longer than a word."""
    lists: dict[str, list[str]] = {"": []}
    heading = ""
    for raw in _path(name).read_text(encoding="utf-8").splitlines():
        line = raw.partition("#")[0].strip()
        if line.startswith("[") and line.endswith("]"):
            heading = line[1:-1]
            lists[heading] = []
        elif line:
            lists[heading].append(line)
    return {heading: tuple(lines) for heading, lines in lists.items()}


@cache
def table(name: str) -> Any:
    """Return what a `.yaml` file holds.

    Reading YAML takes longer than checking a story, so what a file holds is kept as JSON in `__pycache__`, as Python
    keeps its modules; the hash of the file in its name says whether it is still the same.

    Raises:
        BadDataFile: it is not YAML.
    """
    path = _path(name)
    raw = path.read_bytes()
    kept = _HERE / "__pycache__" / f"{path.stem}.{hashlib.sha256(raw).hexdigest()[:16]}.json"
    with suppress(OSError, ValueError):
        return json.loads(kept.read_text(encoding="utf-8"))
    data = _parsed(path, raw)
    as_json = json.dumps(data, default=str)
    if json.loads(as_json) == data:
        with suppress(OSError):
            _write(kept, as_json)
    return data


def _parsed(path: Path, raw: bytes) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(raw, loader)  # noqa: S506 - both loaders are safe ones
    except yaml.YAMLError as fault:
        raise BadDataFile(f"{path}: {' '.join(str(fault).split())}") from fault


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def fingerprint() -> str:
    """Return the sha256 of all data files, shipped or a desk's own."""
    digest = hashlib.sha256()
    for name in sorted(p.name for p in _HERE.iterdir() if p.suffix in {".txt", ".yaml"}):
        digest.update(name.encode())
        digest.update(_path(name).read_bytes())
    return digest.hexdigest()
