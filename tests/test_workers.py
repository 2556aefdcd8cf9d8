import math
import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from itertools import count, islice
from multiprocessing import active_children
from operator import methodcaller

import pytest

from crossexam.pipeline.workers import Died, in_processes

CALLED = methodcaller("__call__")


@pytest.mark.parametrize("jobs", [1, 2, 9])
def test_every_item_comes_back_with_its_result(jobs: int) -> None:
    assert sorted(in_processes(math.factorial, range(6), jobs)) == [(n, math.factorial(n)) for n in range(6)]


def test_no_items_need_no_process() -> None:
    assert list(in_processes(math.factorial, [], 2)) == []


def test_the_work_runs_in_processes_of_its_own() -> None:
    parents = {parent for _, parent in in_processes(CALLED, [os.getppid] * 4, 2)}
    assert parents == {os.getpid()}


def test_a_process_that_dies_costs_its_item_and_is_replaced() -> None:
    items = [os.getpid, partial(signal.raise_signal, signal.SIGKILL), os.getpid, partial(os._exit, 3), os.getpid]
    results = [result for _, result in in_processes(CALLED, items, 1)]
    assert results[1::2] == [Died(-signal.SIGKILL), Died(3)]
    assert len({result for result in results[::2] if isinstance(result, int)}) == 3


def test_items_are_drawn_no_further_than_there_are_processes() -> None:
    drawn: list[int] = []

    def items() -> Iterator[int]:
        for number in count():
            drawn.append(number)
            yield number

    results = in_processes(math.factorial, items(), 2)
    assert len(list(islice(results, 5))) == 5
    assert len(drawn) <= 5 + 2
    results.close()  # type: ignore[attr-defined] # it is a generator


def test_a_caller_that_stops_leaves_no_process_behind() -> None:
    for _ in in_processes(time.sleep, [0, 60, 60], 3):
        break
    assert not active_children()


def test_ctrl_c_is_heard_by_the_parent_alone() -> None:
    mask_of_this_process = partial(signal.pthread_sigmask, signal.SIG_BLOCK, [])
    masks = [mask for _, mask in in_processes(CALLED, [mask_of_this_process], 1)]
    assert [signal.SIGINT in mask for mask in masks if not isinstance(mask, Died)] == [True]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
