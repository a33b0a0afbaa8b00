"""What countries do differently, written in the editor: it fits the common questionnaire, or is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.core.refusal import Refusal
from engage.i18n.text import LocalizedText, TextState
from engage.instruments.domain.definition import Contact, Instrument, ItemType, NationalItem, Option
from engage.instruments.domain.editing import converting, deleting, editions, heads, items, parts
from engage.instruments.domain.editing import national_items as national
from engage.instruments.domain.editing.change import (
    Change,
    DoesNotFit,
    Missing,
    NameTaken,
    NotAllowed,
    StillReferred,
)
from engage.instruments.domain.editing.national_items import OwnOption
from engage.instruments.domain.editions import mismatches
from tests.factories.editions import ASKED


def done(*changes: Change, before: Instrument = ASKED) -> Instrument:
    for change in changes:
        before = change.apply(before)
    return before


def own(instrument: Instrument, item: str = "school", country: str = "DE") -> NationalItem:
    return instrument.editions[country].items[item]


def words(text: LocalizedText | None) -> dict[str, tuple[str, TextState]]:
    return {tag: (each.text, each.state) for tag, each in text} if text else {}


def counted(options: tuple[Option, ...]) -> dict[str, str]:
    return {option.code: option.counts_as for option in options}


def test_a_country_gets_an_edition_and_loses_it_again() -> None:
    added = done(editions.add_edition("FR", ["de", "en", "de"]))

    assert list(added.editions) == ["DE", "NO", "FR"]
    assert added.editions["FR"].languages == ("de", "en")
    assert done(editions.remove_edition("FR"), before=added) == ASKED


def test_an_edition_says_its_languages_age_and_people() -> None:
    edition = done(
        editions.set_edition_languages("NO", ["en"]),
        editions.set_edition_age("NO", 18),
        editions.set_edition_contact("NO", Contact(name="Desk in Oslo")),
        editions.set_edition_support("NO", {"en": "The line", "de": "Die Linie"}, "116 117"),
        editions.set_edition_text("NO", "decision", "In May.", language="en"),
    ).editions["NO"]

    assert (edition.languages, edition.minimum_age) == (("en",), 18)
    assert edition.contact == Contact(name="Desk in Oslo")
    assert edition.support is not None
    assert (edition.support.name.in_("de"), edition.support.phone) == ("Die Linie", "116 117")
    assert words(edition.decision) == {"en": ("In May.", TextState.APPROVED)}


def test_a_country_that_writes_in_its_own_language_alone_writes_the_original() -> None:
    alone = done(editions.set_edition_text("NO", "welcome", "Willkommen", language="de"))
    beside = done(editions.set_edition_text("NO", "welcome", "Welcome", language="en"), before=alone)
    again = done(editions.set_edition_text("NO", "welcome", "Hallo", language="de"), before=beside)

    assert words(alone.editions["NO"].welcome)["de"] == ("Willkommen", TextState.APPROVED)
    assert words(beside.editions["NO"].welcome)["de"] == ("Willkommen", TextState.APPROVED)
    assert words(again.editions["NO"].welcome)["de"] == ("Hallo", TextState.DRAFT)
    gone = done(
        editions.set_edition_text("NO", "welcome", "", language="de"),
        editions.set_edition_text("NO", "welcome", "", language="en"),
        before=again,
    )
    assert gone == ASKED


def test_one_question_gets_own_words_and_answers_and_goes_back_to_the_common_ones() -> None:
    changed = done(
        national.set_national_text("NO", "school", "label", "Which school?", language="en"),
        national.set_own_options("NO", "school", [OwnOption("yrkes", {"en": "Vocational"}, "low")]),
    )

    assert counted(own(changed, country="NO").options) == {"yrkes": "low"}
    assert done(national.back_to_common("NO", "school"), before=changed) == ASKED


def test_options_keep_what_is_not_said_when_they_are_written_anew() -> None:
    changed = done(
        national.set_own_options(
            "DE",
            "school",
            [OwnOption("abi", {"en": "Upper secondary"}, "high", was="abitur"), OwnOption("haupt", {}, "low", "haupt")],
        )
    )

    assert counted(own(changed).options) == {"abi": "high", "haupt": "low"}
    assert own(changed).options[0].label.in_("de") == "Abitur"


def test_a_new_option_is_exclusive_and_other_as_the_common_one_and_other_is_one_at_most() -> None:
    common = done(parts.change_part("school", "options", "low", exclusive=True, other=True))
    new = [OwnOption("a", {"en": "A"}, "low"), OwnOption("b", {"en": "B"}, "low")]

    options = own(done(national.set_own_options("NO", "school", new), before=common), country="NO").options

    assert [(option.exclusive, option.other) for option in options] == [(True, True), (True, False)]


def test_pasted_lines_are_codes_words_and_common_codes() -> None:
    pasted = national.pasted_options("haupt | Hauptschule | low\n\nabitur\tAbitur\tlow\nhigh | Mehr", "de")
    merged = national.with_pasted([OwnOption("abitur", {"en": "A-levels"}, "high", "abitur")], pasted)

    assert [(each.code, each.common) for each in merged] == [("abitur", "low"), ("haupt", "low"), ("high", "")]
    assert merged[0].labels == {"en": "A-levels", "de": "Abitur"}
    with pytest.raises(NotAllowed):
        national.pasted_options("Hauptschule", "de")


def test_a_question_that_is_left_out_comes_back_with_its_words() -> None:
    without = done(national.leave_out("DE", "school"))

    assert own(without).left_out
    assert done(national.leave_out("DE", "school", left_out=False), before=without) == ASKED


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(editions.set_edition_languages("DE", ["de", "nb"]), "edition_language", id="language"),
        pytest.param(editions.add_edition("FR", ["fr"]), "edition_language", id="language of a new edition"),
        pytest.param(
            national.set_own_options("DE", "school", [OwnOption("a", {"de": "A"}, "middle")]),
            "edition_code",
            id="counts as nothing",
        ),
        pytest.param(
            national.set_own_options("DE", "school", [OwnOption("low", {"de": "A"}), OwnOption("low", {"de": "B"})]),
            "edition_twice",
            id="code twice",
        ),
        pytest.param(
            national.set_own_options("DE", "why", [OwnOption("a", {"de": "A"}, "b")]), "edition_options", id="text"
        ),
        pytest.param(
            converting.convert_item("school", ItemType.RANKING, lose=True), "edition_options", id="another type"
        ),
    ],
)
def test_what_would_not_fit_is_refused_with_its_code(change: Change, code: str) -> None:
    with pytest.raises(DoesNotFit) as refused:
        change.apply(ASKED)

    assert refused.value.figures["code"] == code


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        pytest.param(editions.add_edition("DE"), NameTaken, id="a second edition"),
        pytest.param(editions.add_edition("Norway"), NotAllowed, id="no code of a country"),
        pytest.param(editions.remove_edition("SE"), Missing, id="no edition to remove"),
        pytest.param(editions.set_edition_age("DE", 121), NotAllowed, id="too old"),
        pytest.param(editions.set_edition_text("DE", "title", "x", language="de"), NotAllowed, id="another text"),
        pytest.param(editions.set_country_item("why"), NotAllowed, id="a text asks for no country"),
        pytest.param(editions.set_country_item("school"), NotAllowed, id="has own answers in a country"),
        pytest.param(national.leave_out("DE", "country"), NotAllowed, id="the country is said by the edition"),
        pytest.param(national.leave_out("SE", "why"), Missing, id="no such edition"),
        pytest.param(national.leave_out("DE", "nothing"), Missing, id="no such item"),
        pytest.param(
            national.set_own_options("DE", "school", [OwnOption("low")]), NotAllowed, id="an option without words"
        ),
    ],
)
def test_what_cannot_be_is_refused(change: Change, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        change.apply(ASKED)


# -- changes of the common questionnaire


SAME_CODE = done(national.set_own_options("NO", "school", [OwnOption("low", {"en": "Primary"})]))


def test_editions_follow_new_names_and_codes() -> None:
    named = done(items.rename_item("school", "education"), items.rename_item("country", "land"))
    coded = done(parts.recode("school", "options", "low", "isced_2"), before=SAME_CODE)

    assert counted(own(named, "education").options) == {"haupt": "low", "abitur": "high"}
    assert named.country_item == "land"
    assert counted(own(coded).options) == {"haupt": "isced_2", "abitur": "high"}
    assert counted(own(coded, country="NO").options) == {"low": "isced_2"}


@pytest.mark.parametrize("consequence", list(deleting.Consequence)[:2])
def test_an_option_that_a_country_counts_as_stays(consequence: deleting.Consequence) -> None:
    place = "editions.DE.items.school.options"
    change = parts.delete_part("school", "options", "low", consequence=consequence, seen=[place])

    with pytest.raises(StillReferred) as refused:
        change.apply(ASKED)

    assert place in refused.value.figures["by"]
    assert "editions.NO.items.school.options" in parts.referring_to_part(SAME_CODE, "school", "options", "low")


def test_a_question_goes_from_the_editions_with_it() -> None:
    without = done(deleting.delete_item("why"), deleting.delete_item("school"))

    assert without.editions["DE"].items == {}


def test_a_country_that_offered_one_language_alone_offers_the_source_when_that_goes() -> None:
    only = done(editions.set_edition_languages("DE", ["de"]))

    assert done(heads.remove_language("de"), before=only).editions["DE"].languages == ("en",)


NAMES = st.sampled_from(["country", "school", "why", "new"])
CODES = st.sampled_from(["low", "high", "haupt", "mid"])
COUNTRIES = st.sampled_from(["DE", "NO", "FR"])
TAGS = st.lists(st.sampled_from(["de", "en", "fr"]), max_size=2)
OWN = st.lists(st.builds(OwnOption, CODES, st.just({"de": "W"}), CODES | st.just(""), CODES | st.just("")), max_size=3)


def _made(make: Callable[..., Change], *arguments: Any) -> st.SearchStrategy[Change]:
    return st.builds(make, *arguments)


CHANGES = st.one_of(
    _made(editions.add_edition, COUNTRIES, TAGS),
    _made(editions.remove_edition, COUNTRIES),
    _made(editions.set_edition_languages, COUNTRIES, TAGS),
    _made(editions.set_country_item, NAMES | st.none()),
    _made(national.set_own_options, COUNTRIES, NAMES, OWN),
    _made(national.leave_out, COUNTRIES, NAMES, st.booleans()),
    _made(national.back_to_common, COUNTRIES, NAMES),
    _made(items.rename_item, NAMES, NAMES),
    _made(lambda name, seen: deleting.delete_item(name, consequence=seen[0], seen=seen[1]), NAMES, st.sampled_from(
        [(deleting.Consequence.REFUSE, ()), (deleting.Consequence.FORGET, ("items.why.relevance", "country_item"))]
    )),
    _made(parts.recode, NAMES, st.just("options"), CODES, CODES),
    _made(parts.add_part, NAMES, st.just("options"), CODES, st.just("Words")),
    _made(lambda name, code: parts.delete_part(
        name, "options", code, consequence=deleting.Consequence.FORGET, seen=["items.why.relevance"]
    ), NAMES, CODES),
    _made(lambda name, kind: converting.convert_item(name, kind, lose=True), NAMES, st.sampled_from(ItemType)),
    _made(heads.remove_language, st.sampled_from(["de", "fr"])),
    _made(heads.add_language, st.sampled_from(["de", "fr"])),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(CHANGES, max_size=12))
def test_no_accepted_change_leaves_an_edition_that_does_not_fit(changes: list[Change]) -> None:
    state = ASKED
    for change in changes:
        try:
            state = change.apply(state)
        except Refusal:
            continue
        assert list(mismatches(state)) == [], change.summary
