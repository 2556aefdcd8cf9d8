from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossexam import Article
from crossexam.pipeline.judging.verdicts import verdict_of
from crossexam.pipeline.local.framing import examine_framing
from crossexam.pipeline.local.reading import read_all
from crossexam.pipeline.reading.identity import identify
from crossexam.pipeline.reading.names import names_in
from crossexam.pipeline.reading.vocabulary import vocabulary_of
from crossexam.pipeline.stages import Examined
from crossexam.schemas import Connotation, Naming, Relation, Verdict, Weight

SEEDS = Path(__file__).parents[1] / "seeds" / "libya-2019"


def framed(articles: list[Article]) -> list[Examined]:
    readings = read_all(articles)
    documents = [reading.document for reading in readings]
    vocabulary = vocabulary_of(documents)
    return examine_framing(readings, identify(documents, [names_in(d, vocabulary) for d in documents]))


def story(*texts: str) -> list[Article]:
    return [Article(article=f"{i}.txt", text=text) for i, text in enumerate(texts)]


def verdict(examined: Examined) -> Verdict:
    claims = examined.cluster.claims
    pairs = [(c.article, r) for c, r in zip(claims, examined.relations, strict=True)]
    return verdict_of(examined.cluster.kind, pairs)


def splits(articles: list[Article]) -> list[Examined]:
    return [e for e in framed(articles) if verdict(e) is Verdict.FRAMING_SPLIT]


def labels(examined: Examined) -> set[str]:
    return {claim.value for claim in examined.cluster.claims}


def questions(articles: list[Article]) -> list[str]:
    return sorted(e.cluster.question for e in splits(articles))


LEADER = [
    "The Velian leader, Oleg Tarn, called an election on Monday. Tarn has ruled since 1998.",
    "Velian dictator Oleg Tarn announced an election on Monday. The tyrant gave no date.",
]
LEAK = [
    "Joel Marsh, the whistleblower who told of the deaths, was charged on Thursday. Marsh obtained the files at work.",
    "Joel Marsh, the traitor who stole the files, was charged on Thursday. The leaker faces ten years.",
]
CROSSING = [
    "About 150 migrants reached the border on Sunday. The asylum seekers waited at the gate.",
    "Hundreds of illegal aliens reached the border on Sunday. The illegal immigrants were stopped.",
]
MARCH = [
    "Police dispersed demonstrators in the square on Friday. The demonstrators carried flags.",
    "Rioters filled the square on Friday, and the mob burned a police car after the protest.",
]
JOBS = [
    "Norvo said it would cut 2,000 jobs. The layoffs fall on its sales staff.",
    "In a jobs bloodbath, Norvo is culling 2,000 workers. Staff were told by email.",
]
TAX = [
    "The budget contains a tax cut for farmers, the treasury said. The tax cut for farmers begins in May.",
    "The budget contains a tax giveaway for farmers. The tax giveaway for farmers begins in May.",
]
SUIT = [
    "The party filed a lawsuit in a federal court on Friday. The suit names the mayor.",
    "The party filed a frivolous lawsuit in a federal court on Friday. The stunt names the mayor.",
]
CLINIC = [
    "Abortion rights groups and anti-abortion groups marched past the court on Monday.",
    "Pro-life groups marched past the court on Monday for unborn children. Pro-abortion activists shouted.",
]
SPEECH = [
    "Mayor Ann Lee gave a speech on Tuesday. Lee's speech lasted an hour.",
    "Mayor Ann Lee gave a rambling speech on Tuesday. Lee's rant lasted an hour.",
]
PACT = [
    "The minister said the country may withdraw from the climate accord this year.",
    "The minister wants to rip up the climate accord this year.",
]
WAR = [
    "General Ivo Sarn's offensive against the city of Horst began on Monday. His troops crossed the river.",
    "General Ivo Sarn's assault on the city of Horst began on Monday. His troops crossed the river.",
]
RULE = [
    "The government in Horst closed the border on Monday. The Horst government gave no reason.",
    "The regime in Horst closed the border on Monday. The regime gave no reason.",
]
PRAISE = [
    "President Ann Lee spoke to General Ivo Sarn on Monday.",
    "President Ann Lee praised General Ivo Sarn on Monday.",
]
HEIGHTS = [
    "They spoke about the disputed Adral Heights on Monday.",
    "They spoke about the occupied Adral Heights on Monday.",
]


