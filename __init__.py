"""Cross-examines the articles that several outlets wrote about one story.

    from crossexam import check

    report = check("seeds/libya-2019")
    for finding in report.findings:
        if finding.verdict.flagged:
            print(finding.verdict, finding.question)

`check` reads a folder, or articles that are given as objects, and returns a `Report`; `acheck` is its async twin.
Neither prints or writes anything. A report never says what is true: it says what the sources say, exactly where,
whom they credit, and whether that fits together.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .pipeline.check import acheck, check
    from .pipeline.errors import CrossexamError, InputError, NothingToRead, UsageError
    from .schemas import Article, Claim, Finding, Kind, Position, Relation, Report, Verdict, Weight

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Claim",
    "CrossexamError",
    "Finding",
    "InputError",
    "Kind",
    "NothingToRead",
    "Position",
    "Relation",
    "Report",
    "UsageError",
    "Verdict",
    "Weight",
    "__version__",
    "acheck",
    "check",
]

# Names are imported when they are first asked for, so that the command line answers --help without pydantic.
_HOMES = {
    "pipeline.check": ("acheck", "check"),
    "pipeline.errors": ("CrossexamError", "InputError", "NothingToRead", "UsageError"),
    "schemas": ("Article", "Claim", "Finding", "Kind", "Position", "Relation", "Report", "Verdict", "Weight"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f".{home}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
