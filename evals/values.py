"""Do two normal-form values, or two informants, say the same?

Values are short texts by different hands, so each kind is compared on what an editor would hold against it: a figure on
its bound and number, a quotation and a label on their words, an act on its date. The rules are stricter than sense in
places and never looser on numbers; a change of any of them raises the metric version. Nothing of the engines is used
here, or an edit of theirs would move the measure.
"""

import re
import unicodedata
from collections import Counter

from ..schemas import Kind

_FIGURE = re.compile(r"(>=|<=|[=<>~])?\s*(\d[\d,]*(?:\.\d+)?)(?:\s?(thousand|million|billion|trillion|bn)\b|(m)\b)?")
"""A number with its bound and its scale; "14m" is millions, but "14 m" is metres."""
_SCALES = {"thousand": 10**3, "million": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9, "trillion": 10**12}
_DAY = re.compile(r"(?<!\d)\d{4}(?:-\d\d(?:-\d\d)?)?(?!\d)")
_REMARK = re.compile(r"\([^()]*\)\s*$")
_WORD = re.compile(r"[^\W_]+")
_ARTICLE = re.compile(r"an?|the")
_TITLE = re.compile(r"m[rsx]|mrs|miss|dr|prof|professor|sir|dame|lord|lady|cllr|rev|gen|col")
_MOST = 0.5


def same_value(kind: Kind, labelled: str, predicted: str) -> bool:
    """Whether a predicted value says what the labelled one says.

    - quantity: each predicted figure is a labelled one, bound and number; where the label has no digits ("dozens
      injured") most words are the same.
    - quote: the same words in the same order; case and punctuation are ignored, and a remark in brackets at the end.
    - framing: the same words but for articles.
    - event: every date of the label stands in the prediction, or a more precise one; without a date most words.
    - stance: most words are the same: twice the shared ones are at least half of all.
    """
    if kind is Kind.QUANTITY and (figures := _figures(labelled)):
        return bool(_figures(predicted)) and _figures(predicted) <= figures
    if kind is Kind.QUOTE:
        words = _words(_REMARK.sub("", labelled))
        return bool(words) and words == _words(_REMARK.sub("", predicted))
    if kind is Kind.FRAMING:
        label = _but(_ARTICLE, _words(labelled))
        return bool(label) and set(label) == set(_but(_ARTICLE, _words(predicted)))
    if kind is Kind.EVENT and (days := _DAY.findall(labelled)):
        found = _DAY.findall(predicted)
        return all(any(other.startswith(day) for other in found) for day in days)
    return _mostly_the_same(_words(labelled), _words(predicted))


def same_informant(labelled: str | None, predicted: str | None) -> bool:
    """Whether both credit the same informant, or both nobody.

    Compared is the name before a comma or bracket, without titles: "Lund", "Ms Lund" and "Ida Lund, the mayor" are the
    same, as one has all words of the other. Other spellings of one name ("UN", "United Nations") are not recognised.
    """
    if not labelled or not predicted:
        return not labelled and not predicted
    one, other = set(_name(labelled)), set(_name(predicted))
    return bool(one and other) and (one <= other or other <= one)


def _name(informant: str) -> list[str]:
    words = _words(re.split(r"[,(]", informant, maxsplit=1)[0])
    return _but(_TITLE, _but(_ARTICLE, words)) or _words(informant)


def _but(idle: re.Pattern[str], words: list[str]) -> list[str]:
    return [word for word in words if not idle.fullmatch(word)]


def _figures(value: str) -> set[tuple[str, float]]:
    return {
        (found[1] or "=", float(found[2].replace(",", "")) * _SCALES.get(found[3] or found[4] or "", 1))
        for found in _FIGURE.finditer(value)
    }


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall(re.sub(r"['’‘ʼ]", "", plain))


def _mostly_the_same(one: list[str], other: list[str]) -> bool:
    shared = sum((Counter(one) & Counter(other)).values())
    return shared > 0 and 2 * shared >= _MOST * (len(one) + len(other))
