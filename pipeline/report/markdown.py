"""The report as Markdown for a pull request or a content management system."""

from collections.abc import Iterable, Iterator

from ...schemas import Article, Verdict, Weight
from . import words
from .cards import Card, Saying
from .naming import Called
from .quotes import Change, Piece
from .safe import markdown, web_address
from .view import Source, View

_LONGEST = 400


def write(view: View) -> str:
    """Return the report: what is flagged in full, what agrees and what has only one source in a line each."""
    articles = {a.article: a for a in view.report.articles}
    return "\n".join(_lines(view, articles)) + "\n"


def _lines(view: View, articles: dict[str, Article]) -> Iterator[str]:
    report = view.report
    yield f"# {markdown(report.story.title or report.story.name)}"
    yield ""
    yield f"{words.counted(len(view.sources), 'article')} compared. {words.DISCLAIMER}"
    yield ""
    yield from (_source_line(source) for source in view.sources)
    for heading, weight in (("Look at these first", Weight.MAJOR), ("Smaller differences", Weight.MINOR)):
        cards = [Card(m, articles) for m in view.flagged(weight)]
        if cards:
            yield from ("", f"## {heading}")
        for card in cards:
            yield from ("", *_finding(card))
    for verdict in (Verdict.CORROBORATED, Verdict.SINGLE_SOURCE, Verdict.NOT_JUDGED):
        matters = view.having(verdict)
        if matters:
            yield from ("", f"## {words.VERDICTS[verdict].name}", "")
        for m in matters:
            answers = list(dict.fromkeys(markdown(words.shortened(s.answer, 160)) for s in m.stands))[:3]
            letters = ", ".join(s.letter for s in m.sources)
            yield f"- {markdown(m.finding.question)} {'; '.join(answers)} ({letters})"
    yield from _rest(view)


def _source_line(source: Source) -> str:
    url = web_address(source.article.url)
    facts = [markdown(source.article.title or ""), source.published or "", words.counted(source.words, "word")]
    shown = f"{markdown(source.name)}: {'; '.join(fact for fact in facts if fact)}"
    # An address stands in angle brackets; what could end them is encoded.
    link = f" ([link](<{url.replace('<', '%3C').replace('>', '%3E')}>))" if url else ""
    return f"- **{source.letter}** {shown}{link}"


def _finding(card: Card) -> Iterator[str]:
    finding = card.matter.finding
    yield f"### {card.matter.number}. {markdown(words.shortened(finding.question, _LONGEST))}"
    yield ""
    reason = f" {markdown(words.shortened(card.reason, 2 * _LONGEST))}" if card.reason else ""
    yield f"**{words.VERDICTS[finding.verdict].name}.**{reason}"
    yield ""
    if card.callers:
        called = ([_who([c.source]), _labels(c.own), _labels(c.quoted)] for c in card.callers)
        yield from _table(("Source", "In its own voice", "Quoting others"), called)
        return
    said = ([_who(row.sources), _said(s), markdown(s.credit or "")] for row in card.rows for s in row.sayings)
    yield from _table(("Source", "Says", "Credits"), said)
    if card.has_changes:
        yield from ("", "Struck through: missing here. Bold: only here.")


def _table(heads: tuple[str, ...], rows: Iterable[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for cells in rows:
        yield f"| {' | '.join(cells)} |"


def _who(sources: Iterable[Source]) -> str:
    return ", ".join(f"**{s.letter}** {markdown(s.name)}" for s in sources)


def _said(saying: Saying) -> str:
    if saying.pieces:
        return f"“{' '.join(_piece(p) for p in saying.pieces)}”"
    evidence = f" (“{markdown(saying.evidence)}”)" if saying.evidence else ""
    return f"{markdown(saying.text)}{evidence}"


def _piece(piece: Piece) -> str:
    text = markdown(piece.text)
    match piece.change:
        case Change.EDGE:
            return "…"
        case Change.MISSING:
            return f"~~{text}~~"
        case Change.ADDED:
            return f"**{text}**"
        case Change.OMITTED:
            return ""
        case _:
            return text


def _labels(labels: Iterable[Called]) -> str:
    return "; ".join(markdown(c.label) + (f" ({markdown(c.speaker)})" if c.speaker else "") for c in labels)


def _rest(view: View) -> Iterator[str]:
    report = view.report
    if report.not_judged:
        yield from ("", "## Not judged", "")
        for n in report.not_judged:
            yield f"- {markdown(n.item)}: {markdown(words.shortened(n.reason, _LONGEST))} ({markdown(n.stage)})"
    tool = report.tool
    model = f", model {markdown(tool.model)}" if tool.model else ""
    yield from ("", f"crossexam {markdown(tool.version)}, {markdown(tool.engine)} engine{model}.")
