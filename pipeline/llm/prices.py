"""What does a call cost?"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError

from ...schemas.base import Record
from ..data import table
from ..errors import BadDataFile

_MILLION = Decimal(1_000_000)
_DATED = re.compile(r"-(?:\d{4}-\d{2}-\d{2}|\d{4}|\d{6}|\d{8}|latest)$")


@dataclass(frozen=True)
class Tokens:
    """How many tokens a call took; `cached` ones are the part of the prompt that the server had seen before."""

    prompt: int = 0
    completion: int = 0
    cached: int = 0

    @property
    def total(self) -> int:
        """Prompt and answer together."""
        return self.prompt + self.completion

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(self.prompt + other.prompt, self.completion + other.completion, self.cached + other.cached)


NO_TOKENS = Tokens()


class Price(Record):
    """US dollars for a million tokens."""

    prompt: Decimal = Field(ge=0, allow_inf_nan=False)
    completion: Decimal = Field(ge=0, allow_inf_nan=False)
    cached: Decimal | None = Field(default=None, ge=0, allow_inf_nan=False)
    """For tokens of the prompt that the server had seen before; None is the full price."""

    def of(self, tokens: Tokens) -> Decimal:
        """Return what so many tokens cost."""
        cheap = self.prompt if self.cached is None else self.cached
        cached = min(tokens.cached, tokens.prompt)
        fresh = tokens.prompt - cached
        return (fresh * self.prompt + cached * cheap + tokens.completion * self.completion) / _MILLION


class PriceList(Record):
    """A file of prices: for each host the prices of its models, as of a day."""

    read_on: date
    sources: tuple[str, ...]
    hosts: dict[str, dict[str, Price]]


def price_of(model: str, base_url: str, path: Path | None = None) -> Price | None:
    """Return the price of a model at an address, or None where it is not known.

    A price belongs to a host: the same model may cost nothing on this machine and more at a reseller. A name that ends
    in a date ("…-2026-03-05") has the price of the name without it, unless it has its own.

    Args:
        model: as the server calls it.
        base_url: of the server.
        path: a file of prices in the place of `data/prices.yaml`.

    Raises:
        BadDataFile: the file cannot be read or is none.
    """
    where = str(path) if path else "prices.yaml"
    try:
        prices = PriceList.model_validate(_read(path) if path else table("prices.yaml"))
    except ValidationError as fault:
        problem = fault.errors(include_url=False, include_input=False)[0]
        raise BadDataFile(f"{where}: {'.'.join(map(str, problem['loc']))}: {problem['msg']}") from fault
    parts = urlsplit(base_url)
    at_host = prices.hosts.get(parts.netloc) or prices.hosts.get(parts.hostname or "") or {}
    return at_host.get(model) or at_host.get(_DATED.sub("", model))


def _read(path: Path) -> Any:
    import yaml

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise BadDataFile(f"{path}: {' '.join(str(fault).split())}") from fault
