"""What does each article call what somebody does, and the things it is about?

The same thing is meant where the one who acts, the one acted on, or the thing itself is the same; which of these a
field asks for stands in the lexicon (`joins`). Who acts is read from the possessor of a noun ("Doe's attack"), from
the subject of a verb, and through verbs that only bring an act about ("launched an offensive").
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ..data import word_lists
from ..reading.nouns import singular
from ..reading.verbs import Form, is_verb, verb_form
from .connotations import Sense
from .labels import Label, label_of
from .persons import Persons
from .phrases import Hit, Page, Phrase, last_before
from .roles import STOPS, Act, Roles, is_participle, listed

_YEAR = re.compile(r"(?:19|20)\d\d")
_UNNAMED = frozenset({"act", "thing"})
_PAST = Form.PAST | Form.PARTICIPLE


def act_labels(page: Page, persons: Persons, sides: dict[str, str], contested: frozenset[str]) -> Iterator[Label]:
    """Yield what an article calls acts and things.

    Args:
        page: the article.
        persons: who is meant by labels in place of names.
        sides: referents that act for another: a country for the one who leads it, a force for its commander.
        contested: the fields that the story may split on.
    """
    for hit, phrase in page.phrases:
        senses = [
            s for s in hit.senses
            if s.field.name in contested and s.field.names & _UNNAMED and page.is_about(s.field, hit.sentence)
        ]  # fmt: skip
        if not senses:
            continue
        role = _role_of(hit, phrase, senses)
        kept = [s for s in senses if s.role == role]
        act = Act(page, persons, hit, phrase)
        kept = [s for s in kept if not s.field.by or act.is_by(s.field.by)]
        if not kept:
            continue
        roles = act.of_noun() if role == "noun" else act.of_verb()
        for sense in kept:
            label = _label(page, phrase, sense, act, roles, sides)
            if label is not None:
                yield label


def _label(page: Page, phrase: Phrase, sense: Sense, act: Act, roles: Roles, sides: dict[str, str]) -> Label | None:
    actors = {sides.get(a, a) for a in roles.actors}
    targets = {sides.get(t, t) for t in roles.targets}
    ties: set[str] = set()
    joins = sense.field.joins
    if "actor" in joins:
        ties |= {f"actor: {a}" for a in actors}
    if "target" in joins and (actors or not roles.is_other):
        alone = sense.role == "noun" or act.is_intransitive
        ties |= {f"target: {t}" for t in targets or (roles.actors if alone else ())}
    if "pair" in joins:
        ties |= {f"pair: {' + '.join(sorted((a, t)))}" for a in actors for t in targets if a != t}
    if "object" in joins:
        thing = _object_of(act, sense)
        ties |= {f"object: {thing}"} if thing else set()
    if "words" in joins:
        ties |= {f"words: {w}" for w in _words(act, sense)}
        ties |= {f"name: {m.referent}" for m in (phrase.attached, page.name_from(phrase.sentence, phrase.last)) if m}
    if "main" in joins and page.is_lead(phrase.sentence):
        ties.add("main: ")
    if "story" in joins:
        ties.add("story: ")
    if not ties:
        return None
    first, last = _span(act, sense)
    return label_of(page, phrase, sense, (first, last), frozenset(ties), _value(act, sense))


def _role_of(hit: Hit, phrase: Phrase, senses: Sequence[Sense]) -> str:
    """Tell whether a word is a noun or a verb here."""
    roles = {s.role for s in senses}
    tokens, at = hit.sentence.tokens, hit.first
    token = tokens[at]
    if hit.last - at > 1 and len(roles) == 1:
        return next(iter(roles))
    nominal = bool(phrase.determiner or phrase.possessor or phrase.attached) or phrase.first < phrase.head
    if token.low.endswith("ed") and "verb" in roles:
        return "verb"
    if token.low.endswith("ing") and "verb" in roles:
        return "noun" if "noun" in roles and nominal else "verb" if not phrase.determiner else ""
    if hit.sentence.is_heading and phrase.attached is not None and "verb" in roles and token.low.endswith("s"):
        return "verb"
    if is_verb(tokens, at) or (at and tokens[at - 1].low == "to"):
        return "verb" if "verb" in roles else ""
    if "noun" in roles:
        return "" if token.low.endswith("ed") and _is_past(token.low) and not nominal else "noun"
    heading = hit.sentence.is_heading and at > 0 and not phrase.determiner and phrase.possessor is None
    past = _is_past(token.low) and phrase.possessor is None
    return "verb" if heading or past else ""


@lru_cache(maxsize=4096)
def _is_past(word: str) -> bool:
    form = verb_form(word)
    return form is not None and bool(form.form & _PAST)


def _object_of(act: Act, sense: Sense) -> str | None:
    """Return the thing that the act is done to, by the name that the field's list of nouns gives it."""
    objects = sense.field.objects
    at, last = act.hit.first, act.hit.last
    for i in range(last, min(len(act.tokens), last + 6)):
        token = act.tokens[i]
        if token.text in STOPS or token.text == "," or (token.low in listed("ends a clause") and i > last):
            break
        if singular(token.low) in objects:
            return objects[singular(token.low)]
        if i > last and is_verb(act.tokens, i):
            break
    if sense.role == "verb" and is_participle(act.tokens[at].low):
        floor = max(-1, at - 7)
        for i in range(at - 1, floor, -1):
            if singular(act.tokens[i].low) in objects and (act.is_passive() or i == at - 1):
                return objects[singular(act.tokens[i].low)]
            if act.tokens[i].text in ",;:.":
                break
    return None


