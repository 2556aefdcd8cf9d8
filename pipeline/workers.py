"""How is work spread over processes that outlive neither their parent nor a crash of one another?

Not concurrent.futures: there one process that dies breaks the pool and with it the batch, and processes whose parent
was killed wait for ever.
"""

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Generic, TypeVar

from .memory import collect_rarely

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Died:
    """What came of an item whose process ended before it had a result."""

    status: int | None
    """As `multiprocessing.Process.exitcode`: negative for a signal."""


def in_processes(
    work: Callable[[Item], Result], items: Iterable[Item], jobs: int
) -> Iterator[tuple[Item, Result | Died]]:
    """Yield each item with what `work` makes of it, in the order in which they are ready.

    `items` is drawn from as processes become free, so that no more than `jobs` are under way at a time. Items,
    results and `work`, a function at the top of a module, cross to other processes. A process that dies is replaced.
    When the caller stops, or is killed, all of them end at once.
    """
    waiting = iter(items)
    workers: dict[Connection, _Worker[Item, Result]] = {}
    try:
        for item in islice(waiting, jobs):
            worker = _Worker[Item, Result](work, item)
            workers[worker.connection] = worker
        while workers:
            for ready in wait(list(workers)):
                worker = workers.pop(ready)  # type: ignore[call-overload] # wait returns what it was given
                item, result = worker.item, worker.result()
                following = list(islice(waiting, 1))
                if not following:
                    worker.stop()
                elif isinstance(result, Died):
                    worker = _Worker(work, following[0])
                    workers[worker.connection] = worker
                else:
                    worker.give(following[0])
                    workers[worker.connection] = worker
                yield item, result
    finally:
        for worker in workers.values():
            worker.stop()


class _Worker(Generic[Item, Result]):
    """A process and the item that it works on."""

    def __init__(self, work: Callable[[Item], Result], item: Item) -> None:
        context = get_context("spawn")  # a fork of a process with threads may hang
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        with _interrupts_held_back():
            self._process.start()
        theirs.close()
        self.give(item)

    def give(self, item: Item) -> None:
        self.item = item
        with suppress(BrokenPipeError):  # it has died; `result` will say so
            self.connection.send(item)

    def result(self) -> Result | Died:
        try:
            result: Result = self.connection.recv()
        except (EOFError, ConnectionResetError):
            self._process.join()
            return Died(self._process.exitcode)
        return result

    def stop(self) -> None:
        self._process.terminate()
        self._process.join()


def _serve(connection: Connection, work: Callable[[Item], Result]) -> None:
    """Work on what comes until nothing more can."""
    collect_rarely()
    Thread(target=_end_with_the_parent, daemon=True).start()
    while True:
        try:
            item = connection.recv()
        except EOFError:
            return
        result = work(item)
        with suppress(BrokenPipeError):
            connection.send(result)


def _end_with_the_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Keep Ctrl-C from the process that is being started: its parent hears it and ends it.

    A new process takes over which signals are held back. The resource tracker comes first because its own start
    lets them through again.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
