"""A mail can be read by everybody: in their language and direction, as text and as HTML, without anything remote."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask

from engage.mail import envelope
from engage.mail.envelope import mailbox
from engage.mail.letters import Around, Draft, Letter, write
from engage.mail.ports import Sender, Statement
from tests.core.test_images import PNG
from tests.support.databases import ON_SQLITE
from tests.support.html import faults, parse

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BODY = "Hello {name},\n\n- {name}\n- more\n\n[Open it]({link})\n\n[Other]({second})\n\nSee {link}"
LINKS = {"link": "https://x.test/a?b=1&c=2", "second": "https://x.test/s"}
ATTACK = "\"><svg onload=fetch('/__xss?')>{{7*7}}"


def letter(
    app: Flask, *, language: str = "en", subject: str = "News", name: str = "Ada", around: Around | None = None
) -> Letter:
    return write(app.jinja_env, Draft(subject, BODY, language), {"name": name}, LINKS, around or Around(), str)


def wrapped(made: Letter, to: str = "bo@example.org", unsubscribe: str = "") -> EmailMessage:
    sender = mailbox("Engage <engage@example.org>", "", "http://localhost")
    message = envelope.message(
        made, message_id="<1@engage.invalid>", to=to, sender=sender, unsubscribe=unsubscribe, now=NOW
    )
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def test_text_and_html_say_the_same(app: Flask):
    made = letter(app)

    assert made.text.startswith(
        "Hello Ada,\n\n- Ada\n- more\n\nOpen it:\nhttps://x.test/a?b=1&c=2\n\nOther:\nhttps://x.test/s\n\n"
        "See https://x.test/a?b=1&c=2\n"
    )
    root = parse(made.html)
    for words in ("Hello Ada,", "more", "Open it", "Other", "https://x.test/a?b=1&c=2"):
        assert words in root.text
    assert [heading.text for heading in root.all("h1")] == ["News"]


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("he", "rtl"), ("ar-EG", "rtl")])
def test_the_html_states_language_and_direction_and_breaks_no_rule(app: Flask, language: str, direction: str):
    made = letter(
        app, language=language, around=Around(Sender("Hub", contact="hub@example.org"), choices="https://x.test/c")
    )
    root = parse(made.html)

    html = root.all("html")[0]
    assert (html["lang"], html["dir"]) == (language, direction)
    assert faults(root) == []
    assert {table["role"] for table in root.all("table")} == {"presentation"}
    assert not root.all("script")
    assert not root.all("img")
    assert not re.search(r"(?:src|url\()\s*=?\s*[\"']?https?:", made.html)
    assert "prefers-color-scheme: dark" in made.html


def test_there_is_one_main_button(app: Flask):
    assert letter(app).html.count("display:inline-block") == 1


def test_values_are_text_in_html_and_in_the_subject(app: Flask):
    made = letter(app, subject="For {name}", name=ATTACK)

    assert not parse(made.html).all("svg")
    assert "{{7*7}}" in parse(made.html).text
    assert "{{7*7}}" in made.subject
    assert len(letter(app, subject="{name}" * 9, name="x" * 500).subject) <= 150


def test_what_is_written_the_other_way_stands_for_itself(app: Flask):
    assert "Hello \u2068שלום\u2069," in letter(app, name="שלום").text
    made = letter(app, name="Ada", language="he", around=Around(Sender("Hub (Norway)")))
    assert "Hello \u2068Ada\u2069," in made.text
    for text in (made.text, parse(made.html).text):
        assert "Sent by \u2068Hub (Norway)\u2069 with Engage." in text


def test_who_writes_and_who_pays_stand_below(app: Flask):
    statement = Statement("Funded by a fund.", PNG, "image/png", "Emblem of the fund")
    made = letter(app, around=Around(Sender("Hub Norway", contact="hub@example.org"), (statement,), "https://x.test/c"))

    for text in (made.text, parse(made.html).text):
        assert "Sent by Hub Norway with Engage." in text
        assert "hub@example.org" in text
        assert "Funded by a fund." in text
    assert "https://x.test/c" in made.text
    message = wrapped(made)
    picture = next(part for part in message.walk() if part.get_content_type() == "image/png")
    assert picture.get_content() == PNG
    assert f"cid:{picture['Content-ID'].strip('<>')}" in message.get_body(("html",)).get_content()
    assert 'alt="Emblem of the fund"' in made.html


# -- headers


def test_every_header_is_one_line_whatever_went_into_it(app: Flask):
    evil = "x\r\nBcc: victim@example.org\r\n\r\nbody"
    made = letter(
        app, subject=f"News {evil} {{name}}", name=evil, around=Around(Sender(evil, contact="hub@example.org"))
    )
    message = wrapped(made)

    assert message["Bcc"] is None
    assert len(message.get_all("To")) == 1
    assert message["To"] == "bo@example.org"
    assert "Bcc" in message["Subject"]
    assert "\n" not in message["Subject"]


def test_answers_go_to_the_hub_and_machines_are_told_not_to_answer(app: Flask):
    message = wrapped(letter(app, around=Around(Sender("Hub Norway", contact="hub@example.org"))))

    assert str(message["From"]) == "Hub Norway <engage@example.org>"
    assert message["Reply-To"] == "hub@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    assert message["List-Unsubscribe"] is None


def test_the_unsubscribe_header_stays_readable_however_long(app: Flask):
    address = "https://engage.example.org/mail/" + "Ab-_9" * 40 + "/unsubscribe"
    message = wrapped(letter(app), unsubscribe=address)
    raw = envelope.message(
        letter(app),
        message_id="<1@engage.invalid>",
        to="bo@example.org",
        sender=mailbox("", "", "https://engage.example.org"),
        unsubscribe=address,
        now=NOW,
    ).as_bytes()

    assert message["List-Unsubscribe"] == f"<{address}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"List-Unsubscribe: <{address}>\r\n".encode() in raw


def test_a_domain_of_another_script_is_written_as_servers_know_it(app: Flask):
    assert wrapped(letter(app), to="ada@bücher.example")["To"] == "ada@xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("mail_from", "returns", "name", "address", "path"),
    [
        ("Engage <a@example.org>", "", "Engage", "a@example.org", "a@example.org"),
        ("a@example.org", "b@example.org", "Engage", "a@example.org", "b+ff@example.org"),
        ("", "", "Engage", "engage@hub.example.org", "engage@hub.example.org"),
    ],
)
def test_from_where_an_instance_writes(app: Flask, mail_from: str, returns: str, name: str, address: str, path: str):
    found = mailbox(mail_from, returns, "https://hub.example.org:8443/x")

    assert (found.name, found.address, found.return_path(255)) == (name, address, path)
