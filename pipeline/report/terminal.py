"""A report on a terminal."""

from rich.console import Console
from rich.text import Text

from ...schemas import Finding, Report


def print_findings(report: Report, console: Console, *, everything: bool = False) -> None:
    """Print the flagged findings, or all, a line each, by their number in the report."""
    for number, finding in enumerate(report.findings, 1):
        if finding.verdict.flagged or everything:
            console.print(Text(f"{number:>3}  {finding.verdict}  {finding.question}"))
    console.print(f"{len(report.findings)} findings in {len(report.articles)} articles")


def print_finding(report: Report, finding: Finding, console: Console) -> None:
    """Print one finding whole."""
    console.print(Text(f"{report.story.name}: {finding.question}"))
    for position in finding.positions:
        console.print(Text(f"{position.article}: {position.evidence}"))
