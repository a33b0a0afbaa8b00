"""The library of the demonstration."""

from datetime import UTC, datetime

from engage.demo import library
from engage.maturity import queries_models, wording
from engage.maturity.domain.library import problems
from engage.maturity.library import finding
from engage.maturity.modelling import keeping
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
NOW = datetime(2027, 3, 1, tzinfo=UTC)


def test_the_demonstration_has_sound_entries_that_say_that_they_are_invented(session):
    model = wording.model_of(keeping.bundled(session, NOW))
    indicators = {each.id: model.top for each in model.indicators}

    assert [found for _hub, entry in library.entries() for found in problems(entry, indicators)] == []
    assert all("example.org" in entry.url for _hub, entry in library.entries())


def test_loading_twice_loads_once_and_next_steps_find_the_entries(session):
    version = keeping.bundled(session, NOW)

    assert (library.load(session, now=NOW), library.load(session, now=NOW)) == (12, 0)
    key = queries_models.offered(session)[0].key
    assert key == version.key
    assert [each.owner for each in finding.for_steps(session, key, {"INC-1": 2}, "en")["INC-1"]] == [
        "Example Institute for Participation"
    ]