def _words(act: Act, sense: Sense) -> set[str]:
    """Return the content words and names of a noun's phrase and of what follows it with a preposition."""
    phrase, tokens = act.phrase, act.tokens
    stopwords = word_lists("grammar.txt")["stopword"]
    first = phrase.first
    while first > max(0, phrase.first - 2) and _is_noun_before(act, first - 1):
        first -= 1
    end = phrase.last
    if end < len(tokens) and tokens[end].low in listed("before a target"):
        while end < min(len(tokens), phrase.last + 6) and not _ends_complement(act, end):
            end += 1
    near = [t for t in (*tokens[first : phrase.head], *tokens[phrase.last : end]) if t.text[0].isalnum()]
    found = {singular(t.low) for t in near if t.is_word and len(t.low) > 3 and t.low not in stopwords}
    found |= {t.low for t in near if t.text[0].isdigit() and not _YEAR.fullmatch(t.low)}
    return (found - set(sense.text.split())) | {m.referent for m in phrase.places}


def _is_noun_before(act: Act, at: int) -> bool:
    token = act.tokens[at]
    common = token.text[0].islower() and token.low not in word_lists("grammar.txt")["stopword"]
    return common and not is_verb(act.tokens, at) and not token.low.endswith("ly")


def _ends_complement(act: Act, at: int) -> bool:
    token = act.tokens[at]
    return token.text in STOPS or token.text == "," or is_verb(act.tokens, at)


def _span(act: Act, sense: Sense) -> tuple[int, int]:
    """Return the evidence: a noun's phrase, with a possessor that is a name, or a verb with what it is done to.

    A participle right behind a noun belongs to it: "files seized by", "address televised across".
    """
    if sense.role == "noun":
        phrase = act.phrase
        named = phrase.possessor is not None and act.page.name_over(phrase.sentence, phrase.outer) is not None
        return (phrase.outer if named or phrase.attached else phrase.first), phrase.last + _is_qualified(act)
    targets = act.objects(act.hit.last)
    last = targets[0].last if targets and targets[0].first - act.hit.last < 5 else act.hit.last
    subject = last_before(act.mentions, act.hit.first)
    near = subject is not None and subject.last == act.hit.first
    return (subject.title if near and subject is not None else act.hit.first), last


def _is_qualified(act: Act) -> bool:
    following = act.tokens[act.phrase.last : act.phrase.last + 2]
    prepositions = word_lists("grammar.txt")["preposition"]
    return len(following) == 2 and is_participle(following[0].low) and following[1].low in prepositions


def _value(act: Act, sense: Sense) -> str | None:
    """Return the label in normal form: a noun's phrase, or the words of a verb as written."""
    if sense.role == "noun":
        return None
    return " ".join(t.low for t in act.tokens[act.hit.first : act.hit.last])
