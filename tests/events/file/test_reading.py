"""Reading event files: what is understood, and what is said of what is not."""

import pytest

from engage.events.file.reading import read
from engage.i18n.text import TextState
from tests.events.file.sample import sample


def test_a_whole_file_is_read_without_a_finding() -> None:
    found = read(sample())

    assert found.findings == ()
    assert found.questions is not None
    title = found.text(found.document["title"])
    assert title.translations["nb"].state is TextState.DRAFT
    assert found.text(found.document["summary"]).translations["nb"].state is TextState.APPROVED
    assert str(found.moment("2031-05-09 10:00")) == "2031-05-09 08:00:00+00:00"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"slug": None}, "missing_key", id="something needed is missing"),
        pytest.param({"slug": "Two Towns"}, "bad_form", id="an address with spaces"),
        pytest.param({"colour": "red"}, "unknown_key", id="a key that is not known"),
        pytest.param({"kind": "party"}, "unknown_value", id="an unknown kind"),
        pytest.param({"starts": "tomorrow"}, "bad_form", id="no time"),
        pytest.param({"starts": "2031-02-30 10:00"}, "no_such_time", id="a day that there is not"),
        pytest.param({"starts": "2031-03-30 02:30", "ends": "2031-03-30 09:00"}, "clocks_change", id="an hour skipped"),
        pytest.param({"ends": "2031-10-26 02:30", "starts": "2031-10-25 20:00"}, "clocks_change", id="an hour twice"),
        pytest.param({"ends": "2031-05-09 09:00"}, "ends_first", id="it ends before it begins"),
        pytest.param({"time_zone": "Oslo"}, "unknown_zone", id="no time zone"),
        pytest.param({"title": {"nb": "Bare norsk"}}, "no_source", id="a text without its source"),
        pytest.param({"sites__1__key": "oslo"}, "duplicate", id="two sites of one key"),
        pytest.param({"programme__0__site": "rome"}, "unknown_key", id="a site that is not there"),
        pytest.param({"programme__0__speakers": ["bo"]}, "unknown_key", id="a speaker who is not there"),
        pytest.param({"places__quotas__1__key": "item:x"}, "unknown_item", id="a quota over no question"),
        pytest.param({"places__quotas__1__codes": ["x"]}, "unknown_code", id="a quota over no option"),
        pytest.param(
            {"questions__sections__0__items__0__special_category": True}, "about_health", id="a quota over an illness"
        ),
        pytest.param({"places__quotas__0__maximum": 1}, "upside_down", id="a maximum below its minimum"),
        pytest.param({"registration__each_person": ["x"]}, "unknown_item", id="a question for each that is not there"),
        pytest.param({"materials__0__link": "javascript:alert(1)"}, "bad_form", id="a link that is a script"),
        pytest.param({"questions__sections": None}, "missing_key", id="questions that are none"),
    ],
)
def test_a_mistake_is_found_with_its_line(changes: dict[str, object], code: str) -> None:
    found = read(sample(**changes))

    assert not found.ok
    assert code in {finding.code for finding in found.findings}
    assert all(finding.where.row for finding in found.findings)


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"- a list", b"a: [", b"x" * 6_000_000, b"format: 1\nformat: 1\n"],
    ids=["empty", "not UTF-8", "a list", "no YAML", "too large", "twice"],
)
def test_no_file_makes_the_reader_stumble(data: bytes) -> None:
    assert not read(data).ok
