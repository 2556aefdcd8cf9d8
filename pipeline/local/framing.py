"""How do the articles of a story name each person, group and act, and do their names lean different ways?

Labels that name the same are gathered around what they share (a person, a place, who acts on whom), never in a chain
from label to label. Articles split where one of them uses, in its own voice, a word that lies two steps or more
from every word of another. Labels of people who are quoted are positions, but split nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from itertools import chain, pairwise
from statistics import fmean

from ...schemas import Kind, Naming, Relation, Weight
from ..reading.identity import Referents
from ..reading.names import NameKind
from ..reading.places import lookup
from ..stages import Cluster, Examined
from .acts import act_labels
from .claims import make_claim
from .connotations import Field, connotation_of
from .epithets import epithets_in
from .groups import government_labels, group_labels
from .labels import Label
from .persons import Found, Persons
from .phrases import Page
from .reading import Reading
from .voice import voice_of

_APART = 2
"""Steps between two labels from which they please or anger different sides."""
_APART_ON_AVERAGE = 1.5
_STRONG = 2
_MOST_OF_ONE_ARTICLE = 4
_SHARE = 0.5
"""Of a story's articles, how many need to speak of a matter that has no name."""
_SHARE_OF_LEAD = 0.4
"""The same where they speak of it in headlines and first sentences."""
_RULERS = "rulers"
_HEADS_OF_GOVERNMENT = ("president", "minister", "chancellor", "premier", "king")
_PERSON = "person: "
_MAIN = "main: "
_WITHOUT_NAME = re.compile(r" (?:(?:of|at|by|into|between|with) \{name\}|\(\{name\}\))")


@dataclass(frozen=True)
class _Matter:
    """Labels that name one thing, and what they share."""

    field: Field
    tie: str
    name: str
    labels: tuple[Label, ...]

    @property
    def articles(self) -> set[str]:
        return {label.article for label in self.labels}


def examine_framing(readings: Sequence[Reading], referents: Referents) -> list[Examined]:
    """Return what the articles of a story call its persons, groups, governments, acts and things, examined.

    Args:
        readings: the articles taken apart.
        referents: whom their names mean (`reading.identity.identify`).

    A matter that one article alone speaks of is left out unless its label is loaded. The order of the articles
    makes no difference. Linear in the articles' length.
    """
    ordered = sorted(readings, key=lambda reading: reading.name)
    pages = [Page(reading, referents) for reading in ordered]
    common = _common_words(pages)
    for page in pages:
        page.common = common
    persons = Persons(pages)
    epithets = [epithet for page in pages for epithet in epithets_in(page)]
    matters = [*_persons(persons, epithets, referents), *_others(pages, persons, epithets, referents)]
    matters.sort(key=lambda m: (_splits(m.labels) is None, -len(m.articles), m.field.name, min(map(_place, m.labels))))
    taken: set[tuple[str, int, int]] = set()
    examined: list[Examined] = []
    for matter in matters:
        labels = tuple(x for x in matter.labels if (x.article, x.start, x.end) not in taken)
        found = _examined(_Matter(matter.field, matter.tie, matter.name, labels), len(pages))
        if found is not None:
            examined.append(found)
            taken |= {(c.article, c.start, c.end) for c in found.cluster.claims}
    return examined


def _common_words(pages: Sequence[Page]) -> frozenset[str]:
    """Return the words that a third of the articles have: they say what the story is about to the others too."""
    counted = Counter(word for page in pages for word in page.words)
    return frozenset(word for word, count in counted.items() if 3 * count >= len(pages))


def _persons(persons: Persons, epithets: Sequence[Label], referents: Referents) -> Iterator[_Matter]:
    texts = {referent.id: referent.text for referent in referents.all()}
    found: dict[str, list[Label]] = defaultdict(list)
    for one in persons.found:
        found[one.referent].append(_label(one))
    for epithet in epithets:
        (tie,) = epithet.ties
        if tie.startswith(_PERSON):
            known = found[tie.removeprefix(_PERSON)]
            known.append(replace(epithet, field=_commonest(known, epithet.field)))
    for referent, labels in sorted(found.items()):
        families: dict[str, list[Label]] = defaultdict(list)
        for label in labels:
            families[label.field.family].append(label)
        split = [family for family in sorted(families) if _splits(families[family]) is not None]
        lead = families[split[0]] if split else labels
        yield _Matter(lead[0].field, f"{_PERSON}{referent}", texts[referent], tuple(lead))


def _commonest(labels: Sequence[Label], default: Field) -> Field:
    """Return the field that most labels are of."""
    counted = Counter(label.field.name for label in labels)
    return min((x.field for x in labels), key=lambda f: (-counted[f.name], f.name), default=default)


def _label(found: Found) -> Label:
    voice = voice_of(found.page, found.sentence, found.first, found.lean)
    ties = frozenset({f"{_PERSON}{found.referent}"})
    return Label(
        found.page, found.sentence, found.first, found.last, found.value, found.lean, voice, found.sense.field, ties,
        found.is_title, found.is_bare,
    )  # fmt: skip


