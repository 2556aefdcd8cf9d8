import hashlib
import json
import logging
import sys
from datetime import date
from typing import Any

import pytest

from crossexam.pipeline.errors import InputError, MalformedFile, MissingExtra, UndecodableFile
from crossexam.pipeline.ingest.decode import decode
from crossexam.pipeline.ingest.draft import Draft
from crossexam.pipeline.ingest.fields import date_of
from crossexam.pipeline.ingest.formats import parts_of
from crossexam.pipeline.ingest.markup import text_of

BODY = "The council voted on Tuesday to close the bridge.\n\nIt will be closed for years."


def only(name: str, data: bytes) -> Draft:
    """Return the one article of a file."""
    (part,) = parts_of(name, data)
    return part.read()


def from_json(**fields: Any) -> Draft:
    """Return the article of a .json file with these fields."""
    return only("a.json", json.dumps(fields).encode())


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (b"plain", "utf-8", "plain"),
        ("café “no”".encode(), "utf-8", "café “no”"),
        ("café".encode("utf-8-sig"), "utf-8-sig", "café"),
        ("café".encode("utf-16"), "utf-16", "café"),
        (b"\xfe\xff" + "café".encode("utf-16-be"), "utf-16", "café"),
        ("café".encode("utf-32"), "utf-32", "café"),
        ("café “no”".encode("cp1252"), "cp1252", "café “no”"),
        (b"one\r\ntwo\rthree\n", "utf-8", "one\r\ntwo\rthree\n"),
        (b'<meta charset="koi8-r">' + "да".encode("koi8_r"), "cp1252", '<meta charset="koi8-r">ÄÁ'),
    ],
)
def test_a_text_is_decoded_by_its_mark_then_as_utf_8_then_as_windows_1252(
    data: bytes, encoding: str, text: str
) -> None:
    decoded = decode(data)
    assert decoded.text == text
    assert decoded.encoding == encoding
    assert data.decode(decoded.encoding) == decoded.text


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ('<meta charset="koi8-r">', "koi8_r"),
        ("<META CHARSET=windows-1251>", "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-5">', "iso8859_5"),
        ('<?xml version="1.0" encoding="windows-1251"?>', "cp1251"),
        ('<meta charset="x-no-such">', "cp1252"),
        ('<meta charset="utf-7">', "cp1252"),
        ('<meta charset="utf-8">', "cp1252"),
    ],
)
def test_a_page_may_declare_its_character_set(declaration: str, encoding: str) -> None:
    known = encoding if encoding != "cp1252" else "cp1251"
    assert decode(declaration.encode() + "да".encode(known), declares=True).encoding == encoding


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (bytes(range(256)), "binary"),
        (b"text\0text", "binary"),
        (b"\x01\x02\x03\x04 text", "binary"),
        (b"%PDF-1.7 text", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\xff\xfe\x00", "utf-16"),
        (b"\x81\x8d caf\xe9", "unknown character set"),
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes, fault: str) -> None:
    with pytest.raises(UndecodableFile, match=fault):
        decode(data)


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.md"])
def test_the_text_of_a_text_file_is_untouched(name: str) -> None:
    data = " \r\nOne\r\n\r\n\tTwo \u00a0\u2028\n".encode()
    draft = only(name, data)
    assert draft.text == data.decode()
    assert draft.sha256 == hashlib.sha256(data).hexdigest()


def test_a_json_article_is_its_title_a_blank_line_and_its_body() -> None:
    draft = from_json(title="Bridge", body=BODY, outlet="CNN", published="2019-04-19", url="https://cnn.com/a")
    assert draft.text == f"Bridge\n\n{BODY}"
    assert (draft.title, draft.outlet, draft.published) == ("Bridge", "CNN", date(2019, 4, 19))
    assert draft.url == "https://cnn.com/a"


@pytest.mark.parametrize(
    "item",
    [
        {"headline": "Bridge", "body_text": BODY, "versioncreated": "2019-04-19T23:30:00-05:00", "uri": "urn:x"},
        {
            "uri": "https://news.example/1",
            "headlines": [{"role": "short", "value": "B"}, {"role": "main", "value": "Bridge"}],
            "bodies": [{"contenttype": "text/html", "value": f"<p>{BODY.replace(chr(10) * 2, '</p><p>')}</p>"}],
            "infosources": [{"role": "publisher", "name": "CNN"}],
            "versioncreated": "2019-04-19T10:00:00Z",
            "language": "en-US",
        },
        {
            "headline": [{"name": "main", "text": "Bridge"}],
            "body": [{"name": "xhtml", "value": f"<p>{BODY.replace(chr(10) * 2, '</p><p>')}</p>"}],
            "date": "19 April 2019",
        },
        {
            "@type": "NewsArticle",
            "headline": "Bridge",
            "articleBody": BODY,
            "publisher": {"@type": "Organization", "name": "CNN"},
            "datePublished": "Fri, 19 Apr 2019 10:00:00 GMT",
        },
    ],
)
def test_the_fields_of_ninjs_and_schema_org_are_understood(item: dict[str, Any]) -> None:
    draft = from_json(**item)
    assert draft.text == f"Bridge\n\n{BODY}"
    assert (draft.title, draft.published) == ("Bridge", date(2019, 4, 19))
    assert draft.outlet in {None, "CNN"}
    assert draft.remarks == ()


def test_of_several_bodies_the_one_with_paragraphs_is_read() -> None:
    draft = from_json(body_text="One. Two.", body_html="<div><p>One.</p>\n<p>Two.</p></div>")
    assert draft.text == "One.\n\nTwo."


