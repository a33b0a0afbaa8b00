"""What a policy brief can be made of, and what one rests on today: published outcomes and published figures."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from engage.activities.models import Activity, ActivityHub
from engage.outcomes.domain.briefs import FigureOf, Part, Texts, Where
from engage.outcomes.domain.written import Written
from engage.outcomes.models import Outcome, OutcomeActivity, PolicyBrief
from engage.outcomes.writing import keeping
from engage.results import published as editions
from engage.results.published import Issue, Issues
from engage.results.publishing import figures as documents
from engage.results.publishing.figures import Published, Question
from engage.surveys import overview
from engage.web.newest import newest

MOST_READ = 32
"""Editions kept in a process: they never change."""


@dataclass(frozen=True, slots=True)
class Told:
    """A published outcome, and what it says."""

    row: Outcome
    said: Written


@dataclass(frozen=True, slots=True)
class Figure:
    """A published table with its edition; `published` holds its questions and no others."""

    of: FigureOf
    published: Published
    issue: Issue
    newer: int | None = None
    """The number of the edition that holds, where that is another one."""

    @property
    def names(self) -> Texts:
        return self.published.questions[0].label


@dataclass(frozen=True, slots=True)
class Gone:
    """Something that a brief rests on and that was taken back."""

    where: Where
    names: Texts
    """The title of the outcome, or of the survey; empty for what was deleted."""
    edition: int = 0


@dataclass(frozen=True, slots=True)
class Rests:
    """What a brief rests on today, in its order."""

    outcomes: tuple[Told, ...]
    figures: tuple[Figure, ...]
    gone: tuple[Gone, ...]

    def parts(self) -> list[Part]:
        """All that has to be there in a language."""
        told = [Part(Where.OUTCOME, _texts(each.said), each.said.title) for each in self.outcomes]
        return told + [Part(Where.FIGURE, _words(each.published), each.names) for each in self.figures]


def rests(session: Session, briefs: Collection[PolicyBrief]) -> dict[int, Rests]:
    """What briefs rest on, and what of it was taken back since, by brief; two statements for all of them."""
    told = {id_ for brief in briefs for id_ in brief.outcomes}
    rows = {row.id: row for row in session.scalars(_whole().where(Outcome.id.in_(told))).unique()} if told else {}
    every = editions.issues_of(session, {FigureOf(**stored).survey for brief in briefs for stored in brief.figures})
    return {brief.id: _rests(session, brief, rows, every) for brief in briefs}


def _rests(session: Session, brief: PolicyBrief, rows: Mapping[int, Outcome], every: Mapping[str, Issues]) -> Rests:
    outcomes, figures, gone = [], [], []
    for each in brief.outcomes:
        row = rows.get(each)
        if row is not None and row.published_at is not None:
            outcomes.append(Told(row, keeping.said(row)))
        else:
            gone.append(Gone(Where.OUTCOME, keeping.said(row).title if row else {}))
    for stored in brief.figures:
        of = FigureOf(**stored)
        found = _figure(session, of, every.get(of.survey))
        if isinstance(found, Gone):
            gone.append(found)
        else:
            figures.append(found)
    return Rests(tuple(outcomes), tuple(figures), tuple(gone))


def _figure(session: Session, of: FigureOf, issues: Issues | None) -> Figure | Gone:
    issue = issues.numbered(of.edition) if issues else None
    if issues is None or issue is None:
        return Gone(Where.FIGURE, {}, of.edition)
    whole = _document(session, issue)
    questions = tuple(replace(each, waves=()) for each in whole.questions if each.item == of.item)
    if not issue.holds or not questions:
        return Gone(Where.FIGURE, whole.title, of.edition)
    newer = issues.newest.number if issues.newest and issues.newest.number > issue.number else None
    return Figure(of, replace(whole, questions=questions, crossings=(), quotes=(), waves=()), issue, newer)


def _document(session: Session, issue: Issue) -> Published:
    def make() -> Published:
        return documents.read(editions.document(session, issue.id)[0])

    found: Published = newest("figures-of-briefs", MOST_READ).get(issue.key, make)
    return found


def _texts(said: Written) -> list[Texts]:
    return [texts for name, _at, texts in said.texts() if name != "label"]


def _words(published: Published) -> list[Texts]:
    found = [published.title]
    for question in published.questions:
        found += [question.label, question.row, *(option.label for option in question.options)]
    return found


# -- what can be chosen


@dataclass(frozen=True, slots=True)
class Offered:
    """The published tables of one survey, of the edition that holds."""

    survey: str
    edition: int
    title: Texts
    source: str
    tables: Sequence[tuple[FigureOf, Texts]]
    """Each with its question."""


def outcomes_offered(session: Session, hub_id: int, chosen: Collection[int] = ()) -> list[Told]:
    """Published outcomes of a hub and of activities that it takes part in, the newest first.

    :param chosen: those that a brief has already: they stay on offer while everybody reads them
    """
    beside = select(ActivityHub.activity_id).where(ActivityHub.hub_id == hub_id)
    taking_part = or_(Activity.hub_id == hub_id, Activity.id.in_(beside))
    inside = select(OutcomeActivity.outcome_id).join(Activity).where(taking_part)
    whose = or_(Outcome.hub_id == hub_id, Outcome.id.in_(inside), Outcome.id.in_(chosen))
    statement = _whole().where(Outcome.published_at.is_not(None), whose)
    rows = session.scalars(statement.order_by(Outcome.published_at.desc(), Outcome.id.desc()))
    return [Told(row, keeping.said(row)) for row in rows.unique()]


def figures_offered(session: Session, hub_id: int) -> list[Offered]:
    """Published tables of the surveys of a hub, the newest edition first."""
    surveys = {row.id: row for row in session.scalars(overview.surveys({hub_id}))}
    held = sorted(editions.newest(session, surveys).values(), key=lambda each: each.published_at, reverse=True)
    return [each for newest_one in held if (each := _offered(session, newest_one)).tables]


def _offered(session: Session, held: editions.Newest) -> Offered:
    issue = Issue(held.edition_id, held.number, held.published_at, None, "")
    whole = _document(session, issue)
    tables = []
    for item, found in groupby(whole.questions, key=lambda each: each.item):
        rows = list(found)
        if any(_shown(row) for row in rows):
            tables.append((FigureOf(held.slug, held.number, item), rows[0].label))
    return Offered(held.slug, held.number, whole.title, whole.source_language, tables)


def _shown(question: Question) -> bool:
    return question.table.shown and bool(question.table.cells)


def _whole() -> Select[Outcome]:
    """Outcomes with all that they say."""
    return select(Outcome).options(joinedload(Outcome.recommendations))
