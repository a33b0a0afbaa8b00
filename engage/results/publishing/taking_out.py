"""Words leave published editions with the answer they are from: who wrote withdrew, or the team took the quote back.

Figures of an edition never change, and nobody can work out from them who left: counts are rounded. Words are different:
they are one person's. An edition keeps no key to that person, so a quote is looked for by its words among those that
are released still.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.results.models import Edition, TextWork


def take_out(session: Session, now: datetime) -> int:
    """Leave out of every edition the quotes that are no longer released; how many. For the regular work."""
    del now
    found = session.execute(select(Edition.id, Edition.survey_id).where(Edition.quotes > 0).order_by(Edition.id)).all()
    released = {survey_id: _released(session, survey_id) for survey_id in {row.survey_id for row in found}}
    return sum(_take_out(session, row.id, released[row.survey_id]) for row in found)


def take_out_of(session: Session, edition: Edition) -> int:
    """The same for one edition: what was made may have waited until somebody looked at it and published."""
    return _take_out(session, edition.id, _released(session, edition.survey_id)) if edition.quotes else 0


def _released(session: Session, survey_id: int) -> Collection[tuple[str, str, str]]:
    """(item, language, words) of all that may be read by everybody."""
    here = (TextWork.survey_id == survey_id, TextWork.released_on.is_not(None), TextWork.quote.is_not(None))
    rows = session.execute(select(TextWork.item, TextWork.quote).where(*here))
    return {(item, tag, words) for item, said in rows for tag, words in (said or {}).items()}


def _take_out(session: Session, edition_id: int, released: Collection[tuple[str, str, str]]) -> int:
    figures = session.scalar(select(Edition.figures).where(Edition.id == edition_id)) or {}
    stay = [quote for quote in figures["quotes"] if _stands(quote, released)]
    gone = len(figures["quotes"]) - len(stay)
    if gone:
        edition = session.get_one(Edition, edition_id, with_for_update=True, populate_existing=True)
        edition.figures = {**edition.figures, "quotes": stay}
        edition.quotes = len(stay)
        session.flush()
    return gone


def _stands(quote: Mapping[str, Any], released: Collection[tuple[str, str, str]]) -> bool:
    """Whether it is released still in at least one language: a translation may have been mended since."""
    return any((quote["key"], tag, words) in released for tag, words in quote["text"].items())
