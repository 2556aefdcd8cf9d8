"""A report in the forms that people and other programs read: a page, Markdown, a spreadsheet, ClaimReview, JSON."""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from ...schemas import Report
from ..errors import BadSettings

if TYPE_CHECKING:
    from .view import View

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
    return render_each(report, [form])[form]


def render_each(report: Report, forms: Iterable[str]) -> dict[str, str]:
    """Return a report in several forms, as `render` does; what all of them show is looked up once.

    Raises:
        BadSettings: there is no such form.
        BadResult: the report speaks of an article that it does not have.
    """
    rendered: dict[str, str] = {}
    view: View | None = None
    for form in forms:
        if form not in FORMS:
            raise BadSettings(f"unknown format {form!r}: there are {', '.join(FORMS)}")
        if form == "json":
            rendered[form] = report.model_dump_json(indent=2) + "\n"
            continue
        if view is None:
            from .view import view_of

            view = view_of(report)
        write: Callable[[View], str] = import_module(f".{_HOMES[form]}", __name__).write
        rendered[form] = write(view)
    return rendered
