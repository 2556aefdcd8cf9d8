"""Findings in a terminal: what to look at first, and one finding whole.

Everything shown is `rich.text.Text` made of stripped strings, so that neither escape sequences nor rich's own markup
in an article take effect.
"""

from collections.abc import Iterable

from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ...schemas import Finding, Kind, NotJudged, Report, Verdict, Weight
from . import words
from .cards import Row, Saying, quotation_rows
from .naming import Caller, callers_of
from .quotes import Change
from .safe import plain
from .view import Matter, Stand, View, view_of

_STYLES = {
    Verdict.CONFLICT: "bold red",
    Verdict.ALTERED_QUOTE: "bold magenta",
    Verdict.DISCREPANCY: "bold yellow",
    Verdict.FRAMING_SPLIT: "bold cyan",
    Verdict.CORROBORATED: "green",
    Verdict.SINGLE_SOURCE: "dim",
    Verdict.NOT_JUDGED: "dim",
}
_CHANGE_STYLES = {
    Change.MISSING: "red strike",
    Change.ADDED: "green underline",
    Change.OMITTED: "dim strike",
    Change.EDGE: "dim",
}
_ONLY_COUNTED = (Verdict.CORROBORATED, Verdict.SINGLE_SOURCE)
_FEW_WORDS = 110
_MOST_LINES = 8
_NARROWEST_TABLE = 96
_NARROWEST_PANEL = 44


def print_findings(report: Report, console: Console, *, everything: bool = False) -> None:
    """Print the findings as a table, flagged and major first.

    Args:
        report: what to print; findings are numbered as on the page.
        console: where to.
        everything: also list findings that agree or have only one source, which are only counted otherwise.
    """
    view = view_of(report)
    matters = [m for m in view.matters if everything or m.finding.verdict not in _ONLY_COUNTED]
    if not matters:
        console.print(Text("Nothing was flagged."))
    elif console.width >= _NARROWEST_TABLE:
        console.print(_table(matters))
    else:
        console.print(Group(*(_block(m) for m in matters)))
    for line in _closing_lines(view, everything):
        console.print(Text(line, style="dim"))


def _table(matters: Iterable[Matter]) -> Table:
    table = Table(box=None, padding=(0, 2, 1, 0), header_style="bold", pad_edge=False)
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("Verdict", width=18)
    table.add_column("Question", ratio=2, overflow="fold")
    table.add_column("What the sources say", ratio=3, overflow="fold")
    for m in matters:
        said = Text("\n").join(_lines_in_few_words(m))
        table.add_row(str(m.number), _verdict(m, "\n"), _question(m), said)
    return table


def _block(matter: Matter) -> RenderableType:
    """Return a finding for a narrow terminal, one thing below another."""
    heading = Text(f"{matter.number}. ").append_text(_verdict(matter, " · "))
    said = Padding(Group(*_lines_in_few_words(matter)), (0, 0, 1, 3))
    return Group(heading, Padding(_question(matter), (0, 0, 0, 3)), said)


def _verdict(matter: Matter, between: str) -> Text:
    finding = matter.finding
    verdict = Text(words.VERDICTS[finding.verdict].name, style=_STYLES[finding.verdict])
    return verdict.append(f"{between}minor", style="dim") if finding.weight is Weight.MINOR else verdict


def _question(matter: Matter) -> Text:
    return Text(words.shortened(plain(matter.finding.question), 240))


def _lines_in_few_words(matter: Matter) -> list[Text]:
    if matter.finding.kind is Kind.FRAMING:
        lines = [_caller_line(caller) for caller in callers_of(matter.stands)]
    elif matter.finding.kind is Kind.QUOTE:
        lines = [_row_line(row) for row in quotation_rows(matter.stands)]
    else:
        lines = list({line.plain: line for line in map(_stand_line, matter.stands)}.values())
    rest = len(lines) - _MOST_LINES
    return lines[:_MOST_LINES] + ([Text(f"and {rest} more", style="dim")] if rest > 0 else [])


def _stand_line(stand: Stand) -> Text:
    line = _named([stand.source.name]).append(words.shortened(plain(stand.answer), _FEW_WORDS))
    return _credited(line, stand.credit)


def _caller_line(caller: Caller) -> Text:
    line = _named([caller.source.name]).append(", ".join(plain(c.label) for c in caller.own[:5]))
    for called in caller.quoted[:3]:
        line.append("; " if caller.own or called is not caller.quoted[0] else "")
        line.append(f"“{plain(called.label)}”").append(f" ({plain(called.speaker or '')})", style="dim")
    return line


def _row_line(row: Row) -> Text:
    line = _named([source.name for source in row.sources])
    saying = row.sayings[0]
    if not saying.pieces:
        return _credited(line.append(plain(saying.text)), saying.credit)
    whole = _quotation(saying)
    whole.truncate(_FEW_WORDS * 2, overflow="ellipsis")
    return _credited(line.append_text(whole), saying.credit)


