"""What does each article give as the cause of the same thing?

A statement of a cause has an effect and what brought it about: "the fire was caused by a candle", "police blamed the
crash on ice", "an oven seemed to be the cause". Where no effect is named, it is the one that the article has just
spoken of and that another article names.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...schemas import Act, Claim, Kind, Relation, Weight
from ..data import word_lists
from ..judging.verdicts import PARTING
from ..reading.clauses import Clause
from ..reading.document import Sentence
from ..reading.tokens import Token, joined
from ..reading.verbs import is_verb
from ..stages import Cluster, Examined
from .asking import inverted, named
from .claims import is_whole, make_claim
from .deeds import act_of
from .markers import marker_at
from .meanings import meaning_of, meanings
from .parties import Cast

_LONGEST, _LONGEST_EVIDENCE = 22, 170
_MOST_GROUPS = 20
"""Things with one name whose causes are kept apart, so that the work stays linear."""
_LOOKS_BACK = 5
"""Sentences before "the cause" in which its effect is looked for."""

Extent = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Cause:
    """One statement of a cause. `head` is what was brought about, "" where it is not named; `causes` its members."""

    cast: Cast
    sentence: Sentence
    head: str
    effect: frozenset[str]
    causes: tuple[frozenset[str], ...]
    extent: Extent
    words: Extent
    effect_words: Extent
    effect_clause: Clause | None
    """The clause that tells what was brought about, where it is told by one."""
    is_the_cause: bool

    @property
    def article(self) -> str:
        """The name of the article that states it."""
        return self.cast.reading.name

    @property
    def is_vague(self) -> bool:
        """Whether it says too little to contradict any other."""
        return all(member <= word_lists("causes.txt")["vague"] for member in self.causes)


def examine_causes(casts: Mapping[str, Cast]) -> list[Examined]:
    """Return the causes that articles give differently for one thing, as discrepancies or conflicts."""
    stated = [cause for name in sorted(casts) for cause in causes_in(casts[name])]
    found: list[Examined] = []
    for group in _of_one_effect(stated):
        examined = _examined(group)
        if examined is not None:
            found.append(examined)
    return found


def causes_in(cast: Cast) -> list[Cause]:
    """Return the statements of causes in an article's own words or in those that it reports."""
    found: list[Cause] = []
    for sentence in cast.reading.document.sentences:
        if cast.reading.document.quotation_at(sentence.start) is None:
            found += _in_sentence(cast, sentence)
    return found


def _in_sentence(cast: Cast, sentence: Sentence) -> Iterator[Cause]:
    clauses = cast.reading.clauses_of(sentence)
    taken: list[Extent] = []
    for cause in (*_by_verbs(cast, sentence, clauses), *_by_connectives(cast, sentence, clauses)):
        if not any(cause.words[0] < b and a < cause.words[1] for a, b in taken):
            taken.append(cause.words)
            yield cause


def _by_connectives(cast: Cast, sentence: Sentence, clauses: Sequence[Clause]) -> Iterator[Cause]:
    tokens = sentence.tokens
    for at, token in enumerate(tokens):
        behind = at + marker_at(tokens, at, "cause behind")
        if behind > at:
            if not (tokens[behind - 1].low == "to" and is_verb(tokens, behind)):
                cause = (behind, _phrase_end(sentence, clauses, behind))
                yield from _stated(cast, sentence, _effect_before(clauses, at, behind), cause, (at, cause[1]))
        elif token.low == "because" and at + 1 < len(tokens):
            clause = next((c for c in clauses if at + 1 in {c.subject[0], c.verbs[0]}), None)
            if clause is not None:
                cause = (at + 1, max(clause.rest[1], clause.verbs[1]))
                effect = _effect_before(clauses, at, at + 1) if at else None
                yield from _stated(cast, sentence, effect, cause, (at, cause[1]))


def _phrase_end(sentence: Sentence, clauses: Sequence[Clause], start: int) -> int:
    """Return where a cause that is a phrase ends: before a verb, a comma that ends no list member, or a mark."""
    tokens = sentence.tokens
    verbs = {c.verbs[0] for c in clauses if not c.is_reduced}
    for at in range(start, min(len(tokens), start + _LONGEST)):
        token = tokens[at]
        if at in verbs or token.text in '.;:()“”"—–' or token.low in {"according", "who", "which", "that", "but"}:
            return at
        if token.text == "," and not _goes_on(tokens, at):
            return at
    return min(len(tokens), start + _LONGEST)


