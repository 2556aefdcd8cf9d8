import os
import re
import shutil
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from crossexam import Article, Claim, Finding, Kind, Position, Relation, Report, Verdict, Weight
from crossexam.evals.cases import Case, load_case
from crossexam.evals.model_server import ModelServer
from crossexam.pipeline.judging.judge import report_on
from crossexam.pipeline.stages import Cluster, Examination, Examined, Story
from crossexam.schemas import (
    Act,
    Comparator,
    Connotation,
    Detail,
    Figure,
    Naming,
    NotJudged,
    Skipped,
    StoryName,
    Tie,
    Tool,
    Usage,
    Utterance,
)

if TYPE_CHECKING:
    from crossexam.pipeline.llm.cache import AnswerCache

# A test that holds on a quiet machine must hold on a busy one.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).parents[1]
OUTLETS = {"001": ("CNN", date(2019, 4, 19)), "002": ("Arab News", date(2019, 4, 20))}
FIGURE = re.compile(r"(>=|<=|[=><~])([\d,.]+) (.+)")
ISO = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
LOADED = {"warlord", "rebel", "renegade", "rogue", "strongman", "criminal", "dictator", "murder", "regime", "rival"}
MARKS = "“”‘’\"'"


@pytest.fixture(autouse=True, scope="session")
def interrupts_arrive() -> Iterator[None]:
    """Let the processes that tests start be interrupted, also where the suite runs in the background of a shell.

    Such a shell ignores SIGINT for what it starts, and every child would inherit that.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True)
def no_network_beyond_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail every test that looks up or connects to an address of another machine, whoever catches the error."""
    attempts: list[str] = []

    def guarded(real: Callable[..., Any], host_of: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            host = host_of(*args)
            if host and not (host in {"localhost", "::1"} or str(host).startswith("127.")):
                attempts.append(str(host))
                raise PermissionError(f"a test may not reach {host}")
            return real(*args, **kwargs)

        return call

    def host_of_connection(sock: socket.socket, address: Any) -> Any:
        return address[0] if sock.family in {socket.AF_INET, socket.AF_INET6} else None

    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect, host_of_connection))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex, host_of_connection))
    monkeypatch.setattr(socket, "getaddrinfo", guarded(socket.getaddrinfo, lambda host, *_, **__: host))
    yield
    assert not attempts, f"addresses of other machines: {attempts}"


@pytest.fixture
def open_cache() -> "Iterator[Callable[[Path], AnswerCache]]":
    """What opens a cache in a folder; it is closed after the test."""
    from crossexam.pipeline.llm.cache import AnswerCache

    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(AnswerCache(folder))


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    """A scripted server that speaks OpenAI's chat protocol."""
    with ModelServer() as server:
        yield server


@pytest.fixture(scope="session")
def seed_report() -> Report:
    """What a reader who makes no mistake would report on the seed story, from its labels."""
    labels = yaml.safe_load((ROOT / "evals/cases/libya-2019/expected.yaml").read_text(encoding="utf-8"))
    articles = [_article(path, labels["traps"]) for path in sorted((ROOT / "seeds/libya-2019").glob("*.txt"))]
    texts = {a.article: a.text for a in articles}
    clusters = [_examined(finding, texts) for finding in labels["findings"]]
    examination = Examination(
        claims=tuple(claim for e in clusters for claim in e.cluster.claims),
        clusters=tuple(clusters),
        not_judged=(NotJudged(item="005_photo.jpg", stage="ingest", reason="this is no text: a JPEG picture"),),
        usage=Usage(seconds=0.8),
    )
    story = Story(name="libya-2019", title="Trump’s call to Haftar", articles=tuple(articles))
    return report_on(story, examination, "local")


def _article(path: Path, traps: list[dict[str, str]]) -> Article:
    text = path.read_bytes().decode()
    outlet, published = OUTLETS.get(path.name[:3], (None, None))
    skipped = [
        Skipped(start=text.index(t["text"]), end=text.index(t["text"]) + len(t["text"]), why=t["why"])
        for t in traps
        if t["article"] == path.name
    ]
    title = next(line for line in text.splitlines() if len(line) > 30)
    return Article(
        article=path.name,
        text=text,
        title=title if len(title) < 100 else None,
        outlet=outlet,
        published=published,
        language="en",
        skipped=tuple(sorted(skipped, key=lambda s: s.start)),
    )


