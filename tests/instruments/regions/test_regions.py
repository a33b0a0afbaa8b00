"""The regions of a region item are those of NUTS 2021."""

import re

import pytest

from engage.instruments.regions import is_region, region, regions

COUNTS = {
    **{"AT": 9, "BE": 11, "BG": 6, "CY": 1, "CZ": 8, "DE": 38, "DK": 5, "EE": 5, "ES": 19, "FI": 5, "FR": 27},
    **{"GR": 13, "HR": 4, "HU": 8, "IE": 3, "IT": 21, "LT": 2, "LU": 1, "LV": 6, "MT": 2, "NL": 12, "PL": 17},
    **{"PT": 7, "RO": 8, "SE": 8, "SI": 2, "SK": 4, "CH": 7, "IS": 1, "LI": 1, "NO": 7},
}


def test_all_eu_and_efta_countries_have_as_many_regions_as_nuts_2021_says():
    assert {country: len(listed) for country, listed in regions().items()} == COUNTS


def test_codes_begin_with_the_country_and_are_in_order():
    for country, listed in regions().items():
        prefix = "EL" if country == "GR" else country
        codes = [each.code for each in listed]
        assert codes == sorted(set(codes))
        assert all(re.fullmatch(rf"{prefix}[0-9A-Z][0-9A-Z][0-9A-Z]?", code) for code in codes)
        assert len({each.name for each in listed}) == len(listed)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        pytest.param("DED5", "Leipzig", id="Saxony after 2010"),
        pytest.param("HR06", "Sjeverna Hrvatska", id="Croatia after 2021"),
        pytest.param("NO0A", "Vestlandet", id="Norway after the reform of 2020"),
        pytest.param("EL30", "Αττική", id="Greece by its NUTS code"),
        pytest.param("FRY5", "Mayotte", id="an outermost region"),
        pytest.param("EE00A", "Kirde-Eesti", id="level 3 in a one-region country"),
    ],
)
def test_regions_have_the_name_that_they_have_at_home(code, name):
    assert region(code).name == name


@pytest.mark.parametrize("greece", ["GR", "EL"])
def test_greece_is_found_by_either_of_its_codes(greece):
    assert list(regions((greece,))) == ["GR"]
    assert is_region("EL43", (greece,))


def test_only_regions_of_the_countries_offered_count():
    assert is_region("NO08")
    assert is_region("NO08", ("SE", "NO"))
    assert not is_region("NO08", ("SE",))
    assert not is_region("NO99")


def test_a_country_without_regions_is_left_out():
    assert list(regions(("NO", "IL"))) == ["NO"]
