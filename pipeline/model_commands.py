"""What do `settings`, `estimate` and `cache` do, once their options are known? Each returns its exit status.

Nothing here asks a model.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .asking import ORIGIN
from .console import complain, one_line, put, standard_output
from .errors import CannotWrite, NothingToRead, UsageError
from .llm.cache import FOLDER, AnswerCache, Stored
from .llm.records import KeptAnswer
from .llm.sources import load_settings


def show_settings(given: Mapping[str, Any]) -> int:
    """Print each setting with its value and where it comes from.

    Raises:
        BadSettings: a setting is unknown or has a value that it cannot have.
    """
    rows = load_settings(given, origin=ORIGIN).rows()
    names, values = (max(len(one_line(row[column])) for row in rows) for column in (0, 1))
    with standard_output():
        for row in rows:
            name, value, source = map(one_line, row)
            put(f"{name:<{names}}  {value:<{values}}  {source}\n")
    return 0


def print_cache(cache_dir: Path | None, *, as_json: bool) -> int:
    """Print what the cache holds.

    Raises:
        BadSettings: its folder cannot be used.
    """
    folder = _cache_dir(cache_dir)
    if not (folder / FOLDER).is_dir():
        raise NothingToRead(f"{folder / FOLDER}: no answers have been kept here")
    with AnswerCache(folder) as cache:
        info = cache.info()
    with standard_output():
        if as_json:
            put(info.model_dump_json(indent=2) + "\n")
            return 0
        lines = {
            "folder": str(info.folder),
            "answers": f"{info.answers:,}",
            "by stage": ", ".join(f"{stage} {count:,}" for stage, count in info.stages.items()),
            "by model": ", ".join(f"{model} {count:,}" for model, count in info.models.items()),
            "tokens": f"{info.tokens:,} were taken for them",
            "size": f"{info.size:,} bytes",
            "broken rows": f"{info.broken:,}" + ("; `crossexam cache prune` removes them" if info.broken else ""),
        }
        put("".join(f"{name:<12} {one_line(text)}".rstrip() + "\n" for name, text in lines.items()))
    return 0


def prune_cache(
    cache_dir: Path | None, older_than: float | None, stage: str | None, model: str | None, *, everything: bool
) -> int:
    """Remove answers that fit all that is given, or all, and rows that are no answers.

    Raises:
        UsageError: all answers and only some are to go.
        BadSettings: the cache's folder cannot be used.
    """
    if everything and (older_than, stage, model) != (None, None, None):
        raise UsageError("--all makes no sense with --older-than, --stage or --model")
    with AnswerCache(_cache_dir(cache_dir)) as cache:
        count = cache.prune(0.0 if everything else older_than, stage, model)
    complain(f"{count:,} removed")
    return 0


def export_cache(cache_dir: Path | None, target: Path, stage: str | None, model: str | None) -> int:
    """Write the answers of the cache that fit all that is given as a recording.

    Raises:
        NothingToRead: there is none.
        CannotWrite: the recording has no place.
        BadRecording: the folder holds JSON that is no answer.
        BadSettings: the cache's folder cannot be used.
    """
    from .llm.recordings import export

    def wanted(kept: KeptAnswer) -> bool:
        return stage in {None, kept.stage} and model in {None, kept.model}

    with AnswerCache(_cache_dir(cache_dir)) as cache:
        if not any(wanted(each.kept) for each in cache.answers() if isinstance(each, Stored)):
            raise NothingToRead(f"{cache.folder}: holds no such answer")
        try:
            count = export(cache, target, wanted)
        except OSError as fault:
            raise CannotWrite(f"{target}: {fault.strerror}") from fault
    complain(f"{target} holds {count:,} answers")
    return 0


def import_into_cache(cache_dir: Path | None, source: Path) -> int:
    """Put the answers of a recording into the cache.

    Raises:
        BadRecording: there is none, or it is broken; nothing is imported then.
        BadSettings: the cache's folder cannot be used.
    """
    from .llm.recordings import import_recording, read_recording

    read_recording(source)
    with AnswerCache(_cache_dir(cache_dir)) as cache:
        count = import_recording(cache, source)
    complain(f"{cache.folder} has {count:,} answers of {source}")
    return 0


def _cache_dir(given: Path | None) -> Path:
    return load_settings({"cache_dir": given}, origin=ORIGIN).settings.cache_dir
