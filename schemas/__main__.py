"""Which JSON Schema does findings.json follow? `python -m crossexam.schemas` prints it, generated from the models."""

import json
import sys

from .report import SCHEMA_VERSION, Report


def findings_schema() -> str:
    """Return the JSON Schema of findings.json (draft 2020-12), as indented JSON that ends with a line break."""
    schema = Report.model_json_schema(mode="serialization")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"crossexam findings.json, version {SCHEMA_VERSION}",
    }
    return json.dumps(schema | head, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(findings_schema())
