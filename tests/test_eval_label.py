from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from crossexam import Article, Report
from crossexam.evals.cases import Case, Labels, load_case
from crossexam.evals.label import labels_of, start_labels
from crossexam.evals.lint import lint
from crossexam.evals.oracle import Oracle
from crossexam.evals.yamlfile import read_yaml
from crossexam.pipeline.errors import BadSettings
from crossexam.schemas import Skipped, StoryName, Tool

A, B = "a.txt", "b.txt"
TEXTS = {A: "Twelve people died. “We are\nheartbroken,” said Ida Lund: ‘# no’.", B: "Thirteen people died."}
FINDINGS = [
    ("toll", "quantity", "discrepancy!", [(A, "Twelve people died", "=12 killed"), (B, "Thirteen people died")]),
    ("words", "quote", "single_source", [(A, "“We are\nheartbroken,”", "We are heartbroken", "Ida Lund")]),
    ("mark", "event", "single_source", [(A, "‘# no’.")]),
]


@pytest.fixture
def case(make_case: Callable[..., Case]) -> Case:
    return make_case("ferry", TEXTS, FINDINGS)


def test_labels_are_started_from_a_run_and_marked_as_unreviewed(case: Case) -> None:
    folder = case.articles.parent
    (folder / "expected.yaml").unlink()
    path = start_labels(folder, Oracle({"ferry": case.labels, "articles": case.labels}), folder.parent)
    assert path == folder / "expected.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# UNREVIEWED: written from a run of the engine oracle, not by a person.")
    (fault,) = lint(folder)
    assert text.splitlines()[fault.line - 1] == "unreviewed: true"
    labels = load_case(folder).labels
    assert labels.unreviewed
    assert {(f.verdict, f.positions) for f in labels.findings} == {
        (f.verdict, f.positions) for f in case.labels.findings
    }
    path.write_text(text.replace("unreviewed: true\n", ""), encoding="utf-8")
    assert lint(folder) == []


def test_a_plain_folder_of_articles_becomes_a_case_that_points_to_it(case: Case, tmp_path: Path) -> None:
    story = case.articles.rename(tmp_path / "ferry")
    cases = tmp_path / "new" / "cases"
    path = start_labels(story, Oracle({"ferry": case.labels}), cases)
    assert path == cases / "ferry" / "expected.yaml"
    assert yaml.safe_load((cases / "ferry" / "case.yaml").read_text()) == {"inputs": {"articles": "../../../ferry"}}
    assert load_case(cases / "ferry").articles.resolve() == story.resolve()


def test_the_work_of_a_person_is_never_written_over(case: Case, tmp_path: Path) -> None:
    folder = case.articles.parent
    before = (folder / "expected.yaml").read_text(encoding="utf-8")
    with pytest.raises(BadSettings, match="there is a case already"):
        start_labels(folder, Oracle({"articles": case.labels}), tmp_path)
    assert (folder / "expected.yaml").read_text(encoding="utf-8") == before
    plain = tmp_path / "plain" / "ferry"
    plain.mkdir(parents=True)
    with pytest.raises(BadSettings, match="there is a case already"):
        start_labels(plain, Oracle({"ferry": case.labels}), folder.parent)


def read_back(text: str, folder: Path) -> Labels:
    (folder / "expected.yaml").write_text(text, encoding="utf-8", newline="")
    labels, faults = read_yaml(folder / "expected.yaml").model(Labels)
    assert labels is not None, faults
    return labels


def test_ids_are_short_and_unique(case: Case, make_report: Callable[..., Report], tmp_path: Path) -> None:
    place = [(A, "Twelve people died")]
    questions = ["How many people died?", "How many people died?", "Of it?", "Of it?", "People died 2222?", "Þ?"]
    report = make_report(case, [(f"f{i}", "quantity", "single_source", place) for i in range(len(questions))])
    findings = [f.model_copy(update={"question": q}) for f, q in zip(report.findings, questions, strict=True)]
    labels = read_back(labels_of(report.model_copy(update={"findings": tuple(findings)})), tmp_path)
    ids = [finding.id for finding in labels.findings]
    assert ids == [
        "many-people-died",
        "many-people-died-2",
        "quantity",
        "quantity-2",
        "people-died-2222",
        "quantity-3",
    ]


def test_what_was_not_judged_is_left_out_and_said(
    case: Case, make_report: Callable[..., Report], tmp_path: Path
) -> None:
    found = [("f1", "quantity", "not_judged", [(A, "Twelve people died")]), FINDINGS[1]]
    text = labels_of(make_report(case, found))
    assert "# 1 findings that the run could not judge are left out." in text
    assert len(read_back(text, tmp_path).findings) == 1


def test_what_the_run_skipped_is_a_trap(tmp_path: Path) -> None:
    article = Article(article="a.txt", text="News. Buy us.", skipped=(Skipped(start=6, end=13, why="advertisement"),))
    report = Report(
        tool=Tool(version="0", engine="x"), story=StoryName(name="s"), articles=(article,), claims=(), findings=()
    )
    (trap,) = read_back(labels_of(report), tmp_path).traps
    assert (trap.article, trap.text, trap.why) == ("a.txt", "Buy us.", "advertisement")


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(text=ANY_TEXT)
def test_text_of_any_kind_stays_what_it_was(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    article = Article(article="a.txt", text=text, skipped=(Skipped(start=0, end=len(text), why=text),))
    tool = Tool(version="0", engine=text)
    report = Report(tool=tool, story=StoryName(name="s"), articles=(article,), claims=(), findings=())
    (trap,) = read_back(labels_of(report), tmp_path_factory.mktemp("label")).traps
    assert (trap.text, trap.why) == (text, text)
