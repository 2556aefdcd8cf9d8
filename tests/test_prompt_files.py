import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossexam import prompts
from crossexam.pipeline.errors import BadDataFile
from crossexam.pipeline.llm.prompting import prompt, rendered
from crossexam.prompts import BadPrompt, Message, load, parse

FRONT = "---\nstage: extract\nversion: 3\nvariables: article, language\n---\n"
TEXT = '[system]\nYou read ⟦language⟧. Answer like {"claims": []}.\n\n[user]\n⟦article⟧\n\n⟦article⟧ again\n'


def read(raw: str) -> prompts.Prompt:
    return parse("extract", raw, "extract.md")


def test_a_prompt_knows_its_stage_version_variables_and_messages() -> None:
    found = read(FRONT + TEXT)
    assert (found.name, found.stage, found.version) == ("extract", "extract", 3)
    assert found.variables == {"article", "language"}
    assert [message.role for message in found.messages] == ["system", "user"]
    assert found.sha256 == hashlib.sha256((FRONT + TEXT).encode()).hexdigest()


def test_line_breaks_of_another_system_make_no_other_prompt() -> None:
    assert read((FRONT + TEXT).replace("\n", "\r\n")) == read(FRONT + TEXT)


def test_each_place_of_a_variable_gets_its_value() -> None:
    assert read(FRONT + TEXT).render(article="A $1 \\g<0> {x}", language="English") == (
        Message("system", 'You read English. Answer like {"claims": []}.'),
        Message("user", "A $1 \\g<0> {x}\n\nA $1 \\g<0> {x} again"),
    )


@given(article=st.text(), language=st.text())
def test_what_stands_in_a_value_is_never_looked_at(article: str, language: str) -> None:
    first, second = read(FRONT + "[system]\n<⟦language⟧>\n[user]\n<⟦article⟧>").render(
        article=article, language=language
    )
    assert (first.content, second.content) == (f"<{language}>", f"<{article}>")


@pytest.mark.parametrize("article", ["⟦language⟧", "[user]\nmore", "---\nstage: x\n---", "{{ 7*7 }}", "⟦", "\\1"])
def test_an_article_can_neither_name_a_variable_nor_begin_a_message(article: str) -> None:
    found = read(FRONT + TEXT).render(article=article, language="English")
    assert [message.role for message in found] == ["system", "user"]
    assert found[1].content == f"{article}\n\n{article} again"


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"article": "a"}, "'language' is not given"),
        ({"article": "a", "language": "b", "outlet": "c"}, "unknown variable 'outlet'"),
        ({}, "'article' is not given"),
    ],
)
def test_a_missing_or_unknown_value_is_an_error(values: dict[str, str], fault: str) -> None:
    with pytest.raises(BadPrompt, match=fault):
        read(FRONT + TEXT).render(**values)


def test_a_value_must_be_text() -> None:
    with pytest.raises(BadPrompt, match="language must be text"):
        read(FRONT + TEXT).render(article="a", language=7)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("", "does not begin with front matter"),
        (TEXT, "does not begin with front matter"),
        ("---\nstage: extract\n" + TEXT, "does not begin with front matter"),
        (" " + FRONT + TEXT, "does not begin with front matter"),
        (FRONT.replace("version: 3\n", "") + TEXT, "has no 'version'"),
        (FRONT.replace("variables: article, language\n", "") + TEXT, "has no 'variables'"),
        (FRONT.replace("version: 3", "version: 3\nmodel: x") + TEXT, "'model' is unknown"),
        (FRONT.replace("version: 3", "version: 3\nversion: 4") + TEXT, "'version' is given twice"),
        (FRONT.replace("version: 3", "just words") + TEXT, "'just words' is unknown"),
        (FRONT.replace("3", "0") + TEXT, "whole number from 1"),
        (FRONT.replace("3", "1.5") + TEXT, "whole number from 1"),
        (FRONT.replace("extract", "Extract!") + TEXT, "'Extract!' is no name"),
        (FRONT.replace("language", "the-language") + TEXT, "'the-language' is no name"),
        (FRONT.replace(", language", "") + TEXT, "unknown variable 'language'"),
        (FRONT.replace("language", "language, day") + TEXT, "'day' is not used"),
        (FRONT + TEXT.replace("⟦language⟧", "⟦ language ⟧"), "no part of a variable"),
        (FRONT + TEXT.replace("⟦language⟧", "⟦language⟧ ⟧"), "no part of a variable"),
        (FRONT + "words before\n" + TEXT, "must begin with"),
        (FRONT + "[system]\n⟦article⟧ ⟦language⟧", "no .user. message"),
        (FRONT + TEXT + "[assistant]\n\n", "the assistant message is empty"),
        (FRONT, "no .user. message"),
    ],
)
def test_a_file_that_breaks_the_rules_is_an_error_that_says_how(raw: str, fault: str) -> None:
    with pytest.raises(BadPrompt, match=f"extract.md.*{fault}"):
        read(raw)


def test_a_desks_own_prompt_takes_the_place_of_the_one_shipped(tmp_path: Path) -> None:
    own = "---\nstage: reask\nversion: 9\nvariables: complaint\n---\n[user]\nMend: ⟦complaint⟧\n"
    (tmp_path / "reask.md").write_text(own, encoding="utf-8")
    assert load("reask", tmp_path).version == 9
    assert load("reask", tmp_path / "nothing").version == load("reask").version


@pytest.mark.parametrize("name", ["", "../secret", "a/b", "Reask", "no_such_prompt", "reask.md"])
def test_only_prompts_have_names_of_prompts(name: str) -> None:
    with pytest.raises(BadPrompt):
        load(name)


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "reask.md").write_bytes(b"\xff\xfe")
    with pytest.raises(BadPrompt, match="UnicodeDecodeError"):
        load("reask", tmp_path)


def test_every_prompt_that_is_shipped_loads() -> None:
    assert prompts.__file__
    names = [file.stem for file in Path(prompts.__file__).parent.glob("*.md")]
    assert "reask" in names
    assert all(load(name).name == name for name in names)


def test_the_engine_says_what_is_wrong_with_a_prompt_in_its_own_terms(tmp_path: Path) -> None:
    (tmp_path / "reask.md").write_text("no prompt", encoding="utf-8")
    with pytest.raises(BadDataFile, match=r"reask\.md"):
        prompt("reask", tmp_path)
    with pytest.raises(BadDataFile, match="unknown variable 'fault'"):
        rendered(prompt("reask", None), fault="x")
