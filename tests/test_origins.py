import pytest

from crossexam import Article, Claim, Kind
from crossexam.pipeline.judging.origins import Origins

WIRE = "The river rose by two metres in one night and took the old bridge with it"


def claim(article: Article, evidence: str, credited: str | None = None) -> Claim:
    start = article.text.index(evidence)
    return Claim(
        id=article.article, article=article.article, kind=Kind.QUANTITY, start=start, end=start + len(evidence),
        evidence=evidence, value="2 metres", attributed_to=credited,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "groups"),
    [
        (f"{WIRE}.", f"Late on Friday: {WIRE.upper()}!", 1),
        (f"{WIRE}.", f"{WIRE.replace('took', 'swept away')}.", 2),
        ("It rose by two metres.", "It rose by two metres.", 2),
        (f"It rose by two metres.{' Nothing else is known.' * 9} {WIRE}.", f"{WIRE}.", 2),
    ],
)
def test_twelve_words_in_a_row_around_a_claim_are_one_origin(one: str, other: str, groups: int) -> None:
    articles = {name: Article(article=name, text=text) for name, text in (("a", one), ("b", other))}
    claims = [claim(a, "TWO METRES" if "TWO METRES" in a.text else "two metres") for a in articles.values()]
    assert Origins(articles).count(claims) == groups


def test_one_informant_is_one_origin_and_so_is_one_text() -> None:
    articles = {
        name: Article(article=name, text=f"{name}: it rose by two metres.", duplicate_of=copied)
        for name, copied in (("a", None), ("b", None), ("c", "a"), ("d", None))
    }
    claims = [claim(a, "two metres", "the mayor" if a.article in {"b", "d"} else None) for a in articles.values()]
    assert Origins(articles).groups(claims) == [("a", "c"), ("b", "d")]


def test_a_claim_alone_has_one_origin() -> None:
    article = Article(article="a", text="It rose by two metres.")
    assert Origins({"a": article}).groups([claim(article, "two metres")]) == [("a",)]
    assert Origins({"a": article}).count([]) == 1
