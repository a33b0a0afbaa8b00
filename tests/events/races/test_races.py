"""Two hundred people press the button in the same moment, over HTTP, on a real server.

`ENGAGE_TEST_RACES` says how many runs (3 without it). The harness is first tried with the lock switched off.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.settings import Settings
from engage.db import engine as database
from engage.events import places
from engage.events.asking.form import STAMP
from engage.events.domain import spam
from engage.events.domain.kinds import HOLDING, LIVE, RegistrationStatus
from engage.events.domain.wanted import Person, Wanted
from engage.events.models import Event
from engage.events.models_people import Registration
from engage.events.tickets import links
from engage.events.views.public_form_at_once import COOKIE
from engage.web import forgery
from tests.events.races.clients import KEY, Request, serving, together
from tests.factories.events import make_event

CLIENTS, CANCELLING = 200, 30
CAPACITIES = (10, 1, 50, 3)
RUNS = int(os.environ.get("ENGAGE_TEST_RACES", "3"))


@contextmanager
def writing(url: str) -> Iterator[Session]:
    address = Settings(database_url=url).sqlalchemy_url
    engine = create_engine(address, **database.engine_options(address))
    database.configure(engine)
    with database.writing(), Session(engine) as session:
        yield session
        session.commit()
    engine.dispose()


def announced(url: str, slug: str, capacity: int, there: int = 0) -> int:
    """An event, and people who have places there already; its id."""
    with writing(url) as session:
        event = make_event(session, slug=slug, seats=capacity)
        for number in range(there):
            email = f"early-{number}@{slug}.example.org"
            wanted = Wanted(event.sites[0].id, (Person(f"Early {number}"),), "en", email=email)
            places.register(session, event, wanted, now=utcnow())
        return event.id


def pressing(event_id: int, slug: str, clients: int = CLIENTS, headers: str = "") -> list[Request]:
    """Forms as browsers send them: each with a stamp of its own, and the token bound to the cookie."""
    cookie = "c" * 32
    long_ago = utcnow() - timedelta(minutes=1)
    forms = [
        {
            "_csrf": forgery.token(cookie.encode()),
            STAMP: spam.new_stamp(KEY, event_id, long_ago),
            "_action": "register",
            "_name": f"N {number}",
            "_email": f"n{number}@{slug}.example.org",
        }
        for number in range(clients)
    ]
    path, head = f"/en/events/{slug}/register", f"Cookie: {COOKIE}={cookie}\r\n{headers}"
    return [Request(path, urlencode(form), head) for form in forms]


def cancelling(url: str, event_id: int) -> list[Request]:
    """Who has a place presses the button of their personal page."""
    with writing(url) as session:
        rows = session.scalars(select(Registration).where(Registration.event_id == event_id))
        tokens = [links.token(row, key=KEY) for row in rows]
    return [
        Request(f"/en/registrations/{token}/cancel", urlencode({"_csrf": forgery.token(token.encode())}))
        for token in tokens
    ]


def stand(url: str, slug: str) -> list[tuple[int, RegistrationStatus]]:
    """Number and status of each registration, in the server's order."""
    with writing(url) as session:
        rows = session.execute(
            select(Registration.number, Registration.status)
            .join(Event, Event.id == Registration.event_id)
            .where(Event.slug == slug)
            .order_by(Registration.number)
        )
        return [(number, status) for number, status in rows]


def processes_for(url: str) -> int:
    return 1 if url.startswith("sqlite") else 2


def test_exactly_as_many_get_places_as_there_are_and_the_rest_wait_in_order(database_url: str, tmp_path: Path) -> None:
    with serving(database_url, tmp_path, processes=processes_for(database_url)) as port:
        _without_the_lock(database_url, port)
        for run in range(RUNS - RUNS // 3):
            _nobody_cancels(database_url, port, f"race-{run}", CAPACITIES[run % 4])
        for run in range(RUNS // 3):
            _some_cancel(database_url, port, f"cancels-{run}", (50, CANCELLING)[run % 2])


def _without_the_lock(url: str, port: int) -> None:
    """If this sees nobody too many, all below is worth nothing."""
    event_id = announced(url, "unlocked", 3)
    together(port, pressing(event_id, "unlocked", 40, "X-Without-Lock: yes\r\n"))
    assert sum(status in HOLDING for _, status in stand(url, "unlocked")) > 3


def _nobody_cancels(url: str, port: int, slug: str, capacity: int) -> None:
    event_id = announced(url, slug, capacity)
    assert together(port, pressing(event_id, slug)) == [303] * CLIENTS
    expected = [RegistrationStatus.CONFIRMED] * capacity + [RegistrationStatus.WAITING] * (CLIENTS - capacity)
    assert stand(url, slug) == list(enumerate(expected, 1))


def _some_cancel(url: str, port: int, slug: str, capacity: int) -> None:
    """Who was there first cancels while the others press: who comes next by number has the places."""
    event_id = announced(url, slug, capacity, there=CANCELLING)
    mixed = pressing(event_id, slug)
    for at, request in enumerate(cancelling(url, event_id)):
        mixed.insert(at * 6, request)
    assert together(port, mixed) == [303] * (CLIENTS + CANCELLING)
    live = [status for _, status in stand(url, slug) if status in LIVE]
    assert len(live) == CLIENTS
    assert all(status in HOLDING for status in live[:capacity])
    assert set(live[capacity:]) == {RegistrationStatus.WAITING}