def _others(
    pages: Sequence[Page], persons: Persons, epithets: Sequence[Label], referents: Referents
) -> Iterator[_Matter]:
    sides, contested = _sides(pages, persons), _contested(pages)
    by_field: dict[str, list[Label]] = defaultdict(list)
    for epithet in epithets:
        if not any(tie.startswith(_PERSON) for tie in epithet.ties):
            by_field[epithet.field.name].append(epithet)
    for page in pages:
        groups, acts = group_labels(page, contested), act_labels(page, persons, sides, contested)
        for label in chain(government_labels(page, persons), groups, acts):
            by_field[label.field.name].append(label)
    texts = _texts(pages, referents)
    for _, labels in sorted(by_field.items()):
        yield from _stars(labels, texts)


def _contested(pages: Sequence[Page]) -> frozenset[str]:
    """Return the fields of which a story has words that could lie apart; the others need no closer look."""
    leans: dict[str, set[int]] = defaultdict(set)
    for page in pages:
        for hit, phrase in page.phrases:
            for sense in hit.senses:
                leans[sense.field.name].add(phrase.lean(sense))
    return frozenset(
        field for field, found in leans.items() if max(found) - min(found) >= _APART or max(map(abs, found)) >= _STRONG
    )


def _stars(labels: Sequence[Label], texts: dict[str, str]) -> Iterator[_Matter]:
    """Gather labels around the tie that most articles share, then what is left around the next.

    Where something narrower parts the articles, it is what the story is about.
    """
    tied: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        for tie in label.ties:
            tied[tie].append(label)
    taken: set[Label] = set()
    queue = [_rank(tie, tied[tie]) for tie in tied]
    heapify(queue)
    while queue:
        rank = heappop(queue)
        tie = rank[-1]
        star = tuple(label for label in tied.get(tie, ()) if label not in taken)
        if not star:
            continue
        current = _rank(tie, star)
        if current != rank:
            heappush(queue, current)
            continue
        taken.update(star)
        if tie != _MAIN and _splits(star) is not None:
            tied.pop(_MAIN, None)
        yield _Matter(star[0].field, tie, _name_of(tie, texts), star)


def _rank(tie: str, labels: Sequence[Label]) -> tuple[bool, bool, int, bool, bool, tuple[str, int, int, str], str]:
    """Return the place of a tie in the order in which labels are gathered.

    What parts the articles comes first, then what more of them share. That a word stands in the lead says less of what
    it is about than a name or a word that it shares with another.
    """
    articles = len({label.article for label in labels})
    whole = _splits(labels) is None
    first = min(_place(label) for label in labels)
    return articles < 2, whole, -articles, tie == _MAIN, _is_country(tie), first, tie


def _is_country(tie: str) -> bool:
    """Tell whether a tie to a place is a wide one, to be tried after cities, quarters and persons."""
    entry = lookup(tie.removeprefix("place: place "))
    return entry is not None and entry.kind == "country"


def _texts(pages: Sequence[Page], referents: Referents) -> dict[str, str]:
    """Return what to call each referent, in the order in which the articles name them first."""
    named = (referents.of(name) for page in pages for name in referents.names_of(page.article))
    return {referent.id: referent.text for referent in named}


def _name_of(tie: str, texts: dict[str, str]) -> str:
    value = tie.partition(": ")[2]
    ids = value.split(" + ")
    parts = [text for one, text in texts.items() if one in ids] if len(ids) > 1 else [texts.get(value, value)]
    name = " and ".join(part.removeprefix("place ") for part in parts)
    return f"the {name}" if name in {"north", "south", "east", "west"} else name


def _sides(pages: Sequence[Page], persons: Persons) -> dict[str, str]:
    """Return who stands for whom as an actor: a country for its one head of government, "Doe's army" for Doe."""
    stands: dict[str, set[str]] = defaultdict(set)
    for referent, profile in persons.profiles.items():
        if profile.fields[_RULERS] and any(profile.heads[head] for head in _HEADS_OF_GOVERNMENT):
            for place in profile.places:
                stands[place].add(referent)
    for page in pages:
        for number, mentions in page.mentions.items():
            tokens = page.document.sentences[number].tokens
            for owner, owned in pairwise(mentions):
                possessive = owned.first == owner.last + 1 and tokens[owner.last].text[0] in "'’‘"
                if possessive and owner.kind is NameKind.PERSON and owned.kind is NameKind.ORGANISATION:
                    stands[owned.referent].add(owner.referent)
    return {one: next(iter(others)) for one, others in stands.items() if len(others) == 1}


