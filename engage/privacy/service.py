"""Recording consent, word for word."""

import hashlib
from datetime import date
from typing import cast

from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engage.core.ids import random_id
from engage.db import alone
from engage.db.straight import Straight, insert_straight
from engage.privacy.models import Consent, ConsentText

SPECIAL_CATEGORY = "special-category"

_texts = cast(Table, ConsentText.__table__)
_KNOWN = Straight(select(_texts.c.digest).where(_texts.c.digest == bindparam("digest")))
_KEEP = Straight(
    sqlite.insert(_texts).on_conflict_do_nothing(),
    instead={"postgresql": postgresql.insert(_texts).on_conflict_do_nothing()},
)
_RECORD = insert_straight(cast(Table, Consent.__table__), {})


def digest_of(text: str, language: str) -> bytes:
    """SHA-256 of language and text: names one wording in one language."""
    return hashlib.sha256(f"{language}\n{text}".encode()).digest()


def keep_text(session: Session, text: str, language: str) -> bytes:
    """Store a wording once; the same words give the same digest."""
    digest = digest_of(text, language)
    if not alone.rows(session, _KNOWN, digest=digest):
        _KEEP.changed(session.connection(), digest=digest, language=language, text=text)
    return digest


def record(session: Session, *, purpose: str, subject: str, subject_id: int, digest: bytes, day: date) -> None:
    _RECORD.changed(
        session.connection(),
        id=random_id(),
        subject=subject,
        subject_id=subject_id,
        purpose=purpose,
        text_digest=digest,
        day=day,
    )


def erase(session: Session, *, subject: str, subject_id: int) -> None:
    session.execute(delete(Consent).where(Consent.subject == subject, Consent.subject_id == subject_id))
