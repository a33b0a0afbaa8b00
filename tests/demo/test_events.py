"""The events of the demonstration."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from engage.demo import events, hub_file
from engage.events import places, queries
from engage.events.domain.kinds import Phase, RegistrationStatus
from engage.events.models_people import Registration
from engage.hubs import importing
from engage.mail.models import OutboxMail
from tests.support.databases import ON_SQLITE

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


def test_times_are_days_from_today_on_the_named_weekday() -> None:
    found = {each["slug"]: each["starts"] for each in events.source(NOW)}

    assert found[events.OPEN] == "2027-03-25 18:00"
    assert found[events.OVER] == "2027-02-24 17:00"


@ON_SQLITE
def test_one_is_open_one_is_full_one_is_small_and_one_is_over(session):
    importing.bring_in(session, hub_file(), now=NOW)
    events.load(session, now=NOW)

    def number(slug: str, status: RegistrationStatus) -> int:
        event = queries.by_slug(session, slug)
        where = (Registration.event_id == event.id, Registration.status == status)
        return session.scalar(select(func.count()).select_from(Registration).where(*where))

    phases = {
        slug: places.availability(session, queries.by_slug(session, slug), now=NOW).phase
        for slug in (events.OPEN, events.FULL, events.CAFE, events.OVER)
    }
    assert phases == {
        events.OPEN: Phase.OPEN,
        events.FULL: Phase.FULL,
        events.CAFE: Phase.OPEN,
        events.OVER: Phase.OVER,
    }
    assert number(events.FULL, RegistrationStatus.CONFIRMED) == 90
    assert number(events.FULL, RegistrationStatus.WAITING) == 30
    over = queries.by_slug(session, events.OVER)
    assert over.report_published_at
    assert over.feedback
    assert set(over.activity.languages) == {"en", "nb", "sv", "de", "fr", "it", "pl", "he"}
    assert session.scalars(select(OutboxMail)).all() == []


@pytest.mark.parametrize("slug", [events.OPEN, events.FULL, events.CAFE, events.OVER])
def test_every_text_is_there_in_eight_languages(slug: str) -> None:
    document = next(each for each in events.source(NOW) if each["slug"] == slug)

    texts = [document[name] for name in ("title", "summary", "consent")]
    texts += [site["name"] for site in document["sites"]]
    texts += [slot["title"] for slot in document.get("programme", ())]
    assert all(set(text) == set(document["languages"]) for text in texts)
