"""What an outcome rests on: published results, single tables, quotes, reports of events, pages elsewhere."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any, Protocol

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import PUBLIC_STATES, ActivityState
from engage.activities.domain.shown import picked
from engage.activities.models import Activity
from engage.events.models import Event
from engage.instruments.rendering.texts import plain
from engage.outcomes.domain.kinds import RestKind
from engage.outcomes.domain.written import Rest
from engage.results import published as editions
from engage.results.models import Edition
from engage.results.publishing import figures
from engage.results.publishing.figures import Published, Quote
from engage.surveys.models import Survey


class Resting(Protocol):
    """A reference as it lies in the database, or as it is written."""

    @property
    def kind(self) -> RestKind: ...
    @property
    def activity_id(self) -> int | None: ...
    @property
    def edition(self) -> int | None: ...
    @property
    def ref(self) -> str: ...
    @property
    def label(self) -> Mapping[str, Any]: ...
    @property
    def link(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """A reference as pages show it. What kind of thing it is, is for them to say."""

    kind: RestKind
    label: str
    """The question of a table, the words of a quote, the title of the survey, the event or the page elsewhere."""
    language: str
    of: str
    """The survey that a table or a quote is from; else empty."""
    of_language: str
    edition: int | None
    address: str
    """Of its public page; empty when it is gone."""
    gone: bool
    """Taken back since, or not public any more."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something published that an outcome can rest on."""

    rest: Rest
    shown: Shown

    @property
    def code(self) -> str:
        """What a form sends for it."""
        return code(self.rest)


def code(rest: Resting) -> str:
    """What stands for a published thing in forms."""
    return f"{rest.kind.value}:{rest.activity_id or ''}:{rest.edition or ''}:{rest.ref}"


def mark(quote: Quote) -> str:
    """What stands for a quote of an edition: made of its words, because quotes leave editions with the answers that
    they are from, and a number would then mean another one."""
    said = json.dumps([quote.key, sorted(quote.text.items())], ensure_ascii=True)
    return sha256(said.encode()).hexdigest()[:12]


def offers(session: Session, activity_ids: Collection[int], lang: str) -> list[Offer]:
    """What activities have published, that an outcome can rest on: the edition of results that holds, its tables and
    quotes, and reports of events.

    :param lang: of who chooses
    """
    found = []
    for activity_id, newest in sorted(editions.newest_of_activities(session, activity_ids).items()):
        document = _document(session, newest.edition_id)
        number = newest.number
        found.append(Rest(RestKind.RESULTS, activity_id, number))
        found += [Rest(RestKind.TABLE, activity_id, number, item) for item in _labels(document)]
        found += [Rest(RestKind.QUOTE, activity_id, number, mark(quote)) for quote in document.quotes]
    for event in sorted(_events(session, activity_ids).values(), key=lambda each: each.id):
        found.append(Rest(RestKind.REPORT, event.activity_id))
    return [Offer(rest, said) for rest, said in zip(found, shown(session, found, lang), strict=True)]


def shown(session: Session, rests: Iterable[Resting], lang: str) -> list[Shown]:
    """References in the language of a reader, in their order; with a few statements however many there are."""
    asked = list(rests)
    known = _known(session, asked)
    return [_shown(each, known, lang) for each in asked]


@dataclass(frozen=True, slots=True)
class _Known:
    """What references of one page lead to."""

    surveys: Mapping[int, Survey]
    """By activity."""
    editions: Mapping[tuple[int, int], tuple[int, bool]]
    """By activity and number: the id of the edition, and whether it holds."""
    documents: Mapping[int, Published]
    """Those of which tables or quotes are shown, by id of the edition."""
    events: Mapping[int, Event]
    """Whose report everybody can read, by activity."""
    titles: Mapping[int, Mapping[str, Any]]
    """Of activities: what an event is called that was taken off the pages is taken back with it."""


