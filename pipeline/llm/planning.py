"""How much may a story ask? The calls and tokens of each stage, which the engine keeps to and the estimate goes by.

For a story of A articles with T tokens, a token for every four characters, a first run makes at most 2A + 6 calls, and
all their prompts together, with the schemas of the answers, have at most 8T tokens and 1,500 more a call.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from .source import Line, Source
from .usage import estimated_tokens

A_CALL = 1_500
"""Tokens a call for what does not grow with the articles: the prompt's own text and the schema."""
MORE_CALLS = 6
"""Beside two an article."""
_EXTRACT, _CLUSTER, _CROSSEXAMINE, _PHRASE = 1.25, 1.5, 4.5, 0.75
"""How the 8T are shared: each article is read whole twice, its statements once more, the rest is what is compared."""
_SHARES = 8
_EXTRACT_SPARE = 0.15
"""Of its share, what the text of an article with the numbers of its lines leaves over."""
_PART = 16_000
"""Characters of an article that one call reads; answers about more would be too long."""
_OVERLAP = 0.1
"""Part of a part that the next one may repeat."""
_MORE_PARTS = 2
_MOST_LINES = 300
"""Statements that one call compares."""
_MOST_FINDINGS = 60
"""Findings that one call words."""


@dataclass(frozen=True)
class Plan:
    """What the stages of one story may ask."""

    parts: tuple[tuple[tuple[Line, ...], ...], ...]
    """Of each article, for the first stage."""
    tokens: int
    """Of all articles."""

    @property
    def spare(self) -> int:
        """Calls that are left for the stages that look at the whole story."""
        articles = len(self.parts)
        return 2 * articles + MORE_CALLS - sum(map(len, self.parts)) - (articles if articles > 1 else 0)

    def cluster_calls(self, lines: int, tokens: int, overhead: int) -> int:
        """Return in how many calls so many statements are compared.

        Args:
            lines: that they take.
            tokens: that these have together.
            overhead: tokens of a call that holds no line.
        """
        short = tokens - self.cluster_tokens(0)
        by_tokens = ceil(short / (A_CALL - overhead)) if overhead < A_CALL else 1
        return max(1, min(max(ceil(lines / _MOST_LINES), by_tokens), self.spare - 1))

    def cluster_tokens(self, calls: int) -> int:
        """Return how long the prompts of so many calls may be together."""
        return int(_CLUSTER * self.tokens) + A_CALL * calls

    def phrase_calls(self, findings: int, used: int) -> int:
        """Return in how many calls so many findings are worded, where the comparison has used some."""
        return min(max(1, ceil(findings / _MOST_FINDINGS)), self.spare - used)

    def phrase_tokens(self, calls: int, before: int = 0, tokens: int = 0) -> int:
        """Return how long the prompts of so many calls may be together.

        Args:
            calls: that word the findings.
            before: calls that the story has made before these.
            tokens: that those had.
        """
        left = _SHARES * self.tokens + A_CALL * (before + calls) - tokens
        return min(int(_PHRASE * self.tokens) + A_CALL * calls, int(left))


def crossexamine_tokens(source: Source, extract: int = A_CALL) -> int:
    """Return how long the prompt may be that asks one article about the matters of the others.

    Args:
        source: the article.
        extract: tokens that the call for its statements has before the article stands in it. Those that are more than
            a call may have are made up for by what the article leaves of its share, or wording of its own; of a very
            short one they are missing here.
    """
    owed = max(0, extract - A_CALL - int((_EXTRACT_SPARE + _PHRASE) * source.tokens))
    return int(_CROSSEXAMINE * source.tokens) + A_CALL - owed


def plan_of(sources: Sequence[Source]) -> Plan:
    """Return what the stages of a story may ask. Parts grow where articles are so long that there would be too many."""
    longest = _PART
    parts = _parts(sources, longest)
    while sum(map(len, parts)) > len(sources) + _MORE_PARTS:
        longest *= 2
        parts = _parts(sources, longest)
    return Plan(parts, sum(source.tokens for source in sources))


def _parts(sources: Sequence[Source], longest: int) -> tuple[tuple[tuple[Line, ...], ...], ...]:
    return tuple(parts_of(source.lines, longest) for source in sources)


def parts_of(lines: Sequence[Line], longest: int) -> tuple[tuple[Line, ...], ...]:
    """Return the lines of an article in parts of at most so many characters, each of whole lines.

    Each part but the first begins with the last line of the one before, if that is short: what is told on the border
    is told whole in one of them.
    """
    parts: list[list[Line]] = []
    size = 0
    for line in lines:
        if parts and size + len(line.text) <= longest:
            parts[-1].append(line)
            size += len(line.text)
            continue
        before = parts[-1][-1:] if parts else []
        repeated = [b for b in before if len(b.text) <= _OVERLAP * longest and len(b.text) + len(line.text) <= longest]
        parts.append([*repeated, line])
        size = sum(len(kept.text) for kept in parts[-1])
    return tuple(map(tuple, parts))


def size_of(texts: Sequence[str]) -> int:
    """Return about how many tokens some texts have together."""
    return sum(map(estimated_tokens, texts))
