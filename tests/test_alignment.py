import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossexam.pipeline.judging.alignment import align, changes_sense

WORDS = st.lists(
    st.sampled_from("we will not act now or ever because the harbour is closed to 40 ships".split()), min_size=1
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We will close the harbour", "“We will close the harbour.”"),
        ("We’ll close the harbour", "We will close the harbor"),
        ("It's over, and I can't go on", "It is over and I cannot go on"),
        ("We recorded twelve cases", "We recorded 12 cases"),
        ("The organisation analysed it", "The organization analyzed it"),
        ("a long-term plan", "a long - term plan"),
        ("We regret the delay and will pay", "we regret the delay"),
        ("We regret … and will pay", "We regret the long delay and will pay"),
        ("We regret [the airline] lost it", "We regret they lost it"),
        ("They [the crew] left", "They left"),
    ],
)
def test_typography_excerpts_ellipses_and_brackets_are_no_alterations(one: str, other: str) -> None:
    assert align(one, other).alterations == []


@pytest.mark.parametrize(
    ("one", "other", "touches_sense"),
    [
        ("we found 213 bodies here", "we found 313 bodies here", True),
        ("we do support the plan as drafted", "we do not support the plan as drafted", True),
        ("our efforts and the need to keep peace", "our efforts to keep peace", True),
        ("threats to the region and beyond", "threats towards the region and beyond", False),
        ("injuries sustained in the crash today", "injuries suffered in the crash today", True),
    ],
)
def test_changed_words_are_alterations(one: str, other: str, touches_sense: bool) -> None:
    alterations = align(one, other).alterations
    assert alterations
    assert changes_sense(alterations) is touches_sense


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("We have made clear that we oppose the plan", "made clear that we oppose the plan", True),
        ("highly secret", "they moved the files to a highly secret place", True),
        ("We are deeply concerned by the closure", "We are deeply grateful for the reception we got", False),
        ("the end of the line", "a line in the sand at the end", False),
        ("of the", "it is one of the finest", False),
    ],
)
def test_one_utterance_is_told_from_two(one: str, other: str, same: bool) -> None:
    assert align(one, other).is_same_utterance() is same


def test_a_headline_may_compress_an_utterance() -> None:
    assert align(
        "Bravest Rescue In Stormy Sea", "it was the bravest rescue in a storm at sea that I ever saw"
    ).is_compressed()


@given(WORDS, WORDS)
def test_edits_rebuild_both_versions(one: list[str], other: list[str]) -> None:
    edits = align(" ".join(one), " ".join(other)).edits
    assert [w for e in edits for w in e.one] == one
    assert [w for e in edits for w in e.other] == other


@given(WORDS)
def test_an_excerpt_is_never_an_alteration(words: list[str]) -> None:
    for cut in range(1, len(words)):
        assert align(" ".join(words), " ".join(words[:cut])).alterations == []
