"""Mails of every kind whose every value is a payload: text, and nothing that could be pressed but our own links."""

from dataclasses import replace

import pytest
from flask import Flask

from engage.hubs import queries as hubs
from engage.mail import kinds, post, texts
from engage.mail.kinds import Form, MailKind
from engage.mail.letters import Draft
from tests.support.databases import ON_SQLITE, transaction
from tests.support.html import parse
from tests.threats import poison

pytestmark = ON_SQLITE
LURE = "Win 500 euros at http://evil.example/ or evil.example, write to you@evil.example"


def said_by_people(kind: MailKind, payload: str) -> MailKind:
    """The kind with the payload in place of every value that is a text."""
    placeholders = (
        replace(one, sample=payload)
        if one.form in (Form.TEXT, Form.PROSE, Form.LIST) and one.word is None and isinstance(one.sample, str)
        else one
        for one in kind.placeholders
    )
    return replace(kind, placeholders=tuple(placeholders))


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("payload", [*poison.PAYLOADS, LURE])
def test_what_people_wrote_is_text_in_every_mail(app: Flask, payload: str, language: str):
    with transaction(app) as session:
        hub = hubs.default(session)
        hub.names = {"en": f"Hub {payload}"}
        office, wrong = post.of(app), []
        for kind in kinds.registered(app).values():
            letter = office.preview(
                session, said_by_people(kind, payload), office.shipped(session, kind, language), hub.id, real=False
            )
            wrong += [f"{kind.name}: {each}" for each in poison.wrong_with_markup(letter.html)]
            wrong += [f"{kind.name}: {each}" for each in _leads_elsewhere(letter.html)]
            wrong += [f"{kind.name}: {letter.subject}" for sign in "\r\n" if sign in letter.subject]
            assert not poison.WORKED_OUT.search(letter.text + letter.subject), kind.name

    assert not wrong


def _leads_elsewhere(html: str) -> list[str]:
    links = [link["href"] for link in parse(html).all("a")]
    return [link for link in links if not link.startswith(("http://localhost", "mailto:", "tel:")) or "evil" in link]


@pytest.mark.parametrize(
    "payload", ["{{config}}", "{0.__class__}", "{event.__init__.__globals__}", "%(secret)s", "${7*7}"]
)
def test_words_of_a_hub_are_no_template(app: Flask, payload: str):
    """Whatever is no placeholder of the kind stands there as it was written; what looks like one is named on saving."""
    with transaction(app) as session:
        office = post.of(app)
        for kind in kinds.registered(app).values():
            draft = Draft(f"Subject {payload}", f"Dear all\n\n{payload}", "en")
            letter = office.preview(session, kind, draft, hubs.default(session).id, real=False)
            said = letter.text.replace("\u2068", "").replace("\u2069", "")
            assert payload in said or texts.unknown(draft.body, kind.names), kind.name
            assert not poison.WORKED_OUT.search(said), kind.name
