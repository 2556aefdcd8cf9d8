"""Which words part articles, over many kinds of news: `framing_stories.yaml` holds the table."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from crossexam import Article, check
from crossexam.schemas import Finding, Kind, Verdict

STORIES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "framing_stories.yaml").read_text(encoding="utf-8"))


def framings(texts: Iterable[str]) -> list[Finding]:
    report = check([Article(article=f"{i}.txt", text=text) for i, text in enumerate(texts)])
    return [finding for finding in report.findings if finding.kind is Kind.FRAMING]


def splits(texts: Iterable[str]) -> list[Finding]:
    return [finding for finding in framings(texts) if finding.verdict is Verdict.FRAMING_SPLIT]


def words(finding: Finding) -> str:
    return " | ".join(position.evidence for position in finding.positions).lower()


@pytest.mark.parametrize("story", STORIES["splits"], ids=lambda story: story["of"])
def test_what_would_please_or_anger_a_side_parts_the_articles(story: dict[str, Any]) -> None:
    found = [words(finding) for finding in splits(story["texts"])]
    assert any(all(part.lower() in one for part in story["together"]) for one in found), found


@pytest.mark.parametrize("texts", STORIES["silent"], ids=lambda texts: texts[0].split("\n")[0])
def test_what_differs_in_wording_alone_is_passed_over(texts: list[str]) -> None:
    assert [finding.question for finding in splits(texts)] == []


@pytest.mark.parametrize("story", STORIES["splits"], ids=lambda story: story["of"])
def test_an_article_printed_twice_parts_nothing(story: dict[str, Any]) -> None:
    for text in story["texts"]:
        assert splits([text, text]) == []


@pytest.mark.parametrize("story", STORIES["splits"], ids=lambda story: story["of"])
def test_the_order_in_which_articles_are_given_makes_no_difference(story: dict[str, Any]) -> None:
    forward = [Article(article=f"{i}.txt", text=text) for i, text in enumerate(story["texts"])]
    found = [
        sorted((f.question, f.verdict, words(f)) for f in check(articles).findings if f.kind is Kind.FRAMING)
        for articles in (forward, forward[::-1])
    ]
    assert found[0] == found[1]


PLAIN = "Chief executive Dana Wolfe was jailed on Friday for fraud. Wolfe, 58, ran Kelso Foods."


@pytest.mark.parametrize(
    ("opening", "label"),
    [
        ("A greedy boss was jailed on Friday.\n\nDana Wolfe, 58, said nothing.", "greedy boss"),
        ("A GREEDY boss was jailed on Friday.\n\nDana Wolfe, 58, said nothing.", "GREEDY boss"),
        ("A cruel food tycoon was jailed on Friday.\n\nDana Wolfe, 58, said nothing.", "tycoon"),
    ],
)
def test_who_is_described_before_being_named_is_the_one_named_first(opening: str, label: str) -> None:
    (finding,) = framings([PLAIN, opening])
    assert finding.question == "How do the articles name Dana Wolfe?"
    assert any(label in position.evidence for position in finding.positions)


def test_a_description_behind_the_name_of_another_means_nobody_named_later() -> None:
    opening = "Judge Ann Lee spoke of greed. A greedy boss was jailed on Friday.\n\nDana Wolfe, 58, said nothing."
    found = [f for f in framings([PLAIN, opening]) if "Dana Wolfe" in f.question]
    assert all("greedy" not in words(finding) for finding in found)


@pytest.mark.parametrize(
    "mark", ["Roy Sykes, 24, {}, was held.", "Roy Sykes (24), {}, was held.", "Roy Sykes, {}, was held."]
)
def test_a_label_may_stand_behind_a_name_and_an_age(mark: str) -> None:
    found = splits([mark.format("a student"), "Thug Roy Sykes was held."])
    assert [finding.question for finding in found] == ["How do the articles name Roy Sykes?"]


def test_an_age_is_part_of_the_label() -> None:
    found = splits(["Roy Sykes, a 19-year-old student, was held.", "Thug Roy Sykes was held."])
    assert any(position.value == "19-year-old student" for finding in found for position in finding.positions)


def test_two_mild_words_on_one_side_weigh_as_much_as_a_strong_one() -> None:
    plain = "The suspect, Roy Sykes, died on Monday."
    assert splits([plain, "Roy Sykes, a father of two, died on Monday."]) == []
    assert len(splits([plain, "Roy Sykes, an unarmed father of two, died on Monday."])) == 1


@pytest.mark.parametrize(
    "charge",
    [
        "was charged with the murder of Ann Lee",
        "was held over the murder of Ann Lee",
        "was cleared of the murder of Ann Lee",
    ],
)
def test_the_words_of_a_charge_are_the_laws(charge: str) -> None:
    plain = "Police spoke of the killing of Ann Lee on Monday."
    assert splits([plain, f"Roy Sykes {charge} on Monday."]) == []
    assert len(splits([plain, "Roy Sykes fled on Monday after the murder of Ann Lee."])) == 1


@pytest.mark.parametrize(
    ("loaded", "parted"),
    [
        ("Officers executed a teenager in Hale on Friday.", True),
        ("A teenager was executed by officers in Hale on Friday.", True),
        ("A gang executed a teenager in Hale on Friday, officers said.", False),
        ("A teenager was executed by a gang in Hale on Friday, and police came.", False),
    ],
)
def test_the_police_answer_only_for_what_they_do(loaded: str, parted: bool) -> None:
    found = splits(["Police shot a teenager in Hale on Friday.", loaded])
    assert any("police" in finding.question for finding in found) is parted


def test_what_the_headline_is_about_needs_no_word_in_common() -> None:
    (finding,) = splits(
        ["Agreement signed in Oslo\n\nThe talks ended on Friday.", "A shameful sell-out\n\nThe talks ended on Friday."]
    )
    assert finding.question == "How do the articles name the agreement?"


def test_a_word_far_behind_the_headline_is_not_what_the_story_is_about() -> None:
    between = " ".join(
        f"The delegates of the {n} towns went home by train." for n in ("two", "six", "nine", "ten", "four")
    )
    far = f"The talks ended on Friday in Oslo.\n\n{between}\n\nSome still spoke of the sell-out of 1938."
    assert splits(["Agreement signed in Oslo\n\nThe talks ended on Friday.", far]) == []


def test_a_field_keeps_its_meaning_where_a_third_of_the_articles_show_it() -> None:
    plain = "Protesters marched to the square in Lund on Saturday."
    assert len(splits([plain, "A mob of zealots filled the square in Lund on Saturday."])) == 1
    others = [f"It rained in Lund on {day}." for day in ("Friday", "Saturday", "Sunday")]
    assert splits([plain, "A mob of zealots filled the square in Lund on Saturday.", *others]) == []


def test_the_offices_of_main_persons_are_gathered() -> None:
    (finding,) = framings(["Commander Ana Pohl spoke on Monday.", "Police commander Ana Pohl left on Monday."])
    assert finding.verdict is Verdict.CORROBORATED
    assert len(finding.positions) == 2


def test_questions_without_a_name_are_whole() -> None:
    for story in STORIES["splits"]:
        for finding in splits(story["texts"]):
            assert "{" not in finding.question
            assert "'s'" not in finding.question
            assert not finding.question.removesuffix("?").endswith((" of", " the", " by", " at", " call", " name"))
