"""Weighted percentages that may stand beside the counts.

A weighted percentage is one more relation between counts for whoever rebuilds the weights from their margins. So it is
a whole percent, of at least 1,000 answers (half a percent is then five people or more, twice what rounding leaves), of
questions of which everybody's counts are all shown, and that are nowhere told apart, with something hidden, by an item
that the weights are made of.
"""

from collections.abc import Mapping

import polars as pl

from engage.results.models import Weighting
from engage.results.publishing.gathering import Material, Subject, name_of
from engage.results.weighting import applying
from engage.statistics.disclosure.figures import BASE, Shape, Shown
from engage.statistics.disclosure.tables import NONE, Table

LEAST = 1_000
_WHOLE = (Shown.COUNT, Shown.ZERO)


def percentages(
    frame: pl.DataFrame, material: Material, shape: Shape, weighting: Weighting | None
) -> tuple[dict[str, Mapping[str, float]], tuple[str, ...]]:
    """By question and code; and the questions that go without."""
    if weighting is None:
        return {}, ()
    weights = applying.weights(frame, weighting)
    tables = {table.name: table for table in shape.study.tables}
    margins = applying.items_of(weighting)
    found: dict[str, Mapping[str, float]] = {}
    left_out = []
    for key in material.plan.items:
        table = tables.get(name_of(key))
        if table is None:
            continue
        split = [tables[name] for item in margins if (name := name_of(key, item)) in tables]
        if table.bases[NONE] >= LEAST and all(_whole(shape, each) for each in (table, *split)):
            found[key] = _percentages(material.subjects[key], weights)
        else:
            left_out.append(key)
    return found, tuple(left_out)


def _whole(shape: Shape, table: Table) -> bool:
    return all(
        shape.of(table, code, value) in _WHOLE and shape.of(table, BASE, value) in (Shown.COUNT, Shown.SUM)
        for value in table.groups
        for code in table.codes
    )


def _percentages(subject: Subject, weights: pl.Series) -> dict[str, float]:
    answered = pl.DataFrame({"answer": subject.values, "weight": weights}).drop_nulls("answer")
    total = float(answered["weight"].sum())
    each = answered.explode("answer") if subject.several else answered
    sums = dict(each.group_by("answer").agg(pl.col("weight").sum()).iter_rows())
    return {code: float(round(100 * sums.get(code, 0.0) / total)) for code in subject.codes} if total else {}
