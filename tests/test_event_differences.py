"""What two articles tell differently of one act: when, who, whom, whether, why, to what end, in what order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossexam import Article, Finding, Kind, Report, Verdict, check

REST = "\n\nOur correspondents in the region have followed the matter for some time now.\n"


def report(*texts: str) -> Report:
    return check([Article(article=f"{n}.txt", text=text + REST, language="en") for n, text in enumerate(texts)])


def flagged(*texts: str) -> list[Finding]:
    found = report(*texts).findings
    return [f for f in found if f.kind in {Kind.EVENT, Kind.STANCE} and f.verdict.flagged]


@pytest.mark.parametrize(
    ("one", "other", "question", "verdict"),
    [
        # When.
        (
            "Prime Minister Ada Lind resigned on 4 May 2025 after weeks of pressure from her party.",
            "Ada Lind resigned as prime minister on 6 May 2025, her office said.",
            "When did Prime Minister Ada Lind resign after weeks of pressure from her party?",
            Verdict.CONFLICT,
        ),
        (
            "Police arrested Carl Imry on 2 June 2025 at his home in Ostra.",
            "Carl Imry was arrested on 5 June 2025 at his home, police said.",
            "When did police arrest Carl Imry at his home in Ostra?",
            Verdict.CONFLICT,
        ),
        (
            "The offer expires on 3 March 2025.",
            "The offer expires on 30 April 2025.",
            "When does the offer expire?",
            Verdict.CONFLICT,
        ),
        (
            "Talks between Kesh and Tavra collapsed on 3 March 2025.",
            "The talks between Kesh and Tavra broke down on 5 March 2025.",
            None,
            Verdict.CONFLICT,
        ),
        # Who did it.
        (
            "Sergeant Pål Dahl shot the suspect Leo Fenn outside the bank.",
            "Officer Mia Grau shot Leo Fenn outside the bank.",
            "Who shot Leo Fenn outside the bank?",
            Verdict.CONFLICT,
        ),
        (
            "Ilse Mark scored the winning goal in the final.",
            "Petra Voss scored the winning goal in the final.",
            "Who scored the winning goal in the final?",
            Verdict.CONFLICT,
        ),
        (
            "Norway, Sweden and Finland signed the fishing treaty with the union.",
            "Norway and Sweden signed the fishing treaty.",
            "Who signed the fishing treaty with the union?",
            Verdict.DISCREPANCY,
        ),
        (
            "Norway, Qatar and Kenya mediated the talks.",
            "The talks were mediated by Norway and Qatar.",
            "Who mediated the talks?",
            Verdict.DISCREPANCY,
        ),
        # To whom.
        (
            "Police arrested Ada Lind, Jon Rask and Mia Grau.",
            "Police arrested Ada Lind and Jon Rask.",
            "Whom or what did police arrest?",
            Verdict.DISCREPANCY,
        ),
        # Whether.
        (
            "The minister Jon Rask approved the Varde mine, his office said.",
            "Jon Rask did not approve the Varde mine, a spokesman said.",
            "Did the minister Jon Rask approve the Varde mine?",
            Verdict.CONFLICT,
        ),
        (
            "Striker Owen Brand signed the contract.",
            "Owen Brand refused to sign the contract.",
            "Did Striker Owen Brand sign the contract?",
            Verdict.CONFLICT,
        ),
        (
            "Berit Sund knew about the leak, the report says.",
            "Berit Sund denied that she knew about the leak.",
            "Did Berit Sund know about the leak?",
            Verdict.CONFLICT,
        ),
        (
            "The union accepted the offer.",
            "The union rejected the offer.",
            "Did the union accept the offer?",
            Verdict.CONFLICT,
        ),
        (
            "Leo Fenn was armed, police said.",
            "Leo Fenn was not armed, his family said.",
            "Was Leo Fenn armed?",
            Verdict.CONFLICT,
        ),
        (
            "The prime minister will attend the summit.",
            "The prime minister will not attend the summit.",
            "Will the prime minister attend the summit?",
            Verdict.DISCREPANCY,
        ),
        # Why.
        (
            "The fire at the mill was caused by a faulty heater, investigators said.",
            "Investigators blamed the fire at the mill on a cigarette.",
            "What caused the fire at the mill?",
            Verdict.DISCREPANCY,
        ),
        (
            "The smoke came from a battery, and the battery was the cause of the smoke, the board said.",
            "An oven was the cause of the smoke, passengers said.",
            "What caused the smoke?",
            Verdict.CONFLICT,
        ),
        (
            "Trams stopped because of a pay dispute.",
            "Trams stopped because of a row over rosters.",
            "Why did Trams stop?",
            Verdict.DISCREPANCY,
        ),
        # To what end.
        (
            "The army launched an offensive on Hale to free the hostages.",
            "The army launched an offensive on Hale to seize the oil port.",
            "Why did the army launch an offensive on Hale?",
            Verdict.DISCREPANCY,
        ),
        # Who stands by whom.
        (
            "Iran and Russia back the rebel leader Omar Saleh.",
            "Omar Saleh is backed by Iran and Turkey.",
            "Which countries back Omar Saleh?",
            Verdict.DISCREPANCY,
        ),
        (
            "Norway and Denmark oppose the Varn treaty.",
            "The Varn treaty is opposed by Norway, Denmark and Iceland.",
            "Which countries oppose the Varn treaty?",
            Verdict.DISCREPANCY,
        ),
        # In what order.
        (
            "The players walked off before the referee abandoned the match.",
            "The referee abandoned the match before the players walked off.",
            "Which came first: “The players walked off” or “the referee abandoned the match”?",
            Verdict.CONFLICT,
        ),
        # Who said it.
        (
            "“We lost the engine and then the lights went out,” said the captain, Ada Lind.",
            "“We lost the engine and then the lights went out,” said engineer Jon Rask.",
            "Who said: “We lost the engine and then the lights went out,”?",
            Verdict.CONFLICT,
        ),
    ],
)
def test_a_difference_is_flagged_and_asked_in_plain_words(
    one: str, other: str, question: str | None, verdict: Verdict
) -> None:
    for texts in ((one, other), (other, one)):
        (finding,) = flagged(*texts)
        assert finding.verdict is verdict
    (finding,) = flagged(one, other)
    assert question is None or finding.question == question


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # A vaguer time, another act of the same kind, another of the same name.
        (
            "Police arrested Carl Imry on 2 June 2025 at his home.",
            "Carl Imry was arrested in June 2025 at his home, police said.",
        ),
        ("Hale Town beat Ostra on 3 May 2025.", "Hale Town beat Brack on 10 May 2025."),
        ("The bank raised rates on 3 May 2025.", "The bank raised rates on 5 February 2025."),
        (
            "Rescuers found two bodies on Monday in the flooded mine.",
            "Rescuers found three more bodies on Tuesday in the flooded mine.",
        ),
        (
            "The vaccine was approved in Norway in March 2021.",
            "The vaccine was approved in Sweden in April 2021.",
        ),
        (
            "The president met the king on Monday and the premier on Tuesday.",
            "The president met the premier on Tuesday.",
        ),
        ("The council has not yet approved the plan.", "The council approved the plan."),
        ("The law was passed in 2010 and amended in 2015.", "The law was amended in 2018."),
        # Others did the same, or the same did another thing.
        ("Ada Lind praised the crew.", "Jon Rask praised the crew."),
        ("Ada Lind scored twice for Hale.", "Jon Rask scored the third goal for Hale."),
        ("Germany and France sent aid on Monday.", "Norway sent aid on Tuesday."),
        ("The union rejected the offer on Monday.", "The airline rejected the union's demand on Tuesday."),
        ("The court found Viktor Ahl guilty of fraud.", "The court did not find Berit Sund guilty."),
        ("Police arrested Ada Lind and Jon Rask.", "Police arrested Ada Lind."),
        # Causes and aims of other things.
        ("Profits fell because of higher costs.", "Costs rose because of wages."),
        ("Two people died because of the heat.", "Trains were delayed because of the heat."),
        ("The train was delayed because of a signal fault.", "The train was delayed because of a broken signal."),
        ("The plant was closed due to the strike.", "The plant was closed due to a walkout by staff."),
        ("Investigators have not found the cause of the crash.", "Investigators said the crash was caused by ice."),
        (
            "The minister visited Ostra on 3 May 2025 to open a school.",
            "The minister visited Hale on 5 May 2025 to meet farmers.",
        ),
        # Another order of other acts, or the same order told the other way round.
        ("The mayor resigned before the council met.", "The council apologised before the mayor resigned."),
        ("The army entered Hale after the rebels left.", "The rebels left Hale before the army entered."),
        # The same words by him whom one article does not name, and other words of another.
        ("“I will not resign now,” said Ada Lind.", "“I will not resign now,” said the prime minister."),
        ("“It was the best night of my life,” said Jon Rask.", "“It was the best day of my life,” said Mia Grau."),
        ("Iran backs the militia.", "The militia is backed by Iran, officials say."),
    ],
)
def test_what_is_no_difference_or_a_trifle_is_left_alone(one: str, other: str) -> None:
    assert flagged(one, other) == []
    assert flagged(other, one) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ilse Mark scored the winning goal in the final on 3 May 2025.",
        "Police arrested Ada Lind, Jon Rask and Mia Grau on 2 June 2025.",
        "The fire at the mill was caused by a faulty heater. Iran and Russia back Omar Saleh.",
        "The players walked off before the referee abandoned the match.",
    ],
)
def test_an_article_never_differs_from_its_own_copy(text: str) -> None:
    assert flagged(text, text, text) == []


def test_a_list_is_gathered_over_the_sentences_of_an_article() -> None:
    whole = "Iran backs Omar Saleh. Aid has come for years. Turkey backs Omar Saleh too."
    assert flagged(whole, "Iran and Turkey back Omar Saleh.") == []


def test_who_acts_for_a_country_is_the_country() -> None:
    one = "The United States and Russia both declined to support the Varn resolution."
    other = "The U.S. mission said it could not support the Varn resolution."
    (finding,) = flagged(one, other)
    assert finding.verdict is Verdict.DISCREPANCY
    assert finding.question.startswith("Who ")


def test_each_claim_stands_in_one_finding_of_its_kind() -> None:
    found = report(
        "Norway, Sweden and Finland signed the fishing treaty on 3 May 2025. Ada Lind did not attend.",
        "Norway and Sweden signed the fishing treaty on 5 May 2025. Ada Lind attended the signing.",
    )
    places = [p.claim for f in found.findings for p in f.positions]
    assert len(places) == len(set(places))
    assert set(places) == {c.id for c in found.claims}


WORDS = """Lind Rask Hale the council storm approved denied caused by because of to before not said “ ” , . 3 May 2025
and""".split()


@settings(max_examples=60)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join), min_size=1, max_size=3))
def test_any_words_are_examined_and_every_claim_stands_where_it_says(texts: list[str]) -> None:
    articles = [Article(article=f"{n}.txt", text=text, language="en") for n, text in enumerate(texts)]
    found = check(articles)
    by_name = {a.article: a.text for a in articles}
    for claim in found.claims:
        assert by_name[claim.article][claim.start : claim.end] == claim.evidence


@settings(max_examples=30)
@given(st.text(max_size=200), st.text(max_size=200))
def test_arbitrary_text_is_examined(one: str, other: str) -> None:
    report(f"Lind said. {one}", f"{other} was approved on 3 May 2025.")


def test_no_evidence_runs_across_a_link_that_is_skipped() -> None:
    text = "Ada Lind\n\nRead more: Storm hits Hale\n\nspoke on Monday. The council approved the plan on 3 May 2025.\n"
    found = check([Article(article="a.txt", text=text, language="en")])
    skipped = [s for a in found.articles for s in a.skipped]
    assert skipped
    assert not any(c.start < s.end and s.start < c.end for c in found.claims for s in skipped)
