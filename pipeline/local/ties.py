"""Who backs, opposes or recognises whom, over all articles?

A tie is told by verbs ("Kenya backs the mayor"), by nouns ("has the support of Kenya"), by participles ("a club
backed by Peru", "loyal to the king") and by compounds ("the union-backed plan"). For each relation and target the
articles' lists of agents are compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...schemas import Claim, Kind, Relation, Tie, Weight
from ..data import table, word_lists
from ..reading.document import Sentence
from ..reading.verbs import Form, third_person, verb_form
from ..stages import Cluster, Examined
from .asking import without_capital
from .claims import is_whole, make_claim
from .deeds import Deed, Polarity, acts
from .events import Telling
from .parties import Cast, Party, Sort

_LONGEST_EVIDENCE = 200


@dataclass(frozen=True, slots=True)
class Bond:
    """One statement of a tie: agents, relation and target, with where it stands."""

    article: str
    relation: str
    agents: tuple[Party, ...]
    target: Party
    start: int
    end: int
    telling: str = ""
    """The id of the clause's own claim, whose place the bond takes."""


def examine_ties(tellings: Sequence[Telling], casts: Mapping[str, Cast]) -> tuple[list[Examined], set[str]]:
    """Return the ties that two articles or more speak of, examined, and the ids of the claims that they replace."""
    gathered: dict[tuple[str, str], list[Bond]] = defaultdict(list)
    for bond in _bonds(tellings, casts):
        gathered[bond.relation, target_of(bond.target)].append(bond)
    found, replaced = [], set[str]()
    for key in sorted(gathered):
        bonds = _once(gathered[key])
        if len({b.article for b in bonds}) < 2:
            continue
        found.append(_examined(bonds, casts))
        replaced |= {b.telling for b in gathered[key]}
    return found, replaced


def _bonds(tellings: Iterable[Telling], casts: Mapping[str, Cast]) -> Iterator[Bond]:
    taken: set[tuple[str, int]] = set()
    for telling in tellings:
        bond = _of_clause(telling, casts[telling.article])
        if bond is not None:
            taken.add((bond.article, telling.sentence.number))
            yield bond
    for name in sorted(casts):
        cast = casts[name]
        for sentence in cast.reading.document.sentences:
            if cast.reading.document.quotation_at(sentence.start) is None:
                yield from _in_participles(cast, sentence)


def target_of(party: Party) -> str:
    """Return by what the target of a tie is known in all articles: "the Varn treaty", a name; "" for a mere noun."""
    if party.is_named or (party.owner and party.acts_for_owner):
        return party.whom
    return f"{party.owner} {party.key}" if party.owner else ""


def _relations() -> Mapping[str, str]:
    relations: Mapping[str, str] = table("acts.yaml")["grammar"]["ties"]
    return relations


def _of_clause(telling: Telling, cast: Cast) -> Bond | None:
    deed, clause = telling.deed, telling.clause
    if deed.act not in _relations() or deed.polarity is not Polarity.AFFIRMED or deed.is_ahead:
        return None
    agents, targets = deed.agents, deed.objects
    tokens = telling.sentence.tokens
    noun = next((i for i in range(*clause.rest) if acts().of.get(tokens[i].low) == deed.act), None)
    if deed.lemma in _HAVING and noun is not None:
        agents, targets = _behind_noun(cast, telling.sentence, noun + 1, clause.rest[1]), deed.agents
    last = max((p.end for p in (*agents, *targets)), default=clause.verbs[1])
    end = tokens[max(last, clause.verbs[1]) - 1].end
    return _bond(cast, deed.act, agents, targets, (telling.claim.start, end), telling)


_HAVING = frozenset("have get receive enjoy win gain retain keep command lose draw attract".split())


def _behind_noun(cast: Cast, sentence: Sentence, start: int, end: int) -> tuple[Party, ...]:
    """Return whose support it is: behind "of" or "from", and behind "such as" where examples are named."""
    tokens = sentence.tokens
    for i in range(start, end - 1):
        if tokens[i].low == "such" and tokens[i + 1].low == "as":
            return cast.parties(sentence, i + 2, end)
    for i in range(start, end):
        if tokens[i].low in {"of", "from", "by"}:
            stop = next((j for j in range(i + 1, end) if tokens[j].low in {"in", "for", "against"}), end)
            return cast.parties(sentence, i + 1, stop)
    return ()


def _bond(
    cast: Cast, relation: str, agents: Sequence[Party], targets: Sequence[Party],
    extent: tuple[int, int], telling: Telling | None = None,
) -> Bond | None:  # fmt: skip
    named = [p for p in targets if target_of(p)]
    known = tuple(p for p in agents if p.sort is not Sort.PRONOUN and (p.is_named or p.is_plural or p.is_definite))
    if len(named) != 1 or not known or any(p.whom == named[0].whom for p in known):
        return None
    start, end = extent
    if end - start > _LONGEST_EVIDENCE or not is_whole(cast.reading.document, start, end):
        return None
    return Bond(cast.reading.name, relation, known, named[0], start, end, telling.claim.id if telling else "")


def _in_participles(cast: Cast, sentence: Sentence) -> Iterator[Bond]:
    """Yield the ties of "Kenya and others supporting Doe", "accused Roe of backing Doe" and "Doe, backed by Peru"."""
    tokens = sentence.tokens
    for i, token in enumerate(tokens):
        verb = verb_form(token.low)
        relation = acts().of.get(verb.lemma, "") if verb is not None and i and not token.is_capitalised else ""
        if verb is None or relation not in _relations():
            continue
        if verb.form is Form.GERUND:
            yield from _of_gerund(cast, sentence, i, relation)
        elif verb.form & Form.PARTICIPLE and i + 2 < len(tokens) and tokens[i + 1].low == "by":
            yield from _of_participle(cast, sentence, i, relation)


