"""Outcomes written, changed, published, taken back, removed. All of one outcome is checked whatever part changed."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from engage.activities.domain.describing import slug_of
from engage.core.refusal import Refusal
from engage.i18n.stored import decoded, encoded
from engage.i18n.text import LocalizedText, Translation
from engage.outcomes import queries
from engage.outcomes.domain import checking
from engage.outcomes.domain.checking import Problem
from engage.outcomes.domain.written import ASKED_DAYS, ASKED_TEXTS, Asked, Rest, Texts, Written
from engage.outcomes.models import Outcome, OutcomeActivity, OutcomeRest, Recommendation


class NotRight(Refusal):
    """Something is wrong; `problems` say what and where."""

    code = "not_right"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)


class ChangedMeanwhile(Refusal):
    """Somebody else saved it since the page was opened."""

    code = "changed_meanwhile"


class IsPublic(Refusal):
    """What everybody could read is taken back, and not removed."""

    code = "is_public"


# -- rows and values


def read(outcome: Outcome) -> Written:
    """All that an outcome says, with the languages in which something is still missing."""
    source = outcome.languages[0] if outcome.languages else ""
    return Written(
        languages=tuple(dict.fromkeys((*outcome.languages, *sorted(_begun(outcome))))),
        title=words(outcome.title, source),
        heard=words(outcome.heard, source),
        mission_areas=tuple(outcome.mission_areas),
        sectors=tuple(outcome.sectors),
        activities=tuple(sorted(each.activity_id for each in outcome.activities)),
        recommendations=tuple(_asked(row, source) for row in outcome.recommendations),
        rests=tuple(_rest(row, source) for row in outcome.rests),
    )


def said(outcome: Outcome) -> Written:
    """What an outcome says itself, in the languages in which everybody reads it: not in which activities it was said,
    nor what it rests on."""
    source = outcome.languages[0] if outcome.languages else ""
    return Written(
        languages=tuple(outcome.languages),
        title=words(outcome.title, source),
        heard=words(outcome.heard, source),
        recommendations=tuple(_asked(row, source) for row in outcome.recommendations),
    )


def _begun(outcome: Outcome) -> set[str]:
    """The languages in which it has words."""
    stored = [outcome.title, outcome.heard, *(rest.label for rest in outcome.rests)]
    stored += [getattr(row, name) for row in outcome.recommendations for name in ASKED_TEXTS]
    return {tag for text in stored for tag in text or ()}


def words(stored: Mapping[str, Any], source: str) -> Texts:
    """The words of a stored text by language."""
    return {tag: each.text for tag, each in decoded(stored, source)}


def _asked(row: Recommendation, source: str) -> Asked:
    values: dict[str, Any] = {name: getattr(row, name) for name in (*ASKED_DAYS, "state", "citizens_role", "id")}
    values |= {name: words(getattr(row, name), source) for name in ASKED_TEXTS}
    return Asked(**values)


def _rest(row: OutcomeRest, source: str) -> Rest:
    return Rest(row.kind, row.activity_id, row.edition, row.ref, words(row.label, source), row.link, row.id)


_NOBODY_SEES = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def _stored(texts: Texts, languages: Sequence[str]) -> dict[str, Any]:
    """As it is kept: in the languages of the outcome, without characters that nobody sees."""
    clean = {tag: _NOBODY_SEES.sub("", texts.get(tag, "")).strip() for tag in languages}
    return encoded(LocalizedText(languages[0], {tag: Translation(text) for tag, text in clean.items()}))


def _fill(outcome: Outcome, written: Written) -> None:
    tags = written.languages
    outcome.languages = list(checking.offered(written))
    outcome.title, outcome.heard = _stored(written.title, tags), _stored(written.heard, tags)
    outcome.mission_areas, outcome.sectors = list(written.mission_areas), list(written.sectors)
    there = {each.activity_id: each for each in outcome.activities}
    wanted = dict.fromkeys(written.activities)
    outcome.activities = [there.get(each) or OutcomeActivity(activity_id=each) for each in wanted]
    asked = {row.id: row for row in outcome.recommendations}
    outcome.recommendations = [
        _filled(asked.get(each.id) or Recommendation(), each, at, tags)
        for at, each in enumerate(written.recommendations)
    ]
    rests = {row.id: row for row in outcome.rests}
    once = {each.same: each for each in written.rests}
    outcome.rests = [_rested(rests.get(each.id), each, at, tags) for at, each in enumerate(once.values())]


def _filled(row: Recommendation, asked: Asked, at: int, tags: Sequence[str]) -> Recommendation:
    row.position = at
    for name in ASKED_TEXTS:
        setattr(row, name, _stored(getattr(asked, name), tags))
    for name in (*ASKED_DAYS, "state", "citizens_role"):
        setattr(row, name, getattr(asked, name))
    return row


def _rested(row: OutcomeRest | None, rest: Rest, at: int, tags: Sequence[str]) -> OutcomeRest:
    found = row or OutcomeRest()
    found.position, found.label, found.link = at, _stored(rest.label, tags), rest.link
    found.kind, found.activity_id, found.edition, found.ref = rest.kind, rest.activity_id, rest.edition, rest.ref
    return found


# -- use cases


def create(
    session: Session,
    hub_id: int,
    written: Written,
    *,
    now: datetime,
    slug: str = "",
    published_at: datetime | None = None,
) -> Outcome:
    """Keep a new outcome, for the team alone unless it says since when it is public.

    :param slug: its place in addresses, where that is free; else one is made of its title
    :raises NotRight: naming everything that is wrong
    """
    _require_right(written, now, public=published_at is not None)
    taken = queries.slugs(session)
    place = slug if slug and slug not in taken else slug_of(slug or written.title[written.source], taken)
    outcome = Outcome(hub_id=hub_id, slug=place, title={}, created_at=now, updated_at=now, published_at=published_at)
    _fill(outcome, written)
    session.add(outcome)
    session.flush()
    return outcome


def change(
    session: Session, outcome: Outcome, written: Written, *, seen: int, now: datetime, hub_id: int | None = None
) -> None:
    """Say something else.

    :param seen: the revision that the page showed
    :param hub_id: the hub it is to belong to, where that changes
    :raises ChangedMeanwhile: when it was changed since
    :raises NotRight: naming everything that is wrong; a public outcome keeps to what public ones need
    """
    _require_right(written, now, public=outcome.published_at is not None)
    _claim(session, outcome, seen, now)
    if hub_id is not None:
        outcome.hub_id = hub_id
    _fill(outcome, written)
    session.flush()


def publish(session: Session, outcome: Outcome, *, now: datetime, seen: int | None = None) -> None:
    """Let everybody read it. One that is public already stays as it is.

    :raises ChangedMeanwhile: when it was changed since
    :raises NotRight: naming everything that is missing
    """
    if outcome.published_at is not None:
        return
    _require_right(read(outcome), now, public=True)
    _claim(session, outcome, outcome.revision if seen is None else seen, now)
    outcome.published_at = now
    session.flush()


def withdraw(session: Session, outcome: Outcome, *, now: datetime) -> None:
    """Take it off the public pages; the team keeps it."""
    if outcome.published_at is not None:
        _claim(session, outcome, outcome.revision, now)
        outcome.published_at = None
        session.flush()


def remove(session: Session, outcome: Outcome) -> None:
    """Delete a draft.

    :raises IsPublic: when everybody can read it
    """
    if outcome.published_at is not None:
        raise IsPublic
    session.delete(outcome)
    session.flush()


def _require_right(written: Written, now: datetime, *, public: bool) -> None:
    if found := checking.problems(written, now.date(), public=public):
        raise NotRight(found)


def _claim(session: Session, outcome: Outcome, seen: int, now: datetime) -> None:
    """Count the revision up, if it still is the one that was seen: of two who save, one is told."""
    statement = update(Outcome).where(Outcome.id == outcome.id, Outcome.revision == seen)
    result: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        statement.values(revision=seen + 1, updated_at=now), execution_options={"synchronize_session": False}
    )
    if result.rowcount != 1:
        raise ChangedMeanwhile
    session.refresh(outcome)
