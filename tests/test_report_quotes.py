import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossexam.pipeline.reading.words import folded_words
from crossexam.pipeline.report.edits import marked_word_edits
from crossexam.pipeline.report.quotes import Change, fullest_of, pieces_of

FULL = "We spoke at length about the flood and the need to repair the old bridge"
LEAD = "We spoke at length about the flood and"
SAME, MISSING, ADDED, OMITTED, ELLIPSIS, BRACKETED, EDGE = Change


@pytest.mark.parametrize(
    ("version", "pieces"),
    [
        (FULL, [(SAME, FULL)]),
        ("the need to repair the old bridge", [(EDGE, LEAD), (SAME, "the need to repair the old bridge")]),
        (
            "about the flood to repair the old bridge",
            [
                (EDGE, "We spoke at length"),
                (SAME, "about the flood"),
                (MISSING, "and the need"),
                (SAME, "to repair the old bridge"),
            ],
        ),
        (
            "about the flood … to repair",
            [
                (EDGE, "We spoke at length"),
                (SAME, "about the flood"),
                (ELLIPSIS, "…"),
                (OMITTED, "and the need"),
                (SAME, "to repair"),
                (EDGE, "the old bridge"),
            ],
        ),
        (
            "the need to repair the [stone] bridge",
            [
                (EDGE, LEAD),
                (SAME, "the need to repair the"),
                (BRACKETED, "[stone]"),
                (OMITTED, "old"),
                (SAME, "bridge"),
            ],
        ),
        (
            "the need to rebuild the old bridge",
            [
                (EDGE, LEAD),
                (SAME, "the need to"),
                (MISSING, "repair"),
                (ADDED, "rebuild"),
                (SAME, "the old bridge"),
            ],
        ),
        ("THE NEED TO REPAIR", [(EDGE, LEAD), (SAME, "THE NEED TO REPAIR"), (EDGE, "the old bridge")]),
        (
            "about the [rising] flood and … bridge",
            [
                (EDGE, "We spoke at length"),
                (SAME, "about the"),
                (BRACKETED, "[rising]"),
                (SAME, "flood and"),
                (ELLIPSIS, "…"),
                (OMITTED, "the need to repair the old"),
                (SAME, "bridge"),
            ],
        ),
        ("[T]he need to repair", [(EDGE, LEAD), (SAME, "[T]he need to repair"), (EDGE, "the old bridge")]),
        (
            "spoke at length about Terror",
            [
                (EDGE, "We"),
                (SAME, "spoke at length about"),
                (MISSING, "the"),
                (ADDED, "Terror"),
                (EDGE, "flood and the need to repair the old bridge"),
            ],
        ),
    ],
)
def test_a_version_shows_how_it_differs_from_the_fullest(version: str, pieces: list[tuple[Change, str]]) -> None:
    assert [tuple(piece) for piece in pieces_of(FULL, version)] == pieces


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("They recognised it’s over.", "they recognized it's over"),
        ("counted 1,009 injured", "counted 1009 injured,"),
        ("the U.S. mission", "the US mission"),
    ],
)
def test_typography_and_spelling_are_no_changes(one: str, other: str) -> None:
    assert [edit.kind for edit in marked_word_edits(one, other)] == ["equal"]


def test_the_fullest_version_is_the_first_with_most_words() -> None:
    assert fullest_of(["two words", "now three words", "again three words"]) == 1


plain_words = ["the", "old", "bridge", "fell,", "we", "“need”", "—", "1,009", "didn’t"]
signed_words = st.lists(st.sampled_from([*plain_words, "…", "[sic]"]), max_size=12)


@given(signed_words, signed_words)
def test_the_pieces_hold_every_word_of_a_version_in_order(fullest: list[str], version: list[str]) -> None:
    here = [p.text for p in pieces_of(" ".join(fullest), " ".join(version)) if p.change not in {MISSING, OMITTED, EDGE}]
    assert "".join(here).replace(" ", "") == "".join(version)


@given(st.lists(st.sampled_from(plain_words), max_size=12), signed_words)
def test_the_pieces_hold_every_word_of_the_fullest_version_in_order(fullest: list[str], version: list[str]) -> None:
    pieces = pieces_of(" ".join(fullest), " ".join(version))
    there = " ".join(p.text for p in pieces if p.change in {MISSING, OMITTED, EDGE, SAME})
    assert folded_words(there) == folded_words(" ".join(fullest))


def test_a_quotation_of_many_thousand_words_is_shown_without_a_comparison() -> None:
    long = "word " * 5000
    assert {piece.change for piece in pieces_of(long, long + "more")} == {SAME}


def test_words_for_which_the_fullest_version_has_an_ellipsis_are_no_change() -> None:
    assert {p.change for p in pieces_of("we met … and spoke of the flood", "we met late and spoke")} == {SAME, EDGE}
