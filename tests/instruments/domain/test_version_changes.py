"""Every kind of change between two versions, with the effect it has by the rules."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import (
    Cell,
    Edition,
    Instrument,
    Item,
    ItemType,
    NationalItem,
    Option,
    Quota,
    Repeat,
    Row,
)
from engage.instruments.domain.version_changes import changes
from engage.instruments.domain.versions import RULES, Effect, What, effect_of, from_json, heaviest_first, to_json
from tests.factories.surveys import instrument, item, options, section, text

W, A, B = Effect.WORDING, Effect.ADDITIVE, Effect.BREAKING


def labelled(**labels: str) -> tuple[Option, ...]:
    return tuple(Option(code=code, label=text(label)) for code, label in labels.items())


def rows(*codes: str) -> tuple[Row, ...]:
    return tuple(Row(code=code, label=text(code)) for code in codes)


def one(*items: Item, **more: Any) -> Instrument:
    return instrument(section("one", *items), **more)


def q(kind: ItemType = ItemType.SINGLE, **more: Any) -> Item:
    return item("q", kind, **more)


CASES = [
    # words
    pytest.param(q(hint=text("A")), q(hint=text("B")), What.TEXT, W, id="a hint"),
    pytest.param(q(options=labelled(a="Yes, I do")), q(options=labelled(a="Yes")), What.OPTION_LABEL, W, id="a label"),
    pytest.param(q(options=options("a", "b")), q(options=options("b", "a")), What.OPTION_ORDER, W, id="another order"),
    pytest.param(q(), q(dropdown=True), What.PRESENTATION, W, id="looks"),
    # more than before
    pytest.param(q(options=options("a")), q(options=options("a", "b")), What.OPTION_ADDED, A, id="one option more"),
    pytest.param(q(ItemType.INTEGER), q(ItemType.DECIMAL), What.TYPE_WIDENED, A, id="whole numbers become decimals"),
    pytest.param(q(required="true()"), q(), What.RULE_DROPPED, A, id="no longer required"),
    pytest.param(q(relevance="${a} = 1"), q(), What.RULE_DROPPED, A, id="asked of everybody"),
    pytest.param(
        q(ItemType.INTEGER, maximum=9.0), q(ItemType.INTEGER, maximum=10.0), What.WIDENED, A, id="a wider range"
    ),
    pytest.param(q(), q(prefer_not_to_say=True), What.WIDENED, A, id="one may decline"),
    pytest.param(
        q(ItemType.MATRIX, rows=rows("a")), q(ItemType.MATRIX, rows=rows("a", "b")), What.ROW_ADDED, A, id="a row more"
    ),
    # less than before, or of others
    pytest.param(q(options=options("a", "b")), q(options=options("a")), What.OPTION_REMOVED, B, id="an option less"),
    pytest.param(q(), q(required="true()"), What.RULE_ADDED, B, id="required from now on"),
    pytest.param(q(relevance="${a} = 1"), q(relevance="${a} = 2"), What.RULE_CHANGED, B, id="asked of others"),
    pytest.param(q(ItemType.DECIMAL), q(ItemType.INTEGER), What.TYPE_NARROWED, B, id="decimals become whole numbers"),
    pytest.param(q(ItemType.INTEGER), q(ItemType.INTEGER, minimum=18.0), What.NARROWED, B, id="a narrower range"),
    pytest.param(q(ItemType.TEXT, max_length=90), q(ItemType.TEXT, max_length=9), What.NARROWED, B, id="shorter"),
    pytest.param(q(ItemType.REGION), q(ItemType.REGION, countries=("NO",)), What.NARROWED, B, id="fewer countries"),
    pytest.param(
        q(options=options("a")), q(options=options("a", a={"exclusive": True})), What.NARROWED, B, id="excludes others"
    ),
    pytest.param(q(answer="a"), q(answer="b"), What.ANSWER, B, id="another correct answer"),
    # another variable
    pytest.param(q(), q(ItemType.MULTIPLE), What.TYPE_CHANGED, B, id="several answers instead of one"),
    pytest.param(q(ItemType.TEXT), q(ItemType.INTEGER), What.TYPE_CHANGED, B, id="a number instead of a text"),
    pytest.param(
        q(options=labelled(a="Yes", b="No")),
        q(options=labelled(a="No", b="Yes")),
        What.OPTION_MEANING,
        B,
        id="codes change places",
    ),
    pytest.param(
        q(ItemType.INTEGER, suffix=text("kg")), q(ItemType.INTEGER, suffix=text("pounds")), What.UNIT, B, id="unit"
    ),
    pytest.param(
        q(ItemType.SCALE, minimum=0.0, maximum=10.0),
        q(ItemType.SCALE, minimum=1.0, maximum=5.0),
        What.SCALE,
        B,
        id="scale",
    ),
    pytest.param(
        q(ItemType.SCALE, low_label=text("bad"), high_label=text("good")),
        q(ItemType.SCALE, low_label=text("good"), high_label=text("bad")),
        What.SCALE,
        B,
        id="the scale turned round",
    ),
    pytest.param(
        q(ItemType.MATRIX, rows=rows("a")), q(ItemType.MATRIX, rows=rows("a"), cell=Cell.TEXT), What.CELL, B, id="cells"
    ),
    pytest.param(
        q(ItemType.RANKING, options=options("a", "b")),
        q(ItemType.RANKING, options=options("a", "b", "c")),
        What.COMPARED,
        B,
        id="another set to rank",
    ),
    pytest.param(q(ItemType.ALLOCATION), q(ItemType.ALLOCATION, total=10), What.TOTAL, B, id="other points"),
    pytest.param(
        q(ItemType.CALCULATION, calculation="1"),
        q(ItemType.CALCULATION, calculation="2"),
        What.CALCULATION,
        B,
        id="sum",
    ),
]


@pytest.mark.parametrize(("before", "after", "what", "effect"), CASES)
def test_each_change_of_an_item_is_named_and_has_its_effect(
    before: Item, after: Item, what: What, effect: Effect
) -> None:
    found = changes(one(before), one(after))

    assert {change.what for change in found if change.effect is effect} == {what}
    assert effect_of(found) is effect
    assert found[0].place == "items.q"


FRAME = [
    pytest.param(one(q()), one(q(), item("r")), What.ITEM_ADDED, A, id="an item more"),
    pytest.param(one(q(), item("r")), one(q()), What.ITEM_REMOVED, B, id="an item less"),
    pytest.param(one(q(), item("r")), one(item("r"), q()), What.MOVED, W, id="another order"),
    pytest.param(one(q()), one(q(), item("n", ItemType.NOTE)), What.TEXT, W, id="a note holds no answers"),
    pytest.param(one(q()), one(q(), title=text("Other")), What.TEXT, W, id="the title"),
    pytest.param(one(q()), one(q(), languages=("en", "de", "fi")), What.LANGUAGE_ADDED, A, id="a language more"),
    pytest.param(one(q()), one(q(), languages=("en",)), What.LANGUAGE_REMOVED, B, id="a language less"),
    pytest.param(one(q()), one(q(), minimum_age={"*": 18}), What.NARROWED, B, id="a lowest age"),
    pytest.param(
        one(q()), one(q(), quotas=(Quota(name="g", limit=9, when={"q": ("a",)}),)), What.RULE_ADDED, B, id="a quota"
    ),
    pytest.param(one(q()), one(q(), editions={"NO": Edition()}), What.EDITION_ADDED, A, id="a country more"),
    pytest.param(
        one(q(), editions={"NO": Edition(welcome=text("A"))}),
        one(q(), editions={"NO": Edition(welcome=text("B"))}),
        What.TEXT,
        W,
        id="a country's words",
    ),
    pytest.param(
        one(q(), editions={"NO": Edition()}),
        one(q(), editions={"NO": Edition(items={"q": NationalItem(left_out=True)})}),
        What.EDITION_CHANGED,
        B,
        id="a country leaves an item out",
    ),
    pytest.param(
        one(q()),
        instrument(replace(section("one", q()), repeat=Repeat(name="people"))),
        What.REPEAT,
        B,
        id="asked for each person of a list",
    ),
    pytest.param(
        one(q()), instrument(section("one", q(), relevance="false()")), What.RULE_ADDED, B, id="a section of some"
    ),
]


@pytest.mark.parametrize(("before", "after", "what", "effect"), FRAME)
def test_each_change_of_the_frame_is_named_and_has_its_effect(
    before: Instrument, after: Instrument, what: What, effect: Effect
) -> None:
    found = changes(before, after)

    assert [change.what for change in found] == [what]
    assert effect_of(found) is effect


def test_an_instrument_does_not_differ_from_itself() -> None:
    definition = one(q(options=options("a", "b")), item("r", ItemType.MATRIX, rows=rows("x")))

    assert changes(definition, definition) == ()
    assert effect_of(()) is None


def test_a_translation_alone_is_wording_and_names_its_language() -> None:
    (change,) = changes(
        one(q(hint=LocalizedText.of("A", "en", de="A"))), one(q(hint=LocalizedText.of("A", "en", de="B")))
    )

    assert (change.what, change.part, change.languages) == (What.TEXT, "hint", ("de",))


def test_a_label_that_shares_no_word_with_the_old_one_is_wording_but_doubtful() -> None:
    (change,) = changes(one(q(options=labelled(a="Every day"))), one(q(options=labelled(a="Never"))))
    (kept,) = changes(one(q(options=labelled(a="Every day"))), one(q(options=labelled(a="Every single day"))))

    assert (change.effect, change.doubtful) == (W, True)
    assert kept.doubtful is False


def test_only_what_was_moved_counts_as_moved() -> None:
    names = [f"i{n}" for n in range(6)]
    before = one(*(item(name) for name in names))
    after = one(*(item(name) for name in ["i5", *names[:5]]))

    assert [change.place for change in changes(before, after)] == ["items.i5"]


def test_every_kind_of_change_has_a_rule_and_what_makes_a_new_variable_is_breaking() -> None:
    assert set(RULES) == set(What)
    assert all(rule.effect is B for rule in RULES.values() if rule.new_variable)


def test_what_is_stored_beside_a_version_reads_back() -> None:
    found = heaviest_first(
        changes(one(q(options=labelled(a="Every day")), item("r")), one(q(ItemType.MULTIPLE), title=text("Other")))
    )

    assert from_json(to_json(found)) == found
    assert [change.effect for change in found] == sorted((c.effect for c in found), key=[B, A, W].index)
    assert found[0].new_variable


def test_the_page_about_versions_says_each_rule() -> None:
    rows = (Path(__file__).parents[3] / "docs" / "reference" / "versions.md").read_text(encoding="utf-8").splitlines()
    said: dict[str, str] = {}
    effect = ""
    for row in (row for row in rows if row.startswith("|")):
        first, _, *codes = [cell.strip() for cell in row.strip("|").split("|")]
        effect = first or effect
        said |= {code.strip("` "): effect for cell in codes for code in cell.split(",")}

    assert {what.value: said.get(what.value) for what in What} == {
        what.value: rule.effect.value + (", new variable" if rule.new_variable else "") for what, rule in RULES.items()
    }
