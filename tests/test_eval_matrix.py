from pathlib import Path

import pytest

from crossexam.evals.matrix import Variant, load_variants, variant_of
from crossexam.pipeline.errors import BadCase, BadSettings


def test_a_matrix_file_names_variants_with_their_environment(tmp_path: Path) -> None:
    path = tmp_path / "variants.yaml"
    path.write_text("variants:\n  plain: {}\n  mine: {engine: llm, environment: {CROSSEXAM_MODEL: small}}\n")
    assert load_variants(path) == {
        "plain": Variant(engine="local"),
        "mine": Variant(engine="llm", environment={"CROSSEXAM_MODEL": "small"}),
    }


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("variants: {}\n", 1, "at least 1"),
        ("variants:\n  plain: {}\n  plain: {}\n", 3, "repeated"),
        ("variants:\n  ../x: {}\n", 1, "letters, digits"),
        ("variants:\n  x:\n    environment: {a b: c}\n", 3, "no environment variable"),
        ("variants:\n  x:\n    model: small\n", 3, "model"),
        ("variants: [\n", 2, "not YAML"),
    ],
)
def test_a_broken_matrix_file_is_told_with_its_line(tmp_path: Path, text: str, line: int, told: str) -> None:
    path = tmp_path / "variants.yaml"
    path.write_text(text)
    with pytest.raises(BadCase, match=told) as error:
        load_variants(path)
    assert str(error.value).startswith(f"{path}:{line}: ")


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("a=local", Variant(engine="local")),
        ("a=my.module:make", Variant(engine="my.module:make")),
        ("a=llm,A=1,B_2=x=y", Variant(engine="llm", environment={"A": "1", "B_2": "x=y"})),
        ("a=llm,A=", Variant(engine="llm", environment={"A": ""})),
    ],
)
def test_a_variant_in_one_option(text: str, variant: Variant) -> None:
    assert variant_of(text) == ("a", variant)


@pytest.mark.parametrize("text", ["", "a", "a=", "=local", "a=local,b", "a=local,b=1", "../a=local", "a=local,,A=1"])
def test_an_option_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(BadSettings, match="not of the form"):
        variant_of(text)