def _of_gerund(cast: Cast, sentence: Sentence, at: int, relation: str) -> Iterator[Bond]:
    tokens = sentence.tokens
    end = _list_end(sentence, at + 1)
    targets = cast.parties(sentence, at + 1, end)
    last = at
    if tokens[at - 1].low == "of":
        last = at - 1
    start = _list_start(sentence, last)
    while start < last and tokens[start].low in word_lists("grammar.txt")["preposition"]:
        start += 1
    agents = cast.parties(sentence, start, last)
    if start >= last or not targets:
        return
    bond = _bond(cast, relation, agents, targets, (tokens[start].start, tokens[targets[-1].end - 1].end))
    if bond is not None:
        yield bond


def _of_participle(cast: Cast, sentence: Sentence, at: int, relation: str) -> Iterator[Bond]:
    tokens = sentence.tokens
    agents = cast.parties(sentence, at + 2, _list_end(sentence, at + 2))
    last = at - 1 if tokens[at - 1].text == "," else at
    start = _list_start(sentence, last)
    targets = cast.parties(sentence, start, last)
    if start >= last or not agents:
        return
    bond = _bond(cast, relation, agents, targets[-1:], (tokens[start].start, tokens[agents[-1].end - 1].end))
    if bond is not None:
        yield bond


_EDGES = frozenset("with but while that who which whose said says when because although though as".split())


def _list_start(sentence: Sentence, end: int) -> int:
    """Return where the phrase or list before a word begins."""
    tokens = sentence.tokens
    start = end
    while start and end - start < 16:
        token = tokens[start - 1]
        if token.low in _EDGES or token.text in ';:.()“”"' or _is_finite(sentence, start - 1):
            break
        start -= 1
    return start


def _list_end(sentence: Sentence, start: int) -> int:
    tokens = sentence.tokens
    stop = word_lists("grammar.txt")["preposition"] | _EDGES
    end = start
    while end < len(tokens) and end - start < 16:
        if (tokens[end].low in stop and tokens[end].low != "of") or tokens[end].text in ';:.()“”"':
            break
        if _is_finite(sentence, end):
            break
        end += 1
    return end


def _is_finite(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    verb = verb_form(token.low)
    auxiliary = token.low in word_lists("grammar.txt")["auxiliary"] and not token.is_capitalised
    past = verb is not None and bool(verb.form & Form.PAST) and not token.is_capitalised
    return auxiliary or past


def _once(bonds: Sequence[Bond]) -> list[Bond]:
    """Return the bonds without those that overlap a longer one of the same article."""
    kept: dict[str, list[Bond]] = defaultdict(list)
    for bond in sorted(bonds, key=lambda b: (not b.telling, b.start - b.end, b.article, b.start)):
        if not any(b.start < bond.end and bond.start < b.end for b in kept[bond.article]):
            kept[bond.article].append(bond)
    return [b for article in kept for b in kept[article]]


def _examined(bonds: Sequence[Bond], casts: Mapping[str, Cast]) -> Examined:
    lists: dict[str, list[Party]] = defaultdict(list)
    for bond in bonds:
        for party in bond.agents:
            if all(party.whom != p.whom for p in lists[bond.article]):
                lists[bond.article].append(party)
    ordered = sorted(bonds, key=lambda b: (-len(b.agents), b.article, b.start))
    fullest = {p.whom for p in lists[ordered[0].article]}
    listed = len(ordered[0].agents) > 1
    relations = [Relation.SAME]
    for bond in ordered[1:]:
        same = {p.whom for p in lists[bond.article]} == fullest
        relations.append(Relation.DIFFERS if listed and not same else Relation.SAME)
    return Examined(
        Cluster(
            Kind.STANCE,
            _question(ordered),
            tuple(_claim(b, casts[b.article]) for b in ordered),
        ),
        tuple(relations),
        reason="The articles give different lists." if Relation.DIFFERS in relations else None,
        weight=Weight.MAJOR,
    )


def _question(bonds: Sequence[Bond]) -> str:
    verb, target = _relations()[bonds[0].relation], without_capital(bonds[0].target.text)
    if all(p.sort is Sort.PLACE for b in bonds for p in b.agents):
        return f"Which countries {verb} {target}?"
    return f"Who {_by_one(verb)} {target}?"


def _claim(bond: Bond, cast: Cast) -> Claim:
    names = [p.text for p in bond.agents]
    verb = _relations()[bond.relation]
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    singular = len(names) == 1 and not bond.agents[0].is_plural
    value = f"{who} {_by_one(verb) if singular else verb} {bond.target.text}"
    document = cast.reading.document
    voice = cast.reading.voices.speaker_at(bond.start)
    detail = Tie(agents=tuple(names), relation=bond.relation, target=bond.target.text)
    return make_claim(document, Kind.STANCE, bond.start, bond.end, value, attributed_to=voice, detail=detail)


def _by_one(verb: str) -> str:
    """Return a verb with its particle as one party does it: "backs", "sides with"."""
    first, _, rest = verb.partition(" ")
    return f"{third_person(first)} {rest}".rstrip()


def is_a_tie(deed: Deed) -> bool:
    """Tell whether a deed is a lasting tie between parties."""
    return deed.act in _relations()
