"""What a mail is made of when it is sent: values read then, files, and words that were written for it alone."""

from datetime import UTC, datetime

from flask import Flask

from engage.mail import envelope, kinds, outbox, post
from engage.mail.kinds import Enclosure, Form, MailKind, OwnWords, Placeholder
from tests.support.databases import ON_SQLITE, transaction

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
KIND = MailKind(
    name="test.made",
    topic=None,
    subject=lambda _: "{name}",
    body=lambda _: ("Hello {name}", "{nothing}", "- {place}\n- {nothing}", "{told}"),
    placeholders=(
        Placeholder("name", "Ada"),
        Placeholder("place", "Oslo"),
        Placeholder("nothing", ""),
        Placeholder("told", "x", Form.PROSE),
    ),
    facts=lambda session, mail, language, _: {"name": f"Bo ({language})", "place": "Rome", "told": "word " * 200},
    enclose=lambda settings, session, mail, language, _: [
        Enclosure("a.ics", "text/calendar", b"BEGIN", {"charset": "utf-8", "method": "PUBLISH"})
    ],
    own_words=lambda session, mail: OwnWords("nb", "Hei {name}", "Bare {place}") if mail.values.get("own") else None,
)


def letter(app: Flask, **values: str | int) -> post.Letter:
    kinds.register(app, KIND)
    with transaction(app) as session:
        mail = outbox.put(session, KIND.name, "ada@example.org", language="en", values=values, now=NOW)
        return post.of(app).letter(session, mail)


@ON_SQLITE
def test_values_are_read_then_and_lines_without_any_are_left_out(app: Flask):
    made = letter(app, name="Old")

    assert made.subject == "Bo (en)"
    assert made.text.startswith("Hello Bo (en)\n\n- Rome\n\nword word")
    assert made.text.count("word") == 200


@ON_SQLITE
def test_files_go_with_it_under_their_type(app: Flask):
    message = envelope.message(
        letter(app), message_id="<1@x>", to="ada@example.org", sender=envelope.Mailbox("Engage", "e@x.org"), now=NOW
    )

    [file] = message.iter_attachments()
    assert (file.get_content_type(), file.get_param("method"), file.get_filename()) == (
        "text/calendar", "PUBLISH", "a.ics",
    )  # fmt: skip
    assert message["Content-Language"] == "en"


@ON_SQLITE
def test_words_of_its_own_take_the_place_of_those_of_the_kind(app: Flask):
    made = letter(app, own=1)

    assert (made.subject, made.language) == ("Hei Bo (nb)", "nb")
    assert made.text.startswith("Bare Rome")
