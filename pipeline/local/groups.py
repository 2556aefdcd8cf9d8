"""What does each article call governments, and groups of people that have no name?

Governments are told apart by place: the city, country or quarter of the compass beside the word ("the eastern
government", "the regime in Juba"). Groups without a name are one to a story and field, since only a story about
migrants has a word for migrants in most of its articles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..data import word_lists
from ..reading.names import NameKind
from ..reading.places import lookup
from ..reading.tokens import Token
from .labels import Label, label_of
from .persons import Persons
from .phrases import Mention, Page, Phrase

_REACH = 11
_BEFORE = 9


def government_labels(page: Page, persons: Persons) -> Iterator[Label]:
    """Yield what an article calls governments, each tied to the places that tell it from others."""
    last: frozenset[str] = frozenset()
    for hit, phrase in page.phrases:
        sense = next((s for s in hit.senses if "government" in s.field.names and s.role == "noun"), None)
        if sense is None or _is_adjectival(phrase):
            continue
        places = _places_of(page, phrase) or _places_in(page, phrase, persons)
        loaded = bool(phrase.lean(sense))
        if not places and loaded and not sense.plural:
            places = _nearest_before(page, phrase) or (last if phrase.determiner in {"the", "this"} else frozenset())
        if not places:
            continue
        last = places
        plain = not loaded and not phrase.places and phrase.possessor is None and phrase.first == phrase.head
        if sense.plural and not loaded and not (phrase.places or phrase.possessor):
            continue
        label = label_of(page, phrase, sense, (phrase.first, phrase.last), frozenset(f"place: {p}" for p in places))
        yield replace(label, is_bare=True) if plain else label


def _is_adjectival(phrase: Phrase) -> bool:
    """Tell "government troops" and "administration officials" from the government itself."""
    following = phrase.sentence.tokens[phrase.last : phrase.last + 1]
    return bool(following) and (
        following[0].text in {"-", "–"}
        or following[0].low in word_lists("framing.txt")["of a government"]
        or (following[0].low == "'s" and phrase.first == phrase.head and not phrase.determiner)
    )


def _places_of(page: Page, phrase: Phrase) -> frozenset[str]:
    """Return the places and persons in a phrase: "the eastern government", "the Doe administration"."""
    attached = phrase.attached
    found = [*phrase.places, *([attached] if attached and attached.kind is not NameKind.ORGANISATION else [])]
    if phrase.possessor is not None:
        owner = page.name_over(phrase.sentence, phrase.outer)
        found += [owner] if owner is not None else []
    quarters = _quarters(phrase.tokens)
    backed = {i for i in range(phrase.first, phrase.head) if phrase.sentence.tokens[i].text in "-–"}
    own = [m for m in found if not any(m.last <= b <= m.last + 1 for b in backed) and not _is_coordinated(phrase, m)]
    return frozenset(key for m in own for key in _keys_of(m)) | frozenset(quarters)


def _is_coordinated(phrase: Phrase, mention: Mention) -> bool:
    following = phrase.sentence.tokens[mention.last : mention.last + 1]
    return bool(following) and following[0].low in {"and", "&"} and mention.last < phrase.head


def _keys_of(mention: Mention) -> Iterator[str]:
    """Yield what a name says of the government meant: a city, and the country that it is the capital of."""
    entry = lookup(" ".join(mention.name.text.split())) if mention.name else None
    if entry is None or mention.kind is not NameKind.PLACE:
        yield mention.referent
    elif entry.country:
        yield mention.referent
        yield f"place {entry.country}"


def _places_in(page: Page, phrase: Phrase, persons: Persons) -> frozenset[str]:
    """Return the first place behind the phrase, or for "its government" the last one before it."""
    tokens = phrase.sentence.tokens
    mentions = persons.mentions_in(page, phrase.sentence)
    backwards = phrase.possessor is not None and tokens[phrase.possessor].low in {"its", "their"}
    owner = " ".join(t.low for t in tokens[max(0, phrase.outer - 1) : phrase.first])
    if backwards or "country" in owner:
        before = [m for m in mentions if m.kind is NameKind.PLACE and phrase.outer - _BEFORE <= m.last <= phrase.outer]
        if before:
            return frozenset(_keys_of(before[-1]))
    for i in range(phrase.last, min(len(tokens), phrase.last + _REACH)):
        token = tokens[i]
        if (
            token.text in ".;:()"
            or (token.text == "," and i > phrase.last)
            or token.low in {"but", "while", "after", "when", "said"}
        ):
            break
        mention = page.name_over(phrase.sentence, i)
        ruled = mention is not None and mention.is_people and page.name_from(phrase.sentence, mention.last) is not None
        behind = i == phrase.last + 1 and tokens[phrase.last].low in {"of", "in"}
        place = mention is not None and (mention.kind is NameKind.PLACE or (behind and mention.kind is NameKind.OTHER))
        if mention is not None and place and (ruled or not mention.is_people):
            return frozenset(_keys_of(mention))
        if quarter := _quarters((token,)):
            return frozenset(quarter)
    return frozenset()


def _nearest_before(page: Page, phrase: Phrase) -> frozenset[str]:
    """Return the last place before the phrase, with the quarter of it that is meant: "in the east of the country"."""
    near = range(max(0, phrase.outer - _REACH), phrase.outer)
    quarters = _quarters(phrase.sentence.tokens[near.start : near.stop])
    mentions = [m for m in page.mentions_in(phrase.sentence) if m.kind is NameKind.PLACE and m.last <= phrase.outer]
    return frozenset(_keys_of(mentions[-1]) if mentions else ()) | frozenset(quarters)


def _quarters(tokens: Sequence[Token]) -> set[str]:
    """Return the quarters of the compass that are named: "east" for "eastern"."""
    return {t.low[:5].rstrip("e") for t in tokens if t.low in word_lists("framing.txt")["compass"]}


def group_labels(page: Page, contested: frozenset[str]) -> Iterator[Label]:
    """Yield what an article calls groups of people that have no name, in the fields that a story may split on."""
    for hit, phrase in page.phrases:
        for sense in hit.senses:
            if (
                sense.field.name not in contested
                or "people" not in sense.field.names
                or "story" not in sense.field.joins
                or sense.role != "noun"
            ):
                continue
            if not page.is_about(sense.field, hit.sentence):
                continue
            collective = sense.text.replace(" ", "-") in word_lists("framing.txt")["collective"]
            if not (sense.plural or collective) or _labels_a_name(page, phrase):
                continue
            yield label_of(page, phrase, sense, (phrase.first, phrase.last), frozenset({"story: "}))


def _labels_a_name(page: Page, phrase: Phrase) -> bool:
    """Tell whether a name follows that the word only introduces: "rebels Ann Lee and Bo Park"."""
    name = page.name_from(phrase.sentence, phrase.last)
    return name is not None and name.kind is NameKind.PERSON
