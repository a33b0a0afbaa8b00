"""The report of an event: written by its team or a facilitator, published with figures that stay."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from engage.activities.domain.kinds import Count
from engage.activities.domain.shown import local_day
from engage.core.refusal import Refusal
from engage.events import queries, queries_desk
from engage.events.domain import report as rules
from engage.events.domain.report import FOLLOWS, HEARD, Figures, Follow, Report, follow_place, said_place
from engage.events.mails import follow_up
from engage.events.models import Event, EventText
from engage.i18n.stored import encoded
from engage.i18n.text import LocalizedText, TextState, Translation

LONGEST, LONGEST_ENTRY, LONGEST_WHO = 10_000, 600, 200


class NotOver(Refusal):
    """There is nothing to report before the end."""

    code = "not_over"


class NothingWritten(Refusal):
    """A report says at least what was said, in the language that the event is written in."""

    code = "nothing_written"


@dataclass(frozen=True, slots=True)
class SaidEntry:
    number: int
    """0: a new one."""
    text: str


@dataclass(frozen=True, slots=True)
class FollowEntry:
    number: int
    what: str
    who: str = ""
    by: date | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The words of a report in one language, as a valid form hands them over. An entry without words goes."""

    heard: str
    follows: str
    statements: tuple[SaidEntry, ...] = ()
    following: tuple[FollowEntry, ...] = ()


def write(session: Session, event: Event, language: str, written: Written, *, checked: bool = True) -> None:
    """Keep a report's words in one language.

    In the language of the event entries come and go; in others only their words are kept.

    :param checked: whether a translation is approved, or a draft that another person looks at
    """
    state = TextState.APPROVED if checked or language == event.source_language else TextState.DRAFT
    found = rules.read(event.report)
    words = {HEARD: written.heard, FOLLOWS: written.follows}
    if language == event.source_language:
        found, entries, gone = _entries(found, written)
        words |= entries
        event.report = rules.stored(found)
        for place in gone:
            _put(session, event, place, "", language, state)
    else:
        words |= {said_place(each.number): each.text for each in written.statements if each.number in found.statements}
        known = {each.number for each in found.follows}
        words |= {follow_place(each.number): each.what for each in written.following if each.number in known}
    for place, text in words.items():
        _put(session, event, place, text, language, state)
    event.revision += 1
    session.flush()


def _entries(before: Report, written: Written) -> tuple[Report, dict[str, str], list[str]]:
    """The report with these entries, their words by place, and the places of those that are gone."""
    next_number = before.next_number()
    words: dict[str, str] = {}
    statements: list[int] = []
    follows: list[Follow] = []
    for said in written.statements[: rules.MOST_ENTRIES]:
        if said.text.strip():
            number = said.number if said.number in before.statements else next_number
            next_number += number == next_number
            statements.append(number)
            words[said_place(number)] = said.text
    known = {each.number for each in before.follows}
    for each in written.following[: rules.MOST_ENTRIES]:
        if each.what.strip():
            number = each.number if each.number in known else next_number
            next_number += number == next_number
            follows.append(Follow(number, each.who, each.by))
            words[follow_place(number)] = each.what
    after = Report(tuple(statements), tuple(follows), before.figures)
    return after, words, [place for place in before.places() if place not in after.places()]


def _put(session: Session, event: Event, place: str, words: str, language: str, state: TextState) -> None:
    """One text in one language. A source that changes makes its translations stale; one that goes takes them along."""
    row = session.get(EventText, (event.id, place))
    before = queries.texts(session, event).get(place) if row is not None else None
    translations = dict(before.translations) if before else {}
    text = words.strip()
    is_source = language == event.source_language
    if is_source and before is not None and text != before.source:
        translations = {tag: Translation(each.text, TextState.STALE) for tag, each in translations.items()}
    translations.pop(language, None)
    if text:
        translations[language] = Translation(text, TextState.APPROVED if is_source else state)
    if not text and (is_source or not translations):
        if row is not None:
            session.delete(row)
    else:
        kept = encoded(LocalizedText(event.source_language, translations))
        if row is None:
            session.add(EventText(event_id=event.id, place=place, text=kept))
        else:
            row.text = kept
    session.flush()


# -- figures


@dataclass(frozen=True, slots=True)
class Exact:
    """Who came, as the team sees it."""

    registered: int
    """Persons with a confirmed place."""
    came: int
    with_place_and_came: int
    tables: Mapping[str, Mapping[str, int]]
    """Who came, by site, country and role."""

    @property
    def counted(self) -> bool:
        return self.came > 0

    @property
    def stayed_away(self) -> float | None:
        """The share of those with a place who did not come; None where nobody was counted."""
        if not self.counted or not self.registered:
            return None
        return 1 - self.with_place_and_came / self.registered


def exact(session: Session, event: Event, sites: Sequence[int] | None = None) -> Exact:
    """:param sites: whose people count; None: all"""
    groups = [each for each in queries_desk.groups(session, event.id) if sites is None or each.site_id in sites]
    tables: dict[str, Counter[str]] = {name: Counter() for name in rules.DIMENSIONS}
    for each in groups:
        tables["site"][str(each.site_id)] += each.came
        tables["country"][each.country] += each.came
        tables["role"][each.role.value] += each.came
    return Exact(
        registered=sum(each.has_place for each in groups),
        came=sum(each.came for each in groups),
        with_place_and_came=sum(each.place_and_came for each in groups),
        tables=tables,
    )


def figures(session: Session, event: Event) -> Figures:
    """What the public may know of who came. Once registrations are deleted, what was published before stays."""
    found = exact(session, event)
    before = rules.read(event.report).figures
    if not found.registered and not found.came and before is not None:
        return before
    return rules.figures(found.registered, found.tables, found.came)


# -- publishing


def publish(session: Session, event: Event, *, now: datetime, tell: bool = True) -> int:
    """Show the report to everybody, with figures as they are now. Who wanted to hear what came of the event is told
    once, and with that deleted from the list: how many.

    :param tell: False: they wait for an outcome, which tells them when it is published
    :raises NotOver: before the end
    :raises NothingWritten: when it does not say what was said
    """
    if now < event.ends_at:
        raise NotOver
    heard = queries.texts(session, event).get(HEARD)
    if heard is None or not heard.source.strip():
        raise NothingWritten
    before = rules.read(event.report)
    found = before.published(figures(session, event))
    event.report = rules.stored(found)
    event.report_published_at = event.report_published_at or now
    event.revision += 1
    count_who_came(event, found.figures)
    session.flush()
    if not tell:
        return 0
    first = local_day(event.report_published_at, event.time_zone)
    return follow_up.tell_all(session, event, published_on=first, now=now)


@dataclass(frozen=True, slots=True)
class ToTell:
    """Who still waits to hear what came of it."""

    number: int
    until: date | None
    """The last day on which they can be told; None where nobody waits."""


def to_tell(session: Session, event: Event) -> ToTell:
    return ToTell(follow_up.number(session, event.id), follow_up.kept_until(session, event.id))


def withdraw(session: Session, event: Event) -> None:
    """Take the report off the public pages; its words stay."""
    event.report_published_at = None
    event.revision += 1
    session.flush()


def count_who_came(event: Event, found: Figures | None) -> None:
    """What lists of activities and dashboards say of who took part: the protected number."""
    if found is not None and found.came is not None:
        event.activity.counts = {**event.activity.counts, Count.PARTICIPANTS.value: found.came}
