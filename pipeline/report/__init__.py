"""From a report to what is read: one function a form."""

from html import escape

from ...schemas import Report
from ..errors import UsageError

FORMS = {"html": "report.html", "md": "report.md", "json": "findings.json"}
"""Form to the name of its file."""


def render(report: Report, form: str) -> str:
    """Return a report in one of the `FORMS`."""
    if form == "json":
        return report.model_dump_json(indent=2) + "\n"
    if form == "md":
        lines = [f"- {finding.verdict}: {finding.question}" for finding in report.findings]
        return "\n".join(["# Findings", "", *lines]) + "\n"
    if form == "html":
        return f"<!doctype html><title>crossexam</title><pre>{escape(report.model_dump_json(indent=2))}</pre>\n"
    raise UsageError(f"unknown form {form!r}: there are {', '.join(FORMS)}")
