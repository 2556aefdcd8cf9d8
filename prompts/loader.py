"""How does a prompt file become the messages of a call?

A prompt is a file of its own, which a desk can read and change:

    ---
    stage: extract
    version: 3
    variables: article, language
    ---
    [system]
    You read one article written in ⟦language⟧.
    [user]
    ⟦article⟧

The front matter has these three keys and no other; a prompt that takes nothing leaves `variables` empty. Each message
begins with its role alone on a line. The brackets around a variable are U+27E6 and U+27E7, which neither news nor JSON
uses; in a prompt they may stand for nothing else. Everything is checked when the file is loaded, before any call.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

_HERE = Path(__file__).parent
_KEYS = ("stage", "version", "variables")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_VARIABLE = re.compile(r"⟦([a-z][a-z0-9_]*)⟧")
_BRACKET = re.compile(r"[⟦⟧]")
_ROLE = re.compile(r"^\[(system|user|assistant)\][ \t]*$", re.MULTILINE)


class BadPrompt(ValueError):
    """A prompt file breaks the rules, or a prompt was given other variables than it takes."""


class Message(NamedTuple):
    """One message of a call: who speaks (`system`, `user` or `assistant`), and what."""

    role: str
    content: str


@dataclass(frozen=True)
class Prompt:
    """A prompt as its file has it. `messages` still hold the variables."""

    name: str
    stage: str
    version: int
    variables: frozenset[str]
    messages: tuple[Message, ...]
    sha256: str
    """Of the whole file, with line breaks as \\n."""

    def render(self, **values: str) -> tuple[Message, ...]:
        """Return the messages with each variable replaced by its value.

        One pass: what stands in a value is never looked at, so that an article can neither name a variable nor begin
        a message.

        Raises:
            BadPrompt: a variable is missing or unknown, or a value is no text.
        """
        _same("given", set(values), self.variables, self.name)
        if wrong := sorted(name for name, value in values.items() if not isinstance(value, str)):
            raise BadPrompt(f"prompt {self.name}: {', '.join(wrong)} must be text")
        return tuple(Message(m.role, _VARIABLE.sub(lambda v: values[v[1]], m.content)) for m in self.messages)


def load(name: str, folder: Path | None = None) -> Prompt:
    """Return the prompt of the file `name`.md.

    Args:
        name: the file's name without its ending: lower-case letters, digits and underscores.
        folder: a desk's own prompts; what is not in it is taken from those shipped here.

    Raises:
        BadPrompt: there is no such prompt, or it breaks the rules.
    """
    if not _NAME.fullmatch(name):
        raise BadPrompt(f"no prompt can be called {name!r}")
    path = _HERE / f"{name}.md"
    if folder is not None and (folder / path.name).is_file():
        path = folder / path.name
    try:
        raw = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadPrompt(f"{path}: {fault.__class__.__name__}") from fault
    return parse(name, raw, str(path))


def parse(name: str, raw: str, where: str) -> Prompt:
    """Return the prompt that the text of a file holds; `where` is what errors call the file.

    Raises:
        BadPrompt: the text breaks the rules.
    """
    text = raw.replace("\r\n", "\n")
    parts = re.split(r"^---[ \t]*\n", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0]:
        raise BadPrompt(f"{where}: does not begin with front matter between two lines of ---")
    keys = _front_matter(parts[1], where)
    variables = frozenset(v for v in re.split(r"[\s,]+", keys["variables"]) if v)
    if wrong := sorted(v for v in variables | {keys["stage"]} if not _NAME.fullmatch(v)):
        raise BadPrompt(f"{where}: {wrong[0]!r} is no name: use lower-case letters, digits and underscores")
    if not re.fullmatch(r"[1-9][0-9]{0,8}", keys["version"]):
        raise BadPrompt(f"{where}: the version must be a whole number from 1")
    messages = tuple(_messages(parts[2], where))
    used = {v for m in messages for v in _VARIABLE.findall(m.content)}
    _same("used", used, variables, where)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Prompt(name, keys["stage"], int(keys["version"]), variables, messages, digest)


def _front_matter(text: str, where: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in filter(str.strip, text.split("\n")):
        key, colon, value = line.partition(":")
        if not colon or key not in _KEYS or key in found:
            what = "is given twice" if key in found else "is unknown"
            raise BadPrompt(f"{where}: {key.strip()!r} {what}; front matter has the keys {', '.join(_KEYS)}")
        found[key] = value.strip()
    if missing := [key for key in _KEYS if key not in found]:
        raise BadPrompt(f"{where}: the front matter has no {missing[0]!r}")
    return found


def _messages(text: str, where: str) -> Iterator[Message]:
    """Yield the messages, each without the blank lines around it."""
    before, *rest = _ROLE.split(text)
    if before.strip():
        raise BadPrompt(f"{where}: the text must begin with [system] or [user] alone on a line")
    if "user" not in rest[::2]:
        raise BadPrompt(f"{where}: there is no [user] message")
    for role, content in zip(rest[::2], rest[1::2], strict=True):
        if not content.strip():
            raise BadPrompt(f"{where}: the {role} message is empty")
        if _BRACKET.search(_VARIABLE.sub("", content)):
            raise BadPrompt(f"{where}: a ⟦ or ⟧ in the {role} message is no part of a variable")
        yield Message(role, content.strip())


def _same(verb: str, found: set[str], declared: frozenset[str], where: str) -> None:
    if unknown := sorted(found - declared):
        raise BadPrompt(f"{where}: unknown variable {unknown[0]!r}: it takes {', '.join(sorted(declared)) or 'none'}")
    if missing := sorted(declared - found):
        raise BadPrompt(f"{where}: variable {missing[0]!r} is not {verb}")
