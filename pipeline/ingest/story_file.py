"""What does a desk's `story.yaml` say about the articles beside it?

Strict, because a misspelt key would silently leave an outlet unknown: every key that is not in `StoryFile`, and every
key that comes twice, is a fault with its line. Aliases are refused, as they can blow a small file up without bound.
"""

from typing import Any

from pydantic import ValidationError

from ...schemas import StoryFile
from ..errors import MalformedFile
from .decode import decode
from .fields import date_of

NAME = "story.yaml"
_DEEPEST = 8
_MOST_FAULTS = 5
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


def parse_story_file(data: bytes) -> StoryFile:
    """Return what a `story.yaml` says.

    Raises:
        MalformedFile: it is no YAML, or has a key or value that it cannot have; the message gives the line.
        UndecodableFile: it is no text.
    """
    lines: dict[tuple[str, ...], int] = {}
    content = _loaded(decode(data).text, lines)
    if content is None:
        return StoryFile()
    if not isinstance(content, dict):
        raise MalformedFile("is no mapping of keys to values")
    try:
        return StoryFile.model_validate(content)
    except ValidationError as faults:
        entries = "; ".join(_worded(fault, lines) for fault in faults.errors()[:_MOST_FAULTS])
        raise MalformedFile(f"has a wrong entry: {entries}") from faults


def _loaded(text: str, lines: dict[tuple[str, ...], int]) -> Any:
    """Return the content of a YAML file, and put into `lines` where each key stands, by the path to it."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_bombs(yaml, text, loader)
        return _content(yaml, yaml.compose(text, loader), (), lines)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        where = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        raise MalformedFile(f"is no YAML: {fault.problem or fault.context}{where}") from fault
    except yaml.YAMLError as fault:
        raise MalformedFile(f"is no YAML: {' '.join(str(fault).split())[:120]}") from fault


def _refuse_bombs(yaml: Any, text: str, loader: Any) -> None:
    depth = 0
    for event in yaml.parse(text, loader):
        if isinstance(event, yaml.AliasEvent):
            raise MalformedFile(f"has an alias, which it may not (line {event.start_mark.line + 1})")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise MalformedFile(f"is nested too deep (line {event.start_mark.line + 1})")


def _content(yaml: Any, node: Any, path: tuple[str, ...], lines: dict[tuple[str, ...], int]) -> Any:
    """Return what a node holds, every scalar as the text that stands there: a title may be 2019 without quotes."""
    if isinstance(node, yaml.SequenceNode):
        return [_content(yaml, entry, path, lines) for entry in node.value]
    if not isinstance(node, yaml.MappingNode):
        return None if node is None or (not node.style and node.value in _NOTHING) else node.value
    content: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise MalformedFile(f"has a key that is no word (line {line})")
        name = str(key.value)
        if name in content:
            raise MalformedFile(f"has {name!r} twice (line {line})")
        lines[*path, name] = line
        content[name] = _content(yaml, value, (*path, name), lines)
        if content[name] is None and (*path, name)[:1] == ("articles",) and len(path) < 2:
            content[name] = {}
        if name == "published" and len(path) == 2 and isinstance(content[name], str):
            content[name] = _day(content[name], line)
    return content


def _day(stated: str, line: int) -> Any:
    day = date_of(stated)
    if day is None:
        raise MalformedFile(f"has {stated[:40]!r} as a date, which should be like 2019-04-19 (line {line})")
    return day


def _worded(fault: Any, lines: dict[tuple[str, ...], int]) -> str:
    path = tuple(str(step) for step in fault["loc"])
    line = next((lines[path[:count]] for count in range(len(path), 0, -1) if path[:count] in lines), None)
    where = " → ".join(path) + (f" (line {line})" if line else "")
    if fault["type"] == "extra_forbidden":
        return f"{where}: unknown key"
    return f"{where}: {fault['msg'][0].lower()}{fault['msg'][1:]}"
