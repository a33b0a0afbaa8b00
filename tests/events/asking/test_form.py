"""The registration form: what it asks, reads and keeps."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from engage.events.asking import form as forms
from engage.events.domain.form_rules import Purpose
from engage.events.domain.kinds import AttendeeRole, NeedKind
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Item, ItemType, Option, Section
from tests.factories.events import make_event
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
ADA = {"_name": "Ada Lovelace", "_email": "Ada@Example.org"}


def said(text: str) -> LocalizedText:
    return LocalizedText.of(text, "en", de=f"{text} (de)")


def questions(*items: Item) -> Instrument:
    section = Section(name="one", slug="one", title=said("Questions"), items=items)
    return Instrument(
        name="q", title=said("Questions"), source_language="en", languages=("en", "de"), sections=(section,)
    )


TABLE = Item(
    name="table",
    type=ItemType.SINGLE,
    label=said("Which table?"),
    required="true()",
    options=(Option(code="blue", label=said("Blue")), Option(code="red", label=said("Red"))),
)
WHY = Item(name="why", type=ItemType.TEXT, label=said("Why red?"), relevance="${table} = 'red'", required="true()")
ILL = Item(name="ill", type=ItemType.TEXT, label=said("Which illness?"), special_category=True)


def read(form: forms.Form, *parts: dict[str, Any]) -> forms.Read:
    sent: MultiDict[str, str] = MultiDict()
    for part in parts:
        for name, value in part.items():
            sent.setlist(name, value if isinstance(value, list) else [value])
    return form.read(sent, now=NOW)


@pytest.fixture
def form_of(app: Flask, session: Session) -> Any:
    def make(language: str = "en", purpose: Purpose = Purpose.WEB, **columns: Any) -> forms.Form:
        event = make_event(session, now=NOW, **columns)
        with app.test_request_context():
            return forms.of(session, event, language, purpose)

    with app.test_request_context():
        yield make


def test_a_name_and_a_mail_address_are_enough_where_nothing_else_is_asked(form_of: Any) -> None:
    wanted = read(form_of(), ADA).wanted

    assert wanted.email == "ada@example.org"
    assert [person.name for person in wanted.party] == ["Ada Lovelace"]
    assert wanted.party[0].role is AttendeeRole.CITIZEN


@pytest.mark.parametrize(
    ("sent", "columns", "names"),
    [
        pytest.param({}, {}, ["_name", "_email"], id="nothing"),
        pytest.param({**ADA, "_email": "ada@@example"}, {}, ["_email"], id="no address"),
        pytest.param(ADA, {"asks": {"country": "required"}}, ["_country"], id="country"),
        pytest.param(ADA, {"quotas": [{"key": "country", "codes": ["NO"]}]}, ["_country"], id="counted by a quota"),
        pytest.param({**ADA, "_born": "1.1.2099"}, {"asks": {"birth_date": "optional"}}, ["_born"], id="in the future"),
        pytest.param(ADA, {"sites": [{}, {}]}, ["_site"], id="one of two sites"),
        pytest.param(ADA, {"asks": {"organised": "required"}}, ["_organised"], id="organised or not"),
        pytest.param(
            {**ADA, "_travel_words": "IBAN NO93 8601 1117 947"},
            {"asks": {"travel": "optional"}},
            ["_travel_words"],
            id="bank data",
        ),
        pytest.param(
            {**ADA, "_born": "2015-05-05"},
            {"asks": {"birth_date": "required"}},
            ["_guardian_name", "_guardian_contact", "_guardian_agrees"],
            id="a child without a guardian",
        ),
        pytest.param({**ADA, "_people": "2"}, {}, ["_p2._name"], id="the second person has no name"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(
    form_of: Any, sent: dict[str, Any], columns: dict[str, Any], names: list[str]
) -> None:
    found = read(form_of(**columns), sent)

    assert found.wanted is None
    assert [trouble.name for trouble in found.problems] == names
    assert all(trouble.text for trouble in found.problems)


def test_health_is_kept_only_where_somebody_agreed(form_of: Any) -> None:
    form = form_of(asks={"access": "optional", "interpretation": "optional"}, questions=questions(ILL))
    needs = {**ADA, "_access": ["wheelchair"], "_spoken": ["nb"], "_signed": ["nsl"], "ill": "leukaemia"}

    without = read(form, needs)
    with_ = read(form, needs, {"_consent": "yes"})

    assert without.left_out
    assert without.wanted.consent is None
    assert [(need.kind, need.spoken, need.signed) for need in without.wanted.party[0].needs] == [
        (NeedKind.INTERPRETATION, ("nb",), ())
    ]
    assert without.wanted.party[0].answers == {}
    assert not with_.left_out
    assert with_.wanted.consent == form.consent
    assert with_.wanted.party[0].needs[0].codes == ("wheelchair",)
    assert with_.wanted.party[0].needs[1].signed == ("nsl",)
    assert with_.wanted.party[0].answers == {"ill": "leukaemia"}


def test_what_an_answer_opens_is_asked_before_anything_is_stored(form_of: Any) -> None:
    form = form_of(questions=questions(TABLE, WHY))

    opened = read(form, ADA, {"table": "red"})
    missing = read(form, ADA, {"table": "red", "_seen": ["why"]})
    complete = read(form, ADA, {"table": "red", "_seen": ["why"], "why": "warm"})

    assert opened.opened
    assert opened.wanted is None
    assert [trouble.name for trouble in missing.problems] == ["why"]
    assert complete.wanted.party[0].answers == {"table": "red", "why": "warm"}


def test_a_party_answers_what_each_is_asked_and_companions_do_not(form_of: Any) -> None:
    form = form_of(questions=questions(TABLE), quotas=[{"key": "item:table", "codes": ["blue"]}])
    party = {
        **ADA,
        "_people": "3",
        "table": "blue",
        "_p2._name": "Bo",
        "_p2._role": "citizen",
        "_p2.table": "red",
        "_p3._name": "Cy",
        "_p3._role": "companion",
        "_p3._with": "2",
    }

    wanted = read(form, party).wanted

    assert [person.answers for person in wanted.party] == [{"table": "blue"}, {"table": "red"}, {}]
    assert wanted.party[2].companion_of == 1
    tied = read(form, {**party, "_p3._with": "3"})
    assert [trouble.name for trouble in tied.problems] == ["_p3._with"]


@pytest.mark.parametrize("language", ["en", "de", "nb", "he"])
def test_the_page_has_room_for_each_person_and_keeps_what_was_typed(form_of: Any, language: str) -> None:
    asks = dict.fromkeys(
        ["country", "hub", "organised", "birth_date", "phone", "photos", "follow_up", "access", "diet", "travel"],
        "optional",
    )
    form = form_of(language, asks=asks | {"interpretation": "optional"}, questions=questions(TABLE, WHY, ILL))
    sent = MultiDict({**ADA, "_people": "2", "_p2._name": "<Bo & Co>", "table": "red"})

    page = form.fields(sent, form.read(sent, now=NOW).problems, now=NOW)

    assert 'value="Ada Lovelace"' in page
    assert 'value="&lt;Bo &amp; Co&gt;"' in page
    assert 'name="_p2._country"' in page
    assert 'value="red" checked' in page
    assert "\ue000" not in page
