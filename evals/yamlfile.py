"""Where in a YAML file does each value stand?"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from ..pipeline.errors import BadCase

Key = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

_DEEPEST = 20
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of a file, with the line it stands on, counted from 1."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class YamlFile:
    """The plain data of a YAML file, and the line of each value by its path from the root."""

    path: Path
    data: Any
    lines: dict[Key, int]

    def fault(self, key: Iterable[str | int], message: str) -> Fault:
        """Return a fault at the value under `key`, or at what holds it where there is no such value."""
        at = tuple(key)
        while at not in self.lines:
            at = at[:-1]
        return Fault(self.path, self.lines[at], message)

    def model(self, model: type[Model]) -> tuple[Model | None, list[Fault]]:
        """Return the data as `model`, or None and what keeps it from being one."""
        try:
            return model.model_validate(self.data), []
        except ValidationError as error:
            return None, [self.fault(e["loc"], _said(e["loc"], e["msg"])) for e in error.errors()]


def read_yaml(path: Path) -> YamlFile:
    """Read a YAML file of plain data.

    Raises:
        BadCase: it cannot be read, is not YAML, is nested too deeply, or uses anchors or repeated keys; the message
            gives the line. A repeated key would silently win over the first, an alias can blow a small file up.
    """
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_tricks(path, text)
        root = yaml.compose(text, _LOADER)
    except (OSError, UnicodeDecodeError) as error:
        raise BadCase(f"{path}: cannot be read: {error}") from error
    except yaml.MarkedYAMLError as error:
        raise BadCase(str(Fault(path, _line(error.problem_mark), f"not YAML: {error.problem}"))) from error
    except yaml.YAMLError as error:
        raise BadCase(str(Fault(path, 1, f"not YAML: {' '.join(str(error).split())}"))) from error
    lines: dict[Key, int] = {(): 1}
    return YamlFile(path, _plain(path, root, (), lines) if root else None, lines)


def _refuse_tricks(path: Path, text: str) -> None:
    depth = 0
    for event in yaml.parse(text, _LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > _DEEPEST:
            what = "nested too deeply" if depth > _DEEPEST else "aliases are not allowed"
            raise BadCase(str(Fault(path, _line(event.start_mark), what)))


def _line(mark: Any) -> int:
    """Return the line of a mark of PyYAML, which has none for some faults, counted from 1."""
    return int(mark.line) + 1 if mark else 1


def _plain(path: Path, node: yaml.Node, key: Key, lines: dict[Key, int]) -> Any:
    lines.setdefault(key, _line(node.start_mark))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(path, item, (*key, i), lines) for i, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for name, value in node.value:
            line = _line(name.start_mark)
            if not isinstance(name, yaml.ScalarNode) or name.value in mapping:
                raise BadCase(str(Fault(path, line, f"a key that is repeated or no text: {str(name.value)[:40]!r}")))
            lines[*key, name.value] = line
            mapping[name.value] = _plain(path, value, (*key, name.value), lines)
        return mapping
    return _scalar(path, node)


def _scalar(path: Path, node: yaml.Node) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        raise BadCase(str(Fault(path, _line(node.start_mark), f"a value that is no plain data: {error}"))) from error
    finally:
        loader.dispose()


def _said(loc: Key, message: str) -> str:
    where = ".".join(str(part) for part in loc)
    return f"{where}: {message[:1].lower()}{message[1:]}" if where else message
