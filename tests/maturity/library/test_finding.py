"""What helps with a next step, and what is found."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from engage.maturity.domain.library import Entry, Help
from engage.maturity.library import finding, keeping
from engage.maturity.library.finding import Wanted
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
NOW = datetime(2027, 3, 1, tzinfo=UTC)
KEY = "ncmh-citizen-engagement"
DIMENSIONS = {"INC": ["INC-1", "INC-2"], "MAN": ["MAN-1"]}


def put(session: Session, name: str, *helps: Help, language: str = "en", published: bool = True, **more: str) -> None:
    """An entry whose slug is its name."""
    values = {"kind": "guide", "url": f"https://example.org/{name}", "owner": "Institute", "licence": "CC0", **more}
    entry = Entry(**values, language=language, titles={language: name}, summaries={}, helps=helps, published=published)
    keeping.add(session, entry, model=KEY, hub_id=None, now=NOW)


@pytest.fixture
def library(session: Session) -> Session:
    put(session, "whole", Help("INC-1"))
    put(session, "french", Help("INC-1", 2), language="fr")
    put(session, "exact", Help("INC-1", 2))
    put(session, "deutsch", Help("INC-1", 2), language="de", kind="training")
    put(session, "higher", Help("INC-1", 3))
    put(session, "other", Help("MAN-1", 2))
    put(session, "hidden", Help("INC-1", 2), published=False)
    return session


@pytest.mark.parametrize(
    ("language", "order"),
    [
        pytest.param("de-AT", ["deutsch", "exact", "french", "whole"], id="the reader's language first"),
        pytest.param("en", ["exact", "deutsch", "french", "whole"], id="English"),
        pytest.param("pl", ["exact", "deutsch", "french", "whole"], id="English where the own language is missing"),
    ],
)
def test_what_is_made_for_the_level_stands_first_and_what_is_for_others_or_hidden_is_left_out(
    library: Session, language: str, order: list[str]
):
    found = [each.slug for each in finding.for_steps(library, KEY, {"INC-1": 2}, language)["INC-1"]]

    assert found == order


def test_nothing_is_found_for_another_model_or_an_indicator_that_nobody_wrote_for(library: Session):
    assert finding.for_steps(library, "another-model", {"INC-1": 2}, "en") == {"INC-1": []}
    assert finding.for_steps(library, KEY, {"SUS-1": 1, "MAN-1": 2}, "en")["SUS-1"] == []


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        pytest.param(Wanted(), {"whole", "french", "exact", "deutsch", "higher", "other"}, id="everything"),
        pytest.param(Wanted(kind="training"), {"deutsch"}, id="kind"),
        pytest.param(Wanted(language="fr"), {"french"}, id="language"),
        pytest.param(Wanted(about="MAN"), {"other"}, id="dimension"),
        pytest.param(Wanted(about="INC-1", level=3), {"higher", "whole"}, id="indicator and level"),
        pytest.param(Wanted(level=2), {"whole", "french", "exact", "deutsch", "other"}, id="level"),
        pytest.param(Wanted(words="INSTITUTE exac"), {"exact"}, id="words"),
        pytest.param(Wanted(words="nowhere"), set(), id="nothing"),
    ],
)
def test_what_somebody_searches_for_is_found(library: Session, wanted: Wanted, names: set[str]):
    items = finding.published(library)

    assert {each.slug for each in finding.found(items, wanted, key=KEY, dimensions=DIMENSIONS)} == names
