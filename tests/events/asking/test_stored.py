"""What is registered, back in the form."""

from dataclasses import replace
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from engage.events import places
from engage.events.asking import form as forms
from engage.events.asking.stored import sent_of
from engage.events.domain.form_rules import Purpose
from engage.instruments.domain.definition import Item, ItemType, Option, Row
from tests.events.asking.test_form import ILL, NOW, TABLE, WHY, questions, said
from tests.factories.events import make_event
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
OPTIONS = (Option(code="a", label=said("A")), Option(code="b", label=said("B"), other=True))
ITEMS = (
    TABLE,
    WHY,
    ILL,
    Item(name="many", type=ItemType.MULTIPLE, label=said("Many"), options=OPTIONS),
    Item(name="order", type=ItemType.RANKING, label=said("Order"), options=OPTIONS),
    Item(name="points", type=ItemType.ALLOCATION, label=said("Points"), rows=(Row(code="x", label=said("X")),)),
    Item(
        name="grid", type=ItemType.MATRIX, label=said("Grid"), options=OPTIONS, rows=(Row(code="x", label=said("X")),)
    ),
    Item(name="long", type=ItemType.DURATION, label=said("How long"), units=("years", "months")),
    Item(name="span", type=ItemType.DATE_RANGE, label=said("From when to when")),
    Item(name="age", type=ItemType.INTEGER, label=said("Age"), prefer_not_to_say=True),
)
TYPED: dict[str, Any] = {
    "_name": "Ada",
    "_email": "ada@example.org",
    "_people": "2",
    "_consent": "yes",
    "_country": "NO",
    "_organised": "yes",
    "_organisation": "Union",
    "_born": "1990-01-02",
    "_access": ["wheelchair"],
    "_access_words": "A ramp",
    "_spoken": ["nb", "en"],
    "_signed": ["nsl"],
    "_seen": ["why"],
    "table": "red",
    "why": "warm",
    "ill": "none",
    "many": ["a", "b"],
    "many/other": "else",
    "order/a": "2",
    "order/b": "1",
    "points/x": "100",
    "grid/x": "a",
    "long/years": "2",
    "span/from": "2026-01-01",
    "span/to": "2026-02-01",
    "age/declined": "1",
    "_p2._name": "Bo",
    "_p2._role": "companion",
    "_p2._with": "1",
}


def test_what_was_registered_stands_in_the_form_as_it_was_typed(app: Flask, session: Session) -> None:
    asks = dict.fromkeys(("country", "organised", "birth_date", "access", "interpretation"), "optional")
    event = make_event(session, now=NOW, asks=asks, questions=questions(*ITEMS))
    with app.test_request_context():
        sent: MultiDict[str, str] = MultiDict()
        for name, value in TYPED.items():
            sent.setlist(name, value if isinstance(value, list) else [value])
        wanted = forms.of(session, event, "en").read(sent, now=NOW).wanted
        assert wanted is not None
        registration = places.register(session, event, wanted, now=NOW)
        form = forms.of(session, event, "en", Purpose.CHANGE)

        again = form.read(sent_of(form, registration, consented=True), now=NOW)

    assert again.problems == ()
    assert again.wanted == replace(wanted, email="")
