"""What an editor does to an instrument, and what is refused because it would break something."""

from dataclasses import replace

import pytest

from engage.i18n.text import LocalizedText, TextState
from engage.instruments.domain.definition import Contact, Instrument, Item, ItemType, Quota, Repeat, Row
from engage.instruments.domain.editing import converting, deleting, heads, items, parts, sections, texts
from engage.instruments.domain.editing.change import (
    BadExpression,
    Change,
    LastSection,
    Missing,
    NameTaken,
    NotALanguage,
    NotAllowed,
    NotAName,
    NotConvertible,
    SourceLanguage,
    StillReferred,
    together,
)
from engage.instruments.domain.editing.deleting import Consequence, deletion
from engage.instruments.domain.editing.tree import START
from tests.factories.surveys import HEALTH, instrument, item, options, section, text

FOLLOWED = instrument(
    section(
        "one",
        item("smoker", ItemType.SINGLE, options=options("yes", "no"), default="no"),
        item("brand", relevance="${smoker} = 'yes'"),
        item("grid", ItemType.MATRIX, options=options("low", "high"), rows=(Row(code="r1", label=text("R")),)),
        item("self", constraint=". != 'x' and string-length(${self}) > 2"),
        Item(name="points", type=ItemType.CALCULATION, label=LocalizedText("en", {}), calculation="${brand} = 'a'"),
    ),
    section(
        "two",
        item("said", ItemType.NOTE, hint=text("You said ${smoker} and ${grid/r1}.")),
        item("late", relevance="selected(${grid/r1}, 'low') or ${points} = 'true'", trigger=("smoker",)),
        relevance="${brand} != ''",
    ),
    quotas=(Quota(name="smokers", limit=5, when={"smoker": ("yes",)}),),
)


def done(change: Change, before: Instrument = HEALTH) -> Instrument:
    return change.apply(before)


def names(definition: Instrument) -> dict[str, list[str]]:
    return {part.name: [each.name for each in part.items] for part in definition.sections}


def codes(definition: Instrument, name: str) -> list[str]:
    found = definition.item(name)
    assert found is not None
    return [part.code for part in (found.rows if found.type is ItemType.ALLOCATION else found.options)]


# -- items


def test_an_item_is_added_at_the_end_at_the_start_or_after_another():
    made = [done(items.add_item("smoking", item("new"), after=after)) for after in (None, START, "reason")]

    assert [names(each)["smoking"] for each in made] == [["reason", "new"], ["new", "reason"], ["reason", "new"]]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        pytest.param(items.add_item("smoking", item("age")), NameTaken, id="the name of another item"),
        pytest.param(items.add_item("smoking", item("trust/doctor")), NameTaken, id="the key of an answer"),
        pytest.param(items.add_item("smoking", item("two words")), NotAName, id="a space in a name"),
        pytest.param(items.add_item("smoking", item("2nd")), NotAName, id="a digit first"),
        pytest.param(items.add_item("nowhere", item("new")), Missing, id="no such section"),
        pytest.param(items.add_item("smoking", item("new"), after="age"), Missing, id="after one of another section"),
        pytest.param(items.add_item("smoking", item("new", relevance="${age} >")), BadExpression, id="bad condition"),
        pytest.param(items.change_item("age", constraint=". <"), BadExpression, id="bad constraint"),
        pytest.param(items.change_item("age", label="x"), NotAllowed, id="a text is no field"),
        pytest.param(items.change_item("age", minimum="low"), NotAllowed, id="a word for a number"),
        pytest.param(items.change_item("age", shuffle=None), NotAllowed, id="nothing for yes or no"),
        pytest.param(items.change_item("gone", minimum=1), Missing, id="change what is not there"),
        pytest.param(items.rename_item("age", "smoker"), NameTaken, id="rename to another"),
        pytest.param(items.move_item("gone", section="views", after=None), Missing, id="move what is not there"),
        pytest.param(sections.add_section("views", "Views"), NameTaken, id="a section's name twice"),
        pytest.param(sections.change_section("views", slug="review"), NotAName, id="an address of the product"),
        pytest.param(sections.change_section("views", slug="smoking"), NameTaken, id="another section's address"),
        pytest.param(sections.change_section("views", relevance="("), BadExpression, id="a section's condition"),
        pytest.param(sections.change_section("views", title="x"), NotAllowed, id="a section's title is a text"),
        pytest.param(sections.set_repeat("views", Repeat(name="age")), NameTaken, id="a list called as an item"),
        pytest.param(sections.change_repeat("views", minimum=1), NotAName, id="a list without a name"),
        pytest.param(sections.set_repeat("views", Repeat(name="l", minimum=5, maximum=2)), NotAllowed, id="5 to 2"),
        pytest.param(parts.add_part("topics", "options", "care", "C"), NameTaken, id="a code twice"),
        pytest.param(parts.add_part("topics", "options", "_declined", "C"), NotAName, id="the product's own code"),
        pytest.param(parts.add_part("trust", "rows", "a/b", "C"), NotAName, id="a row's code with a slash"),
        pytest.param(parts.change_part("topics", "options", "care", other=True), NotAllowed, id="two others"),
        pytest.param(parts.change_part("topics", "options", "gone", fixed=True), Missing, id="no such option"),
        pytest.param(parts.change_part("trust", "rows", "doctor", fixed=True), NotAllowed, id="a row is not fixed"),
        pytest.param(heads.add_language("no language"), NotALanguage, id="not a tag"),
        pytest.param(heads.remove_language("en"), SourceLanguage, id="the source goes"),
        pytest.param(heads.remove_language("fr"), Missing, id="a language that is not there"),
        pytest.param(heads.change_head(minutes=0), NotAllowed, id="no time at all"),
        pytest.param(heads.change_head(title="x"), NotAllowed, id="the title is a text"),
        pytest.param(heads.change_head(country_item="gone"), Missing, id="no such country item"),
        pytest.param(texts.set_text("items.gone.label", "x", language="en", source="en"), Missing, id="no such text"),
        pytest.param(texts.set_text("items.age.nolabel", "x", language="en", source="en"), Missing, id="no such field"),
    ],
)
def test_refused(change, refusal):
    with pytest.raises(refusal):
        done(change)


