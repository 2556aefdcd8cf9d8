"""What would a plain reader answer to a prompt of the engine? Rules stand in for a model, in tests and red-team runs.

They see the request alone, as a model does, read little and never guess: figures with the word behind them, who did
what, quotations, and what armies and governments are called. The same request always has the same answer.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from .model_server import Body, Step, says

Answer = dict[str, Any]
_BLOCK = re.compile(r"<<<([0-9a-f]{16}) begin (\w+)>>>\n(.*?)\n<<<\1 end \2>>>", re.DOTALL)
_PARAGRAPH = re.compile(r"^\[([0-9]+)\] (.*)$")
_FIGURE = re.compile(
    r"\b((?i:over |more than |at least |about |nearly ))?([0-9][0-9,]*)(?: ([a-z]+))?"
    r"(?: (?:were|have been|was))? ([a-z]{4,})"
)
_ACT = re.compile(r"([A-Z][a-z]+(?: [A-Z][a-z]+)*) ([a-z]{2,}ed|met|left|spoke) ((?:[\w-]+ ){0,5}[\w-]+)")
_QUOTE = re.compile(r"[“\"]([^“”\"\n]{8,400})[”\"]")
_NAME = re.compile(r"\b([a-z]{3,}) (forces|army|government|fighters|commander|militia)\b")
_SIGNS = {"over ": ">", "more than ": ">", "at least ": ">=", "about ": "~", "nearly ": "~", "": "="}
_LOADED = {"rebel", "rogue", "renegade"}
_DIGITS = re.compile(r"[0-9][0-9,]*")


def stage_of(body: Body) -> str:
    """Return which stage of the engine asks."""
    wanted = body["response_format"]["json_schema"]["schema"]["properties"]
    signs = {"figures": "extract", "groups": "cluster", "compared": "crossexamine", "findings": "phrase"}
    return next(stage for sign, stage in signs.items() if sign in wanted)


def blocks_of(body: Body) -> dict[str, str]:
    """Return what stands between marks in a request, by the names of the marks."""
    asked = "\n".join(str(message["content"]) for message in body["messages"] if message["role"] == "user")
    return {label: text for _, label, text in _BLOCK.findall(asked)}


def answer_of(body: Body) -> Answer:
    """Return the plain reader's answer to a request."""
    return _STAGES[stage_of(body)](blocks_of(body))


def plain_reader() -> Step:
    """Answer every request of the engine as the plain reader does."""
    return says(lambda body: json.dumps(answer_of(body)))


