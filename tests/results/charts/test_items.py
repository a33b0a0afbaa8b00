import re
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from engage.results.charts.items import drawn_for
from engage.results.charts.reader import Reader
from engage.results.domain.tables import by_item
from engage.web.charts.drawing import ENDS, GROUPS, PLAIN
from tests.results.instruments import FOUR, SURVEY, T, answered, item, options
from tests.results.reading import item_tables

WHOLE = {table.name: table for table in item_tables(SURVEY, FOUR)}
SPLIT = {table.name: table for table in item_tables(SURVEY, FOUR, by="heard")}
SVG = "{http://www.w3.org/2000/svg}"


def charts_for(tables, **reader):
    """Of all items, one after the other."""
    return [drawn.figure() for group in by_item(tables) for drawn in drawn_for(group, Reader(**reader))]


def chart_for(*tables, **reader):
    """Of one item."""
    return Markup().join(charts_for(tables, **reader))


def parsed(chart):
    return ElementTree.fromstring(f"<div>{chart}</div>")


def shapes(chart, tag):
    return list(parsed(chart).iter(SVG + tag))


def words(chart):
    return " ".join(" ".join(text.split()) for text in parsed(chart).itertext() if text.strip())


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("tables", [pytest.param(WHOLE, id="whole"), pytest.param(SPLIT, id="split")])
def test_every_chart_is_well_formed_and_has_a_name_a_description_and_neither_style_nor_script(
    tables, direction, reader
):
    charts = charts_for(tables.values(), **reader | {"direction": direction})

    assert len(charts) > 10
    for chart in charts:
        figure = parsed(chart)
        assert not [e for e in figure.iter() if "style" in e.attrib or e.tag.endswith(("script", "style"))]
        assert not [name for e in figure.iter() for name in e.attrib if name.startswith("on")]
        for svg in figure.iter(SVG + "svg"):
            assert svg.attrib["role"] == "img"
            assert svg.attrib["viewBox"].startswith("0 0 360 ")
            assert svg[0].tag == SVG + "title"
            assert svg[0].text
            assert svg[1].tag == SVG + "desc"
            assert svg[1].text


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_is_drawn_outside_the_sheet(direction, reader):
    for chart in charts_for([*WHOLE.values(), *SPLIT.values()], **reader | {"direction": direction}):
        for rect in shapes(chart, "rect"):
            x, width = float(rect.attrib["x"]), float(rect.attrib["width"])
            assert x >= -0.01
            assert x + width <= 360.01


def test_the_caption_holds_the_question_and_who_answered(reader):
    caption = " ".join("".join(parsed(chart_for(WHOLE["heard"], **reader)).find("*/figcaption").itertext()).split())

    assert caption.startswith("Question heard? 3 people answered. 1 preferred not to say.")


def test_bars_start_at_zero_and_are_as_long_as_their_figures(reader):
    yes, name, no = shapes(chart_for(WHOLE["heard"], **reader), "rect")

    assert {bar.attrib["x"] for bar in (yes, name, no)} == {"0"}
    assert float(yes.attrib["width"]) == pytest.approx(2 * float(no.attrib["width"]), abs=0.02)
    assert name.attrib["width"] == "0"


def test_intervals_are_drawn_and_figures_written_beside_their_bars(reader):
    chart = chart_for(WHOLE["heard"], **reader)

    assert len([line for line in shapes(chart, "line") if line.attrib["class"] == "eng-interval"]) == 9
    assert "66.7% (2)" in words(chart)


def test_who_reads_from_the_right_gets_the_mirror_image(reader):
    ltr = shapes(chart_for(WHOLE["heard"], **reader), "rect")
    rtl = shapes(chart_for(WHOLE["heard"], **reader | {"direction": "rtl"}), "rect")

    for one, other in zip(ltr, rtl, strict=True):
        assert float(one.attrib["x"]) + float(one.attrib["width"]) == pytest.approx(360 - float(other.attrib["x"]))


def test_figures_are_written_as_the_reader_writes_them(reader):
    assert "66,7 % (2)" in words(chart_for(WHOLE["heard"], **reader | {"language": "de-informal"}))


def test_an_item_with_another_language_than_the_readers_says_so(reader):
    chart = chart_for(WHOLE["heard"], **reader | {"language": "nb"})

    assert shapes(chart, "title")[0].attrib["lang"] == "en"


def test_a_matrix_on_one_scale_is_one_chart_of_bars_of_the_same_length(reader):
    chart = chart_for(WHOLE["trust/doctor"], WHOLE["trust/press"], **reader)

    by_line = {}
    for bar in shapes(chart, "rect")[3:]:
        by_line.setdefault(bar.attrib["y"], []).append(float(bar.attrib["width"]))
    assert [sum(widths) for widths in by_line.values()] == pytest.approx([360, 360], abs=0.05)
    assert "Doctor: No 0%, Some 33%, Full 67%" in words(chart)
    assert "n = 3" in words(chart)


def test_the_mean_and_the_median_of_a_number_are_shown_and_said(reader):
    chart = chart_for(WHOLE["use"], **reader)

    assert "Median 8.5, mean 8.5" in words(chart)
    assert {"Never", "Certain"} <= set(words(chart).split())
    marks = shapes(chart, "path")
    assert len(marks) == 1
    median = next(line for line in shapes(chart, "line") if line.attrib["class"] == "eng-median")
    assert float(median.attrib["x1"]) == pytest.approx(9 / 11 * 360, abs=0.01)  # between the 9th and 10th of 11


def test_texts_have_no_chart_and_nobody_yet_is_said(reader):
    assert chart_for(WHOLE["wish"], **reader) == ""
    assert "Nobody has answered this question yet." in chart_for(WHOLE["visits/clinic"], **reader)
    assert "<svg" not in chart_for(WHOLE["visits/clinic"], **reader)


def test_what_people_and_organisers_write_is_never_markup(reader):
    evil = '<script>alert(1)</script> & "more" **bold** [link](http://example.org) ${age}'
    table = item_tables(
        SURVEY.__class__(
            name="x", title=T("x"), source_language="en", languages=("en",),
            sections=(SURVEY.sections[0].__class__(name="s", slug="s", title=T("s"), items=(
                item("q", WHOLE["heard"].item.type, evil, options=options("a")),)),),
        ),
        answered({"q": "<b>"}),
    )[0]  # fmt: skip

    chart = chart_for(table, **reader)
    assert not re.search(r"<(script|b)\b", chart)
    assert '<script>alert(1)</script> & "more" bold link …' in words(chart)


def test_groups_of_a_split_have_a_bar_each_with_their_name(reader):
    chart = chart_for(SPLIT["topics"], **reader)

    assert words(chart).count("Prefer not to say") >= 3
    assert len({bar.attrib["class"] for bar in shapes(chart, "rect")}) == 3


def _luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return sum(
        weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
        for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
    )


@pytest.mark.parametrize("colour", ENDS, ids=lambda colour: colour.name)
def test_figures_on_a_segment_can_be_read(colour):
    light, dark = sorted((_luminance(colour.fill), _luminance(colour.text)), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("colour", [PLAIN, *GROUPS], ids=lambda colour: colour.fill)
def test_bars_stand_out_from_the_page(colour):
    assert 1.05 / (_luminance(colour.fill) + 0.05) >= 3
