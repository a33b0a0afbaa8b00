"""A pasted list of a panel."""

import pytest

from engage.maturity.domain.panel import Seat
from engage.maturity.domain.panel_list import Finding, Wrong, is_address, read

LANGUAGES = ("nb", "en", "he")
ADA = Seat(
    "Ada Lovelace", "ada@example.org", "en", "carer", citizen=True, outside=True, regional=False, short_form=True
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ada Lovelace,Ada@Example.org,en,carer,yes,yes,no,yes", id="commas"),
        pytest.param("\ufeffAda Lovelace;ada@example.org;en;carer;ja;x;;1", id="semicolons and a byte-order mark"),
        pytest.param("Ada  Lovelace\tada@example.org\ten\tcarer\toui\ttrue\t-\ttak", id="tabs"),
        pytest.param(
            "E-Mail,Name,Short,Citizen,Outside,Language,Role\nada@example.org,Ada Lovelace,yes,yes,yes,en,carer",
            id="columns in another order",
        ),
        pytest.param('\n\n"Ada Lovelace",ada@example.org,en,"carer",yes,yes\n', id="empty lines, and the rest missing"),
        pytest.param("\rAda Lovelace,ada@example.org,en,carer,yes,yes\r", id="lines that end as on old computers"),
    ],
)
def test_one_person_a_line_whatever_divides_the_columns(text):
    read_list = read(text, LANGUAGES)

    assert read_list.findings == ()
    (seat,) = read_list.seats
    assert seat in (ADA, Seat(**{**{name: getattr(ADA, name) for name in ADA.__slots__}, "short_form": False}))


def test_without_a_mail_address_somebody_rates_on_paper_in_the_first_language():
    assert read("Bob", LANGUAGES).seats == (Seat("Bob", None, "nb"),)


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        pytest.param(",ada@example.org", Finding(2, Wrong.NO_NAME, ""), id="no name"),
        pytest.param("Ada,ada at example", Finding(2, Wrong.NO_ADDRESS, "ada at example"), id="no address"),
        pytest.param("Ada,Eve@example.org", Finding(2, Wrong.TWICE, "eve@example.org"), id="on the panel already"),
        pytest.param("Ada,bob@example.org", Finding(2, Wrong.TWICE, "bob@example.org"), id="twice in the list"),
        pytest.param("Ada,ada@example.org,xx", Finding(2, Wrong.LANGUAGE, "xx"), id="language not spoken"),
        pytest.param(
            "Ada,ada@example.org,en,,perhaps", Finding(2, Wrong.YES_OR_NO, "perhaps"), id="neither yes nor no"
        ),
        pytest.param("A" * 201, Finding(2, Wrong.TOO_LONG, "A" * 40), id="too long"),
    ],
)
def test_what_is_wrong_is_said_by_line(line, finding):
    found = read(f"Bob,bob@example.org\n{line}", LANGUAGES, known={"eve@example.org"})

    assert found.findings == (finding,)


def test_more_people_than_a_panel_can_have_are_not_read():
    found = read("A\nB\nC", LANGUAGES, free=2)

    assert [each.name for each in found.seats] == ["A", "B"]
    assert found.findings == (Finding(3, Wrong.TOO_MANY, "2"),)


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        pytest.param("ada@example.org", True, id="plain"),
        pytest.param("ada@example", False, id="no dot"),
        pytest.param("a@b@example.org", False, id="two signs"),
        pytest.param("ada@example.org,eve@example.org", False, id="two addresses"),
        pytest.param("<ada@example.org>", False, id="in brackets"),
        pytest.param("a" * 250 + "@x.org", False, id="too long"),
    ],
)
def test_an_address_is_one_and_nothing_more(address, is_one):
    assert is_address(address) is is_one
