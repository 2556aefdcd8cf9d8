"""A report in the forms that people and other programs read: a page, Markdown, a spreadsheet, ClaimReview, JSON."""

from collections.abc import Callable
from importlib import import_module

from ...schemas import Report
from ..errors import BadSettings

FORMS = {
    "html": "report.html",
    "md": "report.md",
    "csv": "findings.csv",
    "claimreview": "claimreview.json",
    "json": "findings.json",
}
"""Each form with the name of its file in a results folder."""

_HOMES = {"html": "html", "md": "markdown", "csv": "spreadsheet", "claimreview": "claimreview"}


def render(report: Report, form: str) -> str:
    """Return a report in one form, as text to be written in UTF-8.

    Args:
        report: with its articles' texts; without them the page has no articles and no sentences around the evidence.
        form: a key of `FORMS`.

    Raises:
        BadSettings: there is no such form.
        BadResult: the report speaks of an article that it does not have.
    """
    if form not in FORMS:
        raise BadSettings(f"unknown format {form!r}: there are {', '.join(FORMS)}")
    if form == "json":
        return report.model_dump_json(indent=2) + "\n"
    write: Callable[[Report], str] = import_module(f".{_HOMES[form]}", __name__).write
    return write(report)
