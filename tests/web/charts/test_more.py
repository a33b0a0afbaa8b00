"""Heat map of a table, lines over time, the map, and a chart as a file."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from engage.web.charts import bars, columns, grid, land, standalone, trend
from engage.web.charts.drawing import WIDTH, Drawn, Sheet
from engage.web.charts.measure import width

LONG = (
    "Eine sehr lange Antwortmöglichkeit über Früherkennungsuntersuchungen, die auf keinem Telefon in eine Zeile passt"
)
GROUND = land.Ground(
    100, 80, {"NO": land.Land("M0,0l9,0z", (50, 10)), "MT": land.Land("M5,5z", (60, 70), True)}, "M0,0z"
)
HEBREW = "כמה אמון יש לך ברופאים?"


def crossed(direction: str = "ltr", columns: int = 3) -> Sheet:
    heads = [grid.Head(str(number), LONG) for number in range(1, columns + 1)]
    cells = [grid.Cell(100 * number / columns, f"{number}%") for number in range(1, columns + 1)]
    return grid.grid(heads, [grid.Row(LONG, cells), grid.Row("Nobody", [grid.Cell(None, "–")] * columns)], direction)


def over_time(direction: str = "ltr", moments: int = 3) -> Sheet:
    points = [None if place == 1 else trend.Point(50, "50.0%", (40, 60)) for place in range(moments)]
    return trend.trend([LONG] * moments, [trend.Row(LONG, points)], direction)


def mapped(direction: str = "ltr") -> Sheet:
    return land.land(GROUND, {"NO": 0, "MT": None}, [(0, LONG), (None, "Fewer than 10")], direction)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize(
    "made",
    [
        pytest.param(crossed, id="heat map"),
        pytest.param(lambda direction: crossed(direction, 11), id="heat map of many columns"),
        pytest.param(over_time, id="over time"),
        pytest.param(lambda direction: over_time(direction, 30), id="over a long time"),
        pytest.param(mapped, id="map"),
    ],
)
def test_long_words_are_wrapped_and_everything_stays_on_the_sheet(made, direction):
    sheet = made(direction)

    for shape in sheet.shapes:
        if shape.kind == "text":
            room = width(shape.text, 14)
            reach = {"start": 0.0, "middle": room / 2, "end": room}[shape.anchor]
            left = shape.x - (room - reach if direction == "rtl" else reach)
            assert left >= -0.5
            assert left + room <= WIDTH + 0.5
            assert shape.y <= sheet.height
        if shape.kind == "rect":
            assert shape.x >= -0.01
            assert shape.x + shape.width <= WIDTH + 0.01


def test_a_cell_is_darker_where_its_figure_is_higher_and_none_looks_like_none():
    fills = [shape.css for shape in crossed().shapes if shape.kind == "rect"]

    assert fills == ["eng-level-1", "eng-level-3", "eng-level-4", *["eng-fill-apart"] * 3]


def test_columns_are_numbered_in_the_cells_and_named_above_them():
    texts = [shape.text for shape in crossed().shapes]

    assert texts.count("1") == 3
    assert texts[0] == "1"


def test_a_line_breaks_where_nothing_is_known():
    points = [trend.Point(1, "1"), trend.Point(2, "2"), None, trend.Point(3, "3"), trend.Point(4, "4")]
    sheet = trend.trend(list("abcde"), [trend.Row("x", points)], "ltr")

    assert len([shape for shape in sheet.shapes if shape.kind == "path"]) == 2


def test_east_stays_on_the_right_where_people_read_from_the_right():
    def lands(direction: str) -> list[float]:
        return [shape.x for shape in mapped(direction).shapes if shape.kind == "land"]

    assert lands("ltr") == lands("rtl") == [0, 0, 0]


def test_a_small_country_has_a_mark_in_its_tint():
    marks = [shape for shape in mapped().shapes if shape.kind == "rect" and shape.width == 8]

    assert [mark.css for mark in marks] == ["eng-fill-apart"]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_chart_as_a_file_stands_alone_with_its_words_and_its_source(direction):
    drawn = Drawn(crossed(direction), HEBREW, "described", [HEBREW, "12 people answered."])
    document = standalone.svg(drawn, source=["Survey health"], language="he", direction=direction)

    root = ElementTree.fromstring(document)
    words = [text.strip() for text in root.itertext() if text.strip()]
    assert document.startswith("<?xml")
    assert {HEBREW, "12 people answered.", "Survey health", "described"} <= set(words)
    assert "style" not in document
    assert root.attrib["direction"] == direction


def test_a_chart_as_a_picture_is_1200_pixels_wide():
    drawn = Drawn(crossed("rtl"), HEBREW, "described", [HEBREW])
    made = standalone.png(drawn, source=["Survey health"], language="he", direction="rtl")

    assert made.startswith(b"\x89PNG")
    assert int.from_bytes(made[16:20]) == 1200


@pytest.mark.parametrize("days", [2, 30, 73, 200])
def test_labels_of_columns_keep_apart_also_the_first_and_the_last(days: int) -> None:
    sheet = columns.columns([columns.ColumnBar(f"Sep {day}", 1, "") for day in range(days)], "ltr")

    labels = [shape for shape in sheet.shapes if shape.kind == "text" and shape.text]
    ends = [(shape.x - width(shape.text, 14) / 2, shape.x + width(shape.text, 14) / 2) for shape in labels]
    assert len(labels) > 1
    assert all(after[0] - before[1] >= 8 for before, after in pairwise(ends))
    assert ends[0][0] >= -0.01
    assert ends[-1][1] <= WIDTH + 0.01


def test_a_long_figure_at_a_long_bar_has_room_in_broad_letters_too() -> None:
    said = "22,170, 519 stopped"
    sheet = bars.bars([bars.Row("What you know", [bars.Bar(100, said)])], "ltr")

    figure = next(shape for shape in sheet.shapes if shape.kind == "text" and shape.text == said)
    assert figure.x + 161 <= WIDTH  # as broad as DejaVu Sans has it in bold