def _goes_on(tokens: Sequence[Token], comma: int) -> bool:
    """Tell whether "and" follows soon behind a comma, so that a list goes on and no description begins."""
    if comma + 1 >= len(tokens) or tokens[comma + 1].low in {"a", "an", "which", "who"}:
        return False
    return any(t.low == "and" for t in tokens[comma + 1 : comma + 6])


def _effect_before(clauses: Sequence[Clause], at: int, behind: int) -> Extent | Clause | None:
    """Return what a cause behind it brought about: a subject, the clause before, or the one behind an opening cause."""
    verb = next((c for c in clauses if c.verbs[0] <= at < c.verbs[1] + (c.lemma == "be")), None)
    if verb is not None:
        return verb.subject if verb.subject[0] < verb.subject[1] else None
    before = [c for c in clauses if c.verbs[1] <= at and c.lemma not in _FRAMES]
    if before:
        return replace(before[-1], rest=(before[-1].rest[0], max(before[-1].rest[0], min(before[-1].rest[1], at))))
    following = [c for c in clauses if c.verbs[0] > behind]
    return following[0] if following and at <= 2 else ((0, at) if at > 1 else None)


_FRAMES = frozenset("say tell think believe know claim report".split())


def _by_verbs(cast: Cast, sentence: Sentence, clauses: Sequence[Clause]) -> Iterator[Cause]:
    lists = word_lists("causes.txt")
    tokens = sentence.tokens
    for clause in clauses:
        subject, rest = clause.subject, clause.rest
        if clause.is_negated or clause.is_passive or subject[0] >= subject[1] or rest[0] >= rest[1]:
            continue
        shown = (subject[0], rest[1])
        if clause.lemma in lists["brings about"] and tokens[rest[0]].is_word and tokens[rest[0]].low != "and":
            yield from _stated(cast, sentence, rest, subject, shown)
        elif clause.lemma == "die" and tokens[rest[0]].low in {"of", "from"}:
            dead = replace(clause, rest=(rest[0], rest[0]))
            if meanings(cast, clause.part(subject)):
                yield from _stated(cast, sentence, dead, (rest[0] + 1, rest[1]), shown)
        elif clause.lemma == "blame":
            yield from _blamed(cast, sentence, clause)
        elif clause.lemma in lists["leads back"]:
            yield from _led_back(cast, sentence, clause)
        elif clause.lemma in {"be", "seem", "appear", "remain"}:
            yield from _named_the_cause(cast, sentence, clause)


def _blamed(cast: Cast, sentence: Sentence, clause: Clause) -> Iterator[Cause]:
    """Read "blamed ice for the crash", "blamed the crash on ice" and "blamed ice"."""
    tokens, (start, end) = sentence.tokens, clause.rest
    shown = (clause.verbs[0], end)
    for i in range(start + 1, end):
        if tokens[i].low == "for":
            yield from _stated(cast, sentence, (i + 1, end), (start, i), shown)
            return
        if tokens[i].low == "on":
            yield from _stated(cast, sentence, (start, i), (i + 1, end), shown)
            return
    yield from _stated(cast, sentence, None, (start, end), shown)


def _led_back(cast: Cast, sentence: Sentence, clause: Clause) -> Iterator[Cause]:
    """Read "traced the smoke to a battery" and "put the gap down to social care"."""
    tokens, (start, end) = sentence.tokens, clause.rest
    for i in range(start + 1, end - 1):
        down = tokens[i].low == "down" and tokens[i + 1].low == "to"
        if down or (tokens[i].low in {"to", "on"} and clause.lemma != "put"):
            yield from _stated(cast, sentence, (start, i), (i + 1 + down, end), (clause.verbs[0], end))
            return


