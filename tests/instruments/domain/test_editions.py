"""National editions: asked in each country's words, pooled by common codes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engage.i18n.text import LocalizedText
from engage.instruments.domain.checks import final_answers, input_names
from engage.instruments.domain.definition import (
    About,
    Contact,
    Edition,
    Instrument,
    Item,
    ItemType,
    NationalItem,
    Option,
    Section,
    SupportLine,
)
from engage.instruments.domain.editions import Mismatch, countries, mismatches, national, with_national_items
from engage.instruments.domain.journey import Circumstances, Journey
from engage.instruments.domain.questionnaire import Questionnaire

text = LocalizedText.of


def option(code: str, common: str | None = None) -> Option:
    return Option(code=code, label=text(code), common=common)


SCHOOLS = NationalItem(
    label=LocalizedText.of("Hvilken utdanning har du?", "nb"),
    options=(option("grunnskole", "2"), option("yrkesfag", "3"), option("studiespesialisering", "3")),
)
INSTRUMENT = Instrument(
    name="survey",
    title=text("Survey"),
    source_language="en",
    languages=("en", "nb", "sv"),
    country_item="country",
    minimum_age={"*": 15},
    about=About(controller=text("The network"), support={"NO": SupportLine(name=text("Help in Norway"))}),
    editions={
        "NO": Edition(
            items={"school": SCHOOLS, "vote": NationalItem(left_out=True)},
            controller=text("The Norwegian hub"),
            contact=Contact(name="Desk in Oslo"),
            minimum_age=16,
            languages=("nb",),
        ),
        "SE": Edition(items={}),
    },
    sections=(
        Section(
            name="you",
            slug="you",
            title=text("You"),
            items=(
                Item(name="country", type=ItemType.COUNTRY, label=text("Where do you live?")),
                Item(name="region", type=ItemType.REGION, label=text("Which region?")),
                Item(name="school", type=ItemType.SINGLE, label=text("School?"), options=(option("2"), option("3"))),
                Item(name="vote", type=ItemType.TEXT, label=text("Vote?")),
                Item(
                    name="subjects",
                    type=ItemType.TEXT,
                    label=text("Which subjects?"),
                    relevance="${school} = '3' and ${country} = 'NO'",
                ),
            ),
        ),
    ),
)


def journey(country: str, **raw: str | tuple[str, ...]) -> Journey:
    circumstances = Circumstances(now=datetime(2026, 11, 22, tzinfo=UTC))
    return Journey(Questionnaire(national(INSTRUMENT, country)), raw, circumstances)


def test_a_country_without_an_edition_gets_the_common_instrument():
    assert national(INSTRUMENT, "FR") is INSTRUMENT
    assert countries(INSTRUMENT) == ("NO", "SE")


def test_an_edition_puts_the_countrys_own_texts_in_place_of_the_common_ones():
    norway = national(INSTRUMENT, "NO")

    assert norway.about is not None
    assert norway.about.controller == text("The Norwegian hub")
    assert norway.about.contact == Contact(name="Desk in Oslo")
    assert norway.about.support == {"*": SupportLine(name=text("Help in Norway"))}
    assert norway.minimum_age == {"*": 16}
    assert norway.languages == ("nb", "en")
    assert [item.name for item in norway.items] == ["country", "region", "school", "subjects"]


def test_what_an_edition_does_not_say_stays_as_it_is_for_all():
    sweden = national(INSTRUMENT, "SE")

    assert sweden.about is not None
    assert sweden.about.controller == text("The network")
    assert sweden.minimum_age == {"*": 15}
    assert sweden.languages == ("en", "nb", "sv")


def test_the_region_question_offers_the_regions_of_the_country():
    region = national(INSTRUMENT, "NO").item("region")

    assert region is not None
    assert region.countries == ("NO",)


def test_a_national_choice_counts_as_its_common_code_and_is_kept_beside_it():
    answers, problems = final_answers(journey("NO", school="yrkesfag", subjects="wood", region="NO08"))

    assert problems == ()
    assert answers == {
        "country": "NO",
        "region": "NO08",
        "school": "3",
        "school/national": "yrkesfag",
        "subjects": "wood",
    }


def test_conditions_are_written_once_on_common_codes_and_hold_in_every_country():
    subjects = INSTRUMENT.item("subjects")
    assert subjects is not None

    assert journey("NO", school="studiespesialisering").relevant(subjects)
    assert not journey("NO", school="grunnskole").relevant(subjects)
    assert not journey("SE", school="3").relevant(subjects)


def test_several_national_choices_that_count_as_one_are_one():
    item = Item(name="all", type=ItemType.MULTIPLE, label=text("All"), options=SCHOOLS.options)
    instrument = replace(INSTRUMENT, sections=(replace(INSTRUMENT.sections[0], items=(item,)),), editions={})
    raw = {"all": ("grunnskole", "yrkesfag", "studiespesialisering")}

    answers, problems = final_answers(
        Journey(Questionnaire(instrument), raw, Circumstances(now=datetime(2026, 11, 22, tzinfo=UTC)))
    )

    assert problems == ()
    assert answers == {"all": ["2", "3"], "all/national": ["grunnskole", "yrkesfag", "studiespesialisering"]}


def test_the_kept_national_code_cannot_be_sent_by_a_page():
    school = national(INSTRUMENT, "NO").item("school")
    assert school is not None

    assert school.keys == ("school", "school/national")
    assert input_names(school) == ("school",)


@pytest.mark.parametrize(
    ("edition", "mismatch"),
    [
        pytest.param(
            Edition(items={"school": NationalItem(options=(option("phd", "8"),))}),
            Mismatch("edition_code", "DK", "school", "phd"),
            id="a code that is not one of the common ones",
        ),
        pytest.param(
            Edition(items={"school": NationalItem(options=(option("a", "2"), option("a", "3")))}),
            Mismatch("edition_twice", "DK", "school", "a"),
            id="one code twice",
        ),
        pytest.param(
            Edition(items={"schol": NationalItem(left_out=True)}),
            Mismatch("edition_item", "DK", "schol"),
            id="an item that does not exist",
        ),
        pytest.param(
            Edition(items={"vote": NationalItem(options=(option("a", "2"),))}),
            Mismatch("edition_options", "DK", "vote"),
            id="options for a question without any",
        ),
        pytest.param(
            Edition(languages=("da",)), Mismatch("edition_language", "DK", option="da"), id="a language nobody wrote"
        ),
    ],
)
def test_what_keeps_answers_of_countries_from_being_pooled_is_found(edition, mismatch):
    instrument = replace(INSTRUMENT, editions={"DK": edition})

    assert mismatch in tuple(mismatches(instrument))
    assert tuple(mismatches(INSTRUMENT)) == ()


def test_results_show_the_national_answers_after_the_common_ones():
    seen = with_national_items(INSTRUMENT, {"NO"})

    assert [item.name for item in seen.items] == [
        "country", "region", "school", "school/national", "vote", "subjects",
    ]  # fmt: skip
    own = seen.item("school/national")
    assert own is not None
    assert own.label.in_("nb") == "Hvilken utdanning har du?"
    assert [option.code for option in own.options] == ["grunnskole", "yrkesfag", "studiespesialisering"]


def test_a_country_without_options_of_its_own_has_no_further_table():
    assert with_national_items(INSTRUMENT, {"SE"}) == INSTRUMENT
