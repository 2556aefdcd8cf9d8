from hypothesis import given
from hypothesis import strategies as st

from crossexam import Kind
from crossexam.pipeline.report.marks import Mark, stretches_of
from crossexam.schemas import Skipped

TEXT = "The council said over 200 people fled the old town."


def marked(start: int, end: int, kind: Kind = Kind.EVENT, name: str = "c") -> Mark:
    return Mark(start, end, kind, name, 1)


def test_a_claim_within_a_claim_is_marked_as_its_own_kind() -> None:
    stretches = stretches_of(TEXT, [marked(4, 32), marked(17, 32, Kind.QUANTITY, "d")])
    assert [(s.text, s.kind, s.depth) for s in stretches] == [
        ("The ", None, 0),
        ("council said ", Kind.EVENT, 1),
        ("over 200 people", Kind.QUANTITY, 2),
        (" fled the old town.", None, 0),
    ]
    assert [m.anchor for m in stretches[2].ends] == ["c", "d"]


def test_claims_that_overlap_without_nesting_are_both_marked_to_their_ends() -> None:
    stretches = stretches_of(TEXT, [marked(4, 25), marked(17, 37, Kind.QUOTE, "d")])
    assert [(s.text, s.kind) for s in stretches if s.kind] == [
        ("council said ", Kind.EVENT),
        ("over 200", Kind.QUOTE),
        (" people fled", Kind.QUOTE),
    ]


def test_the_outer_claim_goes_on_after_the_inner_one() -> None:
    stretches = stretches_of(TEXT, [marked(0, 51), marked(17, 25, Kind.QUANTITY)])
    assert [s.kind for s in stretches] == [Kind.EVENT, Kind.QUANTITY, Kind.EVENT]


def test_the_reason_of_a_skipped_part_is_said_once_at_its_end() -> None:
    stretches = stretches_of(TEXT, [marked(4, 11)], [Skipped(start=0, end=16, why="byline")])
    assert [(s.text, s.skipped, s.reason_here) for s in stretches[:3]] == [
        ("The ", "byline", False),
        ("council", "byline", False),
        (" said", "byline", True),
    ]


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60)).filter(lambda s: s[0] < s[1]), max_size=12)


@given(st.text(max_size=40), spans, spans)
def test_the_stretches_join_to_the_text_and_every_claim_begins_and_ends_once(
    text: str, claims: list[tuple[int, int]], skipped: list[tuple[int, int]]
) -> None:
    marks = [Mark(start, end, Kind.EVENT, f"c{i}", i) for i, (start, end) in enumerate(claims)]
    stretches = stretches_of(text, marks, [Skipped(start=a, end=b, why="ad") for a, b in skipped])
    inside = sorted(m.anchor for m in marks if m.start < len(text))
    assert "".join(s.text for s in stretches) == text
    assert sorted(m.anchor for s in stretches for m in s.begins) == inside
    assert sorted(m.anchor for s in stretches for m in s.ends) == inside
    assert all((s.depth > 0) == (s.kind is not None) for s in stretches)


def test_ten_thousand_claims_over_one_another_take_no_square_time() -> None:
    text = "x" * 30_000
    stretches = stretches_of(text, [marked(i, 30_000 - i) for i in range(10_000)])
    assert max(s.depth for s in stretches) == 10_000