def _examined(label: dict[str, Any], texts: dict[str, str]) -> Examined:
    kind, verdict = Kind(label["kind"]), Verdict(label["verdict"])
    claims = [_claim(f"{label['id']}-{i}", kind, p, texts[p["article"]]) for i, p in enumerate(label["positions"])]
    claims.sort(key=lambda c: _precision(verdict, c), reverse=True)
    first = claims[0]
    relations = [_relation(verdict, first, c) for c in claims]
    if verdict.flagged and not {Relation.DIFFERS, Relation.INCOMPATIBLE} & set(relations):
        relations[-1] = Relation.DIFFERS
    return Examined(
        Cluster(kind, label["question"], tuple(claims)),
        tuple(relations),
        reason=label["why"] if verdict is Verdict.CONFLICT else None,
        weight=Weight(label["weight"]) if "weight" in label else None,
    )


def _claim(name: str, kind: Kind, position: dict[str, Any], text: str) -> Claim:
    start = text.index(position["evidence"])
    return Claim(
        id=name,
        article=position["article"],
        kind=kind,
        start=start,
        end=start + len(position["evidence"]),
        evidence=position["evidence"],
        value=position["value"],
        attributed_to=position["attributed_to"],
        detail=_detail(kind, position),
    )


def _detail(kind: Kind, position: dict[str, Any]) -> Detail | None:
    value = position["value"]
    if kind is Kind.QUANTITY:
        found = FIGURE.fullmatch(value)
        if not found:
            return None
        number = float(found[2].replace(",", ""))
        return Figure(comparator=Comparator(found[1]), low=number, high=number, unit=found[3])
    if kind is Kind.EVENT:
        found = ISO.search(value)
        if not found:
            return None
        year, month, day = (int(part) if part else None for part in found.groups())
        first = date(year or 1, month or 1, day or 1)
        later = first + timedelta(days=6 if "week" in value else 0 if day else 31 if month else 365)
        last = later if day else later.replace(day=1) - timedelta(days=1) if month else date(first.year, 12, 31)
        return Act(earliest=first, latest=last)
    if kind is Kind.QUOTE:
        return Utterance(words=position["evidence"].strip(MARKS), speaker=position["attributed_to"])
    if kind is Kind.FRAMING:
        loaded = LOADED & set(re.findall(r"\w+", value.lower()))
        leans = Connotation.UNFAVOURABLE if loaded else Connotation.NEUTRAL
        return Naming(referent="", label=value, connotation=leans)
    return Tie(relation="backs")


def _precision(verdict: Verdict, claim: Claim) -> tuple[int, ...]:
    if claim.kind is Kind.QUOTE:
        return (len(claim.evidence),)
    if isinstance(claim.detail, Act) and claim.detail.earliest and claim.detail.latest:
        return (-(claim.detail.latest - claim.detail.earliest).days,)
    return (0,) if verdict.flagged else (len(claim.value),)


