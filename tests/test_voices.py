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
