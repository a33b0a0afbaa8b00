"""Charts of responses alone."""

import re
from datetime import date, timedelta
from typing import Any

from engage.results.charts.responses import MOST_DAYS, responses_by_day_chart, responses_by_language_chart
from engage.results.domain.tables import Results


def gettext(message: str, /, **variables: object) -> str:
    return message % variables if variables else message


def ngettext(singular: str, plural: str, number: int, /, **variables: object) -> str:
    return gettext(singular if number == 1 else plural, **variables)


READER: dict[str, Any] = {"language": "en", "direction": "ltr", "gettext": gettext, "ngettext": ngettext}
FIRST = date(2026, 11, 1)


def bars(chart: str) -> int:
    return len(re.findall("<rect", chart))


def test_days_without_responses_have_their_place() -> None:
    found = Results(responses=3, days={FIRST: 1, FIRST + timedelta(days=3): 2})

    chart = str(responses_by_day_chart(found, **READER))

    assert bars(chart) == 4
    assert "Nov 1: 1; Nov 4: 2" in chart
    assert "3 responses." in chart


def test_a_long_time_is_told_by_month() -> None:
    found = Results(responses=3, days={FIRST: 1, FIRST + timedelta(days=MOST_DAYS): 2})

    chart = str(responses_by_day_chart(found, **READER))

    assert "Responses by month" in chart
    assert "Nov 2026: 1; Jan 2027: 2" in chart


def test_languages_stand_with_their_part_of_the_responses() -> None:
    found = Results(responses=4, languages={"nb": 3, "en": 1})
    chart = str(responses_by_language_chart(found, names={"nb": "Norsk", "en": "English"}, **READER))

    assert "Norsk: 75% (3); English: 25% (1)" in chart


def test_without_responses_there_is_a_caption_and_no_picture() -> None:
    for chart in (
        responses_by_day_chart(Results(responses=0), **READER),
        responses_by_language_chart(Results(responses=0), names={}, **READER),
    ):
        assert "<svg" not in str(chart)
        assert "0 responses." in str(chart)
