"""The order of a workshop."""

from dataclasses import replace
from functools import cache
from importlib.resources import files

import yaml

from engage.maturity.domain.agenda import agenda
from engage.maturity.domain.consensus import Said
from engage.maturity.domain.document import from_document
from engage.maturity.domain.kinds import Confidence
from engage.maturity.domain.model import MaturityModel

APART = [Said(0), Said(0), Said(3), Said(3)]


@cache
def model() -> MaturityModel:
    text = (files("engage.maturity.bundled") / "ncmh-citizen-engagement.yaml").read_text("utf-8")
    return from_document(yaml.safe_load(text))


def order(said, among=None) -> list[str]:
    return [item.indicator for item in agenda(model(), said, among or said)]


def test_priority_is_the_share_outside_times_both_weights_times_two_for_a_gate():
    said = {"RSP-1": APART, "MAN-1": APART}

    first, second = agenda(model(), said, said)

    assert (first.indicator, first.split, first.weight, first.gate, first.priority) == ("RSP-1", 0.5, 4, 2, 4)
    assert (second.indicator, second.split, second.weight, second.gate, second.priority) == ("MAN-1", 0.5, 1, 1, 0.5)


def test_only_what_is_split_is_on_the_agenda():
    assert order({"RSP-1": APART, "MAN-1": APART}, ["MAN-1"]) == ["MAN-1"]


def test_what_nobody_could_judge_counts_as_wholly_split():
    (item,) = agenda(model(), {}, ["MAN-1"])

    assert (item.split, item.confidence) == (1.0, 0.0)


def test_between_equals_the_one_comes_first_where_people_are_surer():
    sure = [replace(each, confidence=Confidence.HIGH) for each in APART]
    unsure = [replace(each, confidence=Confidence.LOW) for each in APART]

    assert order({"MAN-1": unsure, "MAN-2": sure}) == ["MAN-2", "MAN-1"]


def test_between_equals_in_all_the_order_of_the_model_holds():
    assert order({"MAN-2": APART, "MAN-1": APART}) == ["MAN-1", "MAN-2"]
