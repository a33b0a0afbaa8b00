"""The second demonstration: one short survey, six national editions."""

import pytest

from engage.demo import six_countries, six_countries_source
from engage.instruments.document import to_document
from engage.instruments.domain.editions import countries, mismatches, national
from engage.instruments.domain.translations import progress
from engage.instruments.schema import violations
from engage.surveys.domain.simulation import simulate

COUNTRIES = ("NO", "SE", "DE", "FR", "IT", "PL")
IN_EACH_COUNTRY = pytest.mark.parametrize("country", COUNTRIES)


def test_it_has_six_editions_that_can_be_pooled():
    assert countries(six_countries()) == COUNTRIES
    assert tuple(mismatches(six_countries())) == ()
    assert list(violations(to_document(six_countries()))) == []


@IN_EACH_COUNTRY
def test_an_edition_is_whole_in_its_languages_and_says_who_is_responsible(country):
    edition = national(six_countries(), country)

    assert [progress(edition, tag).missing for tag in edition.languages] == [0, 0]
    assert edition.about is not None
    common = six_countries().about
    assert common is not None
    for part in ("controller", "data_protection_officer", "decision", "contact"):
        assert getattr(edition.about, part) != getattr(common, part)
    assert edition.minimum_age["*"] >= 15


@IN_EACH_COUNTRY
def test_schools_have_their_own_names_and_count_as_isced(country, today):
    edition = national(six_countries(), country)
    common = {option.code for option in six_countries().item("E3").options}

    answers = [made.answers for made in simulate(edition, responses=20, seed=1, today=today)]

    chosen = {answer["E3"] for answer in answers if answer.get("E3", "_declined") != "_declined"}
    assert chosen <= common
    assert len(chosen) > 1
    assert {answer["country"] for answer in answers} == {country}
    assert all(answer["E4"].startswith(country) for answer in answers if answer.get("E4", "_declined") != "_declined")


def test_every_country_but_that_of_the_lead_has_a_hub():
    assert set(six_countries_source()["hubs"]) == set(COUNTRIES) - {"NO"}