def test_an_item_moves_within_its_section_and_to_another():
    assert names(done(items.move_item("age", section="about-you", after="brand")))["about-you"][:3] == [
        "smoker",
        "brand",
        "age",
    ]
    moved = names(done(items.move_item("age", section="views", after=START)))
    assert (moved["about-you"][0], moved["views"][0]) == ("smoker", "age")


def test_a_copy_stands_after_its_original_and_speaks_of_itself():
    after = done(items.duplicate_item("self", "self_2"), FOLLOWED)

    copy = after.item("self_2")
    assert names(after)["one"][3:5] == ["self", "self_2"]
    assert copy is not None
    assert copy.constraint == ". != 'x' and string-length(${self_2}) > 2"


def test_whatever_refers_to_an_item_follows_its_new_name():
    after = done(items.rename_item("smoker", "smokes"), FOLLOWED)
    after = done(items.rename_item("grid", "table"), after)

    said, late, brand = (after.item(name) for name in ("said", "late", "brand"))
    assert said is not None
    assert late is not None
    assert brand is not None
    assert said.hint is not None
    assert said.hint.source == "You said ${smokes} and ${table/r1}."
    assert late.relevance == "selected(${table/r1}, 'low') or ${points} = 'true'"
    assert (late.trigger, brand.relevance) == (("smokes",), "${smokes} = 'yes'")
    assert after.quotas[0].when == {"smokes": ("yes",)}


def test_a_path_is_followed_as_well():
    definition = instrument(section("a", item("age"), item("late", relevance="/data/a/age > 3 and ../age < 'age'")))

    late = done(items.rename_item("age", "years"), definition).item("late")

    assert late is not None
    assert late.relevance == "/data/a/years > 3 and ../years < 'age'"


def test_items_from_a_library_take_fresh_names_and_the_languages_of_the_instrument():
    library = [
        item("age", ItemType.INTEGER),
        item("born", relevance="${age} > 3"),
    ]
    french = replace(library[0], label=LocalizedText.of("Quel âge ?", "fr", en="How old?"))

    after = done(items.insert_items("smoking", [french, library[1]], after=START))

    new, born = after.item("age_2"), after.item("born")
    assert new is not None
    assert born is not None
    assert (born.relevance, names(after)["smoking"]) == ("${age_2} > 3", ["age_2", "born", "reason"])
    assert (new.label.source_language, dict(new.label).keys()) == ("en", {"en"})


# -- deleting


def test_nothing_is_deleted_that_something_refers_to():
    with pytest.raises(StillReferred) as refusal:
        done(deleting.delete_item("smoker"), FOLLOWED)

    assert refusal.value.figures["by"] == [
        "items.brand.relevance",
        "items.late.trigger",
        "items.said.hint",
        "quotas.smokers.when",
    ]


