import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from crossexam.evals.cases import HOME, Case, load_case, load_cases
from crossexam.evals.lint import lint, refuse_faulty, summary
from crossexam.pipeline.errors import BadCase

TEXTS = {
    "a.txt": "Twelve people died, police said.",
    "b.txt": "Thirteen people died. “We are broken.”",
}
LABELS = """\
findings:
- id: toll
  kind: quantity
  question: How many died?
  positions:
  - article: a.txt
    evidence: Twelve people died
    value: =12 killed
    attributed_to: police
  - article: b.txt
    evidence: Thirteen people died
    value: =13 killed
  verdict: conflict
  weight: major
  why: They differ.
- id: words
  kind: quote
  question: What was said?
  positions:
  - article: b.txt
    evidence: We are broken
    value: We are broken
  verdict: single_source
  why: Only b has it.
traps:
- article: a.txt
  text: police said
  why: furniture
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "story" / "articles").mkdir(parents=True)
    for name, text in TEXTS.items():
        (tmp_path / "story" / "articles" / name).write_text(text, encoding="utf-8")
    (tmp_path / "story" / "expected.yaml").write_text(LABELS, encoding="utf-8")
    return tmp_path / "story"


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "expected.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_sound_file_has_no_faults_and_is_summed_up(folder: Path) -> None:
    assert lint(folder) == []
    assert summary(folder) == "2 findings (1 conflict, 1 single_source), 1 traps"


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("Twelve people died", "Twelve men died", 7, "not in a.txt"),
        ("article: b.txt", "article: c.txt", 10, "no article c.txt"),
        ("id: words", "id: toll", 16, "taken by line 2"),
        ("  weight: major\n", "", 13, "needs a weight"),
        ("single_source", "single_source\n  weight: minor", 24, "has no weight"),
        ("verdict: conflict\n  weight: major", "verdict: single_source", 13, "with 2 articles"),
        ("verdict: single_source", "verdict: corroborated", 23, "with one article"),
        ("verdict: conflict", "verdict: altered_quote", 13, "for findings of kind quote"),
        ("verdict: conflict", "verdict: not_judged", 13, "could not judge"),
        ("verdict: conflict", "verdict: contradiction", 13, "verdict"),
        ("kind: quantity", "kind: number", 3, "kind"),
        ("value: =12 killed", "value: 12", 8, "value"),
        ("value: =12 killed", "value: 2019-04-12", 8, "value"),
        ("  why: They differ.\n", "", 2, "why"),
        ("  why: They differ.", "  why: They differ.\n  note: x", 16, "note"),
        ("id: toll", "id: ''", 2, "id"),
        ("text: police said", "text: Buy our paper", 27, "not in a.txt"),
        ("findings:", "unreviewed: true\nfindings:", 1, "corrected"),
        ("id: toll", "id: toll\n  id: again", 3, "repeated"),
        ("id: toll", "id: &x toll\n  kind: *x", 3, "aliases"),
        ("id: toll", "id: toll: again", 2, "not YAML"),
        ("id: toll", "id: " + "[" * 30, 2, "deeply"),
        ("id: toll", "id: !!python/object:os.system toll", 2, "no plain data"),
        ("id: toll", "? [a]\n  : toll", 2, "repeated or no text"),
        ("id: toll", "id: \x00", 1, "not YAML"),
    ],
)
def test_lint_points_at_the_line(folder: Path, old: str, new: str, line: int, told: str) -> None:
    change(folder, old, new)
    try:
        found = [str(fault) for fault in lint(folder)]
    except BadCase as error:
        found = [str(error)]
    assert any(fault.startswith(f"{folder / 'expected.yaml'}:{line}: ") and told in fault for fault in found), found


def test_flags_between_headline_and_body_of_one_article_are_no_fault(folder: Path) -> None:
    change(folder, "verdict: single_source", "verdict: altered_quote\n  weight: minor")
    assert lint(folder) == []


def test_all_faults_of_a_file_are_told_in_the_order_of_their_lines(folder: Path) -> None:
    change(folder, "Twelve people died", "Twelve men died")
    change(folder, "id: words", "id: toll")
    assert [fault.line for fault in lint(folder)] == [7, 16]


def test_nothing_is_run_on_faulty_labels(folder: Path) -> None:
    change(folder, "Twelve people died", "Twelve men died")
    change(folder, "id: words", "id: toll")
    with pytest.raises(BadCase, match=r"expected\.yaml:7: .* \(and 1 more"):
        refuse_faulty([load_case(folder)])


def test_an_empty_label_file_is_a_story_without_findings(folder: Path) -> None:
    (folder / "expected.yaml").write_text("findings: []\n", encoding="utf-8")
    assert load_case(folder).labels.findings == ()
    (folder / "expected.yaml").write_text("", encoding="utf-8")
    with pytest.raises(BadCase, match=r"expected\.yaml:1: "):
        load_case(folder)


@pytest.mark.parametrize(
    ("old", "new", "other"),
    [
        ("How many died?", "How many people died?", False),
        ("They differ.", "They do differ.", False),
        ("why: furniture", "why: not the report", False),
        ("findings:", "# a remark\nfindings:", False),
        ("=12 killed", "=12 dead", True),
        ("weight: major", "weight: minor", True),
        ("text: police said", "text: police", True),
    ],
)
def test_the_hash_changes_with_what_a_score_depends_on(folder: Path, old: str, new: str, other: bool) -> None:
    before = load_case(folder).hash
    change(folder, old, new)
    assert (load_case(folder).hash != before) is other


def test_the_hash_changes_with_an_article(folder: Path) -> None:
    before = load_case(folder).hash
    (folder / "articles" / "a.txt").write_text(TEXTS["a.txt"] + "\n", encoding="utf-8")
    changed = load_case(folder).hash
    (folder / "articles" / "c.txt").write_text("More.", encoding="utf-8")
    assert len({before, changed, load_case(folder).hash}) == 3


def test_a_case_can_point_to_articles_elsewhere(folder: Path, tmp_path: Path) -> None:
    before = load_case(folder).hash
    (folder / "articles").rename(tmp_path / "elsewhere")
    (folder / "case.yaml").write_text("inputs: {articles: ../elsewhere}\nmetadata: {about: a ferry}\n")
    case = load_case(folder)
    assert (case.name, case.hash, case.metadata) == ("story", before, {"about": "a ferry"})


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("inputs: {articles: nowhere}", "no folder of articles"),
        ("articles: elsewhere", r"case\.yaml:1: articles"),
        ("name: a/b", "must fit a file's name"),
    ],
)
def test_a_broken_pointer_is_told(folder: Path, note: str, told: str) -> None:
    (folder / "case.yaml").write_text(note, encoding="utf-8")
    with pytest.raises(BadCase, match=told):
        load_case(folder)


def test_cases_are_loaded_by_name_and_in_order(make_case: Callable[..., Case]) -> None:
    for name in ("storm", "match", "vote"):
        root = make_case(name, TEXTS).articles.parent.parent
    assert [case.name for case in load_cases(root)] == ["match", "storm", "vote"]
    assert [case.name for case in load_cases(root, ["vote"])] == ["vote"]
    assert [case.name for case in load_cases(root / "storm")] == ["storm"]
    with pytest.raises(BadCase, match="no case named flood: there are match, storm, vote"):
        load_cases(root, ["flood"])


def test_a_folder_without_cases_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadCase, match="no labelled case here"):
        load_cases(tmp_path)


def test_two_cases_cannot_have_one_name(folder: Path) -> None:
    shutil.copytree(folder, folder.parent / "other")
    (folder.parent / "other" / "case.yaml").write_text("name: story\ninputs: {articles: articles}", encoding="utf-8")
    with pytest.raises(BadCase, match="the same name"):
        load_cases(folder.parent)


@pytest.mark.parametrize("folder", sorted(path.parent for path in HOME.glob("*/expected.yaml")), ids=lambda p: p.name)
def test_the_labels_that_come_with_the_project_are_sound(folder: Path) -> None:
    assert [str(fault) for fault in lint(folder)] == []