@pytest.mark.parametrize(
    ("texts", "asked"),
    [
        (LEADER, ["How do the articles name Oleg Tarn?"]),
        (LEAK, ["How do the articles name Joel Marsh?", "How do the articles name the getting of the documents?"]),
        (CROSSING, ["How are the people who cross the border named?"]),
        (MARCH, ["How are those who took to the streets named?"]),
        (JOBS, ["What do the articles call the loss of jobs?"]),
        (TAX, ["How do the articles name the tax measure (farmer)?"]),
        (SUIT, ["What do the articles call the lawsuit?"]),
        (CLINIC, ["How do the articles name the sides of the abortion dispute?"]),
        (SPEECH, ["What do the articles call Ann Lee's appearance?"]),
        (PACT, ["How do the articles name the leaving of the agreement?"]),
        (WAR, ["What do the articles call Ivo Sarn's operation?"]),
        (RULE, ["How do the articles name the government of Horst?"]),
        (PRAISE, ["How do the articles say what passed between Ann Lee and Ivo Sarn?"]),
        (HEIGHTS, ["How do the articles name Adral Heights?"]),
    ],
)
def test_articles_split_where_their_own_words_lean_apart(texts: list[str], asked: list[str]) -> None:
    assert questions(story(*texts)) == asked


@pytest.mark.parametrize(
    "texts",
    [
        # sport: loud and quiet words for one result and one departure
        ["Harlow United sacked manager Ian Pryce on Monday.", "Harlow United dismissed manager Ian Pryce on Monday."],
        ["Denby beat Harlow 4-0 on Sunday, a thrashing.", "Denby's 4-0 win over Harlow came on Sunday."],
        # courts: the charge is the law's word
        [
            "Leon Akers was convicted of the murder of Mina Doyle.",
            "A jury found Leon Akers guilty of murdering Mina Doyle.",
        ],
        # companies: the trade's own words
        ["Brandt will acquire Kelso Foods.", "Brandt will buy Kelso Foods, and the takeover needs approval."],
        # weather: strong words that please nobody
        ["A devastating storm hit Elm on Thursday, and nine people died.", "A deadly storm struck Elm on Thursday."],
        # office and rank
        ["Prime Minister Ann Lee spoke on Monday.", "Ann Lee, the country's leader, spoke on Monday."],
        ["General Ivo Sarn left on Monday.", "The army chief, Ivo Sarn, left on Monday."],
        # one side of the scale, two strengths
        ["The autocrat Oleg Tarn left on Monday.", "Dictator Oleg Tarn left on Monday."],
        # a loaded word beside a plain one of another person
        ["Dictator Oleg Tarn met the Mirian leader, Ann Lee.", "The Mirian leader, Ann Lee, flew home on Monday."],
        # other senses of loaded words
        ["The inspection regime in Horst is strict.", "The government in Horst is strict."],
        ["Lee died of a heart attack in March.", "Lee died in an operation in March."],
        ["A flood of calls reached the station.", "Arrivals of calls at the station rose."],
        # nothing at all
        ["It rained.", "It snowed."],
    ],
)
def test_articles_do_not_split_over_trifles(texts: list[str]) -> None:
    assert questions(story(*texts)) == []


@pytest.mark.parametrize(
    ("quoting", "speaker"),
    [
        ("“He is a dictator,” Ann Lee said of Oleg Tarn. Tarn has ruled since 1998.", None),
        ("Ann Lee called Oleg Tarn a dictator on Monday.", "Ann Lee"),
        ("Ann Lee said on Monday that the Velian dictator Oleg Tarn would fall.", "Ann Lee"),
        ("Ann Lee: Velian dictator Oleg Tarn must go\n\nAnn Lee spoke about Oleg Tarn.", "Ann Lee"),
    ],
)
def test_a_label_in_somebodys_mouth_splits_nothing(quoting: str, speaker: str | None) -> None:
    articles = story(LEADER[0], quoting)
    assert questions(articles) == []
    said = {c.attributed_to for e in framed(articles) for c in e.cluster.claims if c.value.endswith("dictator")}
    assert said <= {speaker} or speaker is None


