"""Which engine is measured, and what of it belongs into the record?"""

import platform
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol, runtime_checkable

from ..pipeline.check import engine_named
from ..pipeline.errors import UnknownEngine
from ..pipeline.stages import Configured, Engine

_CAN_CHANGE_AN_ANSWER = ("crossexam", "pydantic", "rapidfuzz", "openai", "instructor", "jinja2")


@runtime_checkable
class Repeatable(Protocol):
    """An engine whose answers may vary: each repeat needs its own place in the engine's cache."""

    def for_repeat(self, index: int) -> Engine:
        """Return the engine for one repeat, from 0; 0 is what a user gets."""


@runtime_checkable
class Prompted(Protocol):
    """An engine that can say which prompts it would send, also when it fails before it sends any."""

    @property
    def prompts(self) -> Mapping[str, str]:
        """Stage to "sha256:…" of the prompt's text."""


def engine_of(name: str) -> Engine:
    """Return the engine of that name: "local", "llm", or "module:factory" for one of your own.

    Raises:
        UnknownEngine: there is none.
    """
    if ":" not in name:
        return engine_named(name)
    module, _, factory = name.partition(":")
    try:
        made = getattr(import_module(module), factory)()
    except (ImportError, AttributeError) as error:
        raise UnknownEngine(f"no engine at {name!r}: {error}") from error
    engine: Engine = made
    return engine


def for_repeat(engine: Engine, index: int) -> Engine:
    """Return the engine for one repeat; an engine that knows no repeats is deterministic and stays as it is."""
    return engine.for_repeat(index) if isinstance(engine, Repeatable) else engine


def parameters_of(engine: Engine) -> dict[str, str]:
    """Return what an engine says that its answers depend on."""
    return dict(sorted(engine.settings.items())) if isinstance(engine, Configured) else {}


def prompts_of(engine: Engine) -> dict[str, str]:
    """Return the hash of each stage's prompt as the engine itself knows it."""
    return dict(engine.prompts) if isinstance(engine, Prompted) else {}


def versions() -> dict[str, str]:
    """Return the versions of Python and of the installed packages that can change an answer, importing none."""
    found = {"python": platform.python_version()}
    for package in _CAN_CHANGE_AN_ANSWER:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