def test_forgetting_takes_away_what_refers_and_calculations_with_what_refers_to_them():
    planned = deletion(FOLLOWED, items=["brand"], consequence=Consequence.FORGET)

    assert planned.items == ("brand", "points")
    assert planned.changed == ("items.late.relevance", "sections.two.relevance")
    with pytest.raises(StillReferred):
        done(deleting.delete_item("brand", consequence=Consequence.FORGET), FOLLOWED)
    assert done(deleting.delete_item("brand", consequence=Consequence.FORGET, seen=planned.changed), FOLLOWED) == (
        planned.instrument
    )


def test_a_text_shows_three_dots_where_an_answer_is_asked_no_longer():
    after = deletion(FOLLOWED, items=["smoker"], consequence=Consequence.FORGET).instrument

    said = after.item("said")
    assert said is not None
    assert said.hint is not None
    assert said.hint.source == "You said … and ${grid/r1}."
    assert after.quotas == ()


def test_following_takes_questions_and_sections_with_it_that_are_shown_only_because_of_it():
    planned = deletion(FOLLOWED, items=["smoker"], consequence=Consequence.FOLLOW)

    assert (planned.items, planned.sections) == (("brand", "late", "points", "said", "smoker"), ("two",))
    assert names(planned.instrument) == {"one": ["grid", "self"]}


def test_the_last_section_stays():
    with pytest.raises(LastSection):
        done(deleting.delete_section("a"), instrument(section("a")))


# -- sections


def test_a_section_is_copied_with_fresh_names_that_refer_to_one_another():
    after = done(sections.duplicate_section("one", "one_2"), FOLLOWED)

    copy = after.sections[1]
    assert (copy.name, copy.slug) == ("one_2", "one-2")
    assert [each.name for each in copy.items] == ["smoker_2", "brand_2", "grid_2", "self_2", "points_2"]
    assert copy.items[1].relevance == "${smoker_2} = 'yes'"


def test_sections_are_added_moved_changed_and_deleted():
    after = done(
        together(
            sections.add_section("end", "The End", after="about-you"),
            sections.move_section("end", after=START),
            sections.change_section("end", relevance="${age} > 3", shuffle=True),
            deleting.delete_section("smoking"),
        )
    )

    assert [(part.name, part.slug) for part in after.sections] == [
        ("end", "the-end"),
        ("about-you", "about-you"),
        ("views", "views"),
    ]
    assert (after.sections[0].relevance, after.sections[0].shuffle) == ("${age} > 3", True)


def test_a_list_that_is_renamed_is_followed_by_what_counts_it_and_stays_while_it_is_counted():
    counted = instrument(section("a", item("x")), section("b", item("late", relevance="count(${people}) > 1")))
    with_list = done(sections.set_repeat("a", Repeat(name="people")), counted)

    renamed = done(sections.set_repeat("a", Repeat(name="household")), with_list)

    late = renamed.item("late")
    assert late is not None
    assert late.relevance == "count(${household}) > 1"
    with pytest.raises(StillReferred):
        done(sections.set_repeat("a", None), with_list)


def test_what_is_changed_of_a_list_leaves_its_texts():
    made = done(sections.change_repeat("views", name="people", minimum=1))
    named = done(texts.set_text("sections.views.repeat.entry", "${trust/doctor}", language="en", source="en"), made)

    after = done(sections.change_repeat("views", maximum=3), named).sections[1].repeat

    assert after is not None
    assert (after.name, after.minimum, after.maximum) == ("people", 1, 3)
    assert after.entry is not None


# -- options and rows


def test_options_are_added_moved_and_deleted():
    after = done(
        together(
            parts.add_part("smoker", "options", "sometimes", "Sometimes", after="yes"),
            parts.move_part("smoker", "options", "no", after=START),
            parts.delete_part("smoker", "options", "sometimes"),
        )
    )

    assert codes(after, "smoker") == ["no", "yes"]


def test_comparisons_quotas_and_defaults_follow_a_new_code():
    after = done(parts.recode("smoker", "options", "yes", "1"), FOLLOWED)
    after = done(parts.recode("smoker", "options", "no", "it's"), after)
    after = done(parts.recode("grid", "options", "low", "l"), after)
    after = done(parts.recode("grid", "rows", "r1", "r2"), after)

    brand, smoker, late = (after.item(name) for name in ("brand", "smoker", "late"))
    assert brand is not None
    assert smoker is not None
    assert late is not None
    assert brand.relevance == "${smoker} = '1'"
    assert (smoker.default, after.quotas[0].when) == ("it's", {"smoker": ("1",)})
    assert late.relevance == "selected(${grid/r2}, 'l') or ${points} = 'true'"


