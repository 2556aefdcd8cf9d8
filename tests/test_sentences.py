import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossexam.pipeline.reading.sentences import Extent, paragraphs_of, sentences_of


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for p in paragraphs_of(text) for s in sentences_of(text, p)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Gen. Ruth Abara spoke to Sen. Lowe.", "He left at 5 p.m. Tuesday."],
        ["The U.S. vote was close.", "It was the third."],
        ["They met in the U.S.", "The vote came later."],
        ["She moved to Norfolk, Va., in 1990.", "He stayed."],
        ["Dr. J. R. Okafor of St. Mary's Hospital agreed.", "“No,” she said."],
        ["Shares rose to $1.2bn.", "Is it enough?", "Yes!"],
        ["It was No. 1 in the charts.", "Nobody knew."],
        ["“We urge calm.", "We will act,” he said.", "Nobody moved."],
        ["The quake struck at 07:37 a.m. UTC, officials said.", "Five died."],
        ["He waited ... and left.", "Then it rained…", "It stopped."],
        ["The firm, Acme Inc. of Ohio, closed.", "Staff wept."],
        ["“Stop!” she cried, and ran.", "The bus (No. 9) had gone."],
        ['It was over." "It was not," she said.'],
    ],
)
def test_sentences_end_where_a_reader_ends_them(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences or len(sentences) == 1


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One line.\nAnother line.", ["One line.", "Another line."]),
        ("A headline without a stop\nThe story begins.", ["A headline without a stop", "The story begins."]),
        (
            "The deal, struck between\nFrance and Spain,\nholds.",
            ["The deal, struck between\nFrance and Spain,\nholds."],
        ),
        ("It rests on the\n2015 deal\nis all.", ["It rests on the\n2015 deal\nis all."]),
        ("He was, friends\n\nsaid, ill.", ["He was, friends", "said, ill."]),
        ("She then said:\n“We won.”", ["She then said:\n“We won.”"]),
        ("What we know:\n- Two died.", ["What we know:", "- Two died."]),
        ("Carriage\r\nreturns.\r\n\r\nTwo.", ["Carriage\r\nreturns.", "Two."]),
        ("   \n\n  ", []),
    ],
)
def test_a_line_break_ends_a_paragraph_unless_the_line_plainly_goes_on(text: str, paragraphs: list[str]) -> None:
    assert [text[p.start : p.end] for p in paragraphs_of(text)] == paragraphs


def test_hard_wrapped_copy_is_joined() -> None:
    first = "The council voted on Tuesday night, late, to close the\n"
    line = first + "Harbour Road library after a debate of some hours, in which\n"
    paragraphs = paragraphs_of(line * 5 + "\nThe mayor abstained.")
    assert len(paragraphs) == 2


@given(st.text(alphabet=st.sampled_from("aB1 .!?\"'“”‘’\n\r\t ,:;-()$%…"), max_size=400))
def test_sentences_lie_in_order_within_their_paragraphs_and_lose_no_word(text: str) -> None:
    last, kept = 0, ""
    for paragraph in paragraphs_of(text):
        for sentence in sentences_of(text, paragraph):
            assert isinstance(sentence, Extent)
            assert last <= sentence.start < sentence.end <= paragraph.end
            last = sentence.end
            kept += text[sentence.start : sentence.end]
    assert "".join(kept.split()) == "".join(text.split())
