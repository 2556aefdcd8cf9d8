import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from crossexam import Report, check

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "schemas/findings.schema.json"


@pytest.fixture(scope="module")
def schema() -> Any:
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def test_the_schema_in_the_repository_is_the_one_the_models_give() -> None:
    made = subprocess.run([sys.executable, "-m", "crossexam.schemas"], capture_output=True, check=True, text=True)
    assert made.stdout == SCHEMA.read_text(encoding="utf-8"), "run `make schema`"


def test_the_schema_is_one(schema: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)


def test_findings_of_the_seeds_follow_it(schema: Any, seed_report: Report) -> None:
    for report in (seed_report, check(ROOT / "seeds/libya-2019")):
        jsonschema.validate(json.loads(report.model_dump_json()), schema)


@pytest.mark.parametrize("fault", [{"schema_version": 2}, {"truth": "true"}, {"findings": [{"verdict": "false"}]}])
def test_what_is_no_report_does_not(schema: Any, seed_report: Report, fault: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(seed_report.model_dump_json()) | fault, schema)
