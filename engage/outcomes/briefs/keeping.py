"""Policy briefs kept, changed, published, withdrawn, removed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from engage.activities.domain.describing import slug_of
from engage.core.refusal import Refusal
from engage.i18n.stored import encoded
from engage.i18n.text import LocalizedText
from engage.outcomes.domain.briefs import Draft, FigureOf, Texts, Wrong
from engage.outcomes.models import PolicyBrief
from engage.outcomes.writing.keeping import ChangedMeanwhile, words


class NotReady(Refusal):
    """Something keeps it from everybody; `why` says what."""

    code = "brief_not_ready"

    def __init__(self, why: tuple[Wrong, ...]) -> None:
        super().__init__(why)
        self.why = why


def read(brief: PolicyBrief) -> Draft:
    """All that its authors have said."""
    source = brief.languages[0] if brief.languages else ""
    return Draft(
        languages=tuple(brief.languages),
        title=words(brief.title, source),
        lead=words(brief.lead, source),
        asks=words(brief.asks, source),
        outcomes=tuple(brief.outcomes),
        figures=tuple(FigureOf(**each) for each in brief.figures),
    )


def create(session: Session, hub_id: int, draft: Draft, *, now: datetime) -> PolicyBrief:
    """A new brief, for the team alone."""
    taken = set(session.scalars(select(PolicyBrief.slug)))
    place = slug_of(_plain(draft.title), taken)
    brief = PolicyBrief(hub_id=hub_id, slug=place, created_at=now, updated_at=now, **_columns(draft))
    session.add(brief)
    session.flush()
    return brief


def _plain(titles: Texts) -> str:
    """A title that an address can be made of."""
    return next((text for text in titles.values() if any(ch.isascii() and ch.isalpha() for ch in text)), "brief")


def change(session: Session, brief: PolicyBrief, draft: Draft, *, seen: int, now: datetime) -> None:
    """Say something else; its address stays.

    :param seen: the revision that the page showed
    :raises ChangedMeanwhile: when it was changed since
    """
    _claim(session, brief, seen, {**_columns(draft), "updated_at": now})


def publish(session: Session, brief: PolicyBrief, *, why_not: tuple[Wrong, ...], seen: int, now: datetime) -> None:
    """Let everybody read it.

    :param why_not: what `engage.outcomes.briefs.standing` found
    :raises NotReady: when something was found
    :raises ChangedMeanwhile: when it was changed since
    """
    if why_not:
        raise NotReady(why_not)
    _claim(session, brief, seen, {"published_at": brief.published_at or now})


def withdraw(session: Session, brief: PolicyBrief, *, seen: int) -> None:
    """Take it off the public pages; the team keeps it.

    :raises ChangedMeanwhile: when it was changed since
    """
    _claim(session, brief, seen, {"published_at": None})


def matching(
    session: Session, words: ColumnElement[bool], hubs: Collection[int] | None, limit: int
) -> Sequence[PolicyBrief]:
    """Briefs of some hubs (None: all) that fulfil a condition, the newest first."""
    statement = select(PolicyBrief).where(words)
    if hubs is not None:
        statement = statement.where(PolicyBrief.hub_id.in_(hubs))
    return session.scalars(statement.order_by(PolicyBrief.id.desc()).limit(limit)).all()


def _columns(draft: Draft) -> dict[str, Any]:
    def stored(texts: Texts) -> dict[str, Any]:
        return encoded(LocalizedText.of("", draft.source, **texts))

    return {
        "languages": list(draft.languages),
        "title": stored(draft.title),
        "lead": stored(draft.lead),
        "asks": stored(draft.asks),
        "outcomes": list(draft.outcomes),
        "figures": [{"survey": each.survey, "edition": each.edition, "item": each.item} for each in draft.figures],
    }


def _claim(session: Session, brief: PolicyBrief, seen: int, values: Mapping[str, Any]) -> None:
    """Write, if it still is the revision that was seen: of two who save, one is told."""
    statement = update(PolicyBrief).where(PolicyBrief.id == brief.id, PolicyBrief.revision == seen)
    result: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        statement.values(revision=seen + 1, **values), execution_options={"synchronize_session": False}
    )
    if result.rowcount != 1:
        raise ChangedMeanwhile
    session.refresh(brief)
