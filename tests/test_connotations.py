from collections import Counter, defaultdict
from pathlib import Path

import pytest

from crossexam.pipeline.data import table
from crossexam.pipeline.errors import BadDataFile
from crossexam.pipeline.local.connotations import (
    Lexicon,
    Sense,
    connotation_of,
    lexicon,
    noun_forms,
    plural_of,
    verb_forms,
)
from crossexam.pipeline.reading.tokens import tokens_of
from crossexam.schemas import Connotation


def senses() -> list[Sense]:
    return [sense for rows in lexicon().senses.values() for _, found in rows for sense in found]


def test_the_lexicon_covers_many_fields_with_a_reason_for_every_word() -> None:
    words = {(s.field.name, s.role, s.text) for s in senses()}
    assert len(lexicon().fields) >= 45
    assert len(words) >= 700
    assert all(s.why.strip() for s in senses())


def test_every_field_has_a_plain_word_and_a_loaded_one() -> None:
    leans: dict[str, set[int]] = defaultdict(set)
    for sense in senses():
        leans[sense.field.name].add(sense.lean)
    assert [name for name, found in leans.items() if 0 not in found or max(map(abs, found)) < 2] == []


def test_contested_fields_have_loaded_words_of_both_camps() -> None:
    sides: dict[str, Counter[bool]] = defaultdict(Counter)
    for sense in senses():
        if sense.lean:
            sides[sense.field.name][sense.lean > 0] += 1
    for field in (
        "abortion",
        "guns",
        "gender and marriage",
        "laws",
        "taxes",
        "climate",
        "border barriers",
        "settled land",
    ):
        assert min(sides[field][True], sides[field][False]) >= 4, field


def test_words_of_the_weather_and_of_accidents_are_loaded_for_nobody() -> None:
    for word in ("storm", "hurricane", "earthquake", "drought", "crash", "derailment"):
        end, found = lexicon().match(list(tokens_of(word)), 0)
        assert end == 0 or all(abs(s.lean) < 2 for s in found if s.role == "noun"), word


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("the warlords", 1, {"warlord"}),
        ("two strongmen", 1, {"strongman"}),
        ("they stole it", 1, {"steal"}),
        ("was torn up", 1, {"tear up"}),
        ("illegal immigrants came", 0, {"illegal immigrant"}),
        ("prisoners of conscience", 0, {"prisoner of conscience"}),
        ("an inspection regime", 1, set()),
        ("the attorney general", 1, set()),
    ],
)
def test_the_longest_phrase_is_matched_in_any_form_and_idioms_hide_their_words(
    text: str, at: int, words: set[str]
) -> None:
    end, found = lexicon().match(list(tokens_of(text)), at)
    assert {s.text for s in found} == words
    assert end > at


@pytest.mark.parametrize(
    ("noun", "plural"),
    [("regime", "regimes"), ("lobby", "lobbies"), ("clash", "clashes"), ("boss", "bosses"), ("day", "days")],
)
def test_plurals_are_regular(noun: str, plural: str) -> None:
    assert plural_of(noun) == plural
    assert noun_forms((noun,)) == [((noun,), False), ((plural,), True)]


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("attack", {"attack", "attacks", "attacked", "attacking"}),
        ("invade", {"invade", "invades", "invaded", "invading"}),
        ("vilify", {"vilify", "vilifies", "vilified", "vilifying"}),
        ("rip", {"rip", "rips", "ripped", "ripping"}),
        ("crush", {"crush", "crushes", "crushed", "crushing"}),
    ],
)
def test_verbs_have_their_regular_forms(verb: str, forms: set[str]) -> None:
    assert {form[0] for form in verb_forms((verb,))} == forms


def test_in_a_phrase_the_verb_is_inflected() -> None:
    assert ("falsely", "claimed") in verb_forms(("falsely", "claim"))
    assert ("ripped", "up") in verb_forms(("rip", "up"))


def test_a_lean_has_a_side() -> None:
    sides = [connotation_of(lean) for lean in (-2, -1, 0, 1, 2)]
    assert sides == [*[Connotation.UNFAVOURABLE] * 2, Connotation.NEUTRAL, *[Connotation.FAVOURABLE] * 2]


def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> Lexicon:
    (tmp_path / "connotations.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("CROSSEXAM_DATA", str(tmp_path))
    table.cache_clear()
    try:
        return lexicon.__wrapped__()
    finally:
        table.cache_clear()


def minimal(
    side: str = "neutral", entry: str = "despot: rules alone", field: str = "names: [person]", of: str = "person"
) -> str:
    return f"""
fields:
  rulers: {{{field}, nouns: {{{side}: {{{entry}}}}}}}
modifiers:
  - {{of: [{of}], neutral: {{old: says an age}}}}
"""


def test_a_desk_can_put_its_own_lexicon_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = desk(tmp_path, monkeypatch, minimal(side="favourable"))
    assert {(s.text, s.lean) for rows in own.senses.values() for _, found in rows for s in found} == {("despot", 2)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (minimal(side="bad"), "'bad' is no side"),
        (minimal(entry="despot: ''"), "'despot' needs a reason"),
        (minimal(entry="no: rules alone"), "needs a reason; put true"),
        (minimal(field="names: []"), "needs names"),
        (minimal(field="names: [person], color: red"), "color"),
        (minimal(field="names: [person], joins: [chance]"), "unknown joins"),
        (minimal(of="cats"), "modifiers need"),
        ("fields: {}", "no modifiers"),
        ("- a list", "no fields"),
    ],
)
def test_a_broken_lexicon_is_an_error_that_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    with pytest.raises(BadDataFile, match=message):
        desk(tmp_path, monkeypatch, text)
