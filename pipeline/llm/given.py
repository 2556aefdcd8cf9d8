"""What can a caller set for the LLM engine? The settings as keyword arguments of `check`.

They stand apart from `settings.Settings`, which checks the values, for type checkers and so that little is imported.
"""

from decimal import Decimal
from pathlib import Path
from typing import Literal, TypedDict


class ModelSettings(TypedDict, total=False):
    """Any of the settings; the environment and the settings file give the rest. `settings.Settings` describes each."""

    base_url: str
    """Of any server that speaks OpenAI's chat protocol. Article text is sent there and nowhere else."""
    model: str
    api_key: str
    mode: Literal["json_schema", "tools", "json", "md_json"]
    temperature: float
    seed: int
    reasoning_effort: str
    max_output_tokens: int
    concurrency: int
    requests_per_minute: int
    tokens_per_minute: int
    deadline: float
    """Seconds that one call may take."""
    longest_wait: float
    budget_tokens: int
    budget_usd: Decimal | str
    cache_dir: str | Path
    prices: str | Path
    prompts: str | Path
    offline: bool
    replay: str | Path
    """A recording that answers in the place of a server."""
