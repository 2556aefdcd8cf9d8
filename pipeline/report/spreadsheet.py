"""The findings as a table for a spreadsheet: one row for each position."""

import csv
import io

from . import words
from .safe import cell
from .view import Matter, Stand, View

COLUMNS = (
    "number", "verdict", "weight", "kind", "question", "outlet", "published", "answer", "credits", "relation",
    "evidence", "value", "article", "start", "end", "origins", "silent", "why", "finding",
)  # fmt: skip


def write(view: View) -> str:
    """Return comma-separated values with a byte order mark, by which spreadsheets know that they are UTF-8.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    out = io.StringIO()
    out.write("\ufeff")
    rows = csv.writer(out, quoting=csv.QUOTE_MINIMAL)
    rows.writerow(COLUMNS)
    for matter in view.matters:
        rows.writerows(_row(matter, stand) for stand in matter.stands)
    return out.getvalue()


def _row(matter: Matter, stand: Stand) -> list[str | int]:
    finding, position = matter.finding, stand.position
    published = stand.source.article.published
    values: list[str | int] = [
        matter.number,
        words.VERDICTS[finding.verdict].name,
        finding.weight or "",
        words.KINDS[finding.kind].name,
        finding.question,
        stand.source.article.outlet or "",
        published.isoformat() if published else "",
        stand.answer,
        stand.credit or "",
        words.RELATIONS[position.relation].name,
        position.evidence,
        position.value,
        position.article,
        position.start,
        position.end,
        finding.origins,
        "; ".join(finding.silent),
        finding.why,
        finding.id,
    ]
    return [cell(value) if isinstance(value, str) else value for value in values]
