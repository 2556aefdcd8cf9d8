import csv
import io
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from crossexam.pipeline.report.safe import cell, embeddable_json, markdown, plain, visible, web_address


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain “text” – 213 killed\n\tnext line", "plain “text” – 213 killed\n\tnext line"),
        ("abc\u202etxt.exe", "abc‹U+202E›txt.exe"),
        ("a\u2066b\u2069", "a‹U+2066›b‹U+2069›"),
        ("no\u200bthing", "no‹U+200B›thing"),
        ("nul\x00bell\x07esc\x1b[31m", "nul‹U+0000›bell‹U+0007›esc‹U+001B›[31m"),
        ("tag\U000e0041", "tag‹U+E0041›"),
        ("half\ud800", "half‹U+D800›"),
        ("می\u200cخواهم 👨\u200d👩\u200d👧", "می\u200cخواهم 👨\u200d👩\u200d👧"),
    ],
)
def test_characters_that_hide_or_reorder_others_are_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[Hgone", "gone"),
        ("\x9b31mred", "red"),
        ("\x1b]8;;http://evil.example\x07click\x1b]8;;\x07", "]8;;http://evil.exampleclick]8;;"),
        ("\x1b]0;title\x07kept words", "]0;titlekept words"),
        ("one\r\ntwo\x08\x7f", "one two"),
        ("right\u202eleft", "rightleft"),
        ("[bold red]markup[/]", "[bold red]markup[/]"),
    ],
)
def test_a_terminal_gets_no_escape_sequence_and_loses_no_words(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text())
def test_nothing_plain_can_move_a_cursor_or_turn_a_line(text: str) -> None:
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", plain(text))


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://news.example/a?b=c#d", True),
        ("HTTP://news.example/", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("java\tscript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("vbscript:x", False),
        ("//evil.example/x", False),
        ("/relative", False),
        ("http:\\\\evil.example", False),
        ("https://", False),
        ("https://[broken", False),
        ("https://a.example/\u202ecod", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, kept: bool) -> None:
    assert web_address(url) == (url if kept else None)


PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "![pixel](https://evil.example/p.png)",
    "<https://evil.example>",
    "https://evil.example and www.evil.example",
    "**bold** _it_ ~~gone~~ `code`",
    "| a | b |",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "---",
    "===",
    "+ item",
    "a\n\n# heading\n\n<b>x</b>",
    "&lt;b&gt; &amp; &#60;",
    "\\*not escaped\\*",
    "[ref]: https://evil.example",
    "<!-- hidden -->",
    "$\\sqrt{x}$",
    "@everyone see #1",
]


@pytest.mark.parametrize("prefix", ["", "- ", "> ", "### 1. ", "**x** "])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_markdown_shows_the_payload_as_text(prefix: str, payload: str) -> None:
    source = prefix + markdown(payload)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    inner = [child for token in tokens for child in token.children or []]
    shown = "".join(child.content for child in inner).replace("\u2060", "")
    assert shown.endswith(" ".join(payload.split()))
    assert {child.type for child in inner} <= {"text", "text_special", "strong_open", "strong_close"}
    expected = {"": "paragraph", "- ": "list_item", "> ": "blockquote", "### 1. ": "heading", "**x** ": "paragraph"}
    assert [t.type for t in tokens if t.type.endswith("_open")][:1] == [
        {"- ": "bullet_list_open"}.get(prefix, f"{expected[prefix]}_open")
    ]
    assert "heading_open" not in [t.type for t in tokens] or prefix.startswith("#")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markdown_leaves_nothing_that_github_turns_into_a_link(payload: str) -> None:
    rendered = MarkdownIt("commonmark").render(markdown(payload))
    assert not re.search(r"@\w|#\d|(?<!&)#\w", re.sub(r"&#?\w+;", "", rendered))
    assert "://" not in markdown(payload)
    assert "www." not in markdown(payload)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_markdown_cell_stays_one_cell(payload: str) -> None:
    source = f"| a | b |\n|---|---|\n| {markdown(payload)} | x |"
    tokens = MarkdownIt("commonmark").enable("table").parse(source)
    assert [t.type for t in tokens].count("td_open") == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('=HYPERLINK("http://evil.example")', '\'=HYPERLINK("http://evil.example")'),
        ("+1+1", "'+1+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        ("  =1", "'=1"),
        ("＝1", "'＝1"),
        ("\x00=1", "‹U+0000›=1"),
        (">205 killed", ">205 killed"),
        ("“quoted”", "“quoted”"),
    ],
)
def test_no_spreadsheet_runs_a_cell(text: str, shown: str) -> None:
    assert cell(text) == shown


@given(st.text())
def test_a_cell_survives_the_way_into_csv_and_back(text: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerow([cell(text), "end"])
    assert list(csv.reader(io.StringIO(out.getvalue()))) == [[cell(text), "end"]]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(json_values)
def test_json_comes_back_as_it_was_and_holds_no_markup(value: Any) -> None:
    text = embeddable_json(value)
    assert json.loads(text) == value
    assert not re.search("[<>&\u2028\u2029\u202e\ud800-\udfff]", text)


def test_json_cannot_end_the_script_element_that_it_is_pasted_into() -> None:
    assert "</script" not in embeddable_json({"x": "</script><script>alert(1)</script>"}).lower()
