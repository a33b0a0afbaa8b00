"""Radar, dot plot and heat map: what is on the sheet, and where."""

import pytest

from engage.web.charts import dots, heat, radar
from engage.web.charts.drawing import WIDTH, figure


def drawn(sheet) -> str:
    return figure(sheet, title="Profile", description="Ten dimensions", caption=["Profile"])


def test_each_outline_of_a_radar_has_its_own_line_beside_its_colour():
    sheet = radar.radar(
        ["A", "B", "C"],
        [radar.Outline("Claimed", [1, 2, 3]), radar.Outline("Supported", [1, 1, None])],
        "ltr",
        top=4,
    )
    outlines = [each for each in sheet.shapes if each.css == "eng-outline-2"]

    assert [each.text for each in sheet.shapes if each.text in {"Claimed", "Supported"}] == ["Claimed", "Supported"]
    assert len(outlines[-1].points.split()) == 2, "what is missing is no corner"
    assert 'stroke-dasharray="7 4"' in drawn(sheet)


def test_an_outline_at_the_top_lies_on_the_outermost_line_of_the_scale():
    sheet = radar.radar(["A", "B", "C", "D"], [radar.Outline("All", [4, 4, 4, 4])], "ltr", top=4)
    grid = [each.points for each in sheet.shapes if each.css == "eng-grid" and each.kind == "outline"]

    assert next(each.points for each in reversed(sheet.shapes) if each.css == "eng-outline-1") == grid[-1]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_is_drawn_outside_the_sheet(direction: str):
    sheet = dots.dots(
        [dots.Row("Mandate", 2.0, "2.0", beside=4, target=0, earlier=1, spread=(0, 4))],
        dots.Legend("Holds", "Said", "Wanted", "Before", "Apart"),
        direction,
        top=4,
    )
    circles = [each for each in sheet.shapes if each.kind == "circle"]

    assert all(each.x >= each.width and each.x + each.width <= WIDTH for each in circles)
    assert drawn(sheet).count("<circle") == len(circles)


def test_a_scale_is_read_from_where_reading_starts():
    def place(direction: str) -> float:
        sheet = dots.dots([dots.Row("Mandate", 0.0, "0")], dots.Legend("Holds"), direction, top=4)
        return next(each.x for each in reversed(sheet.shapes) if each.css == "eng-dot")

    assert place("ltr") < WIDTH / 2 < place("rtl")


def test_the_level_is_written_in_each_cell_of_a_heat_map_and_none_looks_like_zero():
    sheet = heat.heat([heat.Row("Mandate", [heat.Cell("MAN-1", 0, "0"), heat.Cell("MAN-2", None, "–")])], "ltr")
    cells = [each.css for each in sheet.shapes if each.kind == "rect"]

    assert cells == ["eng-level-0", "eng-fill-apart"]
    assert [each.text for each in sheet.shapes if each.kind == "text"] == ["Mandate", "MAN-1", "0", "MAN-2", "–"]
