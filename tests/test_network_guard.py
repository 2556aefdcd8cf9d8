import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ATTEMPTS = {
    "connects": "socket.create_connection(('192.0.2.1', 9), timeout=1)",
    "looks up": "socket.getaddrinfo('example.org', 80)",
    "connects without an exception": "socket.socket().connect_ex(('192.0.2.1', 9))",
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_test_that_reaches_beyond_loopback_fails_even_if_it_catches_the_error(tmp_path: Path, attempt: str) -> None:
    shutil.copy(Path(__file__).with_name("conftest.py"), tmp_path)
    (tmp_path / "test_reaching.py").write_text(
        "import contextlib, socket\n"
        "def test_reaches_out():\n"
        "    with contextlib.suppress(Exception):\n"
        f"        {ATTEMPTS[attempt]}\n"
        "def test_stays():\n"
        "    with socket.create_server(('127.0.0.1', 0)) as here:\n"
        "        socket.create_connection(here.getsockname()).close()\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 1
    assert "2 passed, 1 error" in done.stdout
    assert "addresses of other machines" in done.stdout