def paragraphs_of(article: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of an article as a prompt has it, each with the number of its paragraph."""
    number = 0
    for line in article.split("\n"):
        found = _PARAGRAPH.match(line)
        number = int(found[1]) if found else number
        yield number, found[2] if found else line


def _extract(blocks: dict[str, str]) -> Answer:
    figures: list[Answer] = []
    events: list[Answer] = []
    quotes: list[Answer] = []
    names: dict[str, list[Answer]] = {}
    for number, text in paragraphs_of(blocks["article"]):
        figures += [_figure(number, figure) for figure in _FIGURE.finditer(text)]
        events += [_event(number, act) for act in _ACT.finditer(text)]
        quotes += [_quote(number, words) for words in _QUOTE.findall(text)]
        for label in _NAME.finditer(text):
            lean = "unfavourable" if label[1] in _LOADED else "neutral"
            told = {"paragraph": number, "evidence": label[0], "lean": lean, "attributed_to": None}
            names.setdefault(f"the {label[2]}", []).append(told)
    named = [{"about": about, "labels": labels} for about, labels in names.items()]
    return {"figures": figures, "events": events, "stances": [], "quotes": quotes, "names": named}


def _plain(number: int, evidence: str, question: str, value: str) -> Answer:
    return {"paragraph": number, "evidence": evidence, "question": question, "value": value, "attributed_to": None}


def _value(figure: re.Match[str]) -> str:
    return f"{_SIGNS[(figure[1] or '').lower()]}{figure[2]} {figure[4]}"


def _figure(number: int, figure: re.Match[str]) -> Answer:
    return _plain(number, figure[0], f"How many are said to be {figure[4]}?", _value(figure))


def _event(number: int, act: re.Match[str]) -> Answer:
    return _plain(number, act[0], f"What has {act[1]} {act[2]}?", act[0]) | {"dated": None}


def _quote(number: int, words: str) -> Answer:
    return {"paragraph": number, "opening": " ".join(words.split()[:5]), "speaker": None}


def rows_of(text: str) -> Iterator[list[str]]:
    """Yield the fields of the lines of a list."""
    for line in text.split("\n"):
        fields = [field.strip() for field in line.split(" | ")]
        if fields[0].isalnum() and fields[0][0].isdigit():
            yield fields


def _cluster(blocks: dict[str, str]) -> Answer:
    groups: dict[tuple[str, str], list[int]] = {}
    for number, _, sort, question, *_ in rows_of(blocks["statements"]):
        groups.setdefault((sort, question.lower()), []).append(int(number))
    asked = {"name": "How do the reports name {}?"}
    return {
        "groups": [
            {"question": asked.get(sort, "{}").format(question).capitalize(), "lines": lines}
            for (sort, question), lines in groups.items()
            if len(lines) > 1
        ]
    }


def _crossexamine(blocks: dict[str, str]) -> Answer:
    compared: list[Answer] = []
    found: list[Answer] = []
    matters: dict[str, list[str]] = {}
    lettered: set[str] = set()
    for fields in rows_of(blocks["matters"]):
        if fields[0].isdigit():
            matters[fields[0]] = fields
            continue
        number = fields[0].rstrip("abcdefghijklmnopqrstuvwxyz")
        lettered.add(number)
        compared.append({"line": fields[0], "relation": _relation(matters[number], fields[-1])})
    for number in matters.keys() - lettered:
        found += _found(matters[number], blocks["article"])
    spoken = {answer["matter"] for answer in found}
    silent = sorted(int(n) for n in matters.keys() - lettered if int(n) not in spoken)
    found.sort(key=lambda answer: (answer["matter"], answer["paragraph"]))
    return {"compared": compared, "found": found, "silent": silent}


def _relation(matter: list[str], answer: str) -> str:
    if matter[1] == "name":
        return "same" if _is_loaded(matter[3]) == _is_loaded(answer) else "differs"
    said, asked = (" ".join(text.lower().split()) for text in (answer, matter[3]))
    return "same" if (_DIGITS.findall(said) or said) == (_DIGITS.findall(asked) or asked) else "differs"


def _is_loaded(label: str) -> bool:
    return not _LOADED.isdisjoint(label.split())


def _found(matter: list[str], article: str) -> list[Answer]:
    """Return the first figure of the same thing."""
    counted = matter[3].split()[-1]
    for number, text in paragraphs_of(article):
        for figure in _FIGURE.finditer(text):
            if matter[1] == "figure" and figure[4] == counted:
                value = _value(figure)
                told = {"paragraph": number, "evidence": figure[0], "value": value, "attributed_to": None}
                return [{"matter": int(matter[0]), **told, "relation": _relation(matter, value)}]
    return []


def _phrase(blocks: dict[str, str]) -> Answer:
    findings: list[Answer] = []
    for fields in rows_of(blocks["findings"]):
        number, _, verdict, question = fields[:4]
        reason = "The reports agree." if verdict == "corroborated" else "The reports tell this in different ways."
        told = {"question": question, "reason": reason, "weight": "major", "repeats": None}
        findings.append({"finding": int(number), **told})
    return {"findings": findings}


_STAGES: dict[str, Callable[[dict[str, str]], Answer]] = {
    "extract": _extract,
    "cluster": _cluster,
    "crossexamine": _crossexamine,
    "phrase": _phrase,
}
