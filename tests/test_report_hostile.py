import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser
from rich.console import Console

from crossexam import Article, Claim, Finding, Kind, Position, Relation, Report, Verdict, Weight
from crossexam.pipeline.judging.verdicts import verdict_of
from crossexam.pipeline.report import render
from crossexam.pipeline.report.index import Entry, render_index
from crossexam.pipeline.report.quotes import pieces_of
from crossexam.pipeline.report.safe import cell, embeddable_json, markdown, plain, visible, web_address
from crossexam.pipeline.report.terminal import print_finding, print_findings
from crossexam.pipeline.report.words import answer
from crossexam.schemas import (
    Act,
    Comparator,
    Detail,
    Figure,
    Naming,
    Notice,
    NotJudged,
    Skipped,
    StoryName,
    Tie,
    Tool,
    Usage,
    Utterance,
)

PAYLOADS = [
    "<script>window.canary = 1</script>",
    "</script><script>window.canary = 1</script>",
    "<img src=x onerror='window.canary = 1'>",
    "<svg onload='window.canary = 1'></svg>",
    '"><script>window.canary = 1</script>',
    "' onmouseover='window.canary = 1' x='",
    '" autofocus onfocus="window.canary = 1',
    "</title></style></head><body onload='window.canary = 1'>",
    "<style>* { display: none }</style>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<iframe srcdoc='<script>parent.canary = 1</script>'></iframe>",
    "<a href='javascript:window.canary = 1'>click</a>",
    "{{ 7 * 7 }}{% for x in y %}${7*7}",
    "<!-- --><![CDATA[ ]]>",
    "\x1b]0;owned\x07\x1b[2J\u202eevil\u2066",
    "[bold red]markup[/bold red] [link=https://evil.example]x[/link]",
    '=HYPERLINK("https://evil.example")',
]
URLS = [
    "javascript:window.canary=1",
    "JAVASCRIPT:window.canary=1",
    "data:text/html,<script>canary=1</script>",
    'https://ok.example/"onclick="canary=1',
]


def hostile_report(payload: str, url: str) -> Report:
    """The payload in every field that an article, a model, a file name or a desk can fill."""
    text = f"Lead. {payload} said ten fled. Furniture {payload}"
    names = [f"{payload}.txt", f"b{payload}.txt"]
    start = text.index(payload)
    articles = tuple(
        Article(
            article=name,
            text=text,
            title=payload,
            outlet=payload,
            url=url,
            language="en",
            encoding=payload,
            duplicate_of=names[0] if name != names[0] else None,
            skipped=(Skipped(start=text.index("Furniture"), end=len(text), why=payload),),
        )
        for name in names
    )
    details: dict[Kind, Detail] = {
        Kind.QUANTITY: Figure(comparator=Comparator.EQUAL, low=10, high=10, unit=payload),
        Kind.EVENT: Act(place=payload),
        Kind.QUOTE: Utterance(words=payload, speaker=payload),
        Kind.FRAMING: Naming(referent=payload, label=payload),
        Kind.STANCE: Tie(relation=payload),
    }
    claims = [
        Claim(
            id=f"{payload}{kind}{name}",
            article=name,
            kind=kind,
            start=start,
            end=start + len(payload),
            evidence=payload,
            value=payload,
            attributed_to=payload,
            detail=detail,
        )
        for kind, detail in details.items()
        for name in names
    ]
    base = findings_on(claims, payload)
    return Report(
        tool=Tool(version=payload, engine=payload, model=payload, prompts={payload: payload}),
        story=StoryName(name=payload, title=payload),
        articles=articles,
        claims=tuple(claims),
        findings=base,
        notices=(Notice(article=names[0], kind=payload, start=0, end=4, evidence=payload, why=payload),),
        not_judged=(NotJudged(item=payload, stage=payload, reason=payload),),
        usage=Usage(calls=3, stages={payload: Usage(calls=3)}),
    )


def findings_on(claims: list[Claim], payload: str) -> tuple[Finding, ...]:
    alone = Position.of(claims[0], Relation.SAME)
    findings = [finding("alone", Kind.QUANTITY, Verdict.SINGLE_SOURCE, payload, alone)]
    for kind in Kind:
        one, other = (c for c in claims if c.kind is kind)
        positions = (Position.of(one, Relation.SAME), Position.of(other, Relation.DIFFERS))
        verdict = verdict_of(kind, [(p.article, p.relation) for p in positions])
        findings.append(finding(payload + kind, kind, verdict, payload, *positions))
    return tuple(findings)


def finding(name: str, kind: Kind, verdict: Verdict, said: str, *positions: Position) -> Finding:
    weight = Weight.MAJOR if verdict.flagged else None
    return Finding(id=name, kind=kind, question=said, verdict=verdict, weight=weight, why=said, positions=positions)


