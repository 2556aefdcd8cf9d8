import pytest

from crossexam import Article
from crossexam.pipeline.reading.document import read
from crossexam.pipeline.reading.voices import Voices


def speakers(text: str) -> list[str | None]:
    voices = Voices(document := read(Article(article="a.txt", text=text)))
    return [voices.speaker_of(q) for q in document.quotations]


def credited(text: str, words: str) -> str | None:
    return Voices(read(Article(article="a.txt", text=text))).speaker_at(text.index(words))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“We won,” Ada Lind said.", ["Ada Lind"]),
        ("“We won,” said Ada Lind, the coach.", ["Ada Lind"]),
        ("“We won,” said the club's coach, Ada Lind.", ["club's coach"]),
        ("“We won,” the coach, Ada Lind, said on Sunday.", ["Ada Lind"]),
        ("Ada Lind, who has coached since May, told reporters: “We won.”", ["Ada Lind"]),
        ("Ada Lind said: “We won.”", ["Ada Lind"]),
        ("“We won,” she said. “It was late.”", ["she", "she"]),
        ("Ada Lind said the team was tired. “We won,” she added.", ["Ada Lind"]),
        ("According to Ada Lind, the side “never gave up hope”.", ["Ada Lind"]),
        ("The team “never gave up hope”, according to Ada Lind.", ["Ada Lind"]),
        ("“We know,” Ada Lind said, “that it was close.”", ["Ada Lind", "Ada Lind"]),
        ("“We won.\n“We did,” Ada Lind said.", ["Ada Lind", "Ada Lind"]),
        ("The sign read “no entry” in red.", [None]),
        ("“We won,” hospital spokesman Ben Oro said late on Friday.", ["Ben Oro"]),
        ("“Shares fell,” the Ministry of Finance said in a statement.", ["Ministry of Finance"]),
    ],
)
def test_speakers_are_found_before_behind_and_between(text: str, found: list[str | None]) -> None:
    assert speakers(text) == found


@pytest.mark.parametrize(
    ("text", "words", "who"),
    [
        ("Forty died, according to the Red Cross.", "Forty", "Red Cross"),
        ("The Red Cross said on Monday that forty died.", "forty", "Red Cross"),
        ("Forty died, the Red Cross said.", "Forty", "Red Cross"),
        ("Forty died in the storm.", "Forty", None),
        ("The claims of forty dead were wrong.", "forty", None),
        ("The United States is ready and forty died.", "forty", None),
        ("Ana Ruiz called the plan a farce. Forty died.", "Forty", None),
    ],
)
def test_statements_are_credited_to_whom_the_article_credits(text: str, words: str, who: str | None) -> None:
    assert credited(text, words) == who


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“I heard children,” she sobbed. Carys Dell had run.", ["she"]),
        ("Carys Dell, 29, clung to a seat. “I heard children,” she sobbed.", ["Carys Dell"]),
        ("“We go on,” beamed Ada Lind.", ["Ada Lind"]),
        ("Ex-welder Jo Tarn, 71, who lost half of her pension, raged: “It is too late.”", ["Jo Tarn"]),
        ("A top cop blasted: “We came to help.”", ["A top cop"]),
        ("The line to remember is this: “Nobody will be left behind.”", [None]),
        (
            "Cllr Dev Harkin, who leads the opposition, had another culprit. “You sent the bill,” he said.",
            ["Cllr Dev Harkin"],
        ),
        ("Ada Lind praised the plan. The treasury was not amused. “We will see,” it said.", ["treasury"]),
        ("The works council, told on Tuesday, hours before the rest, called it “a bad joke”.", ["works council"]),
        (
            "Ada Lind said the vote “was fair.” The court announced that its judges “had no view.”",
            ["Ada Lind", "court"],
        ),
        ("“Who pays?” Ada Lind asked on Monday. The court was silent.", ["Ada Lind"]),
        ("“It is over,” Ada Lind told the club, before adding: “For now.”", ["Ada Lind", "Ada Lind"]),
        ("Ada Lind spoke first. A neighbour said: “I saw smoke.”", ["A neighbour"]),
        ("Ada Lind called for calm. In the “war zone of the north,” the army shelled a town.", [None]),
        ("Lind said it was “a start” and Ben Oro replied that it was late.", ["Lind"]),
    ],
)
def test_speakers_are_who_the_text_speaks_of(text: str, found: list[str | None]) -> None:
    assert speakers(text) == found