def _known(session: Session, asked: Sequence[Resting]) -> _Known:
    ids = {each.activity_id for each in asked if each.activity_id is not None}
    surveys = {row.activity_id: row for row in session.scalars(select(Survey).where(Survey.activity_id.in_(ids)))}
    numbered = {
        _place(each): (surveys[each.activity_id].id, each.edition)
        for each in asked
        if each.activity_id in surveys and each.edition is not None
    }
    rows = session.execute(
        select(Edition.survey_id, Edition.number, Edition.id, Edition.withdrawn_on).where(
            tuple_(Edition.survey_id, Edition.number).in_(sorted(set(numbered.values())))
        )
    ).all()
    there = {(row.survey_id, row.number): (row.id, row.withdrawn_on is None) for row in rows}
    found = {key: there[place] for key, place in numbered.items() if place in there}
    looked_into = {_place(each) for each in asked if each.kind in (RestKind.TABLE, RestKind.QUOTE)}
    inside = {value for key, value in found.items() if key in looked_into}
    seen = Activity.state.in_(PUBLIC_STATES) | Activity.id.in_(surveys)
    named = select(Activity.id, Activity.title).where(Activity.id.in_(ids), seen)
    titles = session.execute(named.where(Activity.state != ActivityState.REMOVED)).all()
    return _Known(
        surveys=surveys,
        editions=found,
        documents={edition_id: _document(session, edition_id) for edition_id, holds in inside if holds},
        events=_events(session, ids),
        titles={row.id: row.title for row in titles},
    )


def _place(rest: Resting) -> tuple[int, int]:
    return rest.activity_id or 0, rest.edition or 0


def _document(session: Session, edition_id: int) -> Published:
    return figures.read(editions.document(session, edition_id)[0])


def _events(session: Session, activity_ids: Collection[int]) -> dict[int, Event]:
    """Those whose report everybody can read, by activity."""
    statement = (
        select(Event)
        .join(Event.activity)
        .where(
            Event.activity_id.in_(activity_ids),
            Event.template.is_(False),
            Event.report_published_at.is_not(None),
            Activity.state.in_(PUBLIC_STATES),
        )
    )
    return {event.activity_id: event for event in session.scalars(statement)}


def _labels(document: Published) -> dict[str, tuple[int, Mapping[str, str]]]:
    """Published items: their place on the page, from 1, and what they ask."""
    grouped = groupby(document.questions, key=lambda each: each.item)
    return {item: (place, next(rows).label) for place, (item, rows) in enumerate(grouped, start=1)}


def _shown(rest: Resting, known: _Known, lang: str) -> Shown:
    if rest.kind is RestKind.LINK:
        label, tag = picked(rest.label, lang)
        return Shown(rest.kind, label or rest.link, tag, "", "", None, rest.link, gone=False)
    activity_id = rest.activity_id or 0
    title, tag = _plain(known.titles.get(activity_id, {}), lang)
    if rest.kind is RestKind.REPORT:
        event = known.events.get(activity_id)
        address = f"/{lang}/events/{event.slug}/report" if event else ""
        return Shown(rest.kind, title, tag, "", "", None, address, gone=event is None)
    survey = known.surveys.get(activity_id)
    edition_id, holds = known.editions.get(_place(rest), (0, False))
    if survey is None or not holds:
        return Shown(rest.kind, title, tag, "", "", rest.edition, "", gone=True)
    page = f"/{lang}/surveys/{survey.slug}/results?edition={rest.edition}"
    if rest.kind is RestKind.RESULTS:
        return Shown(rest.kind, title, tag, "", "", rest.edition, page, gone=False)
    inside = _inside(rest, known.documents[edition_id], lang)
    if inside is None:
        return Shown(rest.kind, title, tag, "", "", rest.edition, "", gone=True)
    words, words_tag, anchor = inside
    return Shown(rest.kind, words, words_tag, title, tag, rest.edition, f"{page}#{anchor}", gone=False)


def _plain(texts: Mapping[str, Any], lang: str) -> tuple[str, str]:
    words, tag = picked(texts, lang)
    return plain(words), tag


def _inside(rest: Resting, document: Published, lang: str) -> tuple[str, str, str] | None:
    """The words of a table or a quote, their language, and where they stand on the page of results."""
    labels = _labels(document)
    if rest.kind is RestKind.TABLE:
        if rest.ref not in labels:
            return None
        place, label = labels[rest.ref]
        return *_plain(label, lang), f"q{place}"
    quote = next((each for each in document.quotes if mark(each) == rest.ref), None)
    if quote is None:
        return None
    item = next((each.item for each in document.questions if quote.key in (each.item, each.key)), "")
    return *_plain(quote.text, lang), f"q{labels[item][0]}" if item else "quotes"
