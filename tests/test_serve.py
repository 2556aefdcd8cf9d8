import http.client
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from crossexam import Report
from crossexam.pipeline.errors import BadResult, BadSettings
from crossexam.pipeline.report import render
from crossexam.pipeline.report.index import entry_of, render_index
from crossexam.pipeline.report.serve import address_of, serve, server_for


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, seed_report: Report) -> Path:
    outside = tmp_path_factory.mktemp("outside")
    folder = outside / "results"
    story = folder / "libya 2019"
    story.mkdir(parents=True)
    (story / "report.html").write_text(render(seed_report, "html"), encoding="utf-8")
    (story / "findings.json").write_text("{}", encoding="utf-8")
    (story / "a?b#c.txt").write_text("odd name", encoding="utf-8")
    (folder / "index.html").write_text(
        render_index([entry_of(seed_report, "libya 2019/report.html")]), encoding="utf-8"
    )
    (folder / ".hidden").write_text("secret", encoding="utf-8")
    (outside / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "up").symlink_to(outside)
    (folder / "empty").mkdir()
    return folder


@pytest.fixture(scope="module")
def server(results: Path) -> Iterator[ThreadingHTTPServer]:
    running = server_for(results)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def ask(server: ThreadingHTTPServer) -> Callable[..., tuple[int, http.client.HTTPMessage, bytes]]:
    def send(path: str, method: str = "GET", host: str | None = None) -> tuple[int, http.client.HTTPMessage, bytes]:
        port = server.server_address[1]
        connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host if host is not None else f"127.0.0.1:{port}")
        connection.endheaders()
        response = connection.getresponse()
        found = response.status, response.headers, response.read()
        connection.close()
        return found

    return send


Ask = Callable[..., tuple[int, http.client.HTTPMessage, bytes]]


@pytest.mark.parametrize(
    ("path", "kind", "part"),
    [
        ("/", "text/html; charset=utf-8", b"crossexam"),
        ("/index.html?x=1", "text/html; charset=utf-8", b"crossexam"),
        ("/libya%202019/", "text/html; charset=utf-8", b"How many people"),
        ("/libya%202019/report.html", "text/html; charset=utf-8", b"How many people"),
        ("/libya%202019/findings.json", "application/json; charset=utf-8", b"{}"),
        ("/libya%202019/a%3Fb%23c.txt", "text/plain; charset=utf-8", b"odd name"),
    ],
)
def test_the_files_of_the_folder_are_served(ask: Ask, path: str, kind: str, part: bytes) -> None:
    status, headers, body = ask(path)
    assert (status, headers["Content-Type"]) == (200, kind)
    assert part in body


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/libya%202019/../../secret.txt",
        "/%5c..%5csecret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/link.txt",
        "/up/secret.txt",
        "/up/",
        "/.hidden",
        "/empty/",
        "/libya%202019/none.html",
        "/%00",
        "/" + "a" * 5000,
        "/%ff%fe",
    ],
)
def test_nothing_outside_the_folder_or_hidden_in_it_is_served(ask: Ask, path: str) -> None:
    status, headers, body = ask(path)
    assert status == 404
    assert b"secret" not in body
    assert headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE"])
def test_only_get_is_answered(ask: Ask, method: str) -> None:
    assert ask("/", method)[0] == 501


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "[::1", "192.0.2.1"])
def test_a_page_elsewhere_cannot_read_by_pointing_its_own_name_here(ask: Ask, host: str) -> None:
    status, _, body = ask("/", host=host)
    assert status == 421
    assert b"crossexam" not in body


def test_a_folder_is_redirected_to_within_itself(ask: Ask) -> None:
    status, headers, _ = ask("/libya%202019")
    assert (status, headers["Location"]) == (307, "/libya%202019/")
    assert ask("//libya%202019")[1]["Location"] == "/libya%202019/"


@pytest.mark.parametrize("path", ["/", "/libya%202019/findings.json", "/none", "/libya%202019"])
def test_every_answer_is_protected(ask: Ask, path: str) -> None:
    headers = ask(path)[1]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "Python" not in headers.get("Server", "")


def test_it_listens_to_this_machine_alone(server: ThreadingHTTPServer) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert address_of(server).startswith("http://127.0.0.1:")


def test_a_browser_reads_index_and_report_without_a_complaint(browser: Browser, server: ThreadingHTTPServer) -> None:
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address_of(server))
    page.get_by_label("Search").fill("haftar")
    page.locator("tbody a").click()
    assert page.locator("#first .finding").count() == 15
    assert page.locator("body").evaluate("e => getComputedStyle(e).marginTop") == "0px"
    context.close()
    assert [c for c in complaints if "favicon" not in c and "404" not in c] == []


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadResult):
        server_for(tmp_path / "none")


def test_a_taken_port_is_refused_with_its_number(results: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadSettings, match=str(port)):
            server_for(results, port)
    with pytest.raises(BadSettings):
        server_for(results, 99_999)


def test_a_changed_article_leads_to_one_rerun_even_where_the_results_lie_beside_it(tmp_path: Path) -> None:
    results, article = tmp_path / "results", tmp_path / "story" / "a.txt"
    results.mkdir()
    article.parent.mkdir()
    article.write_text("one", encoding="utf-8")
    runs: queue.Queue[int] = queue.Queue()
    ready = threading.Event()

    def rerun() -> None:
        (results / "findings.json").write_text(str(runs.qsize()), encoding="utf-8")
        runs.put(1)

    def run() -> None:
        serve(results, port=0, watched=tmp_path, rerun=rerun, on_ready=lambda _: ready.set())

    threading.Thread(target=run, daemon=True).start()
    assert ready.wait(10)
    article.write_text("two, and longer", encoding="utf-8")
    runs.get(timeout=20)
    with pytest.raises(queue.Empty):
        runs.get(timeout=4)


SERVE = """
import sys
from pathlib import Path
from crossexam.pipeline.report.serve import serve
serve(Path(sys.argv[1]), port=0, on_ready=lambda address: print(address, flush=True))
print("stopped", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_an_interrupt_ends_it_in_good_order(results: Path) -> None:
    command = [sys.executable, "-c", SERVE, str(results)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline().startswith("http://127.0.0.1:")
    process.send_signal(signal.SIGINT)
    assert process.stdout.read().strip() == "stopped"
    assert process.wait(10) == 0
    process.stdout.close()


RERUN = """
import sys, time
from pathlib import Path
from crossexam.pipeline.report.serve import serve
results, watched = Path(sys.argv[1]), Path(sys.argv[2])

def rerun():
    print("rerun", flush=True)
    sys.stdin.readline()
    time.sleep(0.5)
    (results / "findings.json").write_text("whole")

serve(results, port=0, watched=watched, rerun=rerun, on_ready=lambda address: print(address, flush=True))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_an_interrupt_waits_for_a_rerun_that_is_under_way(tmp_path: Path) -> None:
    results, article = tmp_path / "results", tmp_path / "story" / "a.txt"
    results.mkdir()
    article.parent.mkdir()
    article.write_text("one", encoding="utf-8")
    command = [sys.executable, "-c", RERUN, str(results), str(article.parent)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline().startswith("http://127.0.0.1:")
        article.write_text("two, and longer", encoding="utf-8")
        assert process.stdout.readline() == "rerun\n"
        process.send_signal(signal.SIGINT)
        process.stdin.write("go on\n")
        process.stdin.flush()
        assert process.wait(20) == 0
    assert (results / "findings.json").read_text(encoding="utf-8") == "whole"
