import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossexam.pipeline.filenames import file_names

HOSTILE = st.text(st.characters(codec=None, categories=None), max_size=300) | st.sampled_from(
    [
        "",
        ".",
        "..",
        "/",
        "a/b",
        "../../etc/passwd",
        "con",
        "COM1.txt",
        "A.txt",
        "a.TXT",
        "a.txt",
        "a.",
        "a ",
        "\udcff",
        "é",
        "é",
    ]
)


@pytest.mark.parametrize(
    "name",
    ["000_f3f2fa0800b63834", "BBC News, 19 April (late)", "Le Monde – édition", "a-b_c.d", "الجزيرة", "_x"],
)
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    kept = file_names([name], ".txt")[name]
    assert kept == f"{name}.txt" or "–" in name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", r"etc_passwd-[0-9a-f]{20}\.txt"),
        ("..", r"name-[0-9a-f]{20}\.txt"),
        (".", r"name-[0-9a-f]{20}\.txt"),
        ("", r"name-[0-9a-f]{20}\.txt"),
        (".hidden", r"hidden-[0-9a-f]{20}\.txt"),
        ("-rf", r"rf-[0-9a-f]{20}\.txt"),
        ("a\x1b[31mred\nline", r"a_31mred_line-[0-9a-f]{20}\.txt"),
        ("a\u202etxt.exe", r"a_txt_exe-[0-9a-f]{20}\.txt"),
        ("\udcff", r"name-[0-9a-f]{20}\.txt"),
        ("nul", r"nul-[0-9a-f]{20}\.txt"),
        ("x" * 400, r"x{30}-[0-9a-f]{20}\.txt"),
    ],
)
def test_a_hostile_name_is_cleaned_and_told_apart_by_its_hash(name: str, kept: str) -> None:
    assert re.fullmatch(kept, file_names([name], ".txt")[name])


def test_a_suffix_is_not_given_twice() -> None:
    assert file_names(["a.txt", "b.html"], ".txt") == {"a.txt": "a.txt", "b.html": "b.html.txt"}


def test_names_that_meet_after_the_suffix_are_told_apart() -> None:
    names = file_names(["a.html", "a.html.txt"], ".txt")
    assert len(set(names.values())) == 2


def test_names_that_differ_in_case_alone_are_told_apart_whatever_their_order() -> None:
    names = file_names(["Story", "story", "other"])
    assert names["other"] == "other"
    assert len({kept.casefold() for kept in names.values()}) == 3
    assert file_names(["other", "story", "Story"]) == names


def test_a_reserved_name_is_not_given() -> None:
    assert file_names(["Summary.json"], reserved=["summary.json"])["Summary.json"].startswith("Summary_json-")


def test_a_name_that_looks_like_anothers_hashed_one_does_not_meet_it() -> None:
    hashed = file_names(["a/b"])["a/b"]
    assert len(set(file_names(["a/b", hashed]).values())) == 2


@given(st.lists(HOSTILE, max_size=12))
def test_any_names_become_distinct_safe_file_names(names: list[str]) -> None:
    kept = file_names(names, ".txt", reserved=["index.html"])
    assert kept.keys() == set(names)
    assert len({name.casefold() for name in kept.values()}) == len(kept)
    for name in kept.values():
        assert re.fullmatch(r"\w[\w .,'()&+@-]*\.txt", name)
        assert len(name.encode()) < 200
