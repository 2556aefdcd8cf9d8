"""A results folder at a loopback address."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread


def serve(
    results: Path,
    *,
    port: int = 8000,
    watched: Path | None = None,
    rerun: Callable[[], object] | None = None,
    on_ready: Callable[[str], object] | None = None,
) -> None:
    """Show a results folder in a browser until interrupted."""
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(SimpleHTTPRequestHandler, directory=results))
    if watched is not None and rerun is not None:
        Thread(target=_watch, args=(watched, rerun), daemon=True).start()
    if on_ready is not None:
        on_ready(f"http://127.0.0.1:{server.server_address[1]}/")
    with suppress(KeyboardInterrupt):
        server.serve_forever()


def _watch(folder: Path, rerun: Callable[[], object]) -> None:
    before = None
    while True:
        now = sorted((path.name, path.stat().st_mtime_ns) for path in folder.iterdir())
        if before not in {None, tuple(now)}:
            rerun()
        before = tuple(now)
        Event().wait(0.2)
