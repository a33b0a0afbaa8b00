from datetime import date
from xml.etree import ElementTree

from engage.results.charts import days_chart, drop_off_chart, languages_chart
from engage.results.domain.fieldwork import Fieldwork, fieldwork

FOUND = fieldwork(
    [
        (date(2026, 11, 1), "nb", "two", "submitted", 6),
        (date(2026, 11, 3), "de", "one", "left", 2),
        (date(2026, 11, 3), "de", None, "open", 1),
    ],
    ["one", "two"],
)


def words(chart):
    return " ".join("".join(ElementTree.fromstring(str(chart)).itertext()).split())


def test_days_show_starts_and_within_them_what_was_sent(reader):
    said = words(days_chart(FOUND, **reader))

    assert "9 people started, 6 sent their answers (66.7%)." in said
    assert "Nov 1: 6 started, 6 sent; Nov 3: 3 started, 0 sent" in said


def test_a_day_on_which_nothing_was_sent_has_no_dark_part(reader):
    svg = ElementTree.fromstring(str(days_chart(FOUND, **reader)))
    dark = [r for r in svg.iter("{http://www.w3.org/2000/svg}rect") if r.attrib["class"] == "eng-fill"]

    assert [float(bar.attrib["height"]) > 0 for bar in dark] == [True, False, False]


def test_languages_are_named_for_the_reader(reader):
    said = words(languages_chart(FOUND, names={"nb": "Norwegian"}, **reader))

    assert "Norwegian: 66.7% (6); de: 33.3% (3)" in said


def test_drop_off_shows_how_many_came_to_each_section(reader):
    said = words(drop_off_chart(FOUND, titles={"one": "Knowing"}, **reader))

    assert "Before the first question: 9, 0 stopped; Knowing: 8, 2 stopped; two: 6, 0 stopped" in said


def test_before_anybody_starts_the_charts_say_so(reader):
    for chart in (
        days_chart(Fieldwork(), **reader),
        languages_chart(Fieldwork(), names={}, **reader),
        drop_off_chart(fieldwork([], ["one"]), titles={}, **reader),
    ):
        assert "Nobody has started yet." in words(chart)
        assert "<svg" not in str(chart)