def test_an_option_that_is_compared_with_goes_only_with_what_compares():
    seen = parts.referring_to_part(FOLLOWED, "smoker", "options", "yes")
    with pytest.raises(StillReferred):
        done(parts.delete_part("smoker", "options", "yes"), FOLLOWED)

    forget = parts.delete_part("smoker", "options", "yes", consequence=Consequence.FORGET, seen=seen)

    brand = done(forget, FOLLOWED).item("brand")
    assert seen == ("items.brand.relevance", "quotas.smokers.when")
    assert brand is not None
    assert (brand.relevance, done(forget, FOLLOWED).quotas) == (None, ())


def test_options_stay_between_the_types_that_have_options():
    after = done(converting.convert_item("smoker", ItemType.MULTIPLE))
    assert codes(after, "smoker") == ["yes", "no"]


def test_what_would_be_lost_is_named_first():
    with pytest.raises(NotConvertible) as refusal:
        done(converting.convert_item("age", ItemType.TEXT))
    assert refusal.value.figures["loses"] == ["maximum", "minimum"]
    lost = done(converting.convert_item("age", ItemType.TEXT, lose=True)).item("age")
    assert lost is not None
    assert (lost.type, lost.minimum) == (ItemType.TEXT, None)


def test_a_scale_becomes_options_and_keeps_the_words_at_its_ends():
    definition = instrument(section("a", item("s", ItemType.SCALE, minimum=1, maximum=3, low_label=text("Low"))))

    found = done(converting.convert_item("s", ItemType.SINGLE), definition).item("s")

    assert found is not None
    assert [(option.code, option.label.source) for option in found.options] == [("1", "Low"), ("2", "2"), ("3", "3")]


def test_a_type_stays_while_something_compares_with_its_options():
    with pytest.raises(StillReferred):
        done(converting.convert_item("smoker", ItemType.TEXT, lose=True))
    with pytest.raises(NotConvertible):
        done(converting.convert_item("points", ItemType.TEXT), FOLLOWED)


# -- texts and head


@pytest.mark.parametrize(
    ("slip", "state"),
    [
        pytest.param(False, TextState.STALE, id="changed"),
        pytest.param(True, TextState.APPROVED, id="a slip of the pen"),
    ],
)
def test_translations_are_stale_when_their_source_changed(slip, state):
    path = "items.topics.options.care"
    after = done(texts.set_text(path, "Caring", language="en", source="en", slip=slip))

    topics = after.item("topics")
    assert topics is not None
    assert topics.options[0].label.source == "Caring"
    assert topics.options[0].label.translations["de"].state is state


@pytest.mark.parametrize(
    "path",
    [
        "title",
        "closing",
        "about.purpose",
        "sections.views.description",
        "items.age.guidance",
        "items.trust.rows.doctor",
    ],
)
def test_any_text_can_be_written_and_one_that_need_not_be_there_taken_away(path):
    written = done(texts.set_text(path, "Some words", language="en", source="en"))
    assert "Some words" in repr(written)
    emptied = done(texts.set_text(path, "", language="en", source="en"), written)
    assert "Some words" not in repr(emptied)


def test_a_translator_who_read_another_source_is_told():
    assert texts.set_text("title", "Titel", language="de", source="en").touches == {"texts.de.title", "texts.en.title"}


def test_a_language_goes_with_its_texts():
    after = done(heads.remove_language("de"))
    assert after.languages == ("en",)
    assert set(dict(after.title)) == {"en"}
    assert done(heads.move_language("fr", after="en"), done(heads.add_language("fr"))).languages == ("en", "fr", "de")


def test_the_head_is_set():
    after = done(
        together(
            heads.change_head(minutes=9, minimum_age={"*": 16}, country_item="age"),
            heads.set_contact(Contact(name="Ada")),
            heads.set_support("*", "Line", phone="1"),
        )
    )

    assert (after.minutes, after.minimum_age, after.country_item) == (9, {"*": 16}, "age")
    assert after.about is not None
    assert after.about.contact == Contact(name="Ada")
    assert after.about.support["*"].phone == "1"
