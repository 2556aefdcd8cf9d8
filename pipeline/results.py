"""The result folder of one story: what a run leaves there, and how it is read again.

    findings.json     the report, the contract with other programs
    report.md ...     the forms that were asked for
    articles/*.txt    the text of each article, to which all offsets refer
    run.json          what the result was made of and the hash of every file: written last, the mark that all is there

Nothing in a folder says when or where it was made, so that two runs on the same story leave the same bytes.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from ..schemas import SCHEMA_VERSION, Report, StorySummary, Verdict, Weight
from ..schemas.base import Record
from .errors import BadResult, CannotWrite
from .filenames import file_names
from .fingerprint import MadeOf
from .report import FORMS, render
from .storage import put, sync, writing_in

RUN = "run.json"
FINDINGS = "findings.json"
TEXTS = "articles"


def _inside(name: str) -> str:
    parts = Path(name).parts
    if not parts or Path(name).is_absolute() or ".." in parts or parts[:-1] not in {(), (TEXTS,)}:
        raise ValueError(f"{name!r} is no file of a result")
    return name


_FileName = Annotated[str, AfterValidator(_inside)]


class Run(Record):
    """What `run.json` holds."""

    schema_version: Literal[1] = SCHEMA_VERSION
    state: Literal["writing", "incomplete", "finished"]
    """"writing" stands there from before the first file is written until after the last. "incomplete" is a whole
    result that a rerun can better: a model gave no answer for something in it."""
    fingerprint: str = ""
    made_of: MadeOf | None = None
    files: dict[_FileName, str] = Field(default_factory=dict)
    """Each file to the sha256 of its bytes. While "writing": all that may be there, without hashes."""
    texts: dict[str, _FileName] = Field(default_factory=dict)
    """Each article to the file that holds its text, as UTF-8."""
    summary: StorySummary | None = None


class _Former(BaseModel):
    """What matters of a `run.json` that any version of crossexam has written."""

    schema_version: int
    state: str
    files: dict[_FileName, str]


def write_result(folder: Path, report: Report, made: MadeOf, forms: Iterable[str] = ()) -> StorySummary:
    """Write the result of one story and return it in brief.

    Files of a former result in the same folder go; whatever else lies there stays.

    Args:
        folder: made where it is missing.
        report: with the texts of its articles.
        made: what the report was made of.
        forms: which of `report.FORMS` to write beside findings.json.

    Raises:
        CannotWrite: the folder cannot be written, or is full of files that are no result.
    """
    names = file_names([article.article for article in report.articles], ".txt")
    texts = {name: f"{TEXTS}/{file}" for name, file in names.items()}
    files = {FINDINGS: render(report, "json").encode()}
    files |= {FORMS[form]: render(report, form).encode() for form in forms if form != "json"}
    files |= {texts[a.article]: a.text.encode("utf-8", "surrogatepass") for a in report.articles}
    summary = summary_of(report)
    run = Run(
        state="incomplete" if report.tool.model is not None and report.not_judged else "finished",
        fingerprint=made.fingerprint,
        made_of=made,
        files={name: _sha256(data) for name, data in files.items()},
        texts=texts,
        summary=summary,
    )
    with writing_in(folder):
        former = _claim(folder, files)
        with writing_in(folder / TEXTS):
            for name, data in files.items():
                put(folder / name, data)
            sync(folder / TEXTS)
        for name in former - files.keys():
            (folder / name).unlink(missing_ok=True)
        put(folder / RUN, _json(run))
        sync(folder)
    return summary


def finished(folder: Path, fingerprint: str, forms: Iterable[str] = ()) -> StorySummary | None:
    """Return the result in a folder in brief if it is whole, of that fingerprint and in those forms, else None.

    The findings and the texts have to have the bytes that were written. The other forms only have to be there: an
    editor may have changed them.
    """
    try:
        run = _run_in(folder)
        if run.state != "finished" or run.fingerprint != fingerprint:
            return None
        for name in {FINDINGS, *run.texts.values()}:
            _bytes_of(folder, name, run)
    except BadResult:
        return None
    return run.summary if all((folder / FORMS[form]).is_file() for form in forms) else None


def is_result(folder: Path) -> bool:
    """Whether a run, of any version of crossexam, has written a story's result to a folder, or begun to."""
    return _former(folder) is not None


