from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossexam.evals.figures import between, chance, difference, figure, money, seconds, short_hash, tally
from crossexam.evals.metrics import METRICS
from crossexam.evals.page import Entry, Form, Page, Section, Table, cut, plain, render
from crossexam.evals.significance import Interval

SHARE, COUNT = METRICS["flag_recall"], METRICS["false_flags"]


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (figure(None, SHARE), "–"),
        (figure(14 / 15, SHARE), "0.933"),
        (figure(1.25, COUNT), "1.25"),
        (difference(0.5, 0.25, SHARE), "-0.250"),
        (difference(0.25, 0.5, SHARE), "+0.250"),
        (difference(0.5, 0.5, SHARE), "±0"),
        (difference(0.5, 0.5004, SHARE), "±0"),
        (difference(1.0, 2.5, COUNT), "+1.50"),
        (difference(None, 0.5, SHARE), "–"),
        (between(None, SHARE), "–"),
        (between(Interval(0.1, 0.25, 9), SHARE), "0.100 to 0.250"),
        (between(Interval(-0.1, 0.25, 9), SHARE, signed=True), "-0.100 to +0.250"),
        (between(Interval(0, 2.5, 9), COUNT), "0.00 to 2.50"),
        (tally((14, 15)), "14/15"),
        (tally((0, 0)), "–"),
        (tally(None), "–"),
        (chance(1.0), "1.000"),
        (chance(0.0312), "0.031"),
        (chance(0.0002), "<0.001"),
        (money(None), "–"),
        (money(Decimal("0.01234")), "0.0123 USD"),
        (money(Decimal("-0.5")), "-0.5000 USD"),
        (money(Decimal("1234.5")), "1,234.50 USD"),
        (seconds(0.042), "0.04 s"),
        (seconds(12.34), "12.3 s"),
        (seconds(125), "2 min 05 s"),
        (short_hash("sha256:0123456789abcdef"), "0123456789ab"),
        (short_hash(""), "–"),
    ],
)
def test_how_a_figure_is_written(shown: str, text: str) -> None:
    assert shown == text


def page(text: str) -> Page:
    table = Table(("what", text), ((text, "1"), ("x", text)))
    return Page(text, (("fact", text),), (Section(text, [Entry(text, (text,))], text), Section("t", table)))


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\u202eb", r"a\u202eb"),
        ("a\u200bb", r"a\u200bb"),
        ("a\nb\r\tc", "a b  c"),
        ("a\x85b\x9bc", r"a b\x9bc"),
        ("ünï — “x”", "ünï — “x”"),
        ("\ud800", r"\ud800"),
    ],
)
def test_control_characters_are_spelled_out(hostile: str, shown: str) -> None:
    assert plain(hostile) == shown


@given(
    st.text(st.characters(categories=["Cc", "Cf", "Cs", "L", "P", "Z"])), st.sampled_from(["text", "markdown", "html"])
)
def test_no_page_holds_a_control_character_of_what_it_quotes(text: str, form: Form) -> None:
    rendered = render(page(text), form)
    assert all(char.isprintable() or char in "\n\u200b\u00a0" or char.isspace() for char in rendered)
    rendered.encode("utf-8")


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "</title><img src=x onerror=y>", "{{ 7*7 }}", '" onx="']
)
def test_html_of_an_article_does_nothing(hostile: str) -> None:
    rendered = render(page(hostile), "html")
    assert "<script" not in rendered
    assert "<img" not in rendered
    assert "49" not in rendered
    assert '" onx="' not in rendered


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a | b", r"a \| b"),
        ("`code`", r"\`code\`"),
        ("[x](http://evil.example)", "\\[x\\](http://\u200bevil.example)"),
        ("@everyone see #1", "@\u200beveryone see #\u200b1"),
        ("www.evil.example", "www.\u200bevil.example"),
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        ("# heading", r"\# heading"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("single_source -> missed", r"single\_source -&gt; missed"),
    ],
)
def test_markdown_of_an_article_does_nothing(hostile: str, shown: str) -> None:
    rendered = render(Page("t", (), (Section("s", [Entry(hostile)]),)), "markdown")
    assert rendered == f"## t\n\n### s\n\n- {shown}\n"


def test_long_quotations_are_cut() -> None:
    assert cut("word " * 100, 20) == "word word word word…"
    assert cut("  two\n words ") == "two words"


def test_columns_stand_under_each_other() -> None:
    text = render(Page("t", (), (Section("s", Table(("a", "bb"), (("long name", "1"), ("x", "10")))),)), "text")
    assert text == "t\n\ns\n  a          bb\n  long name   1\n  x          10\n"
