from itertools import permutations

import pytest

from crossexam import Article
from crossexam.pipeline.reading.document import read
from crossexam.pipeline.reading.identity import Referents, are_spellings, identify
from crossexam.pipeline.reading.names import names_in
from crossexam.pipeline.reading.vocabulary import vocabulary_of


def story(*texts: str) -> Referents:
    documents = [read(Article(article=f"{i}.txt", text=text)) for i, text in enumerate(texts)]
    vocabulary = vocabulary_of(documents)
    return identify(documents, [names_in(d, vocabulary) for d in documents])


def groups(referents: Referents) -> set[frozenset[str]]:
    return {frozenset(referent.variants) for referent in referents.all()}


def same(referents: Referents, *forms: str) -> bool:
    return any(set(forms) <= group for group in groups(referents))


@pytest.mark.parametrize(
    ("texts", "forms"),
    [
        (["They met Jane Doe. It was Doe who spoke."], ["Jane Doe", "Doe"]),
        (["They met Jane Doe."], ["Jane Doe"]),
        (["They met Jane Doe.", "It was Doe who spoke."], ["Jane Doe", "Doe"]),
        (["They met Donald J. Trump.", "They met Donald Trump."], ["Donald J. Trump", "Donald Trump"]),
        (["They met Moammar Gadhafi.", "They met Muammar Qaddafi."], ["Moammar Gadhafi", "Muammar Qaddafi"]),
        (["They met Moammar Gadhafi.", "It was Kadafi."], ["Moammar Gadhafi", "Kadafi"]),
        (["They met Bashar al-Assad.", "They met Bashar Assad."], ["Bashar al-Assad", "Bashar Assad"]),
        (["They met Kim Jong Un. It was Kim who won."], ["Kim Jong Un", "Kim"]),
        (["They met Kim Jong-un.", "They met Kim Jong Un."], ["Kim Jong-un", "Kim Jong Un"]),
        (["They met the Libyan National Army (LNA).", "It was the LNA."], ["Libyan National Army", "LNA"]),
        (["They met the Kelso Tram Workers Union.", "It was the KTWU."], ["Kelso Tram Workers Union", "KTWU"]),
        (["They left the U.S. for Iran.", "They left the United States."], ["U.S.", "United States"]),
        (["The U. S. army left.", "The American left the US."], ["American", "US"]),
        (["They went to Libya with a Libyan."], ["Libya", "Libyan"]),
        (["They went to the U.N. today.", "They went to the United Nations."], ["U.N.", "United Nations"]),
        (["They sold Apple Inc. today.", "They sold Tesla Corp today. It was Tesla Inc."], ["Tesla Corp", "Tesla Inc"]),
    ],
)
def test_forms_of_one_name_are_one_referent(texts: list[str], forms: list[str]) -> None:
    assert same(story(*texts), *forms)


@pytest.mark.parametrize(
    ("texts", "forms"),
    [
        (["They met John Smith.", "They met Jane Smythe."], ["John Smith", "Jane Smythe"]),
        (["They met John Smith and Joan Smith."], ["John Smith", "Joan Smith"]),
        (["They met Daniel Diaz and Daniela Diaz."], ["Daniel Diaz", "Daniela Diaz"]),
        (["They met Kim Jong Un and Kim Yo Jong."], ["Kim Jong Un", "Kim Yo Jong"]),
        (["They met Robert Doe and Robert Doe Jr. today."], ["Robert Doe", "Robert Doe Jr"]),
        (["They met George H. W. Bush.", "They met George W. Bush."], ["George H. W. Bush", "George W. Bush"]),
        (["They met Ann Doe and Bo Doe.", "It was Doe."], ["Doe", "Ann Doe"]),
        (["They spoke of Tehran and of Iran."], ["Tehran", "Iran"]),
        (["They met Ann Lee.", "They met Ann Leigh."], ["Ann Lee", "Ann Leigh"]),
    ],
)
def test_names_that_may_be_two_are_kept_apart(texts: list[str], forms: list[str]) -> None:
    assert not same(story(*texts), *forms)


def test_the_fullest_form_stands_for_a_person() -> None:
    referents = story("It was Doe. They met Jane Doe.")
    assert {r.text for r in referents.all()} == {"Jane Doe"}


def test_ids_are_unique() -> None:
    referents = story("They met Ann Doe and Bo Doe. It was Doe.", "It was Doe, in Iran, with the LNA.")
    ids = [referent.id for referent in referents.all()]
    assert len(ids) == len(set(ids))


def test_the_order_of_the_articles_makes_no_difference() -> None:
    texts = [
        "They met Moammar Gadhafi and Ann Doe.",
        "It was Kadafi. It was Doe. It was the LNA.",
        "The Libyan National Army (LNA) met Muammar Qaddafi and Bo Doe.",
    ]
    names = [f"{i}.txt" for i in range(3)]
    seen = set()
    for order in permutations(range(3)):
        documents = [read(Article(article=names[i], text=texts[i])) for i in order]
        vocabulary = vocabulary_of(documents)
        referents = identify(documents, [names_in(d, vocabulary) for d in documents])
        seen.add(tuple((r.id, r.text, r.kind, r.variants) for r in referents.all()))
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("gadhafi", "qaddafi", True),
        ("gaddafi", "kadafi", True),
        ("haftar", "hifter", True),
        ("zelensky", "zelenskyy", True),
        ("hussein", "hussain", True),
        ("yanukovych", "yanukovich", True),
        ("johnson", "johnston", False),
        ("smith", "smythe", False),
        ("lee", "li", False),
        ("macron", "merkel", False),
    ],
)
def test_spellings_share_their_consonants_and_their_ending(one: str, other: str, alike: bool) -> None:
    assert are_spellings(one, other) is alike
    assert are_spellings(other, one) is alike
