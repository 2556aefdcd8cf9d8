"""Quotations through the whole local engine: what is found, who said it, and what was altered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossexam import Article, Finding, Kind, Verdict, Weight, check


def quotes(*texts: str) -> list[Finding]:
    articles = [Article(article=f"{n}.txt", text=text, language="en") for n, text in enumerate(texts)]
    return [f for f in check(articles).findings if f.kind is Kind.QUOTE]


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (
            "“The pitch was dry and hard,” Ana Ruiz said.",
            "“The pitch was dry and hard,” said Ruiz.",
            Verdict.CORROBORATED,
        ),
        ("“The pitch was dry and hard,” Ana Ruiz said.", "Ruiz called it “dry and hard”.", Verdict.CORROBORATED),
        (
            "“Our profit will not double this year,” Ana Ruiz said.",
            "“Our profit will double this year,” Ana Ruiz said.",
            Verdict.ALTERED_QUOTE,
        ),
        (
            "“We met to discuss safety and the need to train guards,” Ana Ruiz said.",
            "They met “to discuss safety to train guards”, Ana Ruiz said.",
            Verdict.ALTERED_QUOTE,
        ),
        (
            "“We met to discuss safety and the need to train guards,” Ana Ruiz said.",
            "“We met to discuss … the need to train guards,” Ana Ruiz said.",
            Verdict.CORROBORATED,
        ),
        (
            "“It is the worst flood that this valley has seen in a century,” Ana Ruiz said.",
            "‘Worst Flood Valley Seen In Century’\n\nIt rained for a week.",
            Verdict.ALTERED_QUOTE,
        ),
        (
            "“We have a plan and it is ready,” Ana Ruiz said.",
            "“We have a ready plan,” Ana Ruiz said.",
            Verdict.ALTERED_QUOTE,
        ),
        ("“We colour it by hand,” Ana Ruiz said.", '"We color it by hand," Ana Ruiz said.', Verdict.CORROBORATED),
    ],
)
def test_word_edits_decide_what_became_of_an_utterance(one: str, other: str, verdict: Verdict) -> None:
    assert [f.verdict for f in quotes(one, other)] == [verdict]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“We are very pleased,” Ana Ruiz said.", "“We are very pleased,” Ben Oro said."),
        (
            "“We are deeply concerned by the closure,” Ana Ruiz said.",
            "“We are deeply grateful to the crew,” Ana Ruiz said.",
        ),
        ("“It rained on Monday,” Ana Ruiz said.", "“They won on Sunday,” Ana Ruiz said."),
    ],
)
def test_two_utterances_are_never_taken_for_versions_of_one(one: str, other: str) -> None:
    assert [f.verdict for f in quotes(one, other)] == [Verdict.SINGLE_SOURCE] * 2


def test_each_sentence_of_a_statement_is_a_finding_of_its_own() -> None:
    (finding, other) = quotes("“We urge calm. Our doors are open,” Ana Ruiz said.")
    assert {finding.positions[0].value, other.positions[0].value} == {"We urge calm.", "Our doors are open,"}


def test_an_utterance_split_around_its_verb_is_one() -> None:
    (finding,) = quotes("“We know,” Ana Ruiz said, “that the bridge was weak.”")
    assert finding.positions[0].value == "We know, that the bridge was weak."
    assert finding.positions[0].attributed_to == "Ana Ruiz"


def test_the_name_of_a_thing_in_quotation_marks_is_no_utterance() -> None:
    assert quotes("The trail is called the “Ring of Hills” and ends at the “Old Mill”.") == []


def test_a_changed_function_word_weighs_less_than_a_changed_sense() -> None:
    (minor,) = quotes(
        "“Their threats to the valley and its farms go on,” Ana Ruiz said.",
        "“Their threats towards the valley and its farms go on,” Ana Ruiz said.",
    )
    (major,) = quotes(
        "“Their threats to the valley and its farms go on,” Ana Ruiz said.",
        "“Their insults to the valley and its farms go on,” Ana Ruiz said.",
    )
    assert (minor.weight, major.weight) == (Weight.MINOR, Weight.MAJOR)


@given(
    st.permutations(
        [
            "“The dam held all night,” Ana Ruiz said.",
            "“The dam held,” said Ruiz.",
            "“The dam burst all night,” Ana Ruiz said.",
        ]
    )
)
def test_the_order_of_the_articles_changes_nothing(texts: list[str]) -> None:
    (finding,) = quotes(*texts)
    assert finding.verdict is Verdict.ALTERED_QUOTE
    assert len(finding.positions) == 3
