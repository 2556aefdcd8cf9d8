"""Where does the value of each setting come from?

The first of these that names a setting wins: what is given explicitly (the command line), the environment
(`CROSSEXAM_MODEL` and its like; for the key and the base URL also `OPENAI_API_KEY` and `OPENAI_BASE_URL`), the settings
file (`crossexam.toml` in the working folder, else in the user's configuration folder), the default.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import SecretStr, ValidationError

from ..errors import BadSettings
from .settings import Settings

FILE_NAME = "crossexam.toml"
_OPENAI_NAMES = {"api_key": "OPENAI_API_KEY", "base_url": "OPENAI_BASE_URL"}
_PATHS = frozenset({"cache_dir", "prices", "prompts", "replay"})
_HIDDEN = "(set, hidden)"


class SettingRow(NamedTuple):
    """A line of `crossexam settings`: what is set, to what (a key is never shown), and where."""

    name: str
    value: str
    source: str


@dataclass(frozen=True)
class LoadedSettings:
    """Settings, and for each of them where its value came from."""

    settings: Settings
    sources: Mapping[str, str]

    def rows(self) -> list[SettingRow]:
        """Return one row for each setting, in the order in which `Settings` has them."""
        return [SettingRow(name, _shown(getattr(self.settings, name)), self.sources[name]) for name in self.sources]


def load_settings(
    explicit: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
    *,
    origin: str = "given",
) -> LoadedSettings:
    """Return the settings that are in force.

    Args:
        explicit: setting to value; None means that it is not given.
        environ: the environment, by default that of this process.
        folder: where `crossexam.toml` is looked for first, by default the working folder.
        origin: what the source of the explicit ones is called.

    Raises:
        BadSettings: a setting is unknown or has a value that it cannot have; the message names it and its source.
    """
    environ = os.environ if environ is None else environ
    path = _settings_file(folder or Path.cwd(), environ)
    found: dict[str, tuple[Any, str]] = {"cache_dir": (_cache_home(environ) / "crossexam", "default")}
    found |= {name: (value, str(path)) for name, value in (_read(path) if path else {}).items()}
    found |= _from_environment(environ)
    found |= {name: (value, origin) for name, value in (explicit or {}).items() if value is not None}
    fields = Settings.model_fields
    if unknown := [name for name in found if name not in fields]:
        raise BadSettings(f"{found[unknown[0]][1]}: unknown setting {unknown[0]!r}")
    values = {name: _value(name, value) for name, (value, _) in found.items()}
    try:
        settings = Settings.model_validate(values)
    except ValidationError as fault:
        problem = fault.errors(include_url=False, include_input=False, include_context=False)[0]
        name = str(problem["loc"][0])
        raise BadSettings(f"{found[name][1]}: {name}: {problem['msg'].removeprefix('Value error, ')}") from None
    return LoadedSettings(settings, {name: found[name][1] if name in found else "default" for name in fields})


def _settings_file(folder: Path, environ: Mapping[str, str]) -> Path | None:
    home = Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    places = (folder / FILE_NAME, home / "crossexam" / FILE_NAME)
    return next((place for place in places if place.is_file()), None)


def _cache_home(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _read(path: Path) -> dict[str, Any]:
    """Return what a settings file holds; its relative paths are relative to its own folder."""
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        raise BadSettings(f"{path}: cannot be read: {fault.__class__.__name__}") from fault
    except tomllib.TOMLDecodeError as fault:
        raise BadSettings(f"{path}: {fault}") from None
    return {
        name: path.parent / Path(value).expanduser() if name in _PATHS and isinstance(value, str) and value else value
        for name, value in held.items()
    }


def _from_environment(environ: Mapping[str, str]) -> dict[str, tuple[Any, str]]:
    """Return what the environment sets. An empty variable sets nothing."""
    found: dict[str, tuple[Any, str]] = {}
    for name in Settings.model_fields:
        for variable in (_OPENAI_NAMES.get(name, ""), f"CROSSEXAM_{name.upper()}"):
            if environ.get(variable):
                found[name] = (environ[variable], variable)
    return found


def _value(name: str, value: Any) -> Any:
    """Return what pydantic is given: "none" unsets a setting, and paths may begin with ~."""
    if isinstance(value, str) and value.lower() == "none":
        return None
    if name in _PATHS and isinstance(value, str | Path):
        return Path(value).expanduser()
    return value


def _shown(value: Any) -> str:
    if isinstance(value, SecretStr):
        return _HIDDEN
    return "none" if value is None else str(value)
