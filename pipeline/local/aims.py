"""What does each article say an act is for?

An aim stands behind "to" after what is done ("launched an attack on the town to free hostages"), behind phrases like
"in an attempt to", and behind nouns of acts ("an offensive to seize the capital", "a deadline to decide").
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from ...schemas import Claim, Kind, Relation, Tie, Weight
from ..data import word_lists
from ..reading.dates import When
from ..reading.document import Sentence
from ..reading.tokens import Token
from ..reading.verbs import Form, is_verb, verb_form
from ..stages import Cluster, Examined
from .asking import named, question_why
from .claims import is_whole, make_claim
from .deeds import Polarity, act_of, acts
from .events import Telling
from .markers import marker_at
from .meanings import meaning_of, meanings
from .parties import Cast
from .same_act import Overlap, overlap

_LONGEST, _REACH = 16, 5
_MOST_GROUPS = 20
"""Acts with one tie that an aim is compared with, so that the work stays linear."""


class Done(NamedTuple):
    """What has an aim: the class of an act, whom and what day it is tied to, and how its aim is asked for."""

    act: str
    ties: frozenset[str]
    question: str
    telling: Telling | None = None
    """The clause that tells the act, None where a noun names it."""


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """One statement of what an act is for, `text[start:end]`, with the aim's verb and the meanings of its words."""

    cast: Cast
    done: Done
    verb: str
    said: frozenset[str]
    start: int
    end: int
    value: str

    @property
    def article(self) -> str:
        """The name of the article that states it."""
        return self.cast.reading.name


def examine_aims(tellings: Sequence[Telling], casts: Mapping[str, Cast]) -> list[Examined]:
    """Return the acts for which articles state different aims, as discrepancies."""
    stated: dict[str, list[Aim]] = defaultdict(list)
    aims = chain(
        (a for t in tellings for a in _of_telling(t, casts[t.article])),
        (a for name in sorted(casts) for a in _of_nouns(casts[name])),
    )
    for aim in aims:
        if is_whole(aim.cast.reading.document, aim.start, aim.end):
            stated[aim.done.act].append(aim)
    found: list[Examined] = []
    for act in sorted(stated):
        for group in _of_one_act(stated[act]):
            examined = _examined(group)
            if examined is not None:
                found.append(examined)
    return found


def _of_telling(telling: Telling, cast: Cast) -> Iterator[Aim]:
    """Yield the aim of a clause: behind a marker, or behind "to" where its verb does not ask for one."""
    deed, clause = telling.deed, telling.clause
    if deed.polarity is not Polarity.AFFIRMED or deed.act not in acts().classes or deed.is_ahead:
        return
    tokens = telling.sentence.tokens
    ties = frozenset(p.whom for p in (*deed.agents, *deed.objects)) | {p.owner for p in deed.agents if p.owner}
    asking = _asking_verbs()
    bare = clause.lemma not in word_lists("causes.txt")["no aim behind"] or deed.act != act_of(clause.lemma)
    for i in range(clause.rest[0], clause.rest[1] - 1):
        if tokens[i].low in asking:
            return
        marked = marker_at(tokens, i, "aim")
        if marked:
            verb = i + marked
        elif bare and i > clause.rest[0] and tokens[i].low == "to" and _may_lead_to_an_aim(tokens, i):
            verb = i + 1
        else:
            continue
        if verb < len(tokens) and verb_form(tokens[verb].low) is not None:
            done = Done(deed.act, ties, question_why(telling, tokens[clause.rest[0] : i]), telling)
            yield _aim(cast, telling.sentence, done, i, verb)
        return


@cache
def _asking_verbs() -> frozenset[str]:
    """Return the gerunds behind which "to" is asked for: "calling on him to stand down"."""
    known = word_lists("causes.txt")["no aim behind"]
    return frozenset(f"{stem}ing" for verb in known for stem in {verb, verb.removesuffix("e")})


def _may_lead_to_an_aim(tokens: Sequence[Token], at: int) -> bool:
    """Tell "on April 4 to cleanse" from "a plan to cleanse" and from "to the north"."""
    lists = word_lists("causes.txt")
    before = tokens[at - 1].low
    return is_verb(tokens, at + 1) and before not in lists["for a purpose"] and before not in lists["to what"]


def _of_nouns(cast: Cast) -> Iterator[Aim]:
    """Yield the aims behind nouns: "an offensive to seize", "the deadline for the board to decide"."""
    nouns = word_lists("causes.txt")["for a purpose"]
    for sentence in cast.reading.document.sentences:
        tokens = sentence.tokens
        for i, token in enumerate(tokens[:-2]):
            if token.low not in nouns or cast.name_at(token.start) is not None:
                continue
            to = i + 1
            if tokens[to].low == "for":
                to = next((j for j in range(to, min(len(tokens) - 1, to + 7)) if tokens[j].low == "to"), i)
            if tokens[to].low == "to" and to > i and is_verb(tokens, to + 1):
                opening = _opening(tokens, i)
                asked = f"What is the aim of {named(tokens[opening : i + 1])}?"
                done = Done(_noun_act(token.low), _noun_ties(cast, sentence, i), asked)
                yield _aim(cast, sentence, done, opening, to + 1)


