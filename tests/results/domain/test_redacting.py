"""What is suggested to be taken out of an answer, and what is left to whoever reads it."""

import pytest

from engage.results.domain.redacting import Mark, suggest

MARKS = {each: f"[{each.value}]" for each in Mark}


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        pytest.param("Write to ada.b@example.org.", "Write to [address].", id="a mail address"),
        pytest.param("Schreibt an ärztin@müller.de!", "Schreibt an [address]!", id="a mail address with umlauts"),
        pytest.param("Call +47 22 33 44 55 please", "Call [number] please", id="a telephone number"),
        pytest.param("Tel. (030) 123-4567, evenings", "Tel. [number], evenings", id="with brackets and lines"),
        pytest.param("fnr 01029912345", "fnr [number]", id="a national number"),
        pytest.param("See https://example.org/me?id=5.", "See [link].", id="a link"),
        pytest.param("(www.example.org/ada)", "([link])", id="a link without its beginning"),
        pytest.param("born 7.9.1985 in Oslo", "born [date] in Oslo", id="a date with points"),
        pytest.param("born 1985-07-09", "born [date]", id="a date as computers write it"),
        pytest.param("née le 3 mars 1970", "née le [date]", id="a date in words"),
        pytest.param("נולדתי 3/4/1970", "נולדתי [date]", id="in another script"),
    ],
)
def test_what_looks_like_it_says_who_somebody_is_gets_a_mark(written, suggested):
    assert suggest(written, MARKS) == suggested


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("I waited 14 weeks in 2024.", id="short numbers"),
        pytest.param("It cost 1,200.50 euro", id="money"),
        pytest.param("Dr. Ada Berg in Oslo was kind", id="names and places are for whoever reads"),
        pytest.param("from 3 to 5 pm, 9-5", id="hours"),
        pytest.param("", id="nothing"),
    ],
)
def test_the_rest_is_left_as_it_was_written(written):
    assert suggest(written, MARKS) == written