def test_the_narrator_speaks_again_after_a_comma() -> None:
    loaded = "Lee had won, the ministry said on Friday, as Velian dictator Oleg Tarn looked on."
    assert questions(story(LEADER[0], loaded)) == ["How do the articles name Oleg Tarn?"]


def test_distance_takes_the_edge_off_a_label() -> None:
    assert questions(story(MARCH[0], "The “rioters” filled the square on Friday after the protest.")) == []


def test_an_alleged_killer_is_not_called_a_killer() -> None:
    plain = "Leon Akers, the suspect, was held on Friday."
    assert questions(story(plain, "Alleged killer Leon Akers was held on Friday.")) == []
    assert questions(story(plain, "Killer Leon Akers was held on Friday.")) == ["How do the articles name Leon Akers?"]


def test_a_label_in_place_of_a_name_is_led_to_whom_it_fits() -> None:
    (split,) = splits(story(*LEADER))
    assert labels(split) == {"Velian leader", "Velian dictator", "tyrant"}


def test_a_label_that_could_mean_two_is_led_to_nobody() -> None:
    text = "Velian dictator Oleg Tarn met Mirian dictator Ivo Sarn. It was late when the dictator spoke."
    claims = [c for e in framed(story(text, "Oleg Tarn met Ivo Sarn.")) for c in e.cluster.claims]
    assert sorted(c.value for c in claims) == ["Mirian dictator", "Velian dictator"]


def test_spellings_of_one_name_are_one_person() -> None:
    texts = ["Longtime ruler Muammar Gaddafi fell in 2011.", "The dictator Moammar Gadhafi fell in 2011."]
    (split,) = splits(story(*texts))
    assert labels(split) == {"longtime ruler", "dictator"}


def test_a_claim_has_its_exact_span_its_label_and_its_side() -> None:
    (split,) = splits(story(*LEADER))
    texts = dict(zip(("0.txt", "1.txt"), LEADER, strict=True))
    for claim in split.cluster.claims:
        assert texts[claim.article][claim.start : claim.end] == claim.evidence
        assert isinstance(claim.detail, Naming)
        assert claim.detail.referent == "Oleg Tarn"
    sides = {c.value: c.detail.connotation for c in split.cluster.claims if isinstance(c.detail, Naming)}
    assert sides["Velian leader"] is Connotation.NEUTRAL
    assert sides["Velian dictator"] is Connotation.UNFAVOURABLE


def test_a_participle_behind_a_noun_is_part_of_the_evidence() -> None:
    plain = "Mayor Ann Lee spoke in an address televised across the country. It was long."
    (split,) = splits(story(plain, SPEECH[1]))
    assert "address televised" in {claim.evidence for claim in split.cluster.claims}


def test_the_plainest_label_is_the_reference_and_loaded_ones_differ_from_it() -> None:
    (split,) = splits(story(*LEADER))
    relations = {c.value: r for c, r in zip(split.cluster.claims, split.relations, strict=True)}
    assert split.relations[0] is Relation.SAME
    assert relations == {
        "Velian leader": Relation.SAME, "Velian dictator": Relation.DIFFERS, "tyrant": Relation.DIFFERS,
    }  # fmt: skip


def test_what_stands_in_a_headline_is_major_and_one_of_many_is_minor() -> None:
    headed = story("Velian leader Oleg Tarn calls vote\n\nOleg Tarn spoke.", LEADER[1], "It rained.", "It snowed.")
    passing = story(LEADER[0], "It was said of dictator Oleg Tarn that he slept.", *["It rained."] * 3)
    assert [e.weight for e in splits(headed)] == [Weight.MAJOR]
    assert [e.weight for e in splits(passing)] == [Weight.MINOR]


