"""A results folder at a loopback address: read only, nothing outside the folder, and a rerun when its story changes."""

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, unquote, urlsplit

from ..errors import BadResult, BadSettings
from .html import TEMPLATES, source_expression

LOOPBACK = "127.0.0.1"
_INDEXES = ("index.html", "report.html")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
_SECONDS_BETWEEN_LOOKS = 1.0


def serve(
    results: Path,
    *,
    port: int = 8000,
    watched: Path | None = None,
    rerun: Callable[[], object] | None = None,
    on_ready: Callable[[str], object] | None = None,
) -> None:
    """Show a results folder in a browser until interrupted. A rerun that is under way then is waited for.

    Args:
        results: the folder; only its files are served, and only to this machine.
        port: 0 for any that is free.
        watched: a folder of articles or of stories; when a file in it changes, `rerun` is called. The results may
            lie in it.
        rerun: writes the results anew, and deals with its own errors. The page is up to date when it is next loaded.
        on_ready: is told the address.

    Raises:
        BadResult: `results` is no folder.
        BadSettings: the port is taken.
    """
    server = server_for(results, port)
    stop = threading.Event()
    watching: threading.Thread | None = None
    if watched is not None and rerun is not None:
        look = partial(_state, watched, results.resolve())
        watching = threading.Thread(target=_watch, args=(look, look(), rerun, stop), daemon=True)
        watching.start()
    try:
        with suppress(KeyboardInterrupt):
            if on_ready is not None:
                on_ready(address_of(server))
            server.serve_forever()
    finally:
        stop.set()
        server.server_close()
        if watching is not None:
            # The process would end in the middle of it and leave half a result. A second interrupt still ends it.
            watching.join()


def server_for(results: Path, port: int = 0) -> ThreadingHTTPServer:
    """Return a server that is bound but does not serve yet.

    Raises:
        BadResult: `results` is no folder.
        BadSettings: the port is taken.
    """
    if not results.is_dir():
        raise BadResult(f"{results} is no folder")
    handler = type("_FolderHandler", (_Handler,), {"root": results.resolve()})
    try:
        return ThreadingHTTPServer((LOOPBACK, port), handler)
    except (OSError, OverflowError) as fault:
        raise BadSettings(f"cannot listen at port {port}: {fault}") from fault


def address_of(server: ThreadingHTTPServer) -> str:
    """Return where a server can be reached."""
    return f"http://{LOOPBACK}:{server.server_address[1]}/"


class _Handler(BaseHTTPRequestHandler):
    root: ClassVar[Path]
    server_version = "crossexam"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 20
    error_content_type = "text/plain; charset=utf-8"
    error_message_format = "%(code)d %(message)s\n"

    def do_GET(self) -> None:
        # A page on the web can point a name of its own at this machine; it cannot choose the Host that is asked for.
        if _hostname(self.headers.get("Host", "")) not in {LOOPBACK, "localhost"}:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return
        parts = _parts(self.path)
        target = _inside(self.root, parts) if parts is not None else None
        if target is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif target.is_dir():
            self._send_folder(target, parts or [])
        else:
            self._send_file(target)

    def _send_folder(self, folder: Path, parts: list[str]) -> None:
        page = next((folder / name for name in _INDEXES if (folder / name).is_file()), None)
        if page is None or _inside(self.root, [*parts, page.name]) is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif parts and not self.path.partition("?")[0].endswith("/"):
            self.send_response(HTTPStatus.TEMPORARY_REDIRECT)
            self.send_header("Location", "/" + "/".join(quote(p, errors="surrogateescape") for p in parts) + "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._send_file(page)

    def _send_file(self, path: Path) -> None:
        try:
            content = path.read_bytes()
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", _TYPES.get(path.suffix.lower(), "application/octet-stream"))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def end_headers(self) -> None:
        for name, value in _protection().items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        """Log nothing: who reads which report is nobody's business."""


def _protection() -> dict[str, str]:
    script = source_expression((TEMPLATES / "index.js").read_text(encoding="utf-8"))
    return {
        "Content-Security-Policy": f"default-src 'none'; style-src 'unsafe-inline'; script-src {script}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


def _hostname(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _parts(path: str) -> list[str] | None:
    """Return the names that an address is made of, or None where one of them may be a way out or is hidden."""
    parts = [p for p in unquote(path.partition("?")[0], errors="surrogateescape").split("/") if p]
    forbidden = any(p.startswith(".") or "\\" in p or "\0" in p for p in parts)
    return None if forbidden else parts


def _inside(root: Path, parts: list[str]) -> Path | None:
    """Return the file or folder, links followed, or None unless it is there and inside the root."""
    try:
        target = root.joinpath(*parts).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        return None
    return target if target.is_relative_to(root) and (target.is_file() or target.is_dir()) else None


_State = dict[str, tuple[int, int]]
"""Each file's time of change and size."""


def _watch(look: Callable[[], _State], done: _State, rerun: Callable[[], object], stop: threading.Event) -> None:
    """Call `rerun` after each change, once nothing has changed from one look to the next."""
    before = done
    while not stop.wait(_SECONDS_BETWEEN_LOOKS):
        now = look()
        if now == before and now != done:
            done = now
            rerun()
        before = now


def _state(folder: Path, results: Path) -> _State:
    """Return the state of the files of a folder that are no results."""
    state = {}
    with suppress(OSError):
        for path in folder.resolve().rglob("*"):
            with suppress(OSError):
                if path.is_file() and not path.is_relative_to(results):
                    facts = path.stat()
                    state[str(path)] = (facts.st_mtime_ns, facts.st_size)
    return state
