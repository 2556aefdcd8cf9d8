"""From a report to what is read: one function a form."""

from ...schemas import Report
from ..errors import UsageError

FORMS = {"json": "findings.json", "md": "report.md"}
"""Form to the name of its file."""


def render(report: Report, form: str) -> str:
    """Return a report in one of the `FORMS`."""
    if form == "json":
        return report.model_dump_json(indent=2) + "\n"
    if form == "md":
        lines = [f"- {finding.verdict}: {finding.question}" for finding in report.findings]
        return "\n".join(["# Findings", "", *lines]) + "\n"
    raise UsageError(f"unknown form {form!r}: there are {', '.join(FORMS)}")