def test_a_date_that_is_none_is_named_and_the_article_is_read() -> None:
    draft = from_json(body=BODY, published="last Tuesday")
    assert draft.published is None
    assert draft.remarks == ("'last Tuesday' is no date of publication",)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"a": 1,\n "b": }', r"line 2, column 7"),
        ("[1, 2]", "list"),
        ('"text"', "no object"),
        ('{"title": "Bridge"}', "no body"),
        ('{"body": "  \\n "}', "no body"),
        ('{"body": 12}', "no body"),
        ('{"body": "<p> </p>"}', "empty body"),
        ("[" * 100_000, "nested too deep"),
        ('{"a":' * 100_000, "nested too deep"),
        (f'{{"body": "x", "n": {"9" * 5000}}}', "too long"),
    ],
)
def test_a_json_file_without_an_article_is_refused(text: str, fault: str) -> None:
    with pytest.raises(MalformedFile, match=fault):
        only("a.json", text.encode())


def test_a_line_of_json_lines_is_an_article_named_by_its_number() -> None:
    lines = ['{"title": "One", "body": "First\u2028text."}', "", "{", '{"body": "Second text."}\r', ""]
    first, broken, second = parts_of("a.jsonl", "\n".join(lines).encode())
    assert [first.name, broken.name, second.name] == ["a.jsonl#1", "a.jsonl#3", "a.jsonl#4"]
    assert first.read().text == "One\n\nFirst\u2028text."
    assert second.read().text == "Second text."
    assert first.read().sha256 == hashlib.sha256(lines[0].encode()).hexdigest()
    with pytest.raises(MalformedFile, match="line 3"):
        broken.read()


def test_half_of_a_surrogate_pair_is_replaced() -> None:
    text = only("a.json", b'{"title": "A \\ud800 title", "body": "\\udc00 body \\ud83d\\ude00"}').text
    assert text == "A \ufffd\ufffd\ufffd title\n\n\ufffd\ufffd\ufffd body 😀"
    assert text.encode()


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<p>One &amp; two</p><p>Three</p>", "One & two\n\nThree"),
        ("One<br>two<br/>three", "One\n\ntwo\n\nthree"),
        ("<h2>Head</h2>\n  <div>One\n two <b>bold</b></div>", "Head\n\nOne two bold"),
        ("<p>One</p><script>alert('x<y')</script><style>p{}</style><p>Two</p>", "One\n\nTwo"),
        ("<p>One<!-- two <p> --> three</p><!-- open", "One three"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("<p>&lt;b&gt; is a tag</p>", "<b> is a tag"),
        ("", ""),
    ],
)
def test_a_fragment_of_html_becomes_paragraphs(fragment: str, text: str) -> None:
    assert text_of(fragment) == text


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2019-04-19", date(2019, 4, 19)),
        ("2019-04-19T23:59:00-08:00", date(2019, 4, 19)),
        ("20190419", date(2019, 4, 19)),
        ("Fri, 19 Apr 2019 12:00:00 GMT", date(2019, 4, 19)),
        ("April 19, 2019", date(2019, 4, 19)),
        ("19 April 2019", date(2019, 4, 19)),
        ("19/04/2019", date(2019, 4, 19)),
        ("03/04/2019", None),
        ("Fri, 19 Apr 99999999999 12:00:00", None),
        ("9" * 5000, None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_day_is_read_from_the_formats_of_dates(stated: str, day: date | None) -> None:
    assert date_of(stated) == day


PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Bridge closed | CNN</title>
<meta property="og:site_name" content="CNN"><meta property="article:published_time" content="{published}">
<script type="application/ld+json">{linked}</script></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Bridge closed</h1>
<p>The council of Newport voted on Tuesday to close the old bridge, “for good”, after engineers found cracks.</p>
<p>Residents said that the detour would add twenty minutes to their way to work every day of the week.</p>
</article><footer>Copyright 2024 CNN</footer></body></html>"""


def test_the_article_on_a_page_is_its_title_and_its_paragraphs() -> None:
    page = PAGE.format(published="2019-04-19T23:30:00-04:00", linked="{broken")
    draft = only("a.html", page.encode())
    assert draft.text.startswith("Bridge closed")
    assert "\n\nThe council of Newport voted on Tuesday to close the old bridge, “for good”, after" in draft.text
    assert "Copyright" not in draft.text
    assert "World" not in draft.text
    assert (draft.outlet, draft.published) == ("CNN", date(2019, 4, 19))


def test_linked_data_says_more_of_a_page_than_its_tags() -> None:
    linked = {
        "@graph": [
            {"@type": "WebSite", "name": "x"},
            {
                "@type": ["ReportageNewsArticle"],
                "headline": "Bridge &amp; river",
                "datePublished": "2019-04-18T10:00:00Z",
                "publisher": {"name": "The Harbour Gazette"},
                "mainEntityOfPage": {"@id": "https://gazette.example/bridge"},
            },
        ]
    }
    draft = only("a.htm", PAGE.format(published="2019-04-19", linked=json.dumps(linked)).encode())
    assert (draft.title, draft.outlet) == ("Bridge & river", "The Harbour Gazette")
    assert (draft.published, draft.url) == (date(2019, 4, 18), "https://gazette.example/bridge")
    assert draft.language == "en"


def test_a_year_of_copyright_is_no_day_of_publication() -> None:
    draft = only("a.html", PAGE.format(published="", linked="").encode())
    assert draft.published is None


def test_a_page_without_an_article_is_refused() -> None:
    with pytest.raises(MalformedFile):
        only("a.html", b"<html><body></body></html>")


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtra, match=r'pip install "crossexam\[html\]"'):
        only("a.html", PAGE.encode())


def test_reading_a_page_prints_nothing(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    with pytest.raises(InputError):
        only("a.html", b"<html><body><p></p></body></html>")
    assert capfd.readouterr() == ("", "")
