"""What people can type: no text costs much time, none is a fault, and what should not be seen is not kept."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import Grant, Person, PersonRole
from engage.accounts.roles import RoleName
from engage.events.domain import spam
from engage.web import security
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, everything, reading
from tests.threats.inputs.everywhere import PAGES, filled, sheets

pytestmark = ON_SQLITE

MOST_SECONDS = 1.0
"""Of processor time; what is usual is a fiftieth of it."""
UNITS = (
    "a.",
    "a@a.",
    "@",
    "-",
    "+1",
    "<a",
    "\u00a0",
    "(",
    "${a",
    "[a](",
    "\u0301",
    "http://a/",
    "a\u200d",
    " ",
    "\t\n",
)
TYPED = re.compile(r'value="[^"]*"|<textarea.*?</textarea>', re.DOTALL)
"""Where a form shows again what was typed, for who typed it."""
STRANGE = (
    "a\u202etxt.exe",
    "\0",
    "a\0b",
    "\u200b\u200b",
    "\ufeffAda",
    "Z" + "\u0310\u0321\u0337" * 1_500,
    "\ufdfd" * 200,
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "ａｄａ＠ｅｘａｍｐｌｅ．ｏｒｇ",
    "аdmin@example.org",
    "%s%n{0}{{7*7}}${7*7}",
    "'; DROP TABLE x; --",
    "\r\nBcc: v@example.org",
    "-1e9999",
    "9" * 400,
    "٣٤",
    "NaN",
    "../../etc/passwd",
)


@pytest.fixture(autouse=True)
def _fast_fingers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spam, "LEAST", timedelta(0))


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    made = make_app(testing=False, registrations_per_hour=0)
    filled(made)
    return made


def test_every_public_form_is_found(app: Flask):
    assert {each.page for each in sheets(app)} == set(PAGES)


def _long() -> Iterator[str]:
    return cycle(unit * (security.LARGEST_FORM // 4 // len(unit.encode()) // 3) + "!" for unit in UNITS)


def test_no_text_however_long_costs_more_than_a_second(app: Flask):
    """As much as a form may be, in every field in turn, made to be hard for patterns that go back and forth."""
    texts, slowest = _long(), (0.0, "")
    for sheet in sheets(app):
        for field in sheet.texts:
            for _ in range(3):
                text = next(texts)
                began = time.process_time()
                status = sheet.send({field: text}).status_code
                slowest = max(slowest, (time.process_time() - began, f"{sheet.page} {field} {text[:8]!r} {status}"))
                assert status < 500, (sheet.page, field, text[:8])

    assert slowest[0] < MOST_SECONDS, slowest


def test_no_sign_is_a_fault_in_any_field(app: Flask):
    strange = cycle(STRANGE)
    for sheet in sheets(app):
        for field in sheet.texts:
            for _ in range(4):
                text = next(strange)
                response = sheet.send({field: text})
                assert response.status_code < 500, (sheet.page, field, text[:20])
                assert "\u202e" not in TYPED.sub("", response.text), (sheet.page, field)


EXTRA = {
    "role": "network-admin",
    "roles": "network-admin",
    "hub": "default",
    "hub_id": "1",
    "id": "1",
    "person_id": "1",
    "is_confirmed": "1",
    "status": "confirmed",
    "state": "shown",
    "price": "0",
    "created_at": "2020-01-01",
    "fs_uniquifier": "x",
    "password": "x",
    "active": "",
    "totp_secret": "x",
    "registration.status": "confirmed",
    "user[role]": "network-admin",
    "__proto__": "x",
    "__class__": "x",
}
OF_ACCOUNTS = (Person.__table__, PersonRole.__table__, Grant.__table__)


def test_fields_that_are_not_on_a_form_change_nothing(app: Flask):
    """Role, hub, state and price of anything are nobody's to send: the same form without them does the same."""
    plain = [(sheet.page, sheet.send({}).status_code) for sheet in sheets(app)]
    before = everything(app)
    more = [(sheet.page, sheet.send({}, **EXTRA).status_code) for sheet in sheets(app)]

    assert more == plain
    assert {table.name: everything(app)[table.name] for table in OF_ACCOUNTS} == {
        table.name: before[table.name] for table in OF_ACCOUNTS
    }


def test_nobody_gives_themselves_what_is_not_on_the_form_of_their_account(app: Flask, sign_in: Callable[..., Browser]):
    browser = sign_in(RoleName.TRANSLATOR)
    before = _accounts(app)
    page = browser.get("/console/account")
    for form in page.forms:
        if form.element["method"].lower() == "post" and form.element.inside("main") is not None:
            data = form.values() | {name: [value] for name, value in EXTRA.items() if name not in form.names}
            browser.raw("POST", form.element["action"] or "/console/account", data=data)

    assert _accounts(app) == before


def _accounts(app: Flask) -> list[list[tuple[object, ...]]]:
    """Everything of accounts, but when somebody was seen."""
    with reading(app) as session:
        columns = [[each for each in table.c if not each.name.endswith(("_at", "_on"))] for table in OF_ACCOUNTS]
        return [[tuple(row) for row in session.execute(select(*each))] for each in columns]
