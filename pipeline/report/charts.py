"""Where on a number line or a timeline does each position lie?

Geometry only: the templates draw it. Places across are per cent of the chart's width, so that a chart fits a phone and
a printed page without its words shrinking.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ...schemas import Act, Comparator, Figure
from .words import MONTHS, bound, number, span_words

_LEFT, _RIGHT = 3.0, 93.0
"""The per cent of the width that values take; an open bound runs on to the edge."""
_MOST_TICKS = 6
_RATIO_FOR_LOGARITHM = 200
_MONTHS_APART = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000, 24_000)
_UPWARDS = {Comparator.MORE, Comparator.AT_LEAST}
_DOWNWARDS = {Comparator.LESS, Comparator.AT_MOST}
_OPEN = {Comparator.MORE, Comparator.LESS}


@dataclass(frozen=True)
class Bar:
    """One position in a chart, from `left` to `right` in per cent of the width."""

    left: float
    right: float
    words: str
    """What is drawn, for those who cannot see it: "at least 213"."""
    goes_up: bool = False
    """No upper bound: an arrow to the right."""
    goes_down: bool = False
    is_open: bool = False
    """The bound itself is not included ("over 205")."""
    is_about: bool = False

    @property
    def is_point(self) -> bool:
        """Whether it is one place and no stretch."""
        return self.right - self.left < 0.8


@dataclass(frozen=True)
class Tick:
    """A mark on the axis."""

    place: float
    label: str


@dataclass(frozen=True)
class Chart:
    """A number line or a timeline: one bar, or None, for each position that was given, and the axis."""

    bars: tuple[Bar | None, ...]
    ticks: tuple[Tick, ...]
    note: str = ""


def number_line(figures: Sequence[Figure | None]) -> Chart | None:
    """Return the chart of figures, or None unless at least two that count the same thing differ."""
    drawn = [f for f in figures if f is not None and math.isfinite(f.low) and math.isfinite(f.high)]
    if len({(f.comparator, f.low, f.high) for f in drawn}) < 2 or len({f.unit for f in drawn}) > 1:
        return None
    ends = [end for f in drawn for end in (f.low, f.high)]
    low, high = min(ends), max(ends)
    logarithmic = low > 0 and high / low >= _RATIO_FOR_LOGARITHM
    if high <= low:
        low, high = low - 1, high + 1
    place = _logarithmic(low, high) if logarithmic else _linear(low, high)
    values = _powers(low, high) if logarithmic else _round_values(low, high)
    return Chart(
        bars=tuple(_figure_bar(f, place) if f in drawn else None for f in figures),
        ticks=tuple(Tick(place(v), number(v)) for v in values),
        note="Each step along the scale is ten times the one before." if logarithmic else "",
    )


def _figure_bar(figure: Figure | None, place: Callable[[float], float]) -> Bar | None:
    if figure is None:
        return None
    low, high = sorted((figure.low, figure.high))
    up, down = figure.comparator in _UPWARDS, figure.comparator in _DOWNWARDS
    return Bar(
        left=0.0 if down else place(low),
        right=100.0 if up else place(high),
        words=bound(figure),
        goes_up=up,
        goes_down=down,
        is_open=figure.comparator in _OPEN,
        is_about=figure.comparator is Comparator.ABOUT,
    )


def _linear(low: float, high: float) -> Callable[[float], float]:
    return lambda value: _LEFT + (_RIGHT - _LEFT) * (value - low) / (high - low)


def _logarithmic(low: float, high: float) -> Callable[[float], float]:
    scale = _linear(math.log10(low), math.log10(high))
    return lambda value: scale(math.log10(value))


def _powers(low: float, high: float) -> list[float]:
    exponents = range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)
    every = max(1, math.ceil(len(exponents) / _MOST_TICKS))
    return [10.0**e for e in exponents[::every]]


def _round_values(low: float, high: float) -> list[float]:
    """Return up to six round numbers between two others, a step of 1, 2 or 5 times a power of ten apart."""
    rough = (high - low) / (_MOST_TICKS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((power * factor for factor in (1, 2, 5) if power * factor >= rough), power * 10)
    first = math.ceil(low / step)
    return [round(i * step, 10) for i in range(first, math.floor(high / step) + 1)]


def timeline(acts: Sequence[Act | None]) -> Chart | None:
    """Return the chart of dated acts, or None unless at least two are dated and their dates differ."""
    dated = [a for a in acts if a is not None and (a.earliest or a.latest)]
    if len({(a.earliest, a.latest) for a in dated}) < 2:
        return None
    days = [day.toordinal() for a in dated for day in (a.earliest, a.latest) if day]
    low, high = min(days), max(days) + 1
    place = _linear(low, high)
    return Chart(
        bars=tuple(_act_bar(a, place) if a in dated else None for a in acts),
        ticks=tuple(Tick(place(day.toordinal()), label) for day, label in _round_days(low, high)),
    )


def _act_bar(act: Act | None, place: Callable[[float], float]) -> Bar | None:
    if act is None:
        return None
    left = place(act.earliest.toordinal()) if act.earliest else 0.0
    return Bar(
        left=left,
        right=max(left, place(act.latest.toordinal() + 1)) if act.latest else 100.0,
        words=span_words(act.earliest, act.latest),
        goes_up=act.latest is None,
        goes_down=act.earliest is None,
    )


def _round_days(low: int, high: int) -> Iterable[tuple[date, str]]:
    """Yield days for the axis from one ordinal up to another: a few days, firsts of months, or years."""
    length = high - low
    first, last = date.fromordinal(low), date.fromordinal(min(high, date.max.toordinal()))
    if length <= 70:
        step = max(1, math.ceil(length / _MOST_TICKS))
        for ordinal in range(low, last.toordinal(), step):
            day = date.fromordinal(ordinal)
            yield day, f"{day.day} {MONTHS[day.month - 1][:3]}"
        return
    months = length // 30
    step = next(s for s in _MONTHS_APART if months / s <= _MOST_TICKS + 1)
    at = first.year * 12 + first.month - 1
    for month in range(at - at % step, last.year * 12 + last.month, step):
        if first <= (day := date(max(1, month // 12), month % 12 + 1, 1)) < last:
            yield day, str(day.year) if step >= 12 else f"{MONTHS[day.month - 1][:3]} {day.year}"