def _named_the_cause(cast: Cast, sentence: Sentence, clause: Clause) -> Iterator[Cause]:
    """Read "an oven was the cause (of the smoke)", "ice was to blame" and "the cause was ice"."""
    tokens, (start, end) = sentence.tokens, clause.rest
    nouns = word_lists("causes.txt")["cause"]
    shown = (clause.subject[0], end)
    for i in range(clause.main, end):
        named = tokens[i].low in nouns and tokens[i - 1].low in {"the", "main", "likely", "probable", "real"}
        if named or (tokens[i].low == "blame" and tokens[i - 1].low == "to"):
            of = next((j for j in range(i, end) if tokens[j].low in {"of", "for"}), None)
            effect = (of + 1, end) if of is not None else None
            yield from _stated(cast, sentence, effect, clause.subject, shown, is_the_cause=True)
            return
    head = next((i for i in range(*clause.subject) if tokens[i].low in nouns), None)
    if head is not None and clause.lemma == "be" and tokens[clause.subject[0]].low in {"the", "its", "main"}:
        effect = (head + 2, clause.subject[1]) if head + 2 < clause.subject[1] else None
        yield from _stated(cast, sentence, effect, (start, end), shown, is_the_cause=True)


def _stated(
    cast: Cast, sentence: Sentence, effect: Extent | Clause | None, cause: Extent, shown: Extent,
    *, is_the_cause: bool = False,
) -> Iterator[Cause]:  # fmt: skip
    """Yield a statement of a cause if both of its sides say something; `shown` are the tokens of its evidence."""
    tokens = sentence.tokens
    members = _members(cast, sentence, *cause)
    if not members or (cause[1] - cause[0] < 3 and tokens[cause[0]].low in _NO_CAUSE):
        return
    head, said, where = _effect_of(cast, sentence, effect)
    if effect is not None and (not head or head in {"act say", "act announce"}):
        return
    start, end = shown
    if where[0] < where[1] <= start and tokens[end - 1].end - tokens[where[0]].start <= _LONGEST_EVIDENCE:
        start = where[0]
    while end > start + 1 and not tokens[end - 1].text[0].isalnum():
        end -= 1
    if not is_whole(cast.reading.document, tokens[start].start, tokens[end - 1].end):
        return
    yield Cause(
        cast,
        sentence,
        head,
        said,
        members,
        (tokens[start].start, tokens[end - 1].end),
        cause,
        where,
        effect if isinstance(effect, Clause) else None,
        is_the_cause,
    )


_NO_CAUSE = frozenset("what that it this which who him her them he she they there".split())


def _members(cast: Cast, sentence: Sentence, start: int, end: int) -> tuple[frozenset[str], ...]:
    """Return the meanings of each member of a list of causes."""
    found: list[frozenset[str]] = []
    first = start
    for i in range(start, end + 1):
        if i == end or sentence.tokens[i].low in {"and", ","}:
            meant = meanings(cast, sentence.tokens[first:i])
            if meant:
                found.append(meant)
            first = i + 1
    return tuple(found)


def _effect_of(cast: Cast, sentence: Sentence, effect: Extent | Clause | None) -> tuple[str, frozenset[str], Extent]:
    """Return the head of an effect, all that it says, and where it stands."""
    if effect is None:
        return "", frozenset(), (0, 0)
    tokens = sentence.tokens
    if isinstance(effect, Clause):
        act = act_of(effect.lemma)
        said = meanings(cast, effect.tokens)
        if effect.lemma == "be":
            head = next((t.low for t in effect.part(effect.rest) if t.is_word), "")
            return (meaning_of(head) if head else ""), said, (effect.subject[0], effect.verbs[1])
        first = effect.subject[0] if effect.subject[0] < effect.subject[1] else effect.verbs[0]
        return (f"act {act}" if act else effect.lemma), said, (first, max(effect.rest[1], effect.verbs[1]))
    parties = cast.parties(sentence, *effect)
    if not parties:
        return "", frozenset(), effect
    return meaning_of(tokens[parties[0].end - 1].low), meanings(cast, tokens[slice(*effect)]), effect


