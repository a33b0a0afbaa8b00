"""The whole site under attack: every stored text is a payload, every form is forged, every parameter is hostile.

`ENGAGE_TEST_PAYLOADS=all` has every role, route, form, field, payload and parameter; without it some of each.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import product
from urllib.parse import urlsplit

import pytest

from engage.web import forgery
from tests.support.browser import Browser
from tests.support.html import Element
from tests.threats import crawl, poison
from tests.threats.crawl import Found, with_parameter
from tests.threats.walks import ROLES, Walk, Walks, visitor
from tests.threats.world import WHOLE, World

LOOKING_WRITES = {"console_session", "audit_entry"}
"""That one was seen, and that somebody looked at single people or took a file: nothing else comes of looking."""
HOSTILE = (
    poison.XSS0,
    "1'",
    "../../../../etc/passwd",
    "(SELECT CASE WHEN 1=1 THEN randomblob(200000000) END)",
    "99999999999999999999999",
    "-1",
    "\x00",
    "2026-99-99",
    "{0.__class__}%(secret)s",
    "' OR 1=1--",
    "\ufeff\u202e\U0001d7d9",
    "x" * 3_000,
)
FORGED = (
    pytest.param({}, "", id="without a token"),
    pytest.param({}, "A" * 44, id="with a token that is none"),
    pytest.param({}, "another", id="with the token of somebody else"),
    pytest.param({"Origin": "https://evil.example"}, "own", id="from another origin"),
    pytest.param({"Sec-Fetch-Site": "cross-site"}, "own", id="from another site"),
)
EVERY = 1 if WHOLE else 5
pytestmark = pytest.mark.timeout(3_000 if WHOLE else 300)


@pytest.mark.parametrize("role", ROLES)
def test_nothing_that_is_stored_acts_on_a_page_or_in_a_file(walked: Walks, role: str):
    walk = walked.by_role[role]

    assert len(walk.crawl.read) > 40
    assert not walk.faults


@pytest.mark.parametrize("role", ROLES)
def test_looking_changes_nothing(walked: Walks, role: str):
    assert walked.by_role[role].written.keys() <= LOOKING_WRITES


@pytest.mark.parametrize("role", ROLES)
def test_every_form_carries_a_token_of_its_page(walked: Walks, role: str):
    bare = {found.endpoint for found in forms(walked.by_role[role]) if forgery.FIELD not in found.values}

    assert bare <= {"surveys.start", "mail.unsubscribe"}


def forms(walk: Walk) -> list[Found]:
    return [found for _, found in sorted(walk.crawl.forms.items())]


@pytest.mark.parametrize(("headers", "token"), FORGED)
@pytest.mark.parametrize("role", ROLES)
def test_no_form_that_was_forged_changes_anything(walked: Walks, role: str, headers: dict[str, str], token: str):
    walk = walked.by_role[role]
    with crawl.changes() as written:
        for found in forms(walk):
            data = found.values | found.buttons[0]
            if token != "own":
                data = data | {forgery.FIELD: [token if token != "another" else _of_another(walked, walk)]}
            response = walk.browser.raw("POST", found.target, data=data, headers=headers)
            assert response.status_code < 500, found.target

    assert written.keys() <= LOOKING_WRITES


def _of_another(walked: Walks, walk: Walk) -> str:
    """A true token of another visitor."""
    other = next(each for role, each in walked.by_role.items() if role != walk.role)
    return next(found.values[forgery.FIELD][0] for found in forms(other) if forgery.FIELD in found.values)


@pytest.mark.parametrize("role", ROLES)
def test_parameters_of_addresses_are_refused_or_shown_as_they_are(walked: Walks, role: str):
    walk = walked.by_role[role]
    wrong = []
    for address in hostile_addresses(walked, walk):
        response = walk.browser.raw("GET", address)
        found = poison.wrong_with(response)
        found += [f"status {response.status_code}"] if response.status_code >= 500 else []
        wrong += [f"{address[:200]}: {each}" for each in found]

    assert not wrong


def hostile_addresses(walked: Walks, walk: Walk) -> Iterator[str]:
    """Each parameter that a route reads with each hostile value; the sample has all parameters hostile at once."""
    for number, (endpoint, addresses) in enumerate(sorted(walk.crawl.by_route.items())):
        names = sorted(walked.asked.get(endpoint, ()))
        if WHOLE:
            yield from (with_parameter(addresses[0], name, value) for name, value in product(names, HOSTILE))
        elif names:
            address = addresses[0]
            for place, name in enumerate(names):
                address = with_parameter(address, name, HOSTILE[(number + place) % len(HOSTILE)])
            yield address


def test_a_filter_that_nobody_offers_filters_nothing(walked: Walks):
    """No column can be asked for by its name, so nothing is learned from what remains of a list."""
    walk = walked.by_role["coordinator"]
    lists = [found[0] for name, found in sorted(walk.crawl.by_route.items()) if walked.asked.get(name)]
    guesses = ("email__startswith", "q[person_password_start]", "filter[email]", "order_by", "ids")
    for address in lists[::EVERY]:
        plain = _text(walk.browser, address)
        guessed = address
        for name in guesses:
            guessed = with_parameter(guessed, name, "a")
        assert _text(walk.browser, guessed).replace("&amp;", "&").count("<tr") == plain.count("<tr"), address


def _text(browser: Browser, address: str) -> str:
    return browser.raw("GET", address).get_data(as_text=True)


SENT_ONCE = {"accounts.sign_out", "manage_account.close", "manage_account.devices"}
"""Ends the session of who attacks."""


def test_whatever_is_written_into_a_form_comes_back_as_text(walked: Walks, site: World):
    wrong, done = [], set()
    for role in ROLES:
        browser = visitor(site, role)
        for found in forms(walked.by_role[role])[::EVERY]:
            sort = (found.endpoint, *sorted(found.form.names))
            if sort in done:
                continue
            done.add(sort)
            for data in attacks(found):
                wrong += [f"{role} {found.target} {each}" for each in _sent(browser, found, data)]

    assert not wrong


def attacks(found: Found) -> Iterator[dict[str, object]]:
    """Every text of a form hostile at once; and each by itself, so that what one refuses does not shield the others."""
    token = found.values.get(forgery.FIELD, [""])
    own = found.values | found.buttons[0]
    names = [c["name"] for c in found.form.controls if _takes_text(c)]
    for payload in poison.PAYLOADS if WHOLE else poison.PAYLOADS[:1]:
        yield own | {name: [payload] for name in names} | _files(found, payload) | {forgery.FIELD: token}
    if WHOLE:
        yield from (own | {name: [each]} for name in names for each in (poison.XSS0, poison.SHORT))


def _takes_text(control: Element) -> bool:
    kind = control["type"] if control.tag == "input" else control.tag
    return kind in ("", "text", "search", "textarea", "email", "tel", "url", "number", "date") and bool(control["name"])


def _files(found: Found, payload: str) -> dict[str, object]:
    """Where a form takes files: a table whose heads, cells and name are the payload."""
    table = f'"{payload}",email\n"{payload}",a@example.org\n'.encode()
    name = f"{poison.SHORT}.csv"
    return {c["name"]: (BytesIO(table), name) for c in found.form.controls if c["type"] == "file"}


def _sent(browser: Browser, found: Found, data: dict[str, object]) -> list[str]:
    response = browser.raw("POST", found.target, data=data)
    wrong = poison.wrong_with(response)
    wrong += [f"status {response.status_code}"] if response.status_code >= 500 else []
    if response.status_code == 303:
        target = urlsplit(response.headers["Location"])
        wrong += [f"leads to {target.netloc}"] if target.netloc not in ("", "localhost") else []
        after = browser.raw("GET", response.headers["Location"])
        wrong += poison.wrong_with(after)
        wrong += [f"then status {after.status_code}"] if after.status_code >= 500 else []
    return wrong