def _noun_act(word: str) -> str:
    return act_of(word) or meaning_of(word)


def _noun_ties(cast: Cast, sentence: Sentence, at: int) -> frozenset[str]:
    """Return what ties a noun to others: the day in its phrase, its owner, and who is named before it."""
    first = max(0, at - _REACH)
    tokens = sentence.tokens
    times = {_day(t) for t in cast.reading.times_of(sentence) if tokens[first].start <= t.start < tokens[at].start}
    names = {
        cast.referents.of(n).id
        for t in tokens[max(0, at - 12) : at]
        if (n := cast.name_at(t.start)) is not None and not n.is_people
    }
    return frozenset({d for d in times if d} | names)


def _day(when: When) -> str:
    first, last = when.interval
    return first.isoformat() if first is not None and first == last else ""


def _opening(tokens: Sequence[Token], at: int) -> int:
    """Return where the phrase of a noun opens."""
    grammar = word_lists("grammar.txt")
    for i in range(at, max(-1, at - _REACH), -1):
        if tokens[i].low in grammar["determiner"]:
            return i
        if tokens[i].low in grammar["preposition"] or not tokens[i].text[0].isalnum():
            return min(i + 1, at)
    return at


def _aim(cast: Cast, sentence: Sentence, done: Done, shown: int, verb: int) -> Aim:
    """Return the aim that begins with `tokens[verb]`; its evidence begins with `tokens[shown]`."""
    tokens = sentence.tokens
    end = _aim_end(cast, sentence, verb)
    form = verb_form(tokens[verb].low)
    lemma = form.lemma if form is not None else tokens[verb].low
    document = cast.reading.document
    value = " ".join(document.text[tokens[verb].start : tokens[end - 1].end].split())
    said = meanings(cast, tokens[verb + 1 : end])
    extent = tokens[shown].start, tokens[end - 1].end
    return Aim(cast, done, act_of(lemma) or lemma, said, *extent, f"to {value}")


def _aim_end(cast: Cast, sentence: Sentence, verb: int) -> int:
    """Return where an aim ends: before a mark, a finite verb or another aim."""
    tokens = sentence.tokens
    finite = {c.verbs[0] for c in cast.reading.clauses_of(sentence)}
    for at in range(verb + 1, min(len(tokens), verb + _LONGEST)):
        token = tokens[at]
        if (
            at in finite
            or token.text in '.,;:()“”"—–'
            or token.low in {"who", "which", "that", "as", "after", "before"}
        ):
            return at
        form = verb_form(token.low)
        if form is not None and form.form is Form.GERUND and tokens[at - 1].low == "and":
            return at - 1
    return min(len(tokens), verb + _LONGEST)


def _of_one_act(aims: Sequence[Aim]) -> Iterator[list[Aim]]:
    """Yield the aims of one act: those that share somebody it is tied to."""
    groups: list[list[Aim]] = []
    tied: dict[str, list[list[Aim]]] = defaultdict(list)
    for aim in sorted(aims, key=lambda a: (-len(a.done.ties), a.article, a.start)):
        near = (g for tie in sorted(aim.done.ties) for g in tied[tie][:_MOST_GROUPS])
        home = next((g for g in near if _may_be_one(g[0].done, aim.done)), None)
        if home is not None:
            home.append(aim)
            continue
        groups.append([aim])
        for tie in aim.done.ties:
            tied[tie].append(groups[-1])
    yield from (g for g in groups if len({a.article for a in g}) > 1)


def _may_be_one(one: Done, other: Done) -> bool:
    """Tell whether two acts of one class that share a tie may be one: no names tell their objects apart."""
    if one.telling is None or other.telling is None:
        return True
    objects = ([p for p in done.deed.objects if p.is_named] for done in (one.telling, other.telling))
    return overlap(*objects) is not Overlap.OTHER


def _examined(group: Sequence[Aim]) -> Examined | None:
    ordered = sorted(group, key=lambda a: (a.article, a.start))
    reference = ordered[0]
    relations = [Relation.SAME if _alike(a, reference) else Relation.DIFFERS for a in ordered[1:]]
    other_articles = {a.article for a, r in zip(ordered[1:], relations, strict=True) if r is Relation.DIFFERS}
    if not other_articles - {reference.article}:
        return None
    return Examined(
        Cluster(Kind.STANCE, reference.done.question, tuple(_claim(a) for a in ordered)),
        (Relation.SAME, *relations),
        reason="The articles give different aims.",
        weight=Weight.MAJOR,
    )


def _alike(one: Aim, other: Aim) -> bool:
    return one.verb == other.verb or bool(one.said & other.said)


def _claim(aim: Aim) -> Claim:
    document = aim.cast.reading.document
    voice = aim.cast.reading.voices.speaker_at(aim.start)
    detail = Tie(relation=f"{aim.done.act} in order", target=aim.value)
    return make_claim(document, Kind.STANCE, aim.start, aim.end, aim.value, attributed_to=voice, detail=detail)
