"""What can be set for the LLM engine?"""

from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Field, SecretStr

from ...schemas.base import Record

OPENAI = "https://api.openai.com/v1"


class Mode(StrEnum):
    """How the model is told in which form to answer. Not every server offers every one."""

    JSON_SCHEMA = "json_schema"
    """A response format with a strict schema: hosted services, vLLM, llama.cpp, Ollama."""
    TOOLS = "tools"
    """A forced call of one function whose arguments are the answer."""
    JSON = "json"
    """Any JSON object; the schema stands in the prompt."""
    MD_JSON = "md_json"
    """A code block of JSON in plain text, for servers that offer nothing else."""


def _plain_url(url: str) -> str:
    """Return a base URL without its last slash, or say what is wrong with it. A key has no place in it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise ValueError("must be an address such as https://host/v1") from fault
    if parts.scheme not in {"http", "https"} or not parts.hostname or any(c.isspace() for c in url):
        raise ValueError("must be an address such as https://host/v1")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise ValueError("must hold no user, password, query or fragment: the key is a setting of its own")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def _plain_key(key: SecretStr) -> SecretStr:
    plain = key.get_secret_value().strip()
    if not plain or not plain.isascii() or not plain.isprintable() or " " in plain:
        raise ValueError("must be printable ASCII without spaces")
    return SecretStr(plain)


_Url = Annotated[str, AfterValidator(_plain_url)]
_Key = Annotated[SecretStr, AfterValidator(_plain_key)]


class Settings(Record):
    """All settings of the LLM engine. `sources.load_settings` says where each value comes from."""

    model_config = ConfigDict(hide_input_in_errors=True)

    base_url: _Url = OPENAI
    """Of any server that speaks OpenAI's chat protocol. Article text is sent there and nowhere else."""
    model: str | None = Field(default=None, min_length=1)
    api_key: _Key | None = None
    mode: Mode = Mode.JSON_SCHEMA
    temperature: float | None = Field(default=None, ge=0, le=2, allow_inf_nan=False)
    """Not sent unless set: newer models of some services refuse it."""
    seed: int | None = None
    reasoning_effort: str | None = Field(default=None, pattern=r"^[a-z]{1,20}$")
    """For models that reason; not sent unless set."""
    max_output_tokens: int = Field(default=8192, ge=1)
    """Of one answer. An answer that is cut off is asked for once more with twice the room."""
    concurrency: int = Field(default=8, ge=1, le=256)
    """Calls under way at the same time."""
    requests_per_minute: int | None = Field(default=None, ge=1)
    tokens_per_minute: int | None = Field(default=None, ge=1)
    deadline: float = Field(default=120.0, gt=0, le=3600, allow_inf_nan=False)
    """Seconds that one call may take, from its first byte to its last."""
    longest_wait: float = Field(default=60.0, ge=0, le=3600, allow_inf_nan=False)
    """Seconds that a server may ask us to wait; an item that would have to wait longer is parked."""
    budget_tokens: int | None = Field(default=None, ge=0)
    """That one run may spend, prompts and answers together."""
    budget_usd: Decimal | None = Field(default=None, ge=0, allow_inf_nan=False)
    """That one run may spend. Needs a price for the model."""
    cache_dir: Path = Field(default_factory=lambda: Path.home() / ".cache" / "crossexam")
    prices: Path | None = None
    """A file of prices in the place of the one shipped."""
    prompts: Path | None = None
    """A folder of prompts; what is not in it is taken from those shipped."""
    offline: bool = False
    """Refuse every address that is not this machine's."""
    replay: Path | None = None
    """A recording that answers in the place of a server: nothing is sent, and what it does not hold is an error."""

    @property
    def parameters(self) -> dict[str, str | int | float]:
        """What is sent with every call besides model, messages and schema; answers depend on it."""
        chosen = {"temperature": self.temperature, "seed": self.seed, "reasoning_effort": self.reasoning_effort}
        return {"mode": self.mode.value} | {name: value for name, value in chosen.items() if value is not None}

    @property
    def host(self) -> str:
        """The host and port of the base URL."""
        return urlsplit(self.base_url).netloc
