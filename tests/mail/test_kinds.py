"""Every mail that rooms register can be written, in every language of the interface."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.mail import kinds, post, texts
from engage.mail.kinds import MailKind, Placeholder
from scripts import mails_page
from tests.support.databases import ON_SQLITE, reading


@ON_SQLITE
def test_shipped_words_have_their_links_and_no_unknown_placeholder(app: Flask):
    with app.app_context(), reading(app) as session:
        office = post.of(app)
        for kind in kinds.registered(app).values():
            for language in PUBLIC_LANGUAGES:
                draft = office.shipped(session, kind, language)
                where = (kind.name, language)
                if kind.name != "mail.test":
                    assert texts.unknown(draft.subject + draft.body, kind.names) == [], where
                assert texts.missing(draft.body, kind.links) == [], where


@ON_SQLITE
def test_every_mail_can_be_seen_with_its_samples(app: Flask):
    with app.app_context(), reading(app) as session:
        office = post.of(app)
        for kind in kinds.registered(app).values():
            letter = office.preview(session, kind, office.shipped(session, kind, "en"), 1, real=False)
            assert letter.subject, kind.name
            assert "{" not in letter.text.replace("{subject}", ""), kind.name


@ON_SQLITE
def test_names_fit_into_the_tables(app: Flask):
    assert all(len(name) <= 60 for name in kinds.registered(app))
    assert all(len(topic) <= 40 for topic in kinds.topics(app))


@ON_SQLITE
def test_a_name_is_given_once(make_app: Callable[..., Flask]):
    app = make_app()
    kinds.register(app, MailKind("test.x", None, lambda _: "x", lambda _: "x"))

    with pytest.raises(ValueError, match=r"test\.x"):
        kinds.register(app, MailKind("test.x", None, lambda _: "y", lambda _: "y"))


def test_a_list_and_a_button_are_written_so_that_they_are_read_again():
    assert kinds.listed(["a\nb", " c "]) == "a b\nc"
    assert texts.blocks(kinds.button("go", "Go there")) == (texts.Button("Go there", "go"),)
    assert MailKind("x", None, str, str, (Placeholder("a", ""),), {"b": lambda s, d, m: ""}).names == {"a", "b"}


def test_the_page_of_all_mails_is_up_to_date():
    """`python scripts/mails_page.py` writes it."""
    assert Path(mails_page.PAGE).read_text(encoding="utf-8") == mails_page.page()
