"""What a clause tells: the act, who did it and to whom, when, and whether it happened."""

from datetime import date

import pytest

from crossexam import Article
from crossexam.pipeline.local.causes import causes_in
from crossexam.pipeline.local.deeds import Polarity
from crossexam.pipeline.local.events import Telling, tellings_in
from crossexam.pipeline.local.meanings import meaning_of
from crossexam.pipeline.local.orders import orders_in
from crossexam.pipeline.local.parties import Cast, thing
from crossexam.pipeline.local.reading import read_all
from crossexam.pipeline.local.ties import examine_ties
from crossexam.pipeline.reading.identity import identify
from crossexam.pipeline.reading.names import names_in
from crossexam.pipeline.reading.vocabulary import vocabulary_of
from crossexam.schemas import Kind


def casts(*texts: str) -> dict[str, Cast]:
    readings = read_all([Article(article=f"{n}.txt", text=text, language="en") for n, text in enumerate(texts)])
    documents = [r.document for r in readings]
    vocabulary = vocabulary_of(documents)
    referents = identify(documents, [names_in(d, vocabulary) for d in documents])
    return {r.name: Cast(r, referents) for r in readings}


def cast(text: str) -> Cast:
    (only,) = casts(text).values()
    return only


def telling(text: str, act: str) -> Telling:
    return next(t for t in tellings_in(cast(text)) if t.deed.act == act)


@pytest.mark.parametrize(
    ("sentence", "act", "agents", "objects"),
    [
        ("Police arrested Carl Imry in Ostra.", "arrest", ["Police"], ["Carl Imry"]),
        ("Carl Imry was arrested by police in Ostra.", "arrest", ["police"], ["Carl Imry"]),
        ("Norway and Sweden signed the fishing treaty.", "agree", ["Norway", "Sweden"], ["the fishing treaty"]),
        ("The army launched an assault on Hale on Monday.", "attack", ["The army"], ["Hale"]),
        ("Ada Lind met Jon Rask in Ostra.", "meet", ["Ada Lind", "Jon Rask"], ["Jon Rask"]),
        ("Ilse Mark scored the winning goal.", "score", ["Ilse Mark"], ["the winning goal"]),
        ("Jon Rask called off the strike in Hale.", "end", ["Jon Rask"], ["the strike"]),
        ("Ada Lind declined on Monday to support the Varn bill.", "support", ["Ada Lind"], ["the Varn bill"]),
        ("Ada Lind said she would sign the accord in May.", "agree", ["Ada Lind"], ["the accord"]),
        ("Berit Sund, 51, a former teacher, approved the merger.", "approve", ["Berit Sund"], ["the merger"]),
    ],
)
def test_one_act_is_read_from_many_grammars(sentence: str, act: str, agents: list[str], objects: list[str]) -> None:
    deed = telling(sentence, act).deed
    assert [p.text for p in deed.agents] == agents
    assert [p.text for p in deed.objects] == objects


@pytest.mark.parametrize(
    ("sentence", "act", "polarity", "is_ahead"),
    [
        ("Jon Rask approved the Varde mine.", "approve", Polarity.AFFIRMED, False),
        ("Jon Rask did not approve the Varde mine.", "approve", Polarity.DENIED, False),
        ("Jon Rask refused to approve the Varde mine.", "approve", Polarity.DENIED, False),
        ("Jon Rask did not refuse to approve the Varde mine.", "approve", Polarity.AFFIRMED, False),
        ("Nobody in Hale approved the Varde mine.", "approve", Polarity.DENIED, False),
        ("Ada Lind denied that Jon Rask approved the Varde mine.", "approve", Polarity.DENIED, False),
        ("It is unclear whether Jon Rask approved the Varde mine.", "approve", Polarity.OPEN, False),
        ("Jon Rask will approve the Varde mine.", "approve", Polarity.AFFIRMED, True),
        ("Jon Rask plans to approve the Varde mine.", "approve", Polarity.AFFIRMED, True),
    ],
)
def test_what_is_denied_open_or_yet_to_come_is_kept_apart(
    sentence: str, act: str, polarity: Polarity, is_ahead: bool
) -> None:
    deed = telling(sentence, act).deed
    assert (deed.polarity, deed.is_ahead) == (polarity, is_ahead)