def read_result(folder: Path) -> Report:
    """Return the report of a finished result, with the texts of its articles.

    Raises:
        BadResult: the folder holds no result, or one that is not whole; the message says what is wrong.
    """
    run = _run_in(folder)
    if run.state == "writing":
        raise BadResult(f"{folder}: the run that wrote this result was interrupted: check the story again")
    try:
        report = Report.model_validate_json(_bytes_of(folder, FINDINGS, run))
    except ValidationError as fault:
        raise BadResult(f"{folder / FINDINGS}: {_first_of(fault)}") from fault
    texts = {name: _bytes_of(folder, file, run) for name, file in run.texts.items()}
    missing = [article.article for article in report.articles if article.article not in texts]
    if missing:
        raise BadResult(f"{folder / RUN}: names no text for {missing[0]}")
    articles = [
        article.model_copy(update={"text": _decoded(texts[article.article], folder / run.texts[article.article])})
        for article in report.articles
    ]
    return report.model_copy(update={"articles": tuple(articles)})


def settings_of(folder: Path) -> dict[str, str]:
    """Return what the answers of the engine depended on that made the result in a folder.

    Raises:
        BadResult: there is no result.
    """
    made = _run_in(folder).made_of
    return dict(made.settings) if made else {}


def summary_of(report: Report) -> StorySummary:
    """Return a report in brief."""
    weights = Counter(finding.weight for finding in report.findings if finding.verdict.flagged)
    return StorySummary(
        story=report.story.name,
        title=report.story.title,
        articles=len(report.articles),
        findings=len(report.findings),
        verdicts=dict(sorted(Counter(finding.verdict for finding in report.findings).items())),
        major=weights[Weight.MAJOR],
        minor=weights[Weight.MINOR],
        not_judged=len(report.not_judged) + sum(f.verdict is Verdict.NOT_JUDGED for f in report.findings),
        usage=report.usage,
    )


def _claim(folder: Path, files: Iterable[str]) -> set[str]:
    """Mark a folder as being written and return the files that are there from former runs.

    The mark goes first, so that a folder of somebody else's files is told from one that a killed run has left.
    """
    former = _former(folder)
    if former is None and any(not path.name.startswith(".") for path in folder.iterdir()):
        raise CannotWrite(f"{folder}: is not empty and holds no result of crossexam; choose another folder")
    names = set(former.files) if former else set()
    put(folder / RUN, _json(Run(state="writing", files=dict.fromkeys(sorted(names.union(files)), ""))))
    sync(folder)
    return names


def _former(folder: Path) -> _Former | None:
    try:
        return _Former.model_validate_json((folder / RUN).read_bytes())
    except (OSError, ValidationError):
        return None


def _run_in(folder: Path) -> Run:
    try:
        return Run.model_validate_json((folder / RUN).read_bytes())
    except FileNotFoundError as fault:
        raise BadResult(f"{folder}: no result of crossexam is here: there is no {RUN}") from fault
    except OSError as fault:
        raise BadResult(f"{folder / RUN}: {fault.strerror}") from fault
    except ValidationError as fault:
        raise BadResult(f"{folder / RUN}: {_first_of(fault)}") from fault


def _bytes_of(folder: Path, name: str, run: Run) -> bytes:
    try:
        data = (folder / name).read_bytes()
    except FileNotFoundError as fault:
        raise BadResult(f"{folder / name}: is missing: check the story again") from fault
    except OSError as fault:
        raise BadResult(f"{folder / name}: {fault.strerror}") from fault
    if _sha256(data) != run.files.get(name):
        raise BadResult(f"{folder / name}: was changed after the run that wrote it: check the story again")
    return data


def _decoded(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as fault:
        raise BadResult(f"{path}: is no UTF-8") from fault


def _first_of(fault: ValidationError) -> str:
    """Return the first thing that is wrong: where, and what."""
    error = fault.errors(include_url=False)[0]
    if error["loc"] == ("schema_version",):
        return f"has schema_version {error['input']!r}; this crossexam reads {SCHEMA_VERSION}"
    where = ".".join(str(part) for part in error["loc"])
    return f"{where}: {error['msg']}" if where else error["msg"]


def _json(run: Run) -> bytes:
    return (run.model_dump_json(indent=2) + "\n").encode()


def _sha256(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()