class _Witness(BaseHTTPRequestHandler):
    """Remembers that it was asked for anything at all."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"window.canary = 1")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        pass


@pytest.fixture
def witness() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Witness", (_Witness,), {"asked": asked}))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


LOOK = """() => {
    const all = [...document.querySelectorAll('*')];
    return {
        canary: window.canary,
        planted: all.filter(e => e.matches('script, iframe, object, img, base, link, form, style ~ style')).length,
        handlers: all.flatMap(e => e.getAttributeNames()).filter(name => name.startsWith('on')),
        links: all.filter(e => e.matches('a')).map(a => a.protocol),
        shown: document.body.innerText,
        title: document.title,
    };
}"""


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_story_executes_nothing_and_appears_as_text(browser: Browser, tmp_path: Path, payload: str) -> None:
    path = tmp_path / "report.html"
    path.write_text(render(hostile_report(payload, URLS[0]), "html"), encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    page.mouse.move(400, 400)
    found = page.evaluate(LOOK)
    context.close()
    assert found["canary"] is None
    assert found["planted"] == 0
    assert found["handlers"] == []
    assert set(found["links"]) == {"file:"}
    assert asked == [path.as_uri()]
    shown = re.sub("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", lambda c: f"‹U+{ord(c.group()):04X}›", payload)
    assert found["shown"].count(" ".join(shown.split())) > 20
    assert found["title"].startswith(" ".join(shown.split())[:20])


@pytest.mark.parametrize("url", URLS)
def test_a_hostile_address_is_text_and_no_link(browser: Browser, tmp_path: Path, url: str) -> None:
    path = tmp_path / "report.html"
    path.write_text(render(hostile_report("harmless", url), "html"), encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(path.as_uri())
    links = page.evaluate("[...document.querySelectorAll('a')].map(a => [a.protocol, a.getAttribute('onclick')])")
    shown = page.inner_text("#articles")
    context.close()
    assert all(protocol in {"file:", "https:"} and handler is None for protocol, handler in links)
    assert url in shown


def test_the_policy_holds_even_where_something_was_not_escaped(
    browser: Browser, tmp_path: Path, witness: tuple[str, list[str]], seed_report: Report
) -> None:
    address, asked = witness
    planted = (
        f"<script>window.canary = 1</script><script src='{address}/x.js'></script><img src='{address}/x.png' "
        f"onerror='window.canary = 1'><style>body {{ display: none }}</style><p id=p style='display: none'>shown</p>"
        f"<base href='{address}/'><iframe src='{address}/'></iframe><link rel=stylesheet href='{address}/x.css'>"
    )
    page_text = render(seed_report, "html").replace("<main>", f"<main>{planted}", 1)
    assert planted in page_text
    path = tmp_path / "report.html"
    path.write_text(page_text, encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(path.as_uri())
    page.wait_for_timeout(200)
    canary = page.evaluate("window.canary")
    visible = page.locator("#p").is_visible()
    context.close()
    assert canary is None
    assert asked == []
    assert visible
    assert len([c for c in complaints if "Content Security Policy" in c]) >= 6


def test_the_index_of_a_batch_executes_nothing_but_its_search(browser: Browser, tmp_path: Path) -> None:
    entries = [
        Entry(name=p, href=f"{p}/report.html", title=p, failed=p if i % 2 else None) for i, p in enumerate(PAYLOADS)
    ]
    entries += [Entry(name="url", href=url) for url in [*URLS, "//evil.example/x", "../../etc/passwd"]]
    path = tmp_path / "index.html"
    path.write_text(render_index(entries, PAYLOADS[0]), encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(path.as_uri())
    found = page.evaluate(
        """() => [window.canary, document.querySelectorAll('script').length,
                  document.querySelectorAll('img, iframe').length,
                  [...new Set([...document.querySelectorAll('a')].map(a => a.protocol))],
                  document.body.innerText]"""
    )
    context.close()
    assert found[:4] == [None, 1, 0, ["file:"]]
    assert PAYLOADS[0] in found[4]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_terminal_gets_no_control_character_of_a_story(payload: str) -> None:
    report = hostile_report(payload, URLS[0])
    out = StringIO()
    console = Console(file=out, width=120, color_system=None)
    print_findings(report, console, everything=True)
    for finding in report.findings:
        print_finding(report, finding, console)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out.getvalue())
    assert "[bold red]markup[/bold red]" in out.getvalue() or "markup" not in payload


@pytest.mark.parametrize("form", ["md", "csv", "claimreview", "html"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_form_holds_a_control_character(form: str, payload: str) -> None:
    text = render(hostile_report(payload, URLS[0]), form).removeprefix("\ufeff")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", text)


FILLERS = ["a", " ", "[", ".", "“", "\x1b[", "[x] ", "… ", "&", "2019-"]


@pytest.mark.parametrize("filler", FILLERS)
def test_a_megabyte_of_anything_is_made_safe_without_a_hang(filler: str) -> None:
    text = filler * (1_000_000 // len(filler))
    for make_safe in (visible, plain, markdown, cell, embeddable_json, web_address):
        make_safe(text)
    assert answer(text, Act()) is not None
    assert pieces_of(text, f"Ten fled. {text}")


@pytest.mark.parametrize("filler", FILLERS)
def test_an_article_that_is_one_long_claim_does_not_hang_the_report(filler: str) -> None:
    text = "Ten fled. " + filler * (100_000 // len(filler))
    claim = Claim(id="c", article="a.txt", kind=Kind.QUOTE, start=0, end=len(text), evidence=text, value=text)
    positions = (Position.of(claim, Relation.SAME), Position.of(claim, Relation.DIFFERS))
    report = Report(
        tool=Tool(version="0", engine="local"),
        story=StoryName(name="s"),
        articles=(Article(article="a.txt", text=text),),
        claims=(claim,),
        findings=(finding("f", Kind.QUOTE, Verdict.ALTERED_QUOTE, text, *positions),),
    )
    assert len(render(report, "html")) < 12 * len(text)
    for form in ("md", "csv", "claimreview"):
        assert render(report, form)