def test_agreeing_labels_of_two_articles_are_corroborated_and_a_plain_one_of_one_is_no_claim() -> None:
    agreeing = story("Club spokesman Ken Ode spoke.", "It was spokesman Ken Ode who spoke.")
    assert [verdict(e) for e in framed(agreeing)] == [Verdict.CORROBORATED]
    assert framed(story("Club spokesman Ken Ode spoke.", "It rained.")) == []


def test_one_article_alone_can_only_be_a_single_source() -> None:
    assert {verdict(e) for e in framed(story(LEADER[1]))} <= {Verdict.SINGLE_SOURCE}


ALL = [LEADER, LEAK, CROSSING, MARCH, JOBS, TAX, SUIT, CLINIC, SPEECH, PACT, WAR, RULE, PRAISE, HEIGHTS]


def shape(examined: list[Examined]) -> list[tuple[str, list[tuple[str, int, int, str, str | None]], object]]:
    return sorted(
        (
            e.cluster.question,
            sorted((c.article, c.start, c.end, c.value, c.attributed_to) for c in e.cluster.claims),
            e.relations,
        )
        for e in examined
    )


@pytest.mark.parametrize("texts", ALL)
def test_the_order_of_the_articles_makes_no_difference(texts: list[str]) -> None:
    articles = story(*texts, "It rained in Horst.")
    assert len({repr(shape(framed(list(order)))) for order in permutations(articles)}) == 1


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["Oleg Tarn", "Jun Abara", "Mette Lund"]),
    st.sampled_from(["Ann Lee", "Rosa Quint", "Piet Onyango"]),
    st.sampled_from(["Velian", "Norwegian", "Libyan"]),
)
def test_renaming_people_renames_the_findings_and_nothing_else(leader: str, critic: str, nation: str) -> None:
    texts = [
        "The Velian leader, Oleg Tarn, met Ann Lee on Monday. Tarn praised Lee.",
        "Velian dictator Oleg Tarn met Ann Lee on Monday. The tyrant spoke to Ann Lee. “Tarn is a thug,” Lee said.",
    ]

    def renamed(text: str) -> str:
        for old, new in (("Oleg Tarn", leader), ("Ann Lee", critic), ("Velian", nation)):
            text = text.replace(old, new).replace(old.split()[-1], new.split()[-1])
        return text

    def seen(articles: list[Article], rename: bool) -> list[tuple[str, list[tuple[str, str]], object]]:
        found = [
            (e.cluster.question, [(c.article, c.value) for c in e.cluster.claims], e.relations)
            for e in framed(articles)
        ]
        if rename:
            found = [(renamed(q), [(a, renamed(v)) for a, v in cs], r) for q, cs, r in found]
        return sorted(found, key=repr)

    assert seen(story(*map(renamed, texts)), rename=False) == seen(story(*texts), rename=True)


def test_an_article_printed_twice_adds_no_split() -> None:
    once, twice = story(*LEADER), story(*LEADER, LEADER[0])
    assert questions(once) == questions(twice)
    assert questions(story(LEADER[1], LEADER[1])) == []


def test_the_seed_storys_loaded_labels_are_found_and_nothing_else_is() -> None:
    articles = [
        Article(article=path.name, text=path.read_text(encoding="utf-8")) for path in sorted(SEEDS.glob("*.txt"))
    ]
    asked = questions(articles)
    for part in (
        "name Khalifa Haftar",
        "government of Tripoli",
        "government of the east",
        "Haftar's operation",
        "passed between",
    ):
        assert any(part in question for question in asked), part
    assert len(asked) <= 9


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=300), min_size=1, max_size=3))
def test_any_text_is_read_without_a_fault_and_with_exact_spans(texts: list[str]) -> None:
    articles = story(*texts)
    for examined in framed(articles):
        for claim in examined.cluster.claims:
            text = next(a.text for a in articles if a.article == claim.article)
            assert text[claim.start : claim.end] == claim.evidence


@pytest.mark.parametrize(
    "unit", ["regime ", "Doe's attack on Doe, ", "the dictator of ", "“terrorist” ", "a-b-", "far-right "]
)
def test_endless_repetition_is_read_to_its_end(unit: str) -> None:
    framed(story(unit * (60_000 // len(unit)), "Doe rules."))
