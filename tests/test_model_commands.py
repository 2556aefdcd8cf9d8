"""`crossexam settings` and `crossexam cache`, as processes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crossexam.pipeline.llm.cache import AnswerCache
from crossexam.pipeline.llm.given import ModelSettings
from crossexam.pipeline.llm.records import KeptAnswer
from crossexam.pipeline.llm.settings import Mode, Settings
from crossexam.pipeline.model_options import ModeName

KEY = "sk-canary-0123456789"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """What runs the command in a folder of its own, with nothing set but what is given."""

    def run(*arguments: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "CROSSEXAM_"))}
        home = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
        command = [sys.executable, "-m", "crossexam", *map(str, arguments)]
        return subprocess.run(
            command, cwd=tmp_path, env=plain | home | environ, capture_output=True, text=True, timeout=60, check=False
        )

    return run


def rows(done: subprocess.CompletedProcess[str]) -> dict[str, tuple[str, str]]:
    """Return name to value and source."""
    assert (done.returncode, done.stderr) == (0, "")
    found = [line.split(maxsplit=2) for line in done.stdout.splitlines()]
    return {name: (value, source) for name, value, source in found}


@pytest.mark.parametrize(
    ("arguments", "environ", "file", "found"),
    [
        ("", {}, "", ("none", "default")),
        ("", {}, 'model = "f"', ("f", "FILE")),
        ("", {"CROSSEXAM_MODEL": "e"}, "", ("e", "CROSSEXAM_MODEL")),
        ("", {"CROSSEXAM_MODEL": "e"}, 'model = "f"', ("e", "CROSSEXAM_MODEL")),
        ("", {"CROSSEXAM_MODEL": ""}, 'model = "f"', ("f", "FILE")),
        ("--model o", {"CROSSEXAM_MODEL": "e"}, 'model = "f"', ("o", "command line")),
        ("--set model=o", {"CROSSEXAM_MODEL": "e"}, 'model = "f"', ("o", "command line")),
        ("--set model=none", {"CROSSEXAM_MODEL": "e"}, "", ("none", "command line")),
    ],
)
def test_the_command_line_wins_over_the_environment_and_that_over_the_file(
    run: Run, tmp_path: Path, arguments: str, environ: dict[str, str], file: str, found: tuple[str, str]
) -> None:
    path = tmp_path / "crossexam.toml"
    path.write_text(file, encoding="utf-8")
    value, source = rows(run("settings", *arguments.split(), **environ))["model"]
    assert (value, source.replace(str(path), "FILE")) == found


@pytest.mark.parametrize(
    ("arguments", "name", "value"),
    [
        ("--base-url http://localhost:1/v1/", "base_url", "http://localhost:1/v1"),
        ("--mode tools", "mode", "tools"),
        ("--offline", "offline", "True"),
        ("--concurrency 3", "concurrency", "3"),
        ("--deadline 1.5", "deadline", "1.5"),
        ("--budget-tokens 1000", "budget_tokens", "1000"),
        ("--budget-usd 0.10", "budget_usd", "0.10"),
        ("--cache-dir here", "cache_dir", "here"),
        ("--replay r.json", "replay", "r.json"),
        ("--set temperature=0", "temperature", "0.0"),
        ("--set requests-per-minute=5", "requests_per_minute", "5"),
    ],
)
def test_every_option_sets_what_it_is_named_after(run: Run, arguments: str, name: str, value: str) -> None:
    assert rows(run("settings", *arguments.split()))[name] == (value, "command line")


def test_all_settings_are_shown_and_the_key_is_not(run: Run) -> None:
    done = run("settings", OPENAI_API_KEY=KEY)
    assert list(rows(done)) == list(Settings.model_fields)
    assert rows(done)["base_url"] == ("https://api.openai.com/v1", "default")
    assert any(line.split() == ["api_key", "(set,", "hidden)", "OPENAI_API_KEY"] for line in done.stdout.splitlines())
    assert "canary" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("settings --concurrency 0", "command line: concurrency: Input should be greater than or equal to 1"),
        ("settings --base-url ftp://host", "command line: base_url: must be an address"),
        ("settings --budget-usd much", "command line: budget_usd: "),
        ("settings --set colour=red", "command line: unknown setting 'colour'"),
        ("settings --set temperature", "--set takes NAME=VALUE"),
        (f"settings --set api-key={KEY}", "a key has no place on the command line"),
        ("settings --mode xml", "Invalid value for '--mode'"),
        ("cache", "Missing command."),
        ("cache info", "cache/crossexam/answers: no answers have been kept here"),
        ("cache info --cache-dir gone", "gone/answers: no answers have been kept here"),
        ("cache prune --all --stage extract", "--all makes no sense with --older-than, --stage or --model"),
        ("cache export r.json", "cache/crossexam/answers: holds no such answer"),
        ("cache import gone.json", "gone.json: cannot be read: FileNotFoundError"),
        ("cache info --cache-dir gone.txt/x", "gone.txt/x/answers: no answers have been kept here"),
    ],
)
def test_wrong_usage_is_one_clear_line_and_status_2(run: Run, tmp_path: Path, arguments: str, said: str) -> None:
    done = run(*arguments.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.replace(f"{tmp_path}/", "").startswith(f"crossexam: {said}")
    assert done.stderr.count("\n") == 1
    assert "canary" not in done.stderr


def kept(number: int, stage: str, model: str) -> KeptAnswer:
    return KeptAnswer(
        key=f"{number:064x}"[::-1],
        stage=stage,
        prompt=f"{stage} 1",
        item=f"{number}.txt",
        model=model,
        base_url="https://host/v1",
        parameters={"mode": "json_schema"},
        answer={"word": str(number)},
    )


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """The cache that the command uses, with three answers."""
    folder = tmp_path / "cache/crossexam"
    with AnswerCache(folder) as cache:
        for number, (stage, model) in enumerate([("extract", "m"), ("extract", "n"), ("phrase", "m")]):
            cache.put(kept(number, stage, model))
    return folder


def answers_in(folder: Path) -> int:
    with AnswerCache(folder) as cache:
        return cache.info().answers


def test_the_cache_tells_what_it_holds(run: Run, filled: Path) -> None:
    done = run("cache", "info")
    assert (done.returncode, done.stderr) == (0, "")
    assert "answers      3\n" in done.stdout
    assert "by stage     extract 2, phrase 1\n" in done.stdout
    assert "by model     m 2, n 1\n" in done.stdout
    as_json = json.loads(run("cache", "info", "--json").stdout)
    assert (as_json["folder"], as_json["answers"], as_json["broken"]) == (str(filled / "answers"), 3, 0)
    moved = run("cache", "info", "--json", CROSSEXAM_CACHE_DIR=str(filled.parent / "other"))
    assert moved.returncode == 2


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ("", 3),
        ("--stage extract", 1),
        ("--stage extract --model n", 2),
        ("--model m", 1),
        ("--older-than 1", 3),
        ("--older-than 0", 0),
        ("--all", 0),
    ],
)
def test_pruning_removes_what_fits_all_that_is_given(run: Run, filled: Path, options: str, left: int) -> None:
    done = run("cache", "prune", *options.split())
    assert (done.returncode, done.stderr) == (0, f"crossexam: {3 - left} removed\n")
    assert answers_in(filled) == left


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("target", ["recording.json", "recording"])
def test_what_is_exported_can_be_imported_elsewhere(run: Run, tmp_path: Path, target: str) -> None:
    assert run("cache", "export", target, "--stage", "extract").returncode == 0
    done = run("cache", "import", target, "--cache-dir", "other")
    assert (done.returncode, done.stdout) == (0, "")
    assert answers_in(tmp_path / "other") == 2
    assert run("cache", "export", f"again-{target}", "--cache-dir", "other").returncode == 0
    files = [tmp_path / name for name in (target, f"again-{target}")]
    one, two = ([f.read_bytes() for f in (sorted(p.iterdir()) if p.is_dir() else [p])] for p in files)
    assert one == two


def test_a_broken_recording_changes_nothing(run: Run, tmp_path: Path, filled: Path) -> None:
    (tmp_path / "r.json").write_text('{"recording": 1, "answers": [{"key": "x"}]}', encoding="utf-8")
    done = run("cache", "import", "r.json")
    assert done.returncode == 2
    assert done.stderr.startswith("crossexam: r.json: ")
    assert answers_in(filled) == 3


def test_a_recording_without_a_place_is_one_clear_line(run: Run, tmp_path: Path, filled: Path) -> None:
    (tmp_path / "file").touch()
    done = run("cache", "export", "file/r.json")
    assert (done.returncode, done.stderr) == (2, "crossexam: file/r.json: File exists\n")
    assert answers_in(filled) == 3


def test_the_modes_that_can_be_typed_are_those_there_are() -> None:
    assert [str(mode) for mode in ModeName] == [mode.value for mode in Mode]


PAGE = (Path(__file__).parents[1] / "docs/llm.md").read_text(encoding="utf-8")


def test_the_page_on_the_engine_names_every_setting_with_its_default() -> None:
    rows = [line.split(" | ") for line in PAGE.splitlines() if line.startswith("| `")]
    named = {name.strip("`| "): default for names, default, *_ in rows for name in names.split(", ")}
    assert set(Settings.model_fields) <= set(named)
    plain = Settings()
    for name in ("mode", "base_url", "max_output_tokens", "concurrency", "deadline", "longest_wait"):
        assert str(getattr(plain, name)).removesuffix(".0") == named[name].strip("`")


def test_every_command_on_the_page_has_the_options_that_it_is_given(run: Run) -> None:
    lines = [line.split("#")[0].split() for line in PAGE.splitlines() if line.startswith("    crossexam ")]
    assert len(lines) > 8
    for _, *words in lines:
        names = words[:2] if words[0] == "cache" else words[:1]
        told = run(*names, "--help").stdout
        assert not [word for word in words if word.startswith("--") and f"  {word}" not in told]


def test_the_arguments_of_the_api_are_the_settings() -> None:
    assert set(ModelSettings.__annotations__) == set(Settings.model_fields)
