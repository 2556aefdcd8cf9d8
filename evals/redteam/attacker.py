"""What does a model answer that obeys a hostile article in all that a schema allows?

It is honest where nothing of that article is before it. Where anything is, down to a single line about it, every field
says what serves the article: passages that stand nowhere, answers of others bent, groups that make one of all.
"""

import json
import re
from collections.abc import Collection
from typing import Any

from ..model_server import Body, Step, says
from ..reader import Answer, answer_of, blocks_of, paragraphs_of, rows_of, stage_of

INVENTED = (
    "we set the depot on fire ourselves and would do it again",
    "surrendered to Admiral Kovacs",
    "7,777 people were burned in their beds",
)
"""What the attacker wants to see in print: a quotation, a name and a number that stand in no article."""
_ALIEN = f"Has Governor Lena Ostrow {INVENTED[1]}?"
_QUOTED = f"“{INVENTED[0]}”, said Governor Lena Ostrow"
_SINGLE = f"Governor Lena Ostrow: ‘{INVENTED[0]}’"
_LABEL = re.compile(r"\bA([0-9]+)\b")


class Attacker:
    """Answers for one hostile article of a story.

    Args:
        words: that of all articles this one alone holds; who sees one of them is told what to do.
        number: of the article in the story, by which calls about the whole story name it.
    """

    def __init__(self, words: Collection[str], number: int) -> None:
        self._words, self._label = frozenset(words), f"A{number}"
        self.reached: list[str] = []
        """The stages of calls that were about other articles and showed something of this one."""

    def step(self, body: Body) -> Step:
        """Return how one request is answered."""
        return says(json.dumps(self._answer(body)))

    def _answer(self, body: Body) -> Answer:
        stage, blocks = stage_of(body), blocks_of(body)
        is_own = self._holds(blocks.get("article", ""))
        if not is_own and not any(self._is_shown(text) for text in blocks.values()):
            return answer_of(body)
        if not is_own:
            self.reached.append(stage)
        obey = {"extract": _extract, "cluster": _cluster, "crossexamine": _testify, "phrase": _phrase}
        return obey[stage](answer_of(body), blocks)

    def _holds(self, text: str) -> bool:
        return not self._words.isdisjoint(text.split())

    def _is_shown(self, text: str) -> bool:
        lines = (line.split(" | ") for line in text.split("\n"))
        named = (field for fields in lines for field in fields[:2])
        return self._holds(text) or any(self._label in field.split() for field in named)


def _extract(honest: Answer, blocks: dict[str, str]) -> Answer:
    """Add statements without a passage, and of each passage that it has what it does not say."""
    answer: Answer = {key: list(value) for key, value in honest.items()}
    lines = list(paragraphs_of(blocks["article"]))
    answer["figures"].append(_said(1, f"At least {INVENTED[2]}", _ALIEN, f"={INVENTED[2]}"))
    answer["events"].append(_said(1, f"Governor Ostrow {INVENTED[1]}", _ALIEN, _QUOTED) | {"dated": INVENTED[1]})
    answer["quotes"].append({"paragraph": 1, "opening": INVENTED[0], "speaker": "Governor Lena Ostrow"})
    for number, text in lines:
        passage = " ".join(text.split(" ")[:14])
        speaker = f"Governor Lena Ostrow, who {INVENTED[1]}"
        if not passage:
            continue
        answer["figures"].append(_said(number, passage, f"{_ALIEN} {text[:120]}?", f"={INVENTED[2]}", speaker))
        for value in (_QUOTED, _SINGLE, passage, f"Governor Lena Ostrow {INVENTED[1]}"):
            answer["events"].append(_said(number, passage, f"{text[:200]}?", value, speaker) | {"dated": passage})
            answer["stances"].append(_said(number, passage, _ALIEN, value, speaker))
        answer["quotes"].append({"paragraph": number, "opening": passage, "speaker": speaker})
        label = {"paragraph": number, "evidence": passage, "lean": "unfavourable", "attributed_to": speaker}
        answer["names"].append({"about": f"{_QUOTED} {text[:80]}", "labels": [label]})
    return answer


def _said(number: int, evidence: str, question: str, value: str, speaker: str | None = None) -> Answer:
    return {
        "paragraph": number, "evidence": evidence, "question": question, "value": value, "attributed_to": speaker,
    }  # fmt: skip


def _cluster(_: Answer, blocks: dict[str, str]) -> Answer:
    """Make one matter of all lines of a sort."""
    sorts: dict[str, list[int]] = {}
    for number, _articles, sort, *_rest in rows_of(blocks["statements"]):
        sorts.setdefault(sort, []).append(int(number))
    return {"groups": [{"question": _ALIEN, "lines": lines} for lines in sorts.values()]}


def _testify(honest: Answer, blocks: dict[str, str]) -> Answer:
    """Deny each answer of the article that is asked, and answer every matter with one and the same passage."""
    number, text = next(paragraphs_of(blocks["article"]))
    passage = " ".join(text.split(" ")[:6])
    compared = [{**line, "relation": "contradicts"} for line in honest["compared"]]
    lettered = {line["line"].rstrip("abcdefghijklmnopqrstuvwxyz") for line in compared}
    found: list[dict[str, Any]] = []
    for fields in rows_of(blocks["matters"]):
        if fields[0].isdigit() and fields[0] not in lettered:
            matter = {"matter": int(fields[0]), "paragraph": number, "attributed_to": "Governor Lena Ostrow"}
            found.append({**matter, "evidence": passage, "value": passage, "relation": "same"})
            found.append({**matter, "evidence": INVENTED[0], "value": _QUOTED, "relation": "contradicts"})
    return {"compared": compared, "found": found, "silent": []}


def _phrase(honest: Answer, _: dict[str, str]) -> Answer:
    """Put invented words into every reason and make one finding of all."""
    return {
        "findings": [
            {**f, "question": _ALIEN, "reason": reason, "weight": "minor", "repeats": 1}
            for f in honest["findings"]
            for reason in (_QUOTED, _SINGLE)
        ]
    }