@pytest.mark.parametrize(
    ("sentence", "act", "day"),
    [
        ("The Nerissa sank on 12 January 2025 off Port Hale.", "sink", date(2025, 1, 12)),
        ("On 12 January 2025, the Nerissa sank off Port Hale.", "sink", date(2025, 1, 12)),
        ("The Nerissa, which was built on 3 May 2001, sank off Port Hale.", "sink", None),
    ],
)
def test_a_clause_has_its_own_time_or_the_one_that_leads_its_sentence(
    sentence: str, act: str, day: date | None
) -> None:
    told = [t for t in tellings_in(cast(sentence)) if t.deed.lemma == act]
    assert [t.when.earliest if t.when else None for t in told] == [day]


def test_a_clause_with_two_times_is_known_for_it() -> None:
    text = "The president met the king on 5 May 2025 and the premier on 6 May 2025."
    assert [t.is_timed_twice for t in tellings_in(cast(text))] == [True]


@pytest.mark.parametrize(
    "sentence",
    ["Ada Lind said so.", "It was good.", "He has it.", "They would help them."],
)
def test_clauses_that_no_fact_sheet_would_hold_are_no_claims(sentence: str) -> None:
    assert tellings_in(cast(sentence)) == []


def test_lasting_relations_are_stances_and_other_acts_events() -> None:
    kinds = [t.claim.kind for t in tellings_in(cast("Egypt backs Omar Saleh. Egypt arrested Omar Saleh."))]
    assert kinds == [Kind.STANCE, Kind.EVENT]


@pytest.mark.parametrize(
    "statement",
    [
        "Egypt backs Omar Saleh.",
        "Omar Saleh is backed by Egypt.",
        "Omar Saleh has the support of Egypt.",
        "Officials spoke of Egypt supporting Omar Saleh.",
        "Ministers accused Egypt of backing Omar Saleh.",
    ],
)
def test_a_tie_is_read_from_verbs_nouns_and_participles(statement: str) -> None:
    both = casts(statement, "Egypt and Iran support Omar Saleh.")
    (tie,), _ = examine_ties([t for c in both.values() for t in tellings_in(c)], both)
    assert {c.value for c in tie.cluster.claims} == {"Egypt backs Omar Saleh", "Egypt and Iran back Omar Saleh"}


@pytest.mark.parametrize(
    ("sentence", "effect", "cause"),
    [
        ("The fire was caused by a candle.", "fire", "a candle"),
        ("Police blamed the crash on ice.", "act crash", "ice"),
        ("Police blamed ice for the crash.", "act crash", "ice"),
        ("The board traced the smoke to a battery.", "smoke", "a battery"),
        ("The outage was the result of a software error.", "outage", "a software error"),
        ("An oven was the cause of the smoke.", "smoke", "An oven"),
        ("Leo Fenn died of a heart attack.", "act die", "a heart attack"),
        ("Trams stopped because drivers walked out.", "act end", "drivers walked out"),
    ],
)
def test_a_cause_is_read_from_verbs_nouns_and_connectives(sentence: str, effect: str, cause: str) -> None:
    (found,) = causes_in(cast(sentence))
    tokens = found.sentence.tokens[slice(*found.words)]
    text = found.cast.reading.document.text
    assert (found.head, text[tokens[0].start : tokens[-1].end]) == (effect, cause)


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("The players walked off before the referee ended the match.", "player"),
        ("The referee ended the match after the players walked off.", "player"),
        ("The referee did not end the match until the players walked off.", "player"),
        ("The crowd sang first and the players walked off later.", "crowd"),
    ],
)
def test_an_order_is_the_same_however_it_is_put(sentence: str, first: str) -> None:
    (order,) = orders_in(cast(sentence))
    assert first in order.first
    assert first not in order.second


@pytest.mark.parametrize(
    ("one", "other"),
    [("airliner", "jets"), ("truce", "ceasefires"), ("cops", "officer"), ("lorries", "truck"), ("tremor", "quake")],
)
def test_nouns_for_one_sort_of_thing_have_one_key(one: str, other: str) -> None:
    assert thing(one) == thing(other)


@pytest.mark.parametrize(
    ("one", "other"), [("attacked", "assault"), ("resigned", "resignation"), ("police", "officer")]
)
def test_verbs_and_nouns_of_one_act_mean_the_same(one: str, other: str) -> None:
    assert meaning_of(one) == meaning_of(other)


def test_whose_troops_they_are_is_kept_and_whom_they_stand_for() -> None:
    article = cast("The US military left Hale.")
    (party,) = article.parties(article.reading.document.sentences[0], 0, 3)
    assert (party.is_plural, party.is_definite, party.acts_for_owner) == (False, True, True)
    assert party.whom == "place United States"
