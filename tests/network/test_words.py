"""Every figure is explained, and what it is told apart by has a name."""

import subprocess
import sys
from pathlib import Path

import pytest

from engage.activities.domain.kinds import EVENTS, MissionArea
from engage.hubs.domain.kinds import LifeCycle
from engage.maturity.domain.kinds import ResourceKind
from engage.network import words
from engage.network.domain.figures import BY_KEY, FIGURES
from engage.outcomes.domain.kinds import RecommendationState

PAGE = (Path(__file__).parents[2] / "docs/reference/network-figures.md").read_text("utf-8")


def test_every_figure_has_a_title_and_a_definition():
    assert set(words.TITLES) == set(words.DEFINITIONS) == set(BY_KEY)
    assert set(words.TOPICS) == {each.topic for each in FIGURES}


def test_the_reference_lists_every_figure_in_its_order_and_says_which_are_of_people():
    lines = [line for line in PAGE.splitlines() if line.startswith("| `")]

    assert [line.split("`")[1] for line in lines] == [each.key for each in FIGURES]
    for line, figure in zip(lines, FIGURES, strict=True):
        assert ("people |" in line) is figure.is_people, figure.key


@pytest.mark.parametrize(
    ("figure", "parts"),
    [
        pytest.param("events_held", EVENTS, id="kinds of events"),
        pytest.param("declared", EVENTS, id="kinds of activities held elsewhere"),
        pytest.param("activities", MissionArea, id="mission areas"),
        pytest.param("hubs", LifeCycle, id="states of hubs"),
        pytest.param("recommendations", RecommendationState, id="states of recommendations"),
        pytest.param("library_items", ResourceKind, id="kinds of library entries"),
    ],
)
def test_what_a_figure_is_told_apart_by_has_a_name(figure: str, parts: tuple[str, ...]):
    assert set(parts) <= set(words.PARTS[figure])
    assert {each.key for each in FIGURES if each.parts} == set(words.PARTS)


def test_counting_needs_no_library_for_columns():
    code = "import sys, engage.network.counting; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
