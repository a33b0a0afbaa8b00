"""The map of Europe."""

from engage.results.charts.countries import country_map
from engage.results.charts.reader import Reader


def test_a_map_says_its_figures_in_words_and_names_what_it_cannot_show(reader):
    drawn = country_map("Responses", {"NO": 60.0, "DE": 30.0, "BR": 10.0, "MT": None}, Reader(**reader), hidden="few")

    assert drawn.description == "Norway: 60%; Germany: 30%; Brazil: 10%; Malta: few"
    assert "Not on the map: Brazil." in drawn.caption
    texts = [shape.text for shape in drawn.sheet.shapes if shape.kind == "text"]
    assert texts == ["0% to 15%", "15% to 30%", "30% to 45%", "45% to 60%", "few"]


def test_the_darkest_tint_is_that_of_the_highest_figure(reader):
    drawn = country_map("Responses", {"NO": 60.0, "DE": 10.0}, Reader(**reader))
    tints = [shape.css for shape in drawn.sheet.shapes if shape.kind == "land" and shape.css != "eng-rest"]

    assert tints == ["eng-level-4", "eng-level-1"]


def test_nobody_anywhere_is_a_map_in_the_lightest_tint(reader):
    drawn = country_map("Responses", {"NO": 0.0}, Reader(**reader))

    assert [
        shape.css for shape in drawn.sheet.shapes if shape.css.startswith("eng-level") and shape.kind == "land"
    ] == ["eng-level-1"]
