"""docs/reference/metrics.md says of each metric what the code counts, in the names of the model."""

import re
from importlib.resources import files
from pathlib import Path

import yaml

from engage.maturity.domain.document import from_document
from engage.portal.measures import MEASURES

PAGE = (Path(__file__).parents[3] / "docs/reference/metrics.md").read_text("utf-8")
MODEL = from_document(
    yaml.safe_load((files("engage.maturity.bundled") / "ncmh-citizen-engagement.yaml").read_text("utf-8"))
)
FROM_PLANS = "M16"
"""Self-assessment counts it itself."""


def test_every_metric_that_is_counted_is_in_the_table_and_the_others_are_named_as_not():
    counted, rest = PAGE.split("## Counted")[1].split("## Declared by hand")

    assert set(re.findall(r"^\| (M\d\d) ", counted, re.MULTILINE)) == {*MEASURES, FROM_PLANS}
    assert set(re.findall(r"M\d\d", rest)) >= {each.id for each in MODEL.metrics} - {*MEASURES, FROM_PLANS}


def test_the_figures_of_the_table_are_those_of_the_model():
    known = {each.id: {figure.name for figure in each.figures} for each in MODEL.metrics}
    for metric, figures in re.findall(r"^\| (M\d\d) [^|]+\| ([^|]+)\|", PAGE, re.MULTILINE):
        named = set(re.findall(r"`(\w+)`", figures))
        assert named, metric
        assert named <= known[metric], metric


def test_every_test_of_the_model_looks_at_a_figure_that_its_metric_has():
    known = {each.id: {figure.name for figure in each.figures} for each in MODEL.metrics}
    for indicator in MODEL.indicators:
        for test in indicator.tests:
            assert {each.figure for each in test.check} <= known[test.metric], (indicator.id, test.metric)