def _of_one_effect(stated: Sequence[Cause]) -> list[list[Cause]]:
    """Return the statements that give a cause of one thing, of two articles or more."""
    by_head: dict[str, list[list[Cause]]] = defaultdict(list)
    for cause in (c for c in stated if c.head):
        groups = by_head[cause.head]
        home = next((g for g in groups[:_MOST_GROUPS] if _agree(g[0], cause)), None)
        if home is None:
            groups.append([cause])
        else:
            home.append(cause)
    open_ones = [c for c in stated if not c.head]
    left = [c for c in open_ones if not _joins(c, by_head)]
    found = [g for head in sorted(by_head) for g in by_head[head]]
    alone = [c for c in left if c.is_the_cause]
    if len({c.article for c in alone}) == len(alone) > 1:
        found.append(alone)
    return [g for g in found if len({c.article for c in g}) > 1]


def _joins(cause: Cause, by_head: Mapping[str, Sequence[list[Cause]]]) -> bool:
    """Put a cause of something unnamed with those of what its article has just spoken of; tell whether it fits."""
    fitting = [g for head in sorted(_spoken_of(cause)) for g in by_head.get(head, ())[:_MOST_GROUPS]]
    others = [g for g in fitting if g[0].article != cause.article]
    if others:
        home = max(others, key=len)
        home.append(replace(cause, head=home[0].head))
    return bool(others)


def _agree(one: Cause, other: Cause) -> bool:
    """Tell whether two effects with one head may be one: they share more than the head, or one says no more."""
    first, second = one.effect - {one.head}, other.effect - {other.head}
    return not first or not second or bool(first & second)


def _spoken_of(cause: Cause) -> frozenset[str]:
    """Return what an article speaks of at its beginning and shortly before it names a cause of something unnamed."""
    sentences = cause.cast.reading.document.sentences
    number = cause.sentence.number
    near = (*sentences[:3], *sentences[max(0, number - _LOOKS_BACK) : number + 1])
    return meanings(cause.cast, (t for s in near for t in s.tokens))


def _examined(group: Sequence[Cause]) -> Examined | None:
    telling = [c for c in group if not c.is_vague]
    if len({c.article for c in telling}) < 2:
        return None
    reference = max(telling, key=lambda c: (len(c.causes), bool(c.effect), c.is_the_cause, c.article))
    others = [c for c in telling if c is not reference]
    relations = [_relation(c, reference) for c in others]
    if not PARTING & set(relations):
        return None
    ordered = (reference, *others)
    return Examined(
        Cluster(Kind.EVENT, _question(ordered), tuple(_claim(c) for c in ordered)),
        (Relation.SAME, *relations),
        reason="The articles give different causes.",
        weight=Weight.MAJOR,
    )


def _relation(cause: Cause, reference: Cause) -> Relation:
    """Return how one list of causes stands to another: two causes of one thing may both be true."""
    vague = word_lists("causes.txt")["vague"]
    matched = [any((m & n) - vague for n in reference.causes) for m in cause.causes]
    missing = [n for n in reference.causes if not any((m & n) - vague for m in cause.causes)]
    if any(matched):
        listed = len(reference.causes) > len(cause.causes) and cause.article != reference.article
        return Relation.DIFFERS if missing and listed else Relation.SAME
    exclusive = cause.is_the_cause or reference.is_the_cause
    return Relation.INCOMPATIBLE if exclusive else Relation.DIFFERS


def _question(causes: Sequence[Cause]) -> str:
    told = next((c for c in causes if c.effect_words[0] < c.effect_words[1]), None)
    if told is None:
        return "What was the cause?"
    if told.effect_clause is None:
        return f"What caused {named(told.sentence.tokens[slice(*told.effect_words)])}?"
    clause = told.effect_clause
    asked = inverted(clause, named(clause.part(clause.subject)), clause.part(clause.rest))
    return f"Why {asked}?" if asked else f"What caused this: “{joined(clause.tokens)}”?"


def _claim(cause: Cause) -> Claim:
    document = cause.cast.reading.document
    start, end = cause.extent
    tokens = cause.sentence.tokens
    first, last = cause.words
    value = " ".join(document.text[tokens[first].start : tokens[last - 1].end].split())
    voice = cause.cast.reading.voices.speaker_at(tokens[first].start)
    return make_claim(document, Kind.EVENT, start, end, value, attributed_to=voice, detail=Act())
