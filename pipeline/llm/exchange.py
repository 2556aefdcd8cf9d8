"""How does one question get its answer? The one owner of retries.

The layers, from the outside in: instructor puts the question in the form of the mode and asks once more when an answer
does not fit the schema; `Exchange` asks once more, with twice the room, when an answer is cut off; tenacity repeats
what failed for a while; `Line.request` sends one request. Together they send at most `REQUESTS_PER_ITEM`.
"""

import json
import logging
import random
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core.core_schema import ErrorType
from tenacity import AsyncRetrying, RetryCallState, retry_if_result

from ...prompts import Prompt
from ..errors import Malformed, Truncated
from .calls import Call
from .line import Line
from .prices import NO_TOKENS, Tokens
from .prompting import rendered
from .schema import strict_schema
from .settings import Mode, Settings
from .usage import Meter, estimated_tokens
from .wire import Fault, Reply

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

_log = logging.getLogger(__name__)

REQUESTS_PER_ITEM = 5
"""The most requests that one item can cost, whatever happens."""
REASKS = 1
"""How often an answer that does not fit the schema is asked for again."""
MORE_ROOM = 2
"""By how much the longest answer grows when one was cut off; it grows once."""
_FIRST_WAIT, _LONGEST_OWN_WAIT = 0.5, 20.0
"""Seconds between two requests of an item where the server does not say how long: doubled each time, less a part by
chance, so that items which failed together do not come back together."""
_COMPLAINTS = 5
"""The most faults of an answer that it is asked to mend."""
LONGEST_REASK = 1200
"""Characters of the message that asks to mend an answer."""
_NOT_QUOTING = frozenset(get_args(ErrorType)) - {"value_error", "assertion_error", "union_tag_invalid"}
"""Faults whose description holds no words of the answer."""
_WANT_COMPLETION_TOKENS = ("api.openai.com", "openai.azure.com")
"""Hosts where newer models refuse the older name of the longest answer, which others know."""


