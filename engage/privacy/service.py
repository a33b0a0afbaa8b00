"""Recording consent, word for word."""

import hashlib
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engage.privacy.models import Consent, ConsentText

SPECIAL_CATEGORY = "special-category"


def digest_of(text: str, language: str) -> bytes:
    """SHA-256 of language and text: names one wording in one language."""
    return hashlib.sha256(f"{language}\n{text}".encode()).digest()


def keep_text(session: Session, text: str, language: str) -> bytes:
    """Store a wording once; the same words give the same digest."""
    digest = digest_of(text, language)
    if session.get(ConsentText, digest) is None:
        session.merge(ConsentText(digest=digest, language=language, text=text))
        session.flush()
    return digest


def record(session: Session, *, purpose: str, subject: str, subject_id: int, digest: bytes, day: date) -> None:
    session.add(Consent(purpose=purpose, subject=subject, subject_id=subject_id, text_digest=digest, day=day))


def erase(session: Session, *, subject: str, subject_id: int) -> None:
    session.execute(delete(Consent).where(Consent.subject == subject, Consent.subject_id == subject_id))
