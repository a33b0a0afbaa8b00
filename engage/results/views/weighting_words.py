"""What a calculation of weights found, in words and with charts."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext

from engage.results.charts import monitoring as charts
from engage.results.models import Weighting
from engage.results.views.naming import group_name, items_name
from engage.results.views.presenting import NOTHING, Grid, Words
from engage.results.views.team_pages import Page

LARGE_EFFECT = 2.0
"""From here on half of the responses' worth is lost."""


def finding_of(row: Weighting, page: Page) -> str:
    """What is in the way of using the weights; loud where it did not converge."""
    found = row.found
    if found is None:
        return gettext("They are not calculated yet.")
    match found.get("refused"):
        case "nobody":
            return gettext("Nobody has answered yet: there is nothing to weight.")
        case "design-none":
            return gettext(
                "No response came with a weight of its own. Take the tick away, or import weights with the responses."
            )
        case "design-negative":
            return gettext("Weights that responses came with are below zero, or all zero. Import them again.")
        case "empty":
            group = group_name(found["items"], found["codes"], page.items, page.reader)
            return gettext(
                "Nobody in the group “%(group)s” of “%(population)s” has answered, and no weight can stand for people "
                "who are not there. Ask them, or put the group together with another in the population.",
                group=group,
                population=found["population"],
            )
    return "" if found["converged"] else _off(found, page)


def _off(found: Mapping[str, Any], page: Page) -> str:
    worst = found["worst"]
    if worst is None:
        return gettext("The weights cannot be cut so low. Allow larger ones.")
    margin = next(each for each in found["margins"] if each["name"] == worst["margin"])
    if worst["cell"] < 0:
        group = gettext("no answer")
    else:
        group = group_name(margin["items"], margin["cells"][worst["cell"]]["codes"], page.items, page.reader)
    return gettext(
        "The weights do not fit all populations at once. The farthest off is the group “%(group)s” of "
        "“%(population)s”: it differs by %(points)s points after %(rounds)s rounds. Two populations may contradict "
        "each other, or the largest weight may be set too low.",
        group=group,
        population=worst["margin"],
        points=page.reader.number(abs(100 * worst["by"]), 2),
        rounds=page.reader.count(found["iterations"]),
    )


def described(row: Weighting, page: Page) -> dict[str, Any]:
    """Figures, the distribution of the weights, and every margin: population, unweighted, weighted."""
    found, reader = row.found or {}, page.reader
    effect = found["effect"]
    return {
        "facts": [
            (gettext("Responses"), reader.count(found["responses"])),
            (gettext("Effective sample size"), reader.count(round(found["effective"]))),
            (gettext("Design effect"), reader.number(effect, 2)),
            (gettext("Smallest weight"), reader.number(found["smallest"], 3)),
            (gettext("Largest weight"), reader.number(found["largest"], 3)),
            *([(gettext("Cut at the largest weight"), reader.count(found["trimmed"]))] if found["cap"] else []),
            (gettext("Rounds of fitting"), reader.count(found["iterations"])),
        ],
        "words": gettext(
            "With these weights %(responses)s responses tell as much as %(effective)s would without.",
            responses=reader.count(found["responses"]),
            effective=reader.count(round(found["effective"])),
        ),
        "large": effect >= LARGE_EFFECT,
        "distribution": _distribution(found["histogram"], page),
        "margins": [_margin(each, page, converged=found["converged"]) for each in found["margins"]],
    }


def _distribution(bins: Sequence[Sequence[float]], page: Page) -> tuple[Any, Grid]:
    reader = page.reader
    rows = [(f"{reader.number(low, 2)}–{reader.number(high, 2)}", int(count)) for low, high, count in bins]
    title = gettext("How the weights are distributed")
    grid = Grid(
        title,
        [Words(gettext("Weight")), Words(gettext("Responses"))],
        [(Words(label), [reader.count(count)]) for label, count in rows],
    )
    return charts.counted(title, rows, reader, caption=gettext("1 is the mean weight.")), grid


def _margin(margin: Mapping[str, Any], page: Page, *, converged: bool) -> dict[str, Any]:
    reader = page.reader
    cells = [(group_name(margin["items"], cell["codes"], page.items, reader), cell) for cell in margin["cells"]]
    heads = (
        items_name(margin["items"], page.items, reader),
        gettext("Responses"),
        gettext("Unweighted"),
        gettext("Weighted"),
        gettext("Population"),
        gettext("Factor"),
    )
    grid = Grid(
        margin["name"],
        [Words(head) for head in heads],
        [
            (
                Words(name),
                [
                    reader.count(cell["people"]),
                    reader.percent(100 * cell["unweighted"]),
                    reader.percent(100 * cell["weighted"]),
                    reader.percent(100 * cell["wanted"]),
                    reader.number(cell["factor"], 3) if converged else NOTHING,
                ],
            )
            for name, cell in cells
        ],
    )
    return {
        "name": margin["name"],
        "source": margin["source"],
        "country": reader.country(margin["country"]) if margin["country"] else "",
        "unknown": margin["unknown"],
        "grid": grid,
    }
