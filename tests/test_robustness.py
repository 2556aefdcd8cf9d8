"""No article breaks the local engine, and none costs it more than its length."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossexam import Article, Report, Verdict, Weight, check
from crossexam.pipeline.reading.document import read

ROOT = Path(__file__).parents[1]
STORY = "Seven people were killed in Ayr on Monday, officials said. “We lost everything,” said Ann Lee, the mayor.\n\n"
CHARACTERS = "aA1² .,-–!?()[]\"'“”‘’…$%:;/\n\r\t\u00a0\u200b\u202e\x00\u0301éß中\U0001f600\ufeff\u2028"
VOCABULARY = """
    the of a in by at and said says killed wounded Monday May 2019 12 1,009 two hundred million $ percent "we know" ( )
    “ ” ‘ ’ Ann Lee General Libyan rebels terrorists Ayr officials met backs on April 4 AP According to who . , : - … [
    Secretary State for Foreign Affairs Minister President 's U.S. yesterday next week year ago third 3 p.m. didn't
"""
NUMBERS = [
    "9" * 400,
    "9" * 5000,
    "1" + ",000" * 200,
    "1" + "٣" * 30,
    "²",
    "½",
    "2" + " million" * 60,
    "1.1.1.1",
    "0" * 40,
]
ODD = st.text(st.sampled_from(CHARACTERS))
WORDS = st.lists(st.sampled_from([*VOCABULARY.split(), "\n\n", "\n"])).map(" ".join)
FOLDERS = [ROOT / "seeds/libya-2019", *sorted((ROOT / "evals/cases").glob("*/articles"))]


def assert_sound(report: Report) -> None:
    """Every span leads to its words, every claim to one finding, and what matters most comes first."""
    texts = {a.article: a.text for a in report.articles}
    positions = [p for f in report.findings for p in f.positions]
    places = [(c.article, c.start, c.end, c.evidence) for c in report.claims]
    places += [(p.article, p.start, p.end, p.evidence) for p in positions]
    places += [(n.article, n.start, n.end, n.evidence) for n in report.notices]
    assert all(texts[article][start:end] == evidence for article, start, end, evidence in places)
    assert all(0 <= s.start < s.end <= len(a.text) for a in report.articles for s in a.skipped)
    assert len({c.id for c in report.claims}) == len(report.claims)
    assert len({f.id for f in report.findings}) == len(report.findings)
    judged = Counter(p.claim for p in positions)
    left = Counter(n.item for n in report.not_judged)
    assert all(judged[c.id] + left[c.id] == 1 for c in report.claims)
    assert judged.keys() <= {c.id for c in report.claims}
    order = [(not f.verdict.flagged, f.weight is Weight.MINOR) for f in report.findings]
    assert order == sorted(order)
    assert all((f.weight is not None) == f.verdict.flagged for f in report.findings)
    alone = [f for f in report.findings if f.verdict is Verdict.SINGLE_SOURCE]
    assert all(len({p.article for p in f.positions}) == 1 for f in alone)


def story_with(*texts: str) -> list[Article]:
    return [Article(article=f"{n}.txt", text=text) for n, text in enumerate((STORY, *texts))]


@pytest.mark.parametrize("number", NUMBERS)
def test_no_number_is_too_long_or_too_odd(number: str) -> None:
    for counted in (
        "{0} people were killed.",
        "${0} million was paid in {0}.",
        "On May {0}, {0}%. {0}/{0}/{0} {0}:{0}",
    ):
        report = check(story_with(counted.format(number)))
        assert_sound(report)
        assert Report.model_validate_json(report.model_dump_json()).claims == report.claims


@given(st.one_of(st.text(), ODD, WORDS), st.one_of(st.text(), ODD, WORDS))
@settings(max_examples=150)
def test_any_text_is_read_and_the_report_is_sound(one: str, other: str) -> None:
    report = check(story_with(one, STORY + other))
    assert_sound(report)
    assert check(story_with(one, STORY + other)).model_dump_json() == report.model_dump_json()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_the_report_on_every_case_is_sound(folder: Path) -> None:
    assert_sound(check(folder))


DUMP = "import sys, crossexam; [print(crossexam.check(folder).model_dump_json()) for folder in sys.argv[1:]]"


def test_the_same_articles_give_the_same_bytes_in_every_process() -> None:
    command = [sys.executable, "-c", DUMP, *map(str, FOLDERS)]
    found = {
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("0", "1", "2")
    }
    assert len(found) == 1


HOSTILE = {
    "one letter": "a",
    "one capital": "A",
    "spaces": " ",
    "line breaks": "\n",
    "digits": "1",
    "straight marks": '"',
    "opening marks": "“",
    "closing marks": "”",
    "apostrophes": "'",
    "full stops": ".",
    "brackets": "(",
    "nested marks and brackets": "(“[‘",
    "hard spaces": "\u00a0",
    "accents without letters": "\u0301",
    "letters and spaces": "a ",
    "initials": "A. ",
    "quoted words": "“a b” ",
    "quotations with a speaker": '"We know it well," said Ann Lee. ',
    "quotations in single marks": "‘we know’ ",
    "possessives": "'s ",
    "plural possessives": "the rebels' ",
    "speakers without an end": "he said ",
    "credits without an end": "according to the BBC ",
    "figures without an end": "45 percent ",
    "sums without an end": "$1.2 million ",
    "figures": "12 people were killed in Ayr. ",
    "number words": "two hundred ",
    "days": "on Monday ",
    "months": "May ",
    "years": "2019 ",
    "names": "John Smith, ",
    "labels": "the rebel General Haftar ",
    "abbreviations": "U.S. ",
    "thousands": "1,",
    "hyphens": "a-",
    "lines": "Abc def\n",
    "paragraphs": "Abc def.\n\n",
    "bylines": "By Ann Lee\n",
    "photo credits": "Photo: Getty Images ",
    "datelines": "LONDON (AP) — ",
    "addresses": "http://a.b/c ",
    "ellipses": ". . . ",
}  # fmt: skip


FEW_CALLS = 4
"""For each character. Below that a text is hardly looked at, and a bound on growth says nothing."""


def calls_for(text: str) -> int:
    """Return how many functions are called, our own and built-in ones, to check a story with this text."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        check(story_with(text))
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_the_work_grows_no_faster_than_the_text(unit: str) -> None:
    def text(length: int) -> str:
        return f"He said {unit * (length // len(unit))}x"

    calls_for(text(8000))  # what is read once and kept
    assert calls_for(text(32000)) <= 5 * max(calls_for(text(8000)), FEW_CALLS * 8000)


@pytest.mark.parametrize("around", ["{}", "By Ann{}Lee said", "“We {}x” he said.\n\nMore."])
@pytest.mark.parametrize("unit", ["a", " ", "\u00a0", "1"], ids=ascii)
def test_a_megabyte_of_one_character_is_read(unit: str, around: str) -> None:
    assert_sound(check(story_with(around.format(unit * 1_000_000))))


def test_a_sentence_that_never_ends_is_read_in_parts() -> None:
    sentences = read(Article(article="a", text="word " * 1000)).sentences
    assert len(sentences) == 4
    assert [t.start for s in sentences for t in s.tokens] == list(range(0, 5000, 5))
    assert all(s.start == s.tokens[0].start and s.end == s.tokens[-1].end for s in sentences)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ['"', "“", ".", "("])
def test_a_megabyte_of_one_mark_is_read(unit: str) -> None:
    assert_sound(check(story_with(f"“We {unit * 1_000_000}x” he said.\n\nMore.")))
