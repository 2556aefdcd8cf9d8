import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossexam.pipeline.reading.quotations import quotations_of
from crossexam.pipeline.reading.sentences import paragraphs_of


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotations_of(text, paragraphs_of(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“We won,” she said.", ["We won,"]),
        ('"We won," she said, "at last."', ["We won,", "at last."]),
        ("“We won,\" she said. \"We did.\"", ["We won,", "We did."]),
        ("Court says ‘no case to answer’ in bribery trial", ["no case to answer"]),
        ("The minister's aides weren't told.", []),
        ("The players’ union and the clubs’ lawyers met.", []),
        ("He called it ‘the players’ revolt’ twice.", ["the players’ revolt"]),
        ("It was Jazeera‘s report, said the Globe‘s editor.", []),
        ("Mayor: ‘We’ll rebuild the residents’ homes’", ["We’ll rebuild the residents’ homes"]),
        ("She said 'we have no plans' on Monday.", ["we have no plans"]),
        ("He is 6'2\" tall and owns a 12\" saw.", []),
        (' " The deal is off, " the firm said. " We tried. "', ["The deal is off,", "We tried."]),
        ("The ``Ring of Hills'' is a trail.", ["Ring of Hills"]),
        ("«On verra», he said.", ["On verra"]),
        ("“He told me ‘run’ and I ran,” she said.", ["He told me ‘run’ and I ran,"]),
        ("Report: verdict rested' on guesses and rumour'.", ["on guesses and rumour"]),
        ("Rock 'n' roll in the '90s, not the '80s.", []),
    ],
)
def test_quotation_marks_are_told_from_apostrophes_and_inches(text: str, found: list[str]) -> None:
    assert quoted(text) == found


def test_a_quotation_goes_on_into_the_next_paragraph_when_that_one_opens_or_closes_it() -> None:
    reopened = quotations_of(text := "“One is over.\n\n“Two is not,” he said.", paragraphs_of(text))
    assert [q.continues for q in reopened] == [False, True]
    carried = "\"A man was working.\nHis body was found,'' he said."
    assert quoted(carried) == ["A man was working.", "His body was found,"]


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    assert quoted("“It never ended.\n\nThe next day it rained. “Really,” she said.") == ["It never ended.", "Really,"]


@given(st.text(alphabet=st.sampled_from("ab .,\"'“”‘’«»`\n"), max_size=300))
def test_quotations_never_overlap_and_lie_within_the_text(text: str) -> None:
    last = 0
    for q in quotations_of(text, paragraphs_of(text)):
        assert last <= q.opening <= q.start < q.end <= q.closing <= len(text)
        last = q.closing
