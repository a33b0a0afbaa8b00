"""Use cases of activities: say what one is about, record those held elsewhere, their pictures and who pays."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from engage.activities import queries
from engage.activities.domain.csv_file import Row
from engage.activities.domain.describing import (
    LONGEST_ALT,
    LONGEST_NAME,
    LONGEST_SUMMARY,
    Description,
    Held,
    Problem,
    Wrong,
    slug_of,
    without,
    wrong_in_description,
    wrong_in_held,
)
from engage.activities.domain.kinds import EVENTS, ActivityState
from engage.activities.models import Activity, ActivityHub, ActivityPartner, Funding
from engage.core.refusal import Refusal
from engage.hubs import images
from engage.hubs.models import HubScope


class NotRight(Refusal):
    """Something in what was said is wrong; `problems` say which fields and how."""

    code = "not_right"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)


class ChangedMeanwhile(Refusal):
    """Somebody else saved it since the page was opened."""

    code = "changed_meanwhile"


class NotHeldElsewhere(Refusal):
    """Only activities held elsewhere can be taken away: others end with what they are."""

    code = "not_held_elsewhere"


@dataclass(frozen=True, slots=True)
class Whose:
    """The hubs of an activity: who leads it, and who owns it besides."""

    lead: int
    beside: frozenset[int] = frozenset()


def describe(
    session: Session,
    activity: Activity,
    given: Description,
    *,
    held: Held | None = None,
    whose: Whose | None = None,
    seen: datetime | None = None,
    now: datetime,
) -> None:
    """Say what an activity is about.

    :param held: what is said besides of one held elsewhere; ignored for others, of which their own rooms say it
    :param whose: the hubs, where they change; that the person may set them is for the caller to know
    :param seen: when it had been changed last, as the page showed it
    :raises NotRight: naming every field that is wrong
    :raises ChangedMeanwhile: when it was changed since
    """
    if (activity.updated_at or activity.created_at) != (seen or activity.updated_at or activity.created_at):
        raise ChangedMeanwhile
    of_its_own = held if activity.declared else None
    if problems := wrong_in(of_its_own, given, activity):
        raise NotRight(problems)
    if whose is not None:
        _set_hubs(activity, whose)
    _describe(activity, given)
    if of_its_own:
        _hold(activity, of_its_own)
    activity.updated_at = now
    session.flush()


def wrong_in(held: Held | None, given: Description, activity: Activity | None = None) -> list[Problem]:
    """Everything that is wrong with what is said of an activity, a new one or one that is there."""
    languages = held.languages if held else activity.languages if activity else ()
    covered = activity is not None and activity.cover is not None
    return [*(wrong_in_held(held) if held else ()), *wrong_in_description(given, languages, covered=covered)]


def declare(
    session: Session, held: Held, given: Description, *, whose: Whose, now: datetime, taken: set[str] | None = None
) -> Activity:
    """Record an activity held elsewhere.

    :param taken: the addresses that are taken; grows by the new one (for many at once)
    :raises NotRight: naming every field that is wrong
    """
    if problems := wrong_in(held, given):
        raise NotRight(problems)
    taken = queries.slugs(session) if taken is None else taken
    slug = slug_of(next(text for text in held.title.values() if text.strip()), taken)
    taken.add(slug)
    activity = Activity(hub_id=whose.lead, kind=held.kind, title={}, declared=True, slug=slug, created_at=now)
    _describe(activity, given)
    _hold(activity, held)
    session.add(activity)
    session.flush()
    _set_hubs(activity, whose)
    session.flush()
    return activity


def run_as_event(activity: Activity) -> bool:
    """Whether it is an event that is run here: its own pages say how far it is, and what it is about."""
    return activity.kind in EVENTS and not activity.declared


def _describe(activity: Activity, given: Description) -> None:
    if not run_as_event(activity):
        activity.state = given.state
        activity.summary = _said(given.summary)
    activity.scope = HubScope(given.scope)
    activity.mission_areas, activity.sectors = list(given.areas), list(given.sectors)
    activity.audience, activity.groups = list(given.audience), given.groups
    if activity.cover is not None:
        activity.cover_text = _said(given.cover_text)
    wanted = [(partner.name, partner.website) for partner in given.partners]
    if sorted(wanted) != sorted((each.name, each.website) for each in activity.partners):
        activity.partners = [ActivityPartner(name=name, website=website) for name, website in wanted]


def _hold(activity: Activity, held: Held) -> None:
    activity.kind = held.kind
    activity.title = _said(held.title)
    activity.languages = list(held.languages)
    activity.starts_on, activity.ends_on = held.starts_on, held.ends_on
    activity.counts = {name: number for name, number in held.counts.items() if number}
    activity.link, activity.document = held.link, held.document


def _said(texts: Mapping[str, str]) -> dict[str, str]:
    """What was written in each language, without characters that nobody sees."""
    clean = {tag: _NOBODY_SEES.sub("", text).strip() for tag, text in texts.items()}
    return {tag: text for tag, text in clean.items() if text}


_NOBODY_SEES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff]")


def _set_hubs(activity: Activity, whose: Whose) -> None:
    activity.hub_id = whose.lead
    beside = whose.beside - {whose.lead}
    activity.owners = [each for each in activity.owners if each.hub_id in beside]
    there = {each.hub_id for each in activity.owners}
    activity.owners += [ActivityHub(hub_id=hub) for hub in sorted(beside - there)]


def set_state(session: Session, activity: Activity, state: ActivityState, *, now: datetime) -> None:
    """Announce, cancel, take away or bring back.

    :raises NotHeldElsewhere: when one that is not held elsewhere would be taken away
    """
    if state is ActivityState.REMOVED and not activity.declared:
        raise NotHeldElsewhere
    activity.state = state
    activity.updated_at = now
    session.flush()


def take_in(
    session: Session, rows: Sequence[Row], *, hub_id: int, hubs: Mapping[str, int], now: datetime
) -> list[Activity]:
    """Record every activity of a file, or none.

    :param hub_id: the hub of rows that name none
    :param hubs: by slug, those that a row may name
    :raises NotRight: when a row is wrong, or names a hub that is not among them
    """
    taken = queries.slugs(session)
    made = []
    for row in rows:
        if row.hub and row.hub not in hubs:
            raise NotRight([("hub", Wrong.NOT_YOUR_HUB)])
        whose = Whose(hubs[row.hub] if row.hub else hub_id)
        made.append(declare(session, row.held, row.description, whose=whose, now=now, taken=taken))
    return made


def take_back(session: Session, first: int, last: int, *, at: datetime, hubs: frozenset[int] | None) -> int:
    """Delete what was taken in from a file and was not touched since.

    :param first: with `last`, the span of ids of what was taken in
    :param at: when
    :param hubs: whose activities the person edits; None for all
    :returns: how many there were
    """
    found = [each for each in queries.taken_in(session, first, last, at) if hubs is None or each.hub_id in hubs]
    for activity in found:
        session.delete(activity)
    session.flush()
    return len(found)


# -- pictures and funding


def set_cover(session: Session, activity: Activity, content: bytes, texts: Mapping[str, str], *, now: datetime) -> None:
    """Give an activity its cover picture.

    :param texts: what it shows, by language: wanted in every language of the activity
    :raises NotRight: naming the languages in which it is not said what the picture shows
    :raises engage.hubs.images.ImageRefused: when it is no picture that a page can show
    """
    describe_cover(session, activity, texts, now=now)
    activity.cover = images.store(session, content).digest
    session.flush()


def describe_cover(session: Session, activity: Activity, texts: Mapping[str, str], *, now: datetime) -> None:
    """Say anew what the cover picture shows.

    :raises NotRight: naming the languages in which it is not said
    """
    problems: list[Problem] = [(f"alt-{tag}", Wrong.NO_ALT) for tag in without(texts, activity.languages)]
    problems += [(f"alt-{tag}", Wrong.TOO_LONG) for tag, text in texts.items() if len(text) > LONGEST_ALT]
    if problems:
        raise NotRight(problems)
    activity.cover_text = _said(texts)
    activity.updated_at = now
    session.flush()


def remove_cover(session: Session, activity: Activity, *, now: datetime) -> None:
    activity.cover, activity.cover_text, activity.updated_at = None, {}, now
    session.flush()


@dataclass(frozen=True, slots=True)
class Paid:
    """What is said of a funder, and when."""

    funder: str
    statement: Mapping[str, str]
    emblem_text: Mapping[str, str]
    starts_on: date | None
    ends_on: date | None


def wrong_in_paid(given: Paid, *, emblem: bool) -> list[Problem]:
    """What is wrong with it: a funder needs a name, and an emblem the words for those who do not see it."""
    problems: list[Problem] = []
    if not given.funder:
        problems.append(("funder", Wrong.NO_TITLE))
    elif len(given.funder) > LONGEST_NAME:
        problems.append(("funder", Wrong.TOO_LONG))
    said = [tag for tag, text in given.statement.items() if text.strip()]
    problems += [(f"statement-{tag}", Wrong.TOO_LONG) for tag in said if len(given.statement[tag]) > LONGEST_SUMMARY]
    if emblem:
        wanted = said or list(given.emblem_text)[:1]
        problems += [(f"emblem-{tag}", Wrong.NO_ALT) for tag in without(given.emblem_text, wanted)]
    if given.starts_on and given.ends_on and given.ends_on < given.starts_on:
        problems.append(("ends_on", Wrong.ENDS_FIRST))
    return problems


def fund(
    session: Session,
    funding: Funding | None,
    given: Paid,
    *,
    hub_id: int | None,
    activity_id: int | None,
    emblem: bytes | None = None,
    without_emblem: bool = False,
) -> Funding:
    """Say who pays for an activity, for a hub, or (both None) for the whole instance.

    :param funding: the one that changes; None for a new one
    :param emblem: a new emblem; None leaves the one there is
    :raises NotRight: naming every field that is wrong
    :raises engage.hubs.images.ImageRefused: when the emblem is no picture that a page can show
    """
    kept = funding.emblem if funding and not without_emblem else None
    problems = wrong_in_paid(given, emblem=bool(emblem or kept))
    if problems:
        raise NotRight(problems)
    if funding is None:
        funding = Funding(hub_id=hub_id, activity_id=activity_id)
        session.add(funding)
    funding.funder, funding.statement = given.funder, _said(given.statement)
    funding.emblem = images.store(session, emblem).digest if emblem else kept
    funding.emblem_text = _said(given.emblem_text) if funding.emblem else {}
    funding.starts_on, funding.ends_on = given.starts_on, given.ends_on
    look_anew(session, funding)
    session.flush()
    return funding


def stop_funding(session: Session, funding: Funding) -> None:
    session.delete(funding)
    look_anew(session, funding)
    session.flush()


def look_anew(session: Session, funding: Funding) -> None:
    """Pages that were made once and kept know that what their hubs say has changed."""
    for hub in queries.hubs_by_id(session, hubs_of(session, funding.hub_id, funding.activity_id)):
        hub.revision += 1
    session.flush()


def hubs_of(session: Session, hub_id: int | None, activity_id: int | None) -> frozenset[int]:
    """The hubs on whose pages a funder stands: of an activity, of a hub, or (both None) all of them."""
    if activity_id is not None:
        return queries.owners(session, activity_id)
    return frozenset({hub_id}) if hub_id is not None else frozenset(hub.id for hub in queries.hubs_by_id(session, None))
