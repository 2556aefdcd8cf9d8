"""Which of several prompts, models, word lists or engines does best on the same cases?

Each variant runs in a process of its own with its own environment variables, as a user would set them: prompts, word
lists and settings are read once a process, and one variant cannot see what another has read.
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import Field, field_validator

from ..pipeline.errors import BadCase, BadSettings
from ..schemas.base import Record
from .compare import compare
from .figures import NONE, between, difference, figure, money, seconds, tally
from .metrics import BY_KIND, METRICS, pooled
from .page import Page, Section, Table
from .records import Run, load_run
from .run_page import facts_of
from .yamlfile import read_yaml

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}")
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
_COLUMNS = (
    "flag_f1",
    "flag_precision",
    "flag_recall",
    "flag_strict_f1",
    "verdict_accuracy",
    "position_recall",
    "false_flags",
)


class Variant(Record):
    """An engine and the environment variables that make it another one."""

    engine: str = "local"
    environment: dict[str, str] = Field(default_factory=dict)

    @field_validator("environment")
    @classmethod
    def _are_variables(cls, environment: dict[str, str]) -> dict[str, str]:
        for name in environment:
            if not _VARIABLE.fullmatch(name):
                raise ValueError(f"{name!r} is no environment variable")
        return environment


class MatrixFile(Record):
    """The whole of a matrix file. The first variant is what the others are compared with."""

    variants: dict[str, Variant] = Field(min_length=1)

    @field_validator("variants")
    @classmethod
    def _fit_file_names(cls, variants: dict[str, Variant]) -> dict[str, Variant]:
        for name in variants:
            if not _NAME.fullmatch(name):
                raise ValueError(f"{name!r} must consist of letters, digits, dots and hyphens")
        return variants


def load_variants(path: Path) -> dict[str, Variant]:
    """Read a matrix file.

    Raises:
        BadCase: it is broken; the message gives the line.
    """
    file, faults = read_yaml(path).model(MatrixFile)
    if file is None:
        raise BadCase(str(faults[0]))
    return file.variants


def variant_of(text: str) -> tuple[str, Variant]:
    """Return the variant of one `--variant NAME=ENGINE[,VARIABLE=VALUE...]`.

    Raises:
        BadSettings: it is not of that form.
    """
    name, _, rest = text.partition("=")
    engine, *settings = rest.split(",")
    pairs = [setting.partition("=") for setting in settings]
    right = engine and _NAME.fullmatch(name) and all(_VARIABLE.fullmatch(variable) for variable, _, _ in pairs)
    if not right:
        raise BadSettings(f"{text!r} is not of the form NAME=ENGINE,VARIABLE=VALUE,...")
    return name, Variant(engine=engine, environment={variable: value for variable, _, value in pairs})


def run_variant(name: str, variant: Variant, options: Sequence[str], runs: Path) -> Run:
    """Run one variant in a process of its own and return its record, which is `runs/<name>.json`.

    Raises:
        BadSettings: it could not run at all; why is on standard error.
    """
    command = [sys.executable, "-m", "crossexam.evals.cli", "--engine", variant.engine, *options]
    command += ["--runs", str(runs), "--name", name]
    done = subprocess.run(  # noqa: S603 - our own module, and arguments that no shell reads
        command, env=os.environ | variant.environment, stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode not in {0, 1}:
        raise BadSettings(f"the variant {name} could not be run")
    return load_run(runs / f"{name}.json")


def matrix_page(runs: Mapping[str, Run]) -> Page:
    """Return all variants in one table, and what each wins and loses against the first.

    Raises:
        NotComparable: the cases changed while the variants ran.
    """
    first, *others = runs.items()
    sections = [_figures(runs), _kinds(runs)]
    if others:
        sections.append(_against(first, others))
    sections.append(_costs(runs))
    facts = [fact for fact in facts_of(first[1]) if fact[0] in {"cases", "metric version"}]
    return Page("Variants", tuple(facts), tuple(sections))


def _figures(runs: Mapping[str, Run]) -> Section:
    rows = []
    for name, run in runs.items():
        total = pooled(case.scored.scores for case in run.cases)
        failed = sum(case.failure is not None for case in run.cases)
        cells = [figure(METRICS[metric].value(total), METRICS[metric]) for metric in _COLUMNS]
        faults = [tally(total.get(metric)) for metric in ("trap_leaks", "ungrounded")]
        rows.append((name, str(failed), *cells, *faults))
    head = ("variant", "failed cases", *(METRICS[m].label for m in _COLUMNS), "traps leaked", "ungrounded")
    return Section("All stories", Table(head, tuple(rows)))


def _kinds(runs: Mapping[str, Run]) -> Section:
    metrics = BY_KIND["flag_recall"]
    rows = []
    for name, run in runs.items():
        total = pooled(case.scored.scores for case in run.cases)
        rows.append((name, *(tally(total.get(metric.name)) for metric in metrics)))
    head = ("variant", *(metric.name.rpartition(".")[2] for metric in metrics))
    return Section("Major flags found, by kind", Table(head, tuple(rows)))


def _against(first: tuple[str, Run], others: Sequence[tuple[str, Run]]) -> Section:
    rows = []
    for name, run in others:
        c = compare(first[1], run)
        f1 = c.headlines[0]
        move = difference(f1.before, f1.after, f1.metric)
        interval = between(f1.interval, f1.metric, signed=True)
        rows.append((name, str(len(c.worse)), str(len(c.better)), move, interval))
    head = ("variant", "flips to worse", "flips to better", "flags: F1", "interval")
    note = "See `crossexam eval compare` on two of the records for the flips themselves."
    return Section(f"Against {first[0]}", Table(head, tuple(rows)), note)


def _costs(runs: Mapping[str, Run]) -> Section:
    rows = []
    for name, run in runs.items():
        usage = run.usage
        tokens = f"{usage.prompt_tokens + usage.completion_tokens:,}"
        cost = money(usage.cost) if usage.calls else NONE
        rows.append((name, f"{usage.calls:,}", f"{usage.cached:,}", tokens, cost, seconds(run.seconds)))
    return Section("Cost and time", Table(("variant", "calls", "cached", "tokens", "cost", "time"), tuple(rows)))