def _splits(labels: Iterable[Label]) -> tuple[int, frozenset[int]] | None:
    """Return a lean of one article and all leans of another that lie apart from it; None where there are none.

    One word of another article that leans a little the same way does not bring it near ("tear gas" among plain words).
    """
    leans: dict[str, list[int]] = defaultdict(list)
    for label in labels:
        if label.voice.is_own:
            leans[label.article].append(label.lean)
    ordered = sorted({tuple(sorted(x)) for x in leans.values()}, key=lambda p: (min(map(abs, p)), p))
    for mine in ordered:
        for other in ordered:
            for lean in sorted(set(other), key=lambda x: (-abs(x), x)):
                if lean and _lies_apart(lean, mine):
                    return lean, frozenset(mine)
    return None


def _lies_apart(lean: int, leans: Sequence[int]) -> bool:
    return any(abs(lean - x) >= _APART for x in leans) and abs(lean - fmean(leans)) >= _APART_ON_AVERAGE


def _examined(matter: _Matter, articles: int) -> Examined | None:
    chosen = _chosen(matter.labels)
    split = _splits(chosen)
    if split is None and not matter.tie.startswith(_PERSON):
        # Words of the quoted that part nobody are told by their quotation already.
        chosen = [x for x in chosen if x.voice.is_own]
    if not chosen or not _is_worth_a_claim(matter, chosen, split is not None, articles):
        return None
    reference = _reference(chosen, split)
    ordered = [reference, *sorted((x for x in chosen if x is not reference), key=_place)]
    differs = [split is not None and x.voice.is_own and abs(x.lean - reference.lean) >= _APART for x in ordered]
    referent = matter.name or matter.field.name
    claims = tuple(
        make_claim(
            x.page.document, Kind.FRAMING, x.start, x.end, x.value, attributed_to=x.voice.speaker,
            detail=Naming(referent=referent, label=x.value, connotation=connotation_of(x.lean)),
        )
        for x in ordered
    )  # fmt: skip
    return Examined(
        Cluster(Kind.FRAMING, _question(matter), claims),
        tuple(Relation.DIFFERS if d else Relation.SAME for d in differs),
        weight=_weight(chosen, articles),
    )


def _chosen(labels: Sequence[Label]) -> list[Label]:
    """Return the labels that stand for their articles: each once, the loaded ones first, and not too many."""
    by_article: dict[str, list[Label]] = defaultdict(list)
    for label in sorted(labels, key=_place):
        known = by_article[label.article]
        if not any((x.value, x.voice.is_own) == (label.value, label.voice.is_own) for x in known):
            known.append(label)
    chosen: list[Label] = []
    for found in by_article.values():
        kept = [x for x in found if not (x.is_bare or x.is_title)] or found[:1]
        kept.sort(key=lambda x: (not x.voice.is_own, -abs(x.lean), x.start))
        chosen += kept[:_MOST_OF_ONE_ARTICLE]
    return sorted(chosen, key=_place)


def _place(label: Label) -> tuple[str, int, int, str]:
    return label.article, label.start, label.end, label.value


def _is_worth_a_claim(matter: _Matter, chosen: Sequence[Label], is_split: bool, articles: int) -> bool:
    """Tell whether a matter is worth an editor's eye: a split, a person labelled twice, or a loaded word."""
    speaking = {x.article for x in chosen}
    loaded = any(abs(x.lean) >= _STRONG for x in chosen)
    kind, _, _ = matter.tie.partition(":")
    share = _SHARE_OF_LEAD if is_split and all(x.page.is_lead(x.sentence) for x in chosen) else _SHARE
    if kind not in {"person", "place", "name"} and len(speaking) < share * articles:
        return False
    if is_split:
        return True
    if kind in {"person", "place", "name"}:
        is_main = 2 * len(speaking) >= articles
        return loaded or (len(speaking) > 1 and (is_main or not all(x.is_bare or x.is_title for x in chosen)))
    return loaded and len(speaking) > 1


def _reference(chosen: Sequence[Label], split: tuple[int, frozenset[int]] | None) -> Label:
    """Return the label that the others are held against: the plainest one of an article that splits from another."""
    own = [x for x in chosen if x.voice.is_own] or list(chosen)
    if split is None:
        return min(own, key=lambda x: (abs(x.lean), _place(x)))
    leans: dict[str, set[int]] = defaultdict(set)
    for label in own:
        leans[label.article].add(label.lean)
    lean, profile = split
    apart = [x for x in own if leans[x.article] == profile and abs(lean - x.lean) >= _APART]
    return min(apart, key=lambda x: (abs(x.lean), x.is_title, _place(x)))


def _question(matter: _Matter) -> str:
    if matter.tie.startswith(_PERSON):
        return f"How do the articles name {matter.name}?"
    if not matter.name:
        asked = _WITHOUT_NAME.sub("", matter.field.asks.replace("{name}'s", "the"))
        return asked.replace("{name}", f"the {matter.field.name}")
    return matter.field.asks.replace("{name}", matter.name)


def _weight(chosen: Sequence[Label], articles: int) -> Weight:
    """Return major for what stands in a headline or in most articles."""
    speaking = {x.article for x in chosen}
    headed = any(x.sentence.is_heading and x.sentence.paragraph < 2 for x in chosen)
    return Weight.MAJOR if headed or 2 * len(speaking) > articles else Weight.MINOR
