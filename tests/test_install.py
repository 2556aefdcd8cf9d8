"""The package as somebody else installs it: from another directory, into an environment that has nothing of it."""

import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
NOT_SOURCE = shutil.ignore_patterns(".git", ".venv", "build", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the package installed, that borrows our dependencies instead of fetching them."""
    here = tmp_path_factory.mktemp("bare")
    source = shutil.copytree(ROOT, here / "source", ignore=NOT_SOURCE)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", here / "env"], check=True)
    site = next((here / "env").glob("lib/python3*/site-packages"))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(here / "env/bin/python"), "--disable-pip-version-check"]
    offline = ["install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, *offline, str(source)], cwd=here, check=True)
    shutil.rmtree(source)
    return here / "env"


def test_an_install_has_all_modules_and_data_files_under_one_name(bare: Path) -> None:
    site = next(bare.glob("lib/python3*/site-packages"))
    ours = {path.name for path in site.iterdir() if not path.name.endswith((".pth", ".dist-info"))}
    assert ours == {"crossexam"}
    folders = ("schemas", "prompts", "pipeline", "evals")
    files = {path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()}
    shipped = {path for path in files if not {"__pycache__", "cases", "benchmarks", "recordings"} & set(path.parts)}
    missing = {str(path) for path in shipped if not (site / "crossexam" / path).is_file()}
    assert not missing
    assert (site / "crossexam/py.typed").is_file()


def test_an_installed_command_checks_a_story_from_another_directory(bare: Path, tmp_path: Path) -> None:
    command = [str(bare / "bin/crossexam"), "check", str(ROOT / "seeds/libya-2019"), "--json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)["articles"]) == 5
    code = "import crossexam; print(crossexam.__file__)"
    where = subprocess.run([bare / "bin/python", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert where.stdout.startswith(str(bare))
