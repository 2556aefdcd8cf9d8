"""The reason of a verdict in one plain sentence, made from the positions alone."""

from collections.abc import Mapping, Sequence

from ...schemas import Article, Kind, Position, Relation, Verdict

_LONGEST_VALUE = 90


def reason_for(kind: Kind, verdict: Verdict, positions: Sequence[Position], articles: Mapping[str, Article]) -> str:
    """Return why the verdict was given: who says what, and whom each credits."""
    if verdict is Verdict.SINGLE_SOURCE:
        return _single_source(positions, articles)
    said = "; ".join(f"{value}: {who}" for value, who in _by_value(positions, articles))
    return f"{_OPENINGS[verdict, kind] if (verdict, kind) in _OPENINGS else _GENERAL[verdict]} {said}."


def _single_source(positions: Sequence[Position], articles: Mapping[str, Article]) -> str:
    if len(articles) == 1:
        return "There is only one article, so nothing can be compared."
    credited = positions[0].attributed_to
    rest = f", which credits {credited}" if credited else ""
    return f"Only {outlet_of(articles[positions[0].article])} has this{rest}."


_GENERAL = {
    Verdict.CORROBORATED: "The sources agree:",
    Verdict.DISCREPANCY: "The sources differ, and all could be true:",
    Verdict.CONFLICT: "These cannot all be true as written:",
    Verdict.ALTERED_QUOTE: "The words inside the quotation marks differ:",
    Verdict.FRAMING_SPLIT: "The names lean different ways:",
    Verdict.NOT_JUDGED: "This could not be judged:",
}
_OPENINGS = {
    (Verdict.DISCREPANCY, Kind.QUANTITY): "Different figures, which a later count or another extent could explain:",
    (Verdict.CONFLICT, Kind.QUANTITY): "Different figures for one and the same thing:",
    (Verdict.CORROBORATED, Kind.QUOTE): "The same words:",
}


def _by_value(positions: Sequence[Position], articles: Mapping[str, Article]) -> list[tuple[str, str]]:
    groups: dict[str, list[str]] = {}
    for p in positions:
        if p.relation is Relation.SILENT:
            continue
        value = p.value if len(p.value) <= _LONGEST_VALUE else p.value[: _LONGEST_VALUE - 1].rstrip() + "…"
        credit = f" (credits {p.attributed_to})" if p.attributed_to else ""
        who = outlet_of(articles[p.article]) + credit
        if who not in groups.setdefault(value, []):
            groups[value].append(who)
    return [(value, ", ".join(who)) for value, who in groups.items()]


def outlet_of(article: Article) -> str:
    """Return what a reader calls an article: its outlet, or its file's name without the ending."""
    return article.outlet or article.article.rpartition(".")[0] or article.article
