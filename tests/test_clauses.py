"""Verbs, clauses and their subjects, in sentences from many kinds of news."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossexam import Article
from crossexam.pipeline.reading.clauses import Clause, clauses_in
from crossexam.pipeline.reading.document import read
from crossexam.pipeline.reading.tokens import joined, tokens_of
from crossexam.pipeline.reading.verbs import Form, is_verb, third_person, verb_form


def clauses_of(text: str) -> list[Clause]:
    document = read(Article(article="a.txt", text=text))
    return [c for s in document.sentences for c in clauses_in(document, s)]


def subject_and_verb(clause: Clause) -> tuple[str, str]:
    return joined(clause.part(clause.subject)), clause.lemma


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # Sport.
        ("Ilse Mark scored twice before half-time.", [("Ilse Mark", "score")]),
        ("The referee sent off two players.", [("The referee", "send")]),
        ("Hale Town, who had lost six in a row, beat Ostra.", [("Hale Town", "lose"), ("Hale Town", "beat")]),
        # Courts.
        ("Viktor Ahl, 54, of Elm Row, was jailed for nine years.", [("Viktor Ahl", "jail")]),
        ("The judge said the fraud was cruel.", [("The judge", "say"), ("the fraud", "be")]),
        ("A man who fled the scene was held.", [("A man", "flee"), ("A man", "hold")]),
        # Companies.
        ("On Monday the board approved the merger.", [("the board", "approve")]),
        ("Profits rose but orders fell.", [("Profits", "rise"), ("orders", "fall")]),
        ("The chief executive, Berit Sund, resigned.", [("The chief executive, Berit Sund", "resign")]),
        # Weather.
        ("The storm tore off roofs and flooded cellars.", [("The storm", "tear"), ("The storm", "flood")]),
        ("Roads in the valley were blocked by snow.", [("Roads in the valley", "block")]),
        # Councils.
        ("Councillors voted to close the pool.", [("Councillors", "close")]),
        ("Neither Lind nor Rask attended the meeting.", [("Neither Lind nor Rask", "attend")]),
        ("Lind, Rask and Grau opposed the plan.", [("Lind, Rask and Grau", "oppose")]),
        ("In the north, schools reopened.", [("schools", "reopen")]),
    ],
)
def test_each_verb_has_its_own_subject(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert [subject_and_verb(c) for c in clauses_of(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "trait"),
    [
        ("The bridge was closed by police.", "is_passive"),
        ("The goal was not given.", "is_negated"),
        ("Nobody knew, and the firm did not answer.", "is_negated"),
        ("The union may strike in May.", "is_modal"),
        ("The letter, signed by Lind, was lost.", "is_reduced"),
        ("The doctor who treated him left.", "is_relative"),
    ],
)
def test_what_is_passive_denied_possible_or_tied_to_a_noun_is_known(sentence: str, trait: str) -> None:
    assert any(getattr(c, trait) for c in clauses_of(sentence))


@pytest.mark.parametrize(
    "sentence",
    ["The bridge closed.", "Police closed the bridge.", "The firm answered.", "Doctors treated him at the scene."],
)
def test_plain_statements_are_none_of_these(sentence: str) -> None:
    (clause,) = clauses_of(sentence)
    traits = (clause.is_passive, clause.is_negated, clause.is_modal, clause.is_reduced, clause.is_relative)
    assert not any(traits)


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("scored", "score"),
        ("denies", "deny"),
        ("begun", "begin"),
        ("overturned", "overturn"),
        ("stopped", "stop"),
        ("was", "be"),
        ("withdrew", "withdraw"),
        ("panicked", "panic"),
    ],
)
def test_a_form_leads_to_its_verb(word: str, lemma: str) -> None:
    verb = verb_form(word)
    assert verb is not None
    assert verb.lemma == lemma


@pytest.mark.parametrize("word", ["hundred", "indeed", "breed-in", "unprecedented", "steed", "xed"])
def test_what_only_looks_like_a_past_form_is_no_verb(word: str) -> None:
    assert verb_form(word) is None


def test_a_past_form_that_no_list_has_is_a_verb_all_the_same() -> None:
    verb = verb_form("deforested")
    assert verb is not None
    assert verb.form & Form.PAST


@pytest.mark.parametrize(
    ("base", "form"),
    [("deny", "denies"), ("watch", "watches"), ("have", "has"), ("go", "goes"), ("play", "plays"), ("back", "backs")],
)
def test_a_verb_takes_its_ending_for_one(base: str, form: str) -> None:
    assert third_person(base) == form


@pytest.mark.parametrize(
    ("sentence", "at", "expected"),
    [
        ("The strike ended.", 1, False),
        ("Miners strike today.", 1, True),
        ("They plan to march.", 3, True),
        ("They led the march.", 3, False),
        ("The injured man left.", 1, False),
        ("Sund blames the mayor.", 1, True),
        ("He can refloat the ship.", 2, True),
        ("Damage due to flood water", 3, False),
    ],
)
def test_a_word_is_a_verb_where_its_neighbours_ask_for_one(sentence: str, at: int, expected: bool) -> None:
    assert is_verb(tuple(tokens_of(sentence)), at) is expected


@given(st.lists(st.sampled_from([*"ab ,.;“”\"'()\n", "who ", "and ", "was ", "said ", "to ", "Lind "])).map("".join))
def test_any_text_has_clauses_whose_parts_lie_in_their_sentence(text: str) -> None:
    for clause in clauses_of(text):
        for first, last in (clause.subject, clause.verbs, clause.rest):
            assert 0 <= first <= last <= len(clause.sentence.tokens)
        assert clause.start < clause.end


@given(
    st.lists(st.sampled_from("Lind said that who was , and the mayor “ ” not to close ; 5 after".split()), max_size=60)
)
def test_any_words_have_clauses_whose_verbs_do_not_overlap(words: list[str]) -> None:
    clauses = clauses_of(" ".join(words))
    for one, other in pairwise(clauses):
        if one.sentence == other.sentence:
            assert one.verbs[1] <= other.verbs[0]


@given(st.text(st.sampled_from("abc .,’'-5\n")))
def test_tokens_joined_hold_all_that_is_written_but_its_spaces(text: str) -> None:
    assert joined(tokens_of(text)).replace(" ", "") == "".join(text.split())