class Exchange:
    """One question to the server, with all that may go wrong."""

    def __init__(
        self, line: Line, call: Call[Any], settings: Settings, reask: Prompt, meter: Meter, chance: random.Random
    ) -> None:
        self.tokens = NO_TOKENS
        self._meter = meter
        self._line, self._call, self._settings, self._reask, self._chance = line, call, settings, reask, chance
        self._schema = strict_schema(call.answer)
        self._room = call.max_output_tokens or settings.max_output_tokens
        self._sent = 0
        self._first: list[dict[str, Any]] = []
        self._complaint, self._complaint_for_model = "", ""

    async def answer(self) -> BaseModel:
        """Return an answer that fits the schema.

        Raises:
            RunStopped: no question of this run will be answered.
            ItemFailed: this one will not.
        """
        import instructor
        from instructor.core.exceptions import InstructorRetryException
        from instructor.core.hooks import Hooks

        hooks = Hooks()
        hooks.on("parse:error", self._note)
        ask: Any = instructor.patch(create=self._create, mode=instructor.Mode[self._settings.mode.name])
        try:
            # No context: instructor would run every message, the article too, as a template.
            found: BaseModel = await ask(
                response_model=self._call.answer,
                max_retries=REASKS,
                hooks=hooks,
                model=self._settings.model,
                messages=[{"role": m.role, "content": _encodable(m.content)} for m in self._call.messages],
            )
        except InstructorRetryException as fault:
            failure = self._meaning(fault.__cause__)
        else:
            return found
        # Raised where nothing is being handled: what instructor raises holds the article.
        failure.__context__ = failure.__cause__ = None
        raise failure.with_traceback(None)

    def _meaning(self, cause: BaseException | None) -> BaseException:
        """Return what to raise for what instructor gave up on: our own errors and faults of ours as they are."""
        from instructor.core.exceptions import ResponseParsingError

        if isinstance(cause, ValueError | ResponseParsingError | None):
            return self._malformed()
        return cause

    async def _create(self, **asked: Any) -> "ChatCompletion":
        """Be what instructor takes for the SDK's `create`."""
        if self._sent >= REQUESTS_PER_ITEM:
            raise self._malformed()
        outcome = await self._persist(asked)
        if isinstance(outcome, Reply) and outcome.truncated and self._sent < REQUESTS_PER_ITEM:
            self._room *= MORE_ROOM
            outcome = await self._persist(asked)
        if isinstance(outcome, Fault):
            self._line.give_up(outcome)
            raise outcome.error
        if outcome.truncated:
            raise Truncated(f"the answer is longer than {self._room:,} tokens")
        return outcome.completion

    async def _persist(self, asked: dict[str, Any]) -> Reply | Fault:
        """Send a request, and again as long as that may help."""
        retrying = AsyncRetrying(
            retry=retry_if_result(lambda outcome: isinstance(outcome, Fault) and outcome.again),
            stop=lambda _: self._sent >= REQUESTS_PER_ITEM,
            wait=self._wait,
            sleep=self._line.clock.sleep,
            retry_error_callback=lambda state: state.outcome and state.outcome.result(),
        )
        outcome: Reply | Fault = await retrying(self._send, self._body(asked))
        return outcome

    async def _send(self, body: dict[str, Any]) -> Reply | Fault:
        most = Tokens(estimated_tokens(json.dumps(body, ensure_ascii=False)), self._room)
        self._sent += 1
        outcome = await self._line.request(self._call.stage, body, most, self._meter, again=self._sent > 1)
        self.tokens += outcome.tokens or NO_TOKENS
        return outcome

    def _wait(self, state: RetryCallState) -> float:
        outcome = state.outcome.result() if state.outcome else None
        longest = min(_FIRST_WAIT * 2.0 ** (state.attempt_number - 1), _LONGEST_OWN_WAIT)
        own = longest * self._chance.uniform(0.5, 1)
        wait: float = own if outcome is None or outcome.wait is None else outcome.wait + own / 10
        reason = outcome.error if outcome else ""
        _log.info("%s of %a: %s; again in %.1f seconds", self._call.stage, self._call.item, reason, wait)
        return wait

    def _body(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Return what is sent: strict where the protocol can say so, with a short word about an answer to mend."""
        body = asked | {name: value for name, value in self._settings.parameters.items() if name != "mode"}
        newer = self._settings.host.endswith(_WANT_COMPLETION_TOKENS)
        body["max_completion_tokens" if newer else "max_tokens"] = self._room
        if self._settings.mode is Mode.JSON_SCHEMA:
            form = {"name": self._call.answer.__name__, "schema": self._schema, "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        elif self._settings.mode is Mode.TOOLS:
            function = {**asked["tools"][0]["function"], "parameters": self._schema, "strict": True}
            body["tools"] = [{"type": "function", "function": function}]
        if not self._first:
            self._first = list(asked["messages"])
        elif self._complaint_for_model:
            # instructor would send the bad answer back whole; a word about it costs less and repeats nobody's text.
            reask = rendered(self._reask, complaint=self._complaint_for_model)
            mending = [{"role": m.role, "content": m.content[:LONGEST_REASK]} for m in reask]
            body["messages"] = self._first + mending
        return body

    def _note(self, fault: Exception, **_about: Any) -> None:
        """Keep what is wrong with an answer, for the model and, without any word of it, for people."""
        if isinstance(fault, ValidationError):
            self._complaint_for_model = self._describe(fault, quoting=True)
            self._complaint = self._describe(fault, quoting=False)
        else:
            self._complaint_for_model = self._complaint = "there is no answer in the required form"

    def _describe(self, fault: ValidationError, *, quoting: bool) -> str:
        known = json.dumps(self._schema)
        parts = []
        for problem in fault.errors(include_url=False, include_input=False, include_context=False)[:_COMPLAINTS]:
            places = [str(p) if isinstance(p, int) or f'"{p}"' in known else "?" for p in problem["loc"]]
            message = problem["msg"][:120] if quoting or problem["type"] in _NOT_QUOTING else "does not fit"
            parts.append(f"{'.'.join(places) or 'the answer'}: {message}")
        more = fault.error_count() - len(parts)
        return "; ".join(parts) + (f"; and {more} more" if more > 0 else "")

    def _malformed(self) -> Malformed:
        return Malformed(f"the answer does not fit the schema ({self._complaint or 'it cannot be read'})")


def _encodable(text: str) -> str:
    """Return a text that can be sent: halves of surrogate pairs have no UTF-8."""
    return text.encode("utf-8", "replace").decode()
