"""What becomes of one HTTP request: a reply, or a fault and what it means?

Nothing here is raised: an exception of the library below holds the request with its headers and all of the article,
and would stay attached to whatever is raised while it is handled.
"""

import asyncio
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field, ValidationError

from ..errors import (
    AuthenticationFailed,
    ItemFailed,
    Malformed,
    Parked,
    PermissionRefused,
    QuotaExhausted,
    Redirected,
    Refused,
    Rejected,
    RunStopped,
    UnknownModel,
    Unreachable,
)
from .prices import Tokens

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI
    from openai.types.chat import ChatCompletion

_QUOTA = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "insufficient_balance"}
_WORTH_ANOTHER_TRY = {408, 409, 425, 429}
_CODE = re.compile(r"[a-z][a-z_]{0,59}")
"""What a code of an error looks like. Other texts of a server may repeat the key or the article, and are not shown."""


@dataclass(frozen=True)
class Reply:
    """A completion with content, or a truncated one, and what it took."""

    completion: "ChatCompletion"
    text: str
    """Of the answer, in whatever form it came."""
    tokens: Tokens | None
    """As the server counts them; None where it does not say."""
    truncated: bool


@dataclass(frozen=True)
class Fault:
    """A request that brought no answer: the error that it ends in, and whether the same may be asked again.

    `wait` is what the server asks for, in seconds. `tokens` is what it took; where it may have cost something that
    nobody knows, `unknown` is set. `reached` tells whether there was a connection.
    """

    error: RunStopped | ItemFailed
    again: bool = False
    wait: float | None = None
    tokens: Tokens | None = None
    unknown: bool = False
    reached: bool = True


class _Function(BaseModel):
    name: str
    arguments: str


class _ToolCall(BaseModel):
    id: str = "call"
    function: _Function


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None
    tool_calls: list[_ToolCall] | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    """What we need of a chat completion. Servers add to it and leave out the rest in ways of their own."""

    choices: list[_Choice] = Field(min_length=1)


class _Details(BaseModel):
    cached_tokens: int | None = Field(default=None, ge=0)


class _Usage(BaseModel):
    prompt_tokens: int = Field(ge=0)
    completion_tokens: int = Field(default=0, ge=0)
    prompt_tokens_details: _Details | None = None


class _Billed(BaseModel):
    usage: _Usage


async def send(client: "AsyncOpenAI", body: Mapping[str, Any], deadline: float, longest_wait: float) -> Reply | Fault:
    """Send one chat request and say what became of it.

    Args:
        client: with no retries of its own.
        body: what is sent.
        deadline: seconds until the last byte of the reply must be there, however it arrives.
        longest_wait: seconds that the server may ask us to wait.
    """
    from openai import APIConnectionError, APIStatusError, APITimeoutError

    try:
        async with asyncio.timeout(deadline):
            raw = await client.chat.completions.with_raw_response.create(**body)
            reply: bytes = raw.http_response.content
    except TimeoutError:
        return Fault(Unreachable(f"no answer within {deadline:g} seconds"), again=True, unknown=True)
    except APIStatusError as fault:
        return _of_status(fault, body.get("model"), longest_wait)
    except APIConnectionError as fault:
        connected = not type(fault.__cause__).__name__.startswith("Connect")
        reason = "no answer in time" if isinstance(fault, APITimeoutError) else "the connection broke off"
        error = Unreachable(reason if connected else "no connection")
        return Fault(error, again=True, unknown=connected, reached=connected)
    return _of_body(reply)


def _of_status(fault: "APIStatusError", model: Any, longest_wait: float) -> Fault:
    status, code = fault.status_code, _code_of(fault)
    said = f"{status} {code}".strip()
    if status == 402 or (status == 429 and code in _QUOTA):
        return Fault(QuotaExhausted(f"the account has nothing left to spend ({said})"))
    if status == 401:
        return Fault(AuthenticationFailed(f"the server does not accept the API key ({said})"))
    if status == 403:
        return Fault(PermissionRefused(f"the API key may not do this ({said})"))
    if status == 404:
        return Fault(UnknownModel(f"the server knows no model {model}, or the base URL lacks its path ({said})"))
    if 300 <= status < 400:
        return Fault(Redirected(f"the server sends us to another address ({said}): set the base URL that answers"))
    if status in _WORTH_ANOTHER_TRY or status >= 500:
        wait = wait_asked(fault.response.headers)
        if wait is not None and wait > longest_wait:
            return Fault(Parked(f"the server asks to wait {wait:.0f} seconds ({said})", wait))
        return Fault(Unreachable(f"the server is too busy or broken ({said})"), again=True, wait=wait)
    return Fault(Rejected(f"the server does not take the request ({said})"))


def _code_of(fault: "APIStatusError") -> str:
    """Return the server's code for an error and the parameter it names, where they look like names."""
    body = fault.body if isinstance(fault.body, dict) else {}
    code = next((str(body[key]) for key in ("code", "type") if isinstance(body.get(key), str)), "")
    return code if _CODE.fullmatch(code) else ""


def wait_asked(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a server asks to wait, or None where it says nothing that can be read."""
    try:
        if "retry-after-ms" in headers:
            seconds = float(headers["retry-after-ms"]) / 1000
        else:
            seconds = float(headers["retry-after"])
    except KeyError:
        return None
    except ValueError:
        return _until(headers["retry-after"], headers.get("date"))
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _until(date: str, now: str | None) -> float | None:
    """Return the seconds until a date. Both are the server's: its clock may differ from ours."""
    try:
        return max(0.0, (parsedate_to_datetime(date) - parsedate_to_datetime(now or "")).total_seconds())
    except (ValueError, TypeError):
        return None


def _of_body(body: bytes) -> Reply | Fault:
    tokens = _tokens_of(body)
    try:
        choice = _Completion.model_validate_json(body).choices[0]
    except ValidationError:
        return Fault(Malformed("the server's reply is no chat completion"), tokens=tokens)
    if choice.message.refusal:
        return Fault(Refused("the model declines to answer"), tokens=tokens)
    if choice.finish_reason == "content_filter":
        return Fault(Refused("a filter of the server stops the answer"), tokens=tokens)
    truncated = choice.finish_reason == "length"
    if not truncated and not choice.message.content and not choice.message.tool_calls:
        return Fault(Malformed("the answer is empty"), tokens=tokens)
    text = (choice.message.content or "") + "".join(c.function.arguments for c in choice.message.tool_calls or ())
    return Reply(_completion_of(choice), text, tokens, truncated)


def _tokens_of(body: bytes) -> Tokens | None:
    try:
        usage = _Billed.model_validate_json(body).usage
    except ValidationError:
        return None
    cached = (usage.prompt_tokens_details.cached_tokens or 0) if usage.prompt_tokens_details else 0
    return Tokens(usage.prompt_tokens, usage.completion_tokens, min(cached, usage.prompt_tokens))


def _completion_of(choice: _Choice) -> "ChatCompletion":
    """Return the completion that instructor reads, made of nothing but what was checked."""
    from openai.types.chat import ChatCompletion

    calls = choice.message.tool_calls or ()
    tool_calls = [{"id": c.id, "type": "function", "function": c.function.model_dump()} for c in calls]
    message = {"role": "assistant", "content": choice.message.content, "tool_calls": tool_calls or None}
    finish = "length" if choice.finish_reason == "length" else "stop"
    return ChatCompletion.model_validate(
        {
            "id": "",
            "object": "chat.completion",
            "created": 0,
            "model": "",
            "choices": [{"index": 0, "finish_reason": finish, "logprobs": None, "message": message}],
        }
    )
