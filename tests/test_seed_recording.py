"""The recorded run of the LLM engine on the seeds, replayed by the real command without a server."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
RECORDING = ROOT / "evals/recordings/libya-2019.json"


def replayed(folder: Path, seed: str) -> Any:
    command = ["check", str(ROOT / "seeds/libya-2019"), "--engine", "llm", "--replay", str(RECORDING), "--json"]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "CROSSEXAM_CACHE_DIR": str(folder / "cache")}
    environment = {k: v for k, v in environment.items() if k not in {"OPENAI_API_KEY", "OPENAI_BASE_URL"}}
    done = subprocess.run(
        [sys.executable, "-m", "crossexam", *command, "--out", str(folder / f"out-{seed}")],
        capture_output=True, check=False, cwd=folder, env=environment, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return replayed(tmp_path_factory.mktemp("replay"), "0")


def flagged(report: Any, verdict: str) -> list[Any]:
    return [f for f in report["findings"] if f["verdict"] == verdict]


def test_nothing_is_paid_for_and_every_stage_is_answered(report: Any) -> None:
    assert report["usage"]["calls"] == 0
    assert set(report["usage"]["stages"]) == {"extract", "cluster", "crossexamine", "phrase"}
    assert report["not_judged"] == []


def test_all_evidence_stands_where_it_is_said_to(report: Any) -> None:
    texts = {path.name: path.read_bytes().decode() for path in (ROOT / "seeds/libya-2019").glob("*.txt")}
    assert report["claims"]
    for claim in report["claims"]:
        assert texts[claim["article"]][claim["start"] : claim["end"]] == claim["evidence"]


def test_the_statement_dated_to_two_weeks_is_a_conflict(report: Any) -> None:
    (conflict,) = flagged(report, "conflict")
    values = {p["value"] for p in conflict["positions"]}
    assert any("2019-04-07" in value for value in values)
    assert any("earlier this week" in value for value in values)


def test_a_reader_finds_tolls_quotations_and_who_declined(report: Any) -> None:
    words = " ".join(p["evidence"] for f in flagged(report, "altered_quote") for p in f["positions"])
    assert "Significant Role In Terror Fight" in words
    tolls = next(f for f in flagged(report, "discrepancy") if f["kind"] == "quantity")
    assert {p["value"] for p in tolls["positions"]} >= {">205 killed", ">=213 killed"}
    assert any("Security Council" in f["question"] for f in flagged(report, "discrepancy"))


def test_a_replay_is_the_same_whatever_order_sets_have(report: Any, tmp_path: Path) -> None:
    again = replayed(tmp_path, "3")
    assert [again[part] for part in ("claims", "findings", "notices")] == [
        report[part] for part in ("claims", "findings", "notices")
    ]
