"""Where do a thousand stories come from? From one, with its names, numbers and order changed.

What stays the same in all articles of a story is changed in the same way in all of them, so that they still agree and
differ as they did. The same number gives the same story on every machine.
"""

import re
from pathlib import Path
from random import Random

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
_WORD = re.compile(r"[A-Za-z]+")
_NUMBER = re.compile(r"(?<![\w.,-])\d{2,3}(?![\w.,-])")


def make_stories(seed: Path, folder: Path, count: int) -> None:
    """Write `count` stories, each as many articles as the seed has, to folders of their own."""
    texts = _texts_of(seed)
    for number in range(count):
        story = folder / f"story-{number:04}"
        story.mkdir(parents=True)
        for name, text in _changed(texts, number).items():
            (story / name).write_text(text, encoding="utf-8")


def make_story(seed: Path, folder: Path, articles: int) -> None:
    """Write one story of `articles` articles: those of the seed again and again, each time in another order."""
    texts = list(_texts_of(seed).items())
    folder.mkdir(parents=True)
    for number in range(articles):
        name, text = texts[number % len(texts)]
        (folder / f"{number:03}-{name}").write_text(_in_another_order(text, Random(number)), encoding="utf-8")


def _texts_of(seed: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(seed.glob("*.txt"))}


def _changed(texts: dict[str, str], number: int) -> dict[str, str]:
    chance = Random(number)
    names = sorted({name for text in texts.values() for name in _NAME.findall(text)})
    others = dict(zip(names, chance.sample(names, len(names)), strict=True))
    more = chance.randrange(90)

    def renamed(text: str) -> str:
        return _WORD.sub(lambda word: others.get(word.group(), word.group()), text)

    def recounted(text: str) -> str:
        return _NUMBER.sub(lambda digits: str(int(digits.group()) + more), text)

    return {name: _in_another_order(recounted(renamed(text)), chance) for name, text in texts.items()}


def _in_another_order(text: str, chance: Random) -> str:
    """Return a text with its paragraphs, but for the first, in another order."""
    first, *rest = text.split("\n\n")
    chance.shuffle(rest)
    return "\n\n".join([first, *rest])
