"""Who asks a question that many want answered? One of them, across tasks, threads and processes.

A turn is a row of the cache that names its owner. It is renewed while its owner asks and runs out soon after it stops,
so that nobody waits for an owner that is stuck; where the owner was a process of this machine that has ended, the turn
is taken over at once.
"""

import asyncio
import json
import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

from .cache import AnswerCache
from .clock import Clock

_T = TypeVar("_T")
_FIRST_LOOK, _LONGEST_LOOK = 0.01, 0.1
"""Seconds between two looks whether another has answered."""
_ENDED = (b"Z", b"X")
"""States of a process that has ended and that nobody has asked about."""
_RENEWALS = 3
"""A turn is renewed so often before it would run out."""


@asynccontextmanager
async def turn(
    cache: AnswerCache, key: str, seconds: float, clock: Clock, known: Callable[[], _T | None]
) -> AsyncIterator[_T | None]:
    """Wait for the turn to ask or for the answer, whichever comes first.

    Args:
        cache: where turns are kept.
        key: of the question.
        seconds: how long a turn lasts that is not renewed; longer than any time in which its owner lets no other task
            run.
        clock: who waits.
        known: returns the answer if there is one by now. Whatever it raises ends the waiting.

    Yields:
        The answer if someone else got it, or None when it is our turn, which lasts as long as the block.
    """
    owner = _owner()
    look = _FIRST_LOOK
    while not cache.take(key, owner, seconds, _is_gone):
        answer = known()
        if answer is not None:
            yield answer
            return
        await clock.sleep(look)
        look = min(look * 1.5, _LONGEST_LOOK)
    renewing = asyncio.create_task(_renew(cache, key, owner, seconds))
    try:
        yield known()
    finally:
        renewing.cancel()
        cache.leave(key, owner)


async def _renew(cache: AnswerCache, key: str, owner: bytes, seconds: float) -> None:
    while True:
        await asyncio.sleep(seconds / _RENEWALS)
        cache.renew(key, owner, seconds)


def _owner() -> bytes:
    pid = os.getpid()
    return json.dumps([_machine(), pid, _born(pid), secrets.token_hex(8)]).encode()


def _is_gone(owner: bytes) -> bool:
    """Tell whether an owner was a process of this machine that has ended. In doubt it lives."""
    try:
        machine, pid, born, _ = json.loads(owner)
    except (ValueError, TypeError):
        return True
    if machine != _machine() or not isinstance(pid, int) or pid <= 0:
        return False
    if born:
        return bool(_born(pid) != born)
    if os.name != "posix":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


@cache
def _machine() -> str:
    """Return a name for this machine and, in containers, for the space in which its process ids count."""
    try:
        return f"{socket.gethostname()} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return socket.gethostname()


def _born(pid: int) -> str:
    """Return when a process began, which tells it from a later one with the same id; empty where none can say."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        return "" if after_name[0] in _ENDED else after_name[19].decode()
    except (OSError, IndexError):
        return ""
