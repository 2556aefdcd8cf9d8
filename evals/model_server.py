"""A server on loopback that speaks OpenAI's chat protocol and plays what it is told: answers, faults, attacks.

For tests, red-team runs and benchmarks, over real HTTP:

    with ModelServer() as server:
        server.script(busy(429), good())
        ... ask server.url ...
        assert server.requests == 2
"""

import hashlib
import json
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

PROMPT_TOKENS, COMPLETION_TOKENS = 11, 7
"""What every completion says it took, unless a step says otherwise."""
Body = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """How one request is answered. `served` is whether the reply is sent whole and says what it took."""

    name: str
    play: Callable[["Handler", Body], None]
    served: bool = False


@dataclass(frozen=True)
class Seen:
    """A request as the server saw it, and the step that answered it."""

    body: Body
    headers: dict[str, str]
    """By their names in small letters."""
    step: Step


class ModelServer:
    """A scripted server. `decide` says for each request how it is answered; by default with what fits."""

    def __init__(self, delay: float = 0.0) -> None:
        self.decide: Callable[[Body], Step] = lambda _: good()
        self.delay = delay
        """Seconds before each reply."""
        self.log: list[Seen] = []
        self.peak = 0
        """The most requests that were under way at once."""
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._arrived = threading.Condition(self._lock)
        self._in_flight = 0
        self._http = _Server(("127.0.0.1", 0), type("BoundHandler", (Handler,), {"owner": self}))
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    @property
    def requests(self) -> int:
        """How many requests there were."""
        return len(self.log)

    @property
    def served(self) -> int:
        """How many of them were sent a whole reply that says what it took."""
        return sum(seen.step.served for seen in self.log)

    def script(self, *steps: Step) -> None:
        """Play these one after the other, and the last one for ever."""
        left = list(steps)
        self.decide = lambda _: left.pop(0) if len(left) > 1 else left[0]

    def wait_for(self, requests: int, seconds: float = 30.0) -> None:
        """Wait until so many requests have come, but no longer than so many seconds."""
        with self._arrived:
            self._arrived.wait_for(lambda: len(self.log) >= requests, seconds)

    def answer(self, handler: "Handler", body: Body) -> None:
        """Log a request and play its step."""
        with self._lock:
            step = self.decide(body)
            self.log.append(Seen(body, {name.lower(): value for name, value in handler.headers.items()}, step))
            self._arrived.notify_all()
            self._in_flight += 1
            self.peak = max(self.peak, self._in_flight)
        try:
            time.sleep(self.delay)
            step.play(handler, body)
        finally:
            with self._lock:
                self._in_flight -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away."""


class Handler(BaseHTTPRequestHandler):
    """Takes one request and has its step played."""

    owner: ModelServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        """Answer a chat request."""
        self.owner.answer(self, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def begin(self, status: int, length: int, kind: str = "application/json", **headers: str) -> None:
        """Send the head of a reply; underscores in the names of headers become hyphens."""
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(length), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def reply(self, status: int, data: bytes, kind: str = "application/json", **headers: str) -> None:
        """Send a whole reply."""
        self.begin(status, len(data), kind, **headers)
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class calls it so
        """Say nothing."""


class Word(BaseModel):
    """The form of the answers that fit."""

    model_config = ConfigDict(extra="forbid")

    word: str = Field(min_length=1)
    number: int


def fitting(body: Body) -> str:
    """Return a `Word` as JSON. It depends on the question alone: on the first message of a user."""
    asked = next(str(m["content"]) for m in body["messages"] if m["role"] == "user")
    return Word(word=hashlib.sha256(asked.encode()).hexdigest()[:12], number=len(asked)).model_dump_json()


def completion(body: Body, content: str | None, finish: str = "stop", **message: Any) -> Body:
    """Return a chat completion that carries `content` in the way that the request asks for."""
    said = {"role": "assistant", "content": content, **message}
    if content is not None and body.get("tools"):
        function = {"name": body["tools"][0]["function"]["name"], "arguments": content}
        said |= {"content": None, "tool_calls": [{"id": "call_1", "type": "function", "function": function}]}
    usage = {"prompt_tokens": PROMPT_TOKENS, "completion_tokens": COMPLETION_TOKENS, "total_tokens": 18}
    choices = [{"index": 0, "finish_reason": finish, "message": said}]
    return {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": choices, "usage": usage}


def says(content: str | Callable[[Body], str] | None, finish: str = "stop", **message: Any) -> Step:
    """Answer with this content, or with what it makes of the request."""

    def play(handler: Handler, body: Body) -> None:
        said = content(body) if callable(content) else content
        handler.reply(200, json.dumps(completion(body, said, finish, **message)).encode())

    return Step("says", play, served=True)


def good() -> Step:
    """Answer with what fits the question."""
    return says(fitting)


def refusal() -> Step:
    """Decline, as models do."""
    return says(None, refusal="I cannot help with that")


def filtered() -> Step:
    """Stop the answer, as a filter of the service does."""
    return says("", "content_filter")


def cut_off() -> Step:
    """Answer with more than there was room for."""
    return says('{"word": "abc', "length")


def without(*keys: str, **instead: Any) -> Step:
    """Answer with a fitting completion that lacks some keys, or has others in their place."""

    def play(handler: Handler, body: Body) -> None:
        held = {k: v for k, v in completion(body, fitting(body)).items() if k not in keys} | instead
        handler.reply(200, json.dumps(held).encode())

    return Step("without", play, served="usage" not in {*keys, *instead})


def raw(data: bytes, kind: str = "application/json") -> Step:
    """Reply with status 200 and these bytes."""
    return Step("raw", lambda handler, _: handler.reply(200, data, kind))


def status(code: int, error: str | None = None, message: str = "no", **headers: str) -> Step:
    """Reply with an error, its code and headers such as `Retry_After="2"`."""
    held = {"error": {"message": message, "type": "some_error", "code": error, "param": None}}
    return Step(str(code), lambda handler, _: handler.reply(code, json.dumps(held).encode(), **headers))


def hang() -> Step:
    """Take the request and never reply."""

    def play(handler: Handler, _: Body) -> None:
        handler.owner.closing.wait()

    return Step("hang", play)


def drip(pause: float = 0.02) -> Step:
    """Send a fitting answer so slowly that it takes many seconds, but always something in the time of one read."""

    def play(handler: Handler, body: Body) -> None:
        data = json.dumps(completion(body, fitting(body))).encode()
        handler.begin(200, len(data))
        for at in range(len(data)):
            if handler.owner.closing.wait(pause):
                return
            handler.wfile.write(data[at : at + 1])

    return Step("drip", play)


def cut() -> Step:
    """Break the connection off in the middle of a fitting answer."""

    def play(handler: Handler, body: Body) -> None:
        data = json.dumps(completion(body, fitting(body))).encode()
        handler.begin(200, len(data))
        handler.wfile.write(data[: len(data) // 2])
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()
        handler.close_connection = True

    return Step("cut", play)
