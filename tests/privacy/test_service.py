"""Consent, word for word."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.privacy import service
from engage.privacy.models import Consent, ConsentText

DAY = date(2026, 11, 21)


def test_the_same_words_are_kept_once_and_other_words_or_languages_beside_them(session: Session):
    digests = [
        service.keep_text(session, *words) for words in (("Yes", "en"), ("Yes", "en"), ("Yes", "de"), ("Yes.", "en"))
    ]

    assert digests[0] == digests[1]
    assert len(set(digests)) == 3
    assert {(row.text, row.language) for row in session.scalars(select(ConsentText))} == {
        ("Yes", "en"),
        ("Yes", "de"),
        ("Yes.", "en"),
    }


def test_erasing_takes_what_was_given_for_one_thing_and_leaves_the_rest(session: Session):
    digest = service.keep_text(session, "Yes", "en")
    for subject, number in (("response", 1), ("response", 2), ("event", 1)):
        service.record(session, purpose="p", subject=subject, subject_id=number, digest=digest, day=DAY)
    session.flush()

    service.erase(session, subject="response", subject_id=1)

    assert {(row.subject, row.subject_id) for row in session.scalars(select(Consent))} == {
        ("response", 2),
        ("event", 1),
    }
    assert session.get(ConsentText, digest)
