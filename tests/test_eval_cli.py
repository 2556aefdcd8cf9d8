"""The commands as real processes, on the seed story and engines that know its labels."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crossexam.evals.cases import HOME
from crossexam.evals.cli import eval_app

SEEDS = HOME / "libya-2019"
ORACLE = "crossexam.evals.oracle:Oracle"
MUTE = "crossexam.evals.oracle:mute"
BROKEN = "crossexam.evals.oracle:broken"

Done = subprocess.CompletedProcess[str]
Eval = Callable[..., Done]


@pytest.fixture
def evaluate(tmp_path: Path) -> Eval:
    """Run `crossexam eval` in an empty folder."""

    def run(*arguments: str | Path) -> Done:
        command = [sys.executable, "-m", "crossexam.evals.cli", *map(str, arguments)]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run


def on_seeds(evaluate: Eval, engine: str, name: str, *more: str) -> Done:
    return evaluate("--engine", engine, "--cases", SEEDS, "--name", name, *more)


def test_a_run_prints_its_page_and_keeps_its_record(evaluate: Eval, tmp_path: Path) -> None:
    done = on_seeds(evaluate, ORACLE, "whole", "--html", "run.html", "--markdown", "run.md")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Run whole\n")
    assert done.stdout.endswith(f"record: {Path('crossexam-evals', 'whole.json')}\n")
    record = json.loads((tmp_path / "crossexam-evals" / "whole.json").read_text(encoding="utf-8"))
    assert [case["name"] for case in record["cases"]] == ["libya-2019"]
    assert (tmp_path / "run.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (tmp_path / "run.md").read_text(encoding="utf-8").startswith("## Run whole\n")


def test_a_run_whose_reader_has_gone_keeps_its_record(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "crossexam.evals.cli",
        "--engine",
        ORACLE,
        "--cases",
        str(SEEDS),
        "--name",
        "whole",
    ]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        assert "Traceback" not in process.stderr.read()
    assert (tmp_path / "crossexam-evals" / "whole.json").is_file()


def test_a_record_is_never_written_over(evaluate: Eval) -> None:
    on_seeds(evaluate, MUTE, "whole")
    done = on_seeds(evaluate, ORACLE, "whole")
    assert done.returncode == 2
    assert "there is a record of that name" in done.stderr
    assert on_seeds(evaluate, ORACLE, "../whole").returncode == 2


def test_a_failed_case_gives_status_1_and_is_in_the_record(evaluate: Eval) -> None:
    done = on_seeds(evaluate, BROKEN, "broken")
    assert done.returncode == 1
    assert "libya-2019: ArithmeticError at oracle.py:" in done.stdout
    assert "record: " in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--engine", "nobody"], "unknown engine 'nobody'"),
        (["--cases", "nowhere"], "there is no labelled case here"),
        (["--cases", str(SEEDS), "--case", "flood"], "no case named flood"),
        (["compare", "a.json", "b.json"], "a.json: cannot be read"),
        (["compare"], "there are 0 records here, too few for `previous`"),
        (["gate", "--cases", str(SEEDS), "--baseline", "none.json"], "nothing is pinned for the engine local"),
        (["history"], "there are no records of runs here"),
        (["matrix"], "no variant"),
        (["matrix", "--variant", "x"], "not of the form"),
        (["matrix", "none.yaml"], "none.yaml: cannot be read"),
        (["label", "nowhere"], "nowhere"),
        (["--cases", str(SEEDS), "lint"], "--cases belongs behind lint"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(eval_app, arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_two_runs_are_compared_by_name_path_and_place(evaluate: Eval, tmp_path: Path) -> None:
    on_seeds(evaluate, ORACLE, "whole")
    on_seeds(evaluate, MUTE, "mute")
    by_name = evaluate("compare", "whole", "mute", "--markdown", "pull-request.md")
    assert (by_name.returncode, by_name.stderr) == (0, "")
    assert by_name.stdout.startswith("whole -> mute\n")
    assert "\nFlips to worse: 90\n" in by_name.stdout
    assert "\nFlips to better: 0\nnone\n" in by_name.stdout
    assert "### Flips to worse: 90" in (tmp_path / "pull-request.md").read_text(encoding="utf-8")
    assert evaluate("compare").stdout == by_name.stdout
    assert evaluate("compare", "crossexam-evals/whole.json", "latest").stdout == by_name.stdout


def test_runs_that_measured_different_things_are_refused_with_status_2(evaluate: Eval, tmp_path: Path) -> None:
    on_seeds(evaluate, MUTE, "mute")
    path = tmp_path / "crossexam-evals" / "mute.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    (tmp_path / "old.json").write_text(json.dumps(record | {"metric_version": 0}), encoding="utf-8")
    done = evaluate("compare", "old.json", "mute")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("crossexam: metric version 0 in mute, 1 in mute")


def test_the_gate_pins_keeps_and_refuses(evaluate: Eval, tmp_path: Path) -> None:
    gate = ("gate", "--cases", SEEDS, "--baseline", "pins.json")
    pinned = evaluate(*gate, "--engine", ORACLE, "--update", "--must-pass", "libya-2019")
    assert (pinned.returncode, pinned.stderr) == (0, "")
    assert pinned.stdout == "oracle: 30 floors pinned on 1 cases\n"
    before = (tmp_path / "pins.json").read_bytes()
    kept = evaluate(*gate, "--engine", ORACLE)
    assert (kept.returncode, kept.stdout) == (0, "oracle: 30 floors kept on 1 cases\n")
    fallen = evaluate(*gate, "--engine", MUTE)
    assert (fallen.returncode, fallen.stdout) == (1, "")
    assert "flags: recall (major): 0.000 is below its floor of 1.000\n" in fallen.stderr
    assert "libya-2019: must pass and passed 0 of 1 times\n" in fallen.stderr
    refused = evaluate(*gate, "--engine", MUTE, "--update")
    assert refused.returncode == 1
    assert (tmp_path / "pins.json").read_bytes() == before
    lowered = evaluate(*gate, "--engine", MUTE, "--update", "--allow-regression")
    assert lowered.returncode == 0
    assert json.loads((tmp_path / "pins.json").read_text())["engines"]["oracle"]["floors"]["flag_recall"] == 0


def test_the_gate_judges_a_record_and_refuses_other_cases(evaluate: Eval, tmp_path: Path) -> None:
    on_seeds(evaluate, ORACLE, "whole")
    record = ("--record", "crossexam-evals/whole.json", "--baseline", "pins.json")
    assert evaluate("gate", *record, "--update").returncode == 0
    assert evaluate("gate", *record).returncode == 0
    pins = json.loads((tmp_path / "pins.json").read_text())
    pins["engines"]["oracle"]["cases"] = "sha256:other"
    (tmp_path / "pins.json").write_text(json.dumps(pins))
    done = evaluate("gate", *record)
    assert done.returncode == 2
    assert "the floors are for other cases" in done.stderr


def test_lint_points_at_the_line(evaluate: Eval, tmp_path: Path) -> None:
    assert evaluate("lint", SEEDS).stdout.startswith("libya-2019: 90 findings (37 single_source, ")
    shutil.copytree(SEEDS, tmp_path / "broken")
    note = json.dumps(
        {"inputs": {"articles": os.path.relpath(SEEDS.parents[2] / "seeds" / "libya-2019", tmp_path / "broken")}}
    )
    (tmp_path / "broken" / "case.yaml").write_text(note, encoding="utf-8")
    labels = tmp_path / "broken" / "expected.yaml"
    labels.write_text(
        labels.read_text(encoding="utf-8").replace("killed over 205", "killed over 206", 1), encoding="utf-8"
    )
    done = evaluate("lint", "broken")
    assert done.returncode == 1
    assert done.stdout.startswith("broken/expected.yaml:7: toll-killed: evidence is not in 000_f3f2fa0800b63834.txt")
    assert evaluate("lint", SEEDS, "broken").returncode == 1
    assert evaluate("--cases", "broken").returncode == 2


def test_labels_are_started_in_a_new_case(evaluate: Eval, tmp_path: Path) -> None:
    (tmp_path / "flood").mkdir()
    (tmp_path / "flood" / "a.txt").write_text(
        "The river rose. “We were warned,” said the mayor of the town.", encoding="utf-8"
    )
    done = evaluate("label", "flood", "--cases", "cases")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{Path('cases', 'flood', 'expected.yaml')}: unreviewed")
    assert "unreviewed: true" in (tmp_path / "cases" / "flood" / "expected.yaml").read_text(encoding="utf-8")
    assert evaluate("label", "flood", "--cases", "cases").returncode == 2


def test_variants_run_apart_and_stand_side_by_side(evaluate: Eval, tmp_path: Path) -> None:
    variants = {"whole": {"engine": ORACLE}, "mute": {"engine": MUTE, "environment": {"PYTHONHASHSEED": "1"}}}
    (tmp_path / "variants.yaml").write_text(json.dumps({"variants": variants}), encoding="utf-8")
    done = evaluate("matrix", "variants.yaml", "--variant", f"broken={BROKEN}", "--cases", SEEDS, "--html", "m.html")
    assert done.returncode == 0, done.stderr
    assert done.stderr == "whole (1 of 3)\nmute (2 of 3)\nbroken (3 of 3)\n"
    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["whole", "0", *["1.000"] * 6, "0.00", "0/16", "0/522"] in rows
    assert ["mute", "0", "0.000", "–", "0.000", "0.000", "–", "0.000", "0.00", "0/16", "–"] in rows
    assert ["broken", "1", *["0.000"] * 6, "–", "–", "–"] in rows
    assert "Against whole" in done.stdout
    assert len(list((tmp_path / "crossexam-evals").glob("*.json"))) == 3
    assert "<h1>Variants</h1>" in (tmp_path / "m.html").read_text(encoding="utf-8")


def test_a_variant_that_cannot_run_is_named(evaluate: Eval) -> None:
    done = evaluate("matrix", "--variant", "odd=nobody", "--cases", SEEDS)
    assert done.returncode == 2
    counted, why, named = done.stderr.splitlines()
    assert counted == "odd (1 of 1)"
    assert why.startswith("crossexam: unknown engine 'nobody'")
    assert re.fullmatch(r"crossexam: the variant odd-[\d-]+ could not be run", named)


def test_the_history_of_a_figure_is_printed_and_plotted(evaluate: Eval, tmp_path: Path) -> None:
    on_seeds(evaluate, MUTE, "first")
    on_seeds(evaluate, ORACLE, "second")
    done = evaluate("history", "--metric", "flag_recall.quote", "--html", "plot.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("flags: recall (major), quote over 2 runs\n\ncourse  ▁█\n")
    assert "<svg" in (tmp_path / "plot.html").read_text(encoding="utf-8")


def test_help_answers_without_heavy_imports() -> None:
    code = "import sys, crossexam.evals.cli; print({'pydantic', 'rich', 'jinja2', 'yaml', 'openai'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
