"""Whatever stands in a file, it is read or named, and what is skipped of a text are stretches of it."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crossexam import Article, NothingToRead
from crossexam.pipeline.errors import MalformedFile, UndecodableFile
from crossexam.pipeline.ingest import read_story
from crossexam.pipeline.ingest.furniture import read_page
from crossexam.pipeline.ingest.language import language_of
from crossexam.pipeline.ingest.metadata import completed
from crossexam.pipeline.ingest.story_file import parse_story_file
from crossexam.pipeline.reading.document import read

SNIPPETS = st.sampled_from(
    [
        *"\n\r\t \u2028\u00a0\"'“”()[]{}<>—–-.,:;!?|/\\©@#&*_0123456789",
        *[
            "\n\n",
            "\r\n",
            " MORE ",
            "By ",
            "CNN",
            "Ann Lee",
            " (Reuters) - ",
            "Copyright 2024 ",
            "Photo: ",
            "Getty Images",
        ],
        *[
            "JUST WATCHED",
            "MUST WATCH",
            "Read more: ",
            "Leave a Reply",
            "Related Stories",
            "Tags",
            "May 3, 2015",
            ", left, ",
        ],
        *[
            "The council met on Tuesday.",
            "TrumpDonald Trump",
            "\\n",
            "https://x.y/z",
            "<p>",
            "&nbsp;",
            "https://",
            "About ",
        ],
        *[
            "Arab News",
            " is a newspaper",
            " is a reporter for ",
            "All rights reserved",
            "WASHINGTON — ",
            "[caption ",
            "日本",
            "é",
        ],
    ]
)
TEXTS = st.lists(SNIPPETS | st.text(max_size=8), max_size=60).map("".join)


@given(TEXTS)
@example("By\nAnn Lee\n, CNN")
@example("MORE" * 20)
@settings(max_examples=400, deadline=None)
def test_skipped_stretches_are_sorted_disjoint_and_on_one_line(text: str) -> None:
    at = 0
    for skipped in read_page(text).skipped:
        assert at <= skipped.start < skipped.end <= len(text)
        words = text[skipped.start : skipped.end]
        assert words == words.strip()
        assert not re.search(r"[\n\r\u2028\u2029]", words)
        assert skipped.why
        at = skipped.end


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_a_text_is_read_the_same_each_time_and_can_be_taken_apart(text: str) -> None:
    article = completed(Article(article="a", text=text))
    assert article == completed(Article(article="a", text=text))
    assert article.text == text
    assert len(read(article).text) == len(text)


@given(TEXTS, TEXTS)
@settings(max_examples=100, deadline=None)
def test_furniture_of_its_own_lines_does_not_change_a_sentence_before_it(before: str, after: str) -> None:
    sentence = "The council of Newport voted on Tuesday to close the bridge, which engineers had found to be unsafe"
    text = f"{before}\n\n{sentence}, the mayor of the town told reporters at the city hall.\n\n{after}"
    start = text.index(sentence)
    covered = [s for s in read_page(text).skipped if s.start < start + len(sentence) and s.end > start]
    # A sentence is hidden as a whole, behind the heading of the comments, or not at all.
    assert all(s.why == "comments" and s.start <= start for s in covered)


BYTES = st.binary(max_size=400) | TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass"))
NAMES = st.sampled_from(["a.txt", "a.md", "a.json", "a.jsonl", "a.html", "a.htm", "story.yaml", "b.txt", "a.pdf", "a"])


@given(st.dictionaries(NAMES, BYTES, max_size=4))
@example({"a.json": b'{"body": "\xed\xa0\x80"}'})
@example({"a.html": b"\x0c<\x00"})
@example({"a.html": b"<html><p>\xef\xbf\xbe\x01</p>"})
@settings(max_examples=250, deadline=None)
def test_any_bytes_in_any_file_are_read_or_named(files: dict[str, bytes]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in files.items():
            (folder / file).write_bytes(data)
        try:
            story = read_story(folder)
        except NothingToRead as fault:
            nothing = str(fault)
        else:
            nothing = ""
    if nothing:
        assert "\n" not in nothing
        return
    named = {fault.item.partition("#")[0] for fault in story.not_read}
    assert set(files) <= {a.article.partition("#")[0] for a in story.articles} | named | {"story.yaml"}
    for article in story.articles:
        if article.article.endswith((".txt", ".md")):
            assert article.text == files[article.article].decode(article.encoding)
        assert article.model_dump_json()
    assert all(fault.reason.isprintable() for fault in story.not_read)


@given(BYTES)
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_story_file_or_a_named_fault(data: bytes) -> None:
    try:
        parse_story_file(data)
    except (MalformedFile, UndecodableFile) as fault:
        words = str(fault)
    else:
        words = "well-formed"
    assert words.strip()


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_has_one_language_or_none(text: str) -> None:
    found = language_of(text)
    assert found is None or re.fullmatch("[a-z]{2}", found)


# Each runs in well under a second if the work is bounded by the length of the text, and for minutes if it is not.
REPEATED = [
    "a",
    " ",
    "\n",
    "A",
    "(",
    "[",
    "<",
    ".",
    '"',
    "©",
    "1",
    "aA",
    "MORE ",
    "A. ",
    "Ab, left, ",
    "<p ",
    "a\n",
    "Ab Cd/",
    "\\n",
]


@pytest.mark.parametrize("unit", REPEATED)
def test_five_megabytes_of_the_same_do_not_hang(unit: str) -> None:
    text = (unit * 5_000_000)[:5_000_000]
    page = read_page(text)
    assert all(s.end <= len(text) for s in page.skipped)
    assert language_of(text) in {None, "en"}
