import csv
import io
import json
from typing import Any

import pytest
from markdown_it import MarkdownIt

from crossexam import Report, Verdict
from crossexam.pipeline.errors import BadSettings
from crossexam.pipeline.report import FORMS, render


def test_every_form_is_rendered_and_named(seed_report: Report) -> None:
    assert set(FORMS) == {"html", "md", "csv", "claimreview", "json"}
    for form in FORMS:
        assert render(seed_report, form).endswith("\n")


@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_gives_the_same_bytes(seed_report: Report, form: str) -> None:
    assert render(seed_report, form) == render(seed_report, form)


def test_an_unknown_form_is_refused_with_those_that_there_are(seed_report: Report) -> None:
    with pytest.raises(BadSettings, match="unknown format 'pdf': there are html, md, csv, claimreview, json"):
        render(seed_report, "pdf")


def test_json_is_the_report(seed_report: Report) -> None:
    bare = Report.model_validate_json(render(seed_report, "json"))
    assert bare.findings == seed_report.findings
    assert bare.claims == seed_report.claims


def table_after(heading: str, text: str) -> list[str]:
    lines = text[text.index(heading) :].splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("|"))
    stop = next(i for i, line in enumerate(lines[start:], start) if not line.startswith("|"))
    return lines[start + 2 : stop]


def test_markdown_has_the_flagged_findings_with_their_answers(seed_report: Report) -> None:
    text = render(seed_report, "md")
    rows = table_after("How many people have been killed", text)
    assert rows[0] == "| **A** 000\\_f3f2fa0800b63834 | over 205 killed (“killed over 205 people”) | Al Jazeera |"
    assert "~~and the need~~" in text
    assert "| **C** Arab News | Libyan military commander |  |" in text
    assert "005\\_photo.jpg" in text
    assert [h for h in text.splitlines() if h.startswith("## ")] == [
        "## Look at these first",
        "## Smaller differences",
        "## Sources agree",
        "## Only one source",
        "## Not judged",
    ]


def test_markdown_renders_a_table_for_each_flagged_finding(seed_report: Report) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(render(seed_report, "md"))
    flagged = sum(f.verdict.flagged for f in seed_report.findings)
    assert [t.type for t in tokens].count("table_open") == flagged
    assert "html_block" not in [t.type for t in tokens]


def rows_of(report: Report) -> list[dict[str, str]]:
    text = render(report, "csv")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_spreadsheet_has_a_row_for_each_position(seed_report: Report) -> None:
    rows = rows_of(seed_report)
    assert len(rows) == sum(len(f.positions) for f in seed_report.findings)
    toll = [row for row in rows if row["question"].startswith("How many people have been killed")]
    assert [(row["outlet"], row["answer"], row["credits"], row["value"]) for row in toll] == [
        ("", "over 205 killed", "Al Jazeera", ">205 killed"),
        ("CNN", "at least 213 killed", "World Health Organization", ">=213 killed"),
        ("", "at least 213 killed", "United Nations", ">=213 killed"),
    ]
    assert toll[0]["verdict"] == "Sources differ"


def test_no_cell_of_the_spreadsheet_begins_a_formula(seed_report: Report) -> None:
    rows = rows_of(seed_report)
    assert any(row["value"] == "'=1009 injured" for row in rows)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def drafts_of(report: Report) -> list[dict[str, Any]]:
    drafts: list[dict[str, Any]] = json.loads(render(report, "claimreview"))["@graph"]
    return drafts


def test_every_flagged_finding_has_a_draft_for_a_person_to_review(seed_report: Report) -> None:
    drafts = drafts_of(seed_report)
    flagged = [f for f in seed_report.findings if f.verdict.flagged]
    assert [d["identifier"] for d in drafts] == [f.id for f in flagged]
    for draft in drafts:
        assert draft["@type"] == "ClaimReview"
        assert draft["creativeWorkStatus"] == "Draft"
        assert "Machine draft for a person to review" in draft["disambiguatingDescription"]


def test_no_draft_rates_the_truth_of_anything(seed_report: Report) -> None:
    assert "rating" not in {key.lower() for key in keys_in(drafts_of(seed_report))}
    assert not [key for key in keys_in(drafts_of(seed_report)) if "rating" in key.lower()]


def keys_in(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(keys_in(inner) for inner in value.values()))
    return set().union(*(keys_in(inner) for inner in value)) if isinstance(value, list) else set()


def test_a_draft_names_the_claims_and_where_each_appeared(seed_report: Report) -> None:
    draft = next(d for d in drafts_of(seed_report) if d["claimReviewed"].startswith("How many people have been killed"))
    assert draft["name"] == "Sources differ"
    assert [c["name"] for c in draft["itemReviewed"]] == [
        "over 205 killed",
        "at least 213 killed",
        "at least 213 killed",
    ]
    assert draft["itemReviewed"][1]["appearance"]["publisher"]["name"] == "CNN"
    assert draft["itemReviewed"][1]["appearance"]["datePublished"] == "2019-04-19"
    assert draft["itemReviewed"][0]["creditText"] == "Al Jazeera"


def test_a_story_without_flags_has_no_drafts(seed_report: Report) -> None:
    calm = tuple(f for f in seed_report.findings if f.verdict is Verdict.CORROBORATED)
    assert drafts_of(seed_report.model_copy(update={"findings": calm})) == []