def _relation(verdict: Verdict, first: Claim, claim: Claim) -> Relation:
    if claim.value == first.value:
        return Relation.SAME
    if not verdict.flagged:
        return Relation.VAGUER if len(claim.value) < len(first.value) - 12 else Relation.SAME
    if claim.kind is Kind.QUOTE:
        said, fullest = (c.evidence.strip(f"{MARKS}.").replace("’", "'").lower() for c in (claim, first))
        return Relation.VAGUER if said in fullest else Relation.DIFFERS
    if claim.kind is Kind.FRAMING and claim.detail and first.detail:
        leans = [d.connotation for d in (claim.detail, first.detail) if isinstance(d, Naming)]
        return Relation.SAME if leans[0] is leans[1] else Relation.DIFFERS
    if isinstance(claim.detail, Act) and isinstance(first.detail, Act):
        a, b = claim.detail, first.detail
        if a.earliest and a.latest and b.earliest and b.latest and a.earliest <= b.earliest and b.latest <= a.latest:
            return Relation.VAGUER
    return Relation.INCOMPATIBLE if verdict is Verdict.CONFLICT else Relation.DIFFERS


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real headless Chromium, one for all tests of a module.

    Not one for all modules: while playwright is up, its event loop keeps others from calling `asyncio.run`.
    """
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    quiet = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", *quiet])
        yield launched
        launched.close()


Told = tuple[str, ...]
"""Article, evidence, and where they matter value and informant."""
Label = tuple[str, str, str, list[Told]]
"""Id, kind, verdict (with "!" where it is major) and positions."""


@pytest.fixture
def make_case(tmp_path: Path) -> Callable[..., Case]:
    """Write a labelled case to the disk and load it."""

    def make(
        name: str, articles: dict[str, str], findings: Sequence[Label] = (), traps: Sequence[tuple[str, str]] = ()
    ) -> Case:
        folder = tmp_path / "cases" / name
        (folder / "articles").mkdir(parents=True)
        for article, text in articles.items():
            (folder / "articles" / article).write_text(text, encoding="utf-8", newline="")
        labels = {
            "findings": [_labelled(*finding) for finding in findings],
            "traps": [{"article": article, "text": text, "why": "furniture"} for article, text in traps],
        }
        (folder / "expected.yaml").write_text(yaml.safe_dump(labels, sort_keys=False), encoding="utf-8")
        return load_case(folder)

    return make


def _labelled(id_: str, kind: str, verdict: str, told: list[Told]) -> dict[str, object]:
    positions = [
        {
            "article": article,
            "evidence": evidence,
            "value": more[0] if more else evidence,
            "attributed_to": more[1] if len(more) > 1 else None,
        }
        for article, evidence, *more in told
    ]
    label: dict[str, object] = {
        "id": id_,
        "kind": kind,
        "question": f"What of {id_}?",
        "positions": positions,
        "why": f"Read {id_}.",
    }
    plain = verdict.rstrip("!?")
    weight = {"!": "major", "?": "minor"}.get(verdict[-1])
    return label | {"verdict": plain} | ({"weight": weight} if weight else {})


@pytest.fixture
def make_report() -> Callable[..., Report]:
    """Make a report that says what a test wants it to say of the articles of a case."""

    def make(
        case: Case, findings: Sequence[Label] = (), *, claims: Sequence[Told] = (), not_judged: Sequence[str] = ()
    ) -> Report:
        files = sorted(case.articles.iterdir())
        texts = {path.name: path.read_text(encoding="utf-8") for path in files}
        return Report(
            tool=Tool(version="0", engine="scripted"),
            story=StoryName(name=case.name),
            articles=tuple(Article(article=name, text=text) for name, text in texts.items()),
            claims=tuple(_placed(number, told, texts) for number, told in enumerate(claims)),
            findings=tuple(_predicted(texts, *finding) for finding in findings),
            not_judged=tuple(NotJudged(item=item, stage="examine", reason="left out") for item in not_judged),
        )

    return make


def _predicted(texts: dict[str, str], id_: str, kind: str, verdict: str, told: list[Told]) -> Finding:
    positions = tuple(Position.of(_placed(i, one, texts), Relation.SAME) for i, one in enumerate(told))
    return Finding(
        id=id_,
        kind=Kind(kind),
        question=f"What of {id_}?",
        verdict=Verdict(verdict.rstrip("!?")),
        why=f"Read {id_}.",
        positions=positions,
    )


def _placed(number: int, told: Told, texts: dict[str, str]) -> Claim:
    article, evidence, *more = told
    start = max(0, texts[article].find(evidence))
    return Claim(
        id=f"claim-{number}",
        article=article,
        kind=Kind.EVENT,
        start=start,
        end=start + len(evidence),
        evidence=evidence,
        value=more[0] if more else evidence,
        attributed_to=more[1] if len(more) > 1 else None,
    )


@pytest.fixture
def same_as_snapshot() -> Callable[[str, str], None]:
    """Hold a text against a file in tests/snapshots; with CROSSEXAM_REWRITE_SNAPSHOTS=1 write the file instead."""

    def hold(text: str, name: str) -> None:
        path = Path(__file__).parent / "snapshots" / name
        if os.environ.get("CROSSEXAM_REWRITE_SNAPSHOTS"):
            path.write_text(text, encoding="utf-8", newline="")
        assert text == path.read_text(encoding="utf-8"), f"{name} has changed: read the difference, then rewrite it"

    return hold
