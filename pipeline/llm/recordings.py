"""Answers as JSON files that people can review and that replay a run without a network.

A recording is a folder with one file for each answer, named after its stage and key, or one `.json` file with all of
them. Both are sorted and say nothing of when they were made, so that the same answers give the same bytes. Who can
write to a recording decides what a replay answers.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..errors import BadRecording
from .cache import AnswerCache, Stored
from .calls import Identity
from .records import KeptAnswer, to_json

_FORMAT = 1
_LARGEST = 256 * 1024 * 1024
"""Bytes of one file."""


class Recording:
    """Answers by key, as a recording holds them, and who gave them."""

    def __init__(self, answers: Iterable[KeptAnswer], where: str) -> None:
        self.where = where
        self._answers = {kept.key: kept for kept in answers}

    def __iter__(self) -> Iterator[KeptAnswer]:
        return iter(self._answers.values())

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: str) -> KeptAnswer | None:
        """Return the answer to a question, or None."""
        return self._answers.get(key)

    def identity(self, model: str | None = None) -> Identity:
        """Return who gave the answers, so that a replay asks the same one.

        Args:
            model: needed only where several have answered.

        Raises:
            BadRecording: there is no answer of that model, or there are answers of several.
        """
        found = {(k.model, k.base_url, *sorted(k.parameters.items())): k.identity for k in self._answers.values()}
        chosen = [identity for identity in found.values() if model in {None, identity.model}]
        if not chosen:
            raise BadRecording(f"{self.where}: holds no answer" + (f" of model {model}" if model else ""))
        if len(chosen) > 1:
            names = ", ".join(sorted({f"{identity.model} at {identity.base_url}" for identity in chosen}))
            raise BadRecording(f"{self.where}: holds answers to several settings ({names}): record each on its own")
        return chosen[0]


def read_recording(path: Path) -> Recording:
    """Return the recording in a folder or a file.

    Raises:
        BadRecording: there is none, or a file in it is of another form.
    """
    if path.is_dir():
        return Recording([_kept(_json(file), file) for file in sorted(path.glob("*.json"))], str(path))
    held = _json(path)
    if not isinstance(held, dict) or held.get("recording") != _FORMAT or not isinstance(held.get("answers"), list):
        raise BadRecording(f"{path}: is no recording of form {_FORMAT}")
    return Recording([_kept(each, path) for each in held["answers"]], str(path))


def digest_of(recording: Recording) -> str:
    """Return the sha256 of what a recording answers, whatever form it is kept in."""
    lines = sorted(kept.model_dump_json() for kept in recording)
    return "sha256:" + hashlib.sha256("\n".join(lines).encode()).hexdigest()


def export(cache: AnswerCache, target: Path, wanted: Callable[[KeptAnswer], bool] = lambda _: True) -> int:
    """Write the answers of a cache as a recording and return how many they are.

    Args:
        cache: where they are.
        target: a file if it ends in .json, else a folder. Answers that it holds and that are not wanted are removed.
        wanted: which answers; all of them by default.

    Raises:
        BadRecording: the folder holds JSON that is no answer.
    """
    return write_recording((each.kept for each in cache.answers() if isinstance(each, Stored)), target, wanted)


def write_recording(
    answers: Iterable[KeptAnswer], target: Path, wanted: Callable[[KeptAnswer], bool] = lambda _: True
) -> int:
    """Write answers as a recording, as `export` does."""
    chosen = sorted(filter(wanted, answers), key=lambda kept: kept.place)
    if target.suffix == ".json":
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_text({"recording": _FORMAT, "answers": [to_json(k) for k in chosen]}), encoding="utf-8")
        return len(chosen)
    target.mkdir(parents=True, exist_ok=True)
    before = sorted(target.glob("*.json"))
    for file in before:
        _kept(_json(file), file)
    files = {f"{_plain(kept.stage)}-{kept.key[:16]}.json": kept for kept in chosen}
    for name, kept in files.items():
        (target / name).write_text(_text(to_json(kept)), encoding="utf-8")
    for file in before:
        if file.name not in files:
            file.unlink()
    return len(chosen)


def import_recording(cache: AnswerCache, source: Path) -> int:
    """Put the answers of a recording into a cache and return how many they are.

    Raises:
        BadRecording: there is no recording, or it is broken; nothing is imported then.
    """
    answers = list(read_recording(source))
    for kept in answers:
        cache.put(kept)
    return len(answers)


def _kept(held: Any, file: Path) -> KeptAnswer:
    try:
        return KeptAnswer.model_validate(held)
    except ValidationError as fault:
        problem = fault.errors(include_url=False, include_input=False)[0]
        raise BadRecording(f"{file}: {'.'.join(map(str, problem['loc']))}: {problem['msg']}") from None


def _json(file: Path) -> Any:
    try:
        if file.stat().st_size > _LARGEST:
            raise BadRecording(f"{file}: is too large for a recording")
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as fault:
        raise BadRecording(f"{file}: cannot be read: {fault.__class__.__name__}") from None


def _text(held: Any) -> str:
    return json.dumps(held, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _plain(stage: str) -> str:
    return "".join(c if c.isalnum() and c.isascii() else "_" for c in stage)
