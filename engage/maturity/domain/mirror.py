"""The citizen mirror: how people who took part see what a hub says of itself. It never changes a score.

Everybody is asked how far they agree with the core statements, in plain words. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engage.statistics.proportions import wilson_interval

SHOWN_FROM = 20
"""Answers to a statement from which anything of it is shown."""
AGREE: Mapping[str, int] = {"fully_agree": 5, "agree": 4, "neither": 3, "disagree": 2, "fully_disagree": 1}
"""What the answers stand for, from 1 (not at all) to 5 (fully)."""
CANNOT_SAY = "cannot_say"
LOWEST, HIGHEST = min(AGREE.values()), max(AGREE.values())

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class View:
    """How people see one statement, and how far the hub is from it; everything between 0 and 1."""

    answers: int
    """People who agreed or disagreed."""
    cannot_say: int
    mean: float
    """0: nobody agrees at all; 1: all agree fully."""
    interval: Interval
    """95 %, of the mean."""
    gap: float | None
    """The hub's supported level minus the mean, -1 to 1: above 0 the hub sees itself better than people do. None
    where the hub has no level."""
    gap_interval: Interval | None


def item(indicator: str) -> str:
    """What the question about an indicator's statement is called in the survey."""
    return indicator.lower().replace("-", "_")


def view(counts: Mapping[str, int], supported: int | None, top: int) -> View | None:
    """How people see one statement; None below 20 answers (`SHOWN_FROM`).

    With n people who answered v (1 to 5), x = (v - 1) / 4 and m their mean x:

    - gap = supported / top - m,
    - the 95 % interval of m is Wilson's score interval for a share m of n (`statistics.proportions`). Values between
      0 and 1 with the mean m never vary more than shares do (variance at most m(1 - m): R. Bhatia and C. Davis, A
      better bound on the variance, American Mathematical Monthly 107, 2000), so the interval is rather too wide than
      too narrow, and it does not shrink to nothing where all say the same. That of the gap is the same, turned round.
      It shows what chance alone could do; who chose to answer is another matter.

    "I cannot say" is counted beside it and moves nothing.

    :param counts: {answer: people}
    :param supported: the level that the evidence allows, 0 … top; None: it has none
    :param top: the highest level, 1 or more
    """
    given = {value: counts.get(answer, 0) for answer, value in AGREE.items()}
    number = sum(given.values())
    if number < SHOWN_FROM:
        return None
    total = sum((value - LOWEST) * people for value, people in given.items()) / (HIGHEST - LOWEST)
    mean, (low, high) = total / number, wilson_interval(total, number)
    hub = None if supported is None else supported / top
    return View(
        answers=number,
        cannot_say=counts.get(CANNOT_SAY, 0),
        mean=mean,
        interval=(low, high),
        gap=None if hub is None else hub - mean,
        gap_interval=None if hub is None else (hub - high, hub - low),
    )


def average(each: View) -> float:
    """The mean on the scale that people answered on, 1 to 5."""
    return LOWEST + each.mean * (HIGHEST - LOWEST)


def plain(survey: str, answers: int, views: Mapping[str, View | None]) -> dict[str, Any]:
    """The results as they are signed, by indicator; numbers to four decimals.

    A statement with fewer than 20 answers says only that.

    :param answers: people who sent the survey
    """
    return {
        "survey": survey,
        "answers": answers if answers >= SHOWN_FROM else None,
        "shown_from": SHOWN_FROM,
        "statements": {indicator: _plain(each) for indicator, each in views.items()},
    }


def _plain(each: View | None) -> dict[str, Any]:
    if each is None:
        return {"enough": False}
    return {
        "enough": True,
        "answers": each.answers,
        "cannot_say": each.cannot_say,
        "mean": round(each.mean, 4),
        "interval": [round(end, 4) for end in each.interval],
        "gap": None if each.gap is None else round(each.gap, 4),
        "gap_interval": None if each.gap_interval is None else [round(end, 4) for end in each.gap_interval],
    }
