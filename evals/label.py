"""Start a label file from a run, for a person to correct."""

import os
import re
from collections.abc import Iterable
from itertools import chain, count
from pathlib import Path
from typing import Any

from ..pipeline.check import check
from ..pipeline.errors import BadSettings, NothingToRead
from ..pipeline.stages import Engine
from ..schemas import Finding, Position, Relation, Report, Verdict
from .cases import LABELS, articles_of
from .page import plain
from .records import write_whole

_TELLING_WORD = re.compile(r"[a-z0-9]{4,}")
_SLUG_WORDS = 5
_RARE_BREAK = re.compile("[\x85\u2028\u2029]")

_HEADER = """\
# UNREVIEWED: written from a run of the engine {engine}, not by a person. No figure may rest on it yet.
# Read every article twice, with docs/labelling.md beside you: correct each finding, take out what no editor would put
# on a fact sheet, add what the run missed (it knows nothing of that, and it is why you read), and list the traps.
# Then take out the line below, and see `crossexam eval lint`.{not_judged}
unreviewed: true
"""


def start_labels(folder: Path, engine: Engine, cases: Path) -> Path:
    """Check the story in `folder` and write its findings as labels; return the file.

    Args:
        folder: a case, with its articles in `articles/` or named by `case.yaml`, or a plain folder of articles. For
            the latter a case of the same name is made in `cases` that points to it.
        engine: what reads the story.
        cases: where cases are.

    Raises:
        BadSettings: there are labels already. A person's work is never written over.
        NothingToRead: there is no such folder, or no article in it.
    """
    if not folder.is_dir():
        raise NothingToRead(f"{folder}: there is no such folder")
    is_case = (folder / "articles").is_dir() or (folder / "case.yaml").is_file()
    case = folder if is_case else cases / folder.resolve().name
    path = case / LABELS
    if path.exists() or (not is_case and case.exists()):
        raise BadSettings(f"{case}: there is a case already; move its labels away to start anew")
    report = check(articles_of(folder) if is_case else folder, engine)
    if not is_case:
        note = {"inputs": {"articles": Path(os.path.relpath(folder.resolve(), case.resolve())).as_posix()}}
        write_whole(case / "case.yaml", _yaml(note))
    write_whole(path, labels_of(report))
    return path


def labels_of(report: Report) -> str:
    """Return the text of a label file that holds the findings of a report, and as traps what it skipped."""
    judged = [finding for finding in report.findings if finding.verdict is not Verdict.NOT_JUDGED]
    left_out = len(report.findings) - len(judged)
    header = _HEADER.format(
        engine=plain(report.tool.engine),
        not_judged=f"\n# {left_out} findings that the run could not judge are left out." if left_out else "",
    )
    ids = _ids(judged)
    findings = [_finding(id_, finding) for id_, finding in zip(ids, judged, strict=True)]
    traps = [
        {"article": article.article, "text": article.text[skip.start : skip.end], "why": skip.why}
        for article in report.articles
        for skip in article.skipped
        if article.text[skip.start : skip.end].strip()
    ]
    return header + _yaml({"findings": findings, "traps": traps})


def _finding(id_: str, finding: Finding) -> dict[str, Any]:
    said = [_position(p) for p in finding.positions if p.relation is not Relation.SILENT]
    label = {
        "id": id_,
        "kind": str(finding.kind),
        "question": finding.question,
        "positions": [position for i, position in enumerate(said) if position not in said[:i]],
        "verdict": str(finding.verdict),
    }
    return label | ({"weight": str(finding.weight)} if finding.weight else {}) | {"why": finding.why}


def _position(position: Position) -> dict[str, Any]:
    return position.model_dump(mode="json", include={"article", "evidence", "value", "attributed_to"})


def _ids(findings: Iterable[Finding]) -> list[str]:
    """Return a short id for each finding, made of its question, with a number where two would be the same."""
    ids: dict[str, None] = {}
    for finding in findings:
        slug = "-".join(_TELLING_WORD.findall(finding.question.lower())[:_SLUG_WORDS]) or str(finding.kind)
        numbered = (f"{slug}-{number}" for number in count(2))
        ids[next(id_ for id_ in chain([slug], numbered) if id_ not in ids)] = None
    return list(ids)


def _yaml(data: dict[str, Any]) -> str:
    import yaml

    class Dumper(yaml.SafeDumper):
        """Escapes the rarer line breaks, which the plain styles of PyYAML lose."""

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        style = '"' if _RARE_BREAK.search(value) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    return str(yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=150))