def _named(names: list[str]) -> Text:
    more = [f"{len(names) - 6} more"] if len(names) > 6 else []
    shown = words.listed([words.shortened(plain(name), 40) for name in names[:6]] + more)
    return Text().append(f"{shown}: ", style="bold")


def _credited(line: Text, credit: str | None) -> Text:
    return line.append(f" ({words.shortened(plain(credit), 60)})", style="dim") if credit else line


def _quotation(saying: Saying) -> Text:
    """Return a version of a quotation; without colours the missing words still stand in brackets of their own."""
    text = Text("“")
    for i, piece in enumerate(saying.pieces):
        text.append(" " if i else "")
        shown = plain(piece.text)
        if piece.change is Change.EDGE:
            shown = "…"
        elif piece.change is Change.MISSING:
            shown = f"[missing: {shown}]"
        elif piece.change is Change.ADDED:
            shown = f"[only here: {shown}]"
        text.append(shown, style=_CHANGE_STYLES.get(piece.change, ""))
    return text.append("”")


def _closing_lines(view: View, everything: bool) -> list[str]:
    counts = {verdict: len(view.having(verdict)) for verdict in Verdict}
    lines = []
    if not everything and any(counts[v] for v in _ONLY_COUNTED):
        agree = words.counted(counts[Verdict.CORROBORATED], "finding")
        lines.append(f"{agree} on which sources agree, {counts[Verdict.SINGLE_SOURCE]} from only one source.")
    if view.report.not_judged:
        lines.append(f"Not read or judged: {words.counted(len(view.report.not_judged), 'item')}.")
        lines += [_not_judged(n) for n in view.report.not_judged[:_MOST_LINES]]
        if len(view.report.not_judged) > _MOST_LINES:
            lines.append(f"  and {len(view.report.not_judged) - _MOST_LINES} more")
    return [*lines, words.DISCLAIMER]


def _not_judged(item: NotJudged) -> str:
    what, why = words.shortened(plain(item.item), 80), words.shortened(plain(item.reason), 160)
    return f"  {what}: {why} ({plain(item.stage)})"


def print_finding(report: Report, finding: Finding, console: Console) -> None:
    """Print one finding of the report whole: every position with its sentence and the evidence marked in it.

    Positions stand side by side where the console is wide enough.

    Raises:
        ValueError: the finding is not of this report.
    """
    matter = next((m for m in view_of(report).matters if m.finding == finding), None)
    if matter is None:
        raise ValueError(f"finding {finding.id} is not of this report")
    label = words.VERDICTS[finding.verdict]
    title = Text().append(label.name, style=_STYLES[finding.verdict])
    if finding.weight:
        title.append(f" · {words.WEIGHTS[finding.weight].name.lower()}", style="dim")
    console.print(title)
    console.print(Text(f"{matter.number}. {plain(finding.question)}", style="bold"))
    console.print(Text(plain(finding.why)))
    console.print(_side_by_side([_panel(s) for s in matter.stands], console.width))
    for line in _facts(matter):
        console.print(Text(line, style="dim"))


def _panel(stand: Stand) -> Panel:
    position = stand.position
    sentence = Text(plain(stand.excerpt.before))
    sentence.append(" " if stand.excerpt.before.endswith(" ") else "")
    sentence.append(plain(stand.excerpt.evidence), style="reverse")
    sentence.append(" " if stand.excerpt.after.startswith(" ") else "").append(plain(stand.excerpt.after))
    credit = f"credits {plain(stand.credit)}" if stand.credit else "in its own voice"
    place = f"{plain(position.article)}, characters {position.start} to {position.end}"
    relation = words.RELATIONS[position.relation].name
    body: list[RenderableType] = [
        Text(words.shortened(plain(stand.answer), 400), style="bold"),
        sentence,
        Text(f"{relation} · {credit}", style="dim"),
        Text(place, style="dim"),
    ]
    return Panel(Group(*body), title=Text(words.shortened(plain(stand.source.name), 60)), title_align="left")


def _side_by_side(panels: list[Panel], width: int) -> RenderableType:
    across = max(1, min(len(panels), width // _NARROWEST_PANEL, 4))
    if across == 1:
        return Group(*panels)
    return Columns(panels, width=width // across - 1, padding=(0, 1), expand=False)


def _facts(matter: Matter) -> list[str]:
    lines = []
    if len(matter.sources) > 1:
        articles = words.counted(len(matter.sources), "article")
        lines.append(f"{articles}, {words.counted(matter.finding.origins, 'independent origin')}.")
    if matter.silent:
        names = [words.shortened(plain(s.name), 40) for s in matter.silent[:12]]
        more = [f"{len(matter.silent) - 12} more"] if len(matter.silent) > 12 else []
        lines.append(f"Says nothing of it: {words.listed(names + more)}.")
    return lines
