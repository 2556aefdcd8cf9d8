"""What is a labelled case, and where do its parts stand?

    evals/cases/<story>/expected.yaml   the labels
    evals/cases/<story>/articles/       the articles, or
    evals/cases/<story>/case.yaml       where else they are

`case.yaml` has the field names of a pydantic-evals case, `expected.yaml` takes the place of its `expected_output`.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from pydantic import Field, field_validator, model_validator

from ..pipeline.errors import BadCase
from ..schemas import Kind, Verdict, Weight
from ..schemas.base import Record
from .yamlfile import YamlFile, read_yaml

HOME = Path(__file__).parent / "cases"
"""The cases that came with the project."""

LABELS = "expected.yaml"


class LabelledPosition(Record):
    """What one article says on a matter. `evidence` is an exact part of its text, `value` its normal form."""

    article: str
    evidence: str = Field(min_length=1)
    value: str
    attributed_to: str | None = None


class LabelledFinding(Record):
    """One matter as a careful editor would judge it; the labelling guide in `docs/labelling.md` defines each field."""

    id: str = Field(min_length=1)
    kind: Kind
    question: str
    positions: tuple[LabelledPosition, ...] = Field(min_length=1)
    verdict: Verdict
    weight: Weight | None = None
    why: str

    @field_validator("verdict")
    @classmethod
    def _is_judged(cls, verdict: Verdict) -> Verdict:
        if verdict is Verdict.NOT_JUDGED:
            raise ValueError("a label has a verdict: not_judged is for what a program could not judge")
        return verdict

    @property
    def major(self) -> bool:
        """Whether recall is asked of it."""
        return self.verdict.flagged and self.weight is Weight.MAJOR


class Trap(Record):
    """Text that stands in an article's file and is no part of the report."""

    article: str
    text: str = Field(min_length=1)
    why: str


class Labels(Record):
    """The whole of an `expected.yaml`."""

    unreviewed: bool = False
    """The file was written by a run and no person has corrected it yet. Such a file is never scored against."""
    findings: tuple[LabelledFinding, ...] = ()
    traps: tuple[Trap, ...] = ()


class Inputs(Record):
    """What is given to an engine: a folder, relative to the file that names it."""

    articles: str


class CaseFile(Record):
    """The whole of a `case.yaml`; every key is optional."""

    name: str | None = None
    inputs: Inputs | None = None
    metadata: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _name_fits_a_file(self) -> Self:
        if self.name is not None and (not self.name or set("/\\\0") & set(self.name)):
            raise ValueError("the name of a case must fit a file's name")
        return self


@dataclass(frozen=True)
class Case:
    """A story with its labels. `hash` changes with whatever its score depends on, and with nothing else."""

    name: str
    articles: Path
    labels: Labels
    hash: str
    source: YamlFile = field(repr=False, compare=False)
    """Of the labels."""
    metadata: dict[str, str] = field(default_factory=dict)


def load_cases(root: Path, names: Collection[str] = ()) -> list[Case]:
    """Return the cases of a folder of cases, or the one case where `root` is one, in the order of their names.

    Args:
        root: the folder.
        names: only these cases; all of them where it is empty.

    Raises:
        BadCase: there is no case, no case of that name, or one of them is broken.
    """
    cases = sorted((load_case(folder) for folder in folders_of(root)), key=lambda case: case.name)
    known = [case.name for case in cases]
    if len(set(known)) < len(known):
        raise BadCase(f"{root}: two cases have the same name: {', '.join(known)}")
    if missing := set(names) - set(known):
        raise BadCase(f"{root}: no case named {', '.join(sorted(missing))}: there are {', '.join(known)}")
    return [case for case in cases if not names or case.name in names]


def folders_of(root: Path) -> list[Path]:
    """Return the folders of the cases in `root`, or `root` where it is one.

    Raises:
        BadCase: there is none.
    """
    folders = [root] if (root / LABELS).is_file() else sorted(path.parent for path in root.glob(f"*/{LABELS}"))
    if not folders:
        raise BadCase(f"{root}: there is no labelled case here (no <story>/{LABELS})")
    return folders


def load_case(folder: Path) -> Case:
    """Return the case in `folder`.

    Raises:
        BadCase: its first fault, with file and line.
    """
    note = _case_file(folder)
    articles = articles_of(folder, note)
    source = read_yaml(folder / LABELS)
    labels, faults = source.model(Labels)
    if labels is None:
        raise BadCase(str(faults[0]))
    return Case(
        name=note.name or folder.resolve().name,
        articles=articles,
        labels=labels,
        hash=_hash(labels, articles),
        source=source,
        metadata=note.metadata,
    )


def articles_of(folder: Path, note: CaseFile | None = None) -> Path:
    """Return the folder of a case's articles.

    Raises:
        BadCase: there is none.
    """
    note = note or _case_file(folder)
    articles = folder / (note.inputs.articles if note.inputs else "articles")
    if not articles.is_dir():
        raise BadCase(f"{folder}: there is no folder of articles at {articles}")
    return articles


def _case_file(folder: Path) -> CaseFile:
    path = folder / "case.yaml"
    if not path.is_file():
        return CaseFile()
    source = read_yaml(path)
    note, faults = source.model(CaseFile)
    if note is None:
        raise BadCase(str(faults[0]))
    return note


def _hash(labels: Labels, articles: Path) -> str:
    """Return the hash of the articles' bytes and of what the labels say, but for what only people read."""
    said = labels.model_dump(mode="json", exclude={"unreviewed": True})
    for finding in said["findings"]:
        del finding["question"], finding["why"]
    for trap in said["traps"]:
        del trap["why"]
    files = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in articles.iterdir()
        if path.is_file() and not path.name.startswith(".")
    }
    canonical = json.dumps([said, files], sort_keys=True, ensure_ascii=True)
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"
