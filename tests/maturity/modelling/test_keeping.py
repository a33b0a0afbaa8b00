"""Versions of models."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.i18n.gates import TextGate
from engage.i18n.text import TextState, Translation
from engage.maturity import queries_models as queries
from engage.maturity import wording
from engage.maturity.domain.kinds import ModelState
from engage.maturity.modelling import crosswalks, keeping, translating
from tests.factories.maturity import SMALL, make_assessment
from tests.factories.people import make_person
from tests.support.databases import ON_SQLITE, reading, transaction

NOW = datetime(2027, 3, 1, tzinfo=UTC)
GERMAN = {"de": {"A-1:title": Translation("Aufgeschrieben", TextState.REVIEWED)}}


def changed(version: str, **title: str) -> dict[str, Any]:
    """The small model under another number, some of its indicators with another title."""
    document = deepcopy(SMALL)
    document["model"]["version"] = version
    for indicator in document["dimensions"][0]["indicators"]:
        indicator["title"] = title.get(indicator["id"].replace("-", "_"), indicator["title"])
    return document


def test_a_version_that_comes_again_is_taken_as_it_is(session: Session) -> None:
    first = keeping.keep(session, SMALL, GERMAN, now=NOW)

    assert keeping.keep(session, deepcopy(SMALL), {}, now=NOW) is first
    assert (first.key, first.version, first.major, first.state) == ("small", "1.0.0", 1, ModelState.DRAFT)


def test_a_version_that_says_something_else_is_refused(session: Session) -> None:
    keeping.keep(session, SMALL, {}, now=NOW)

    with pytest.raises(keeping.OtherContent):
        keeping.keep(session, changed("1.0.0", A_1="Spoken"), {}, now=NOW)


def test_translations_go_over_to_the_next_version_and_those_of_changed_words_are_stale(session: Session) -> None:
    german = {"A-1:title": Translation("Aufgeschrieben"), "A-2:title": Translation("Bekannt", TextState.REVIEWED)}
    keeping.keep(session, SMALL, {"de": german}, now=NOW)

    later = keeping.keep(session, changed("1.1.0", A_1="Written down"), {}, now=NOW)

    found = wording.texts(session, later)
    assert later.languages == ["en", "de"]
    assert found["A-1:title"].translations["de"] == Translation("Aufgeschrieben", TextState.STALE)
    assert found["A-2:title"].translations["de"] == Translation("Bekannt", TextState.REVIEWED)


def test_a_version_that_is_there_gets_the_translations_it_lacks_and_keeps_its_own(session: Session) -> None:
    version = keeping.keep(session, SMALL, GERMAN, now=NOW)
    more = {"de": {"A-1:title": Translation("Anders"), "A-2:title": Translation("Bekannt")}}

    keeping.keep(session, SMALL, more, now=NOW)

    words = wording.words(session, version, "de")
    assert (words["A-1:title"], words["A-2:title"]) == ("Aufgeschrieben", "Bekannt")


@ON_SQLITE
def test_rounds_take_the_newest_version_in_use(session: Session) -> None:
    for number in ("1.9.0", "1.10.0", "1.2.0"):
        keeping.keep(session, changed(number), {}, now=NOW, state=ModelState.IN_USE)
    keeping.keep(session, changed("1.11.0"), {}, now=NOW)

    assert [each.version for each in queries.offered(session)] == ["1.10.0"]


@ON_SQLITE
def test_a_new_major_version_waits_for_its_crosswalk(session: Session) -> None:
    before = keeping.keep(session, SMALL, {}, now=NOW, state=ModelState.IN_USE)
    after = keeping.keep(session, changed("2.0.0"), {}, now=NOW, state=ModelState.IN_USE)
    assert after.state is ModelState.DRAFT
    with pytest.raises(keeping.CrosswalkNeeded):
        keeping.put_in_use(session, after)

    crosswalks.put(session, before, after, {"A-1": "A-2"})
    keeping.put_in_use(session, after)

    assert [each.version for each in queries.offered(session)] == ["2.0.0"]
    assert queries.pairs_between(session, before, after) == {"A-1": "A-2"}
    models = wording.model_of(before), wording.model_of(after)
    assert crosswalks.unpaired(*models, {"A-1": "A-2"}) == crosswalks.Unpaired(("A-2",), ("A-1",))


@ON_SQLITE
def test_a_crosswalk_in_the_file_comes_with_the_version(session: Session) -> None:
    before = keeping.keep(session, SMALL, {}, now=NOW, state=ModelState.IN_USE)
    document = changed("2.0.0") | {"crosswalk": {"from": "1.0.0", "pairs": {"A-1": "A-1", "A-2": "A-2"}}}

    after = keeping.keep(session, document, {}, now=NOW, state=ModelState.IN_USE)

    assert after.state is ModelState.IN_USE
    assert queries.pairs_between(session, before, after) == {"A-1": "A-1", "A-2": "A-2"}


@ON_SQLITE
@pytest.mark.parametrize(
    ("crosswalk", "refusal"),
    [
        pytest.param({"from": "0.9.0", "pairs": {}}, crosswalks.NoSuchVersion, id="from a version that is not there"),
        pytest.param({"from": "1.0.0", "pairs": {"B-1": "A-1"}}, crosswalks.NotAnIndicator, id="unknown before"),
        pytest.param({"from": "1.0.0", "pairs": {"A-1": "B-1"}}, crosswalks.NotAnIndicator, id="unknown now"),
        pytest.param(
            {"from": "1.0.0", "pairs": {"A-1": "A-1", "A-2": "A-1"}}, crosswalks.NotAnIndicator, id="two for one"
        ),
    ],
)
def test_a_crosswalk_that_names_what_is_not_there_is_refused(
    session: Session, crosswalk: Mapping[str, Any], refusal: type[Exception]
) -> None:
    keeping.keep(session, SMALL, {}, now=NOW)

    with pytest.raises(refusal):
        keeping.keep(session, changed("2.0.0") | {"crosswalk": crosswalk}, {}, now=NOW)


@ON_SQLITE
def test_versions_of_one_major_number_are_compared_indicator_by_indicator(session: Session) -> None:
    before = keeping.keep(session, SMALL, {}, now=NOW)
    after = keeping.keep(session, changed("1.1.0"), {}, now=NOW)
    other = keeping.keep(session, changed("2.0.0"), {}, now=NOW)

    assert queries.pairs_between(session, before, after) == {"A-1": "A-1", "A-2": "A-2"}
    assert queries.pairs_between(session, before, other) is None


@ON_SQLITE
def test_a_version_that_rounds_rest_on_stays(session: Session) -> None:
    version = make_assessment(session).model

    with pytest.raises(keeping.Rested):
        keeping.drop(session, version)


@ON_SQLITE
def test_a_version_that_nothing_rests_on_can_go_and_come_again_changed(session: Session) -> None:
    keeping.drop(session, keeping.keep(session, SMALL, GERMAN, now=NOW))

    again = keeping.keep(session, changed("1.0.0", A_1="Spoken"), {}, now=NOW)

    assert wording.texts(session, again)["A-1:title"].source == "Spoken"


@ON_SQLITE
@pytest.mark.parametrize(
    ("gate", "state", "said"),
    [
        pytest.param(TextGate.REVIEWED, TextState.REVIEWED, ("Aufgeschrieben", "de"), id="reviewed is enough"),
        pytest.param(TextGate.REVIEWED, TextState.DRAFT, ("Written", "en"), id="a draft is not"),
        pytest.param(TextGate.REVIEWED, TextState.STALE, ("Written", "en"), id="nor a stale one"),
        pytest.param(TextGate.APPROVED, TextState.REVIEWED, ("Written", "en"), id="reviewed, where approved is asked"),
        pytest.param(TextGate.NONE, TextState.DRAFT, ("Aufgeschrieben", "de"), id="drafts where they are shown"),
    ],
)
def test_a_translation_below_the_gate_gives_way_to_the_source_which_says_its_language(
    session: Session, gate: TextGate, state: TextState, said: tuple[str, str]
) -> None:
    texts = {"de": {"A-1:title": Translation("Aufgeschrieben", state)}}
    version = keeping.keep(session, SMALL, texts, now=NOW)
    version.text_gate = gate

    words = wording.words(session, version, "de-AT")

    assert words.text("A-1:title") == said
    assert words.text("A-2:title") == ("Known", "en")
    assert not words.whole


@ON_SQLITE
def test_the_bundled_model_is_in_use_and_stays_as_a_network_has_changed_it(session: Session) -> None:
    ours = deepcopy(dict(keeping.bundled_document()))
    ours["model"]["title"] = "Our own"
    theirs = keeping.keep(session, ours, {}, now=NOW)

    assert keeping.bundled(session, NOW) is theirs
    keeping.drop(session, theirs)

    assert keeping.bundled(session, NOW).state is ModelState.IN_USE
    assert keeping.bundled(session, NOW).languages[:1] == ["en"]


@ON_SQLITE
def test_words_that_were_changed_are_read_by_everybody_from_then_on(app: Flask) -> None:
    def title() -> str:
        with reading(app) as session:
            return wording.words(session, queries.offered(session)[0], "de")["A-1:title"]

    with transaction(app) as session:
        version = keeping.keep(session, SMALL, GERMAN, now=NOW, state=ModelState.IN_USE)
        version.text_gate = TextGate.NONE
    assert (title(), title()) == ("Aufgeschrieben", "Aufgeschrieben")
    with transaction(app) as session:
        person = make_person(session, RoleName.NETWORK_ADMIN)
        found = queries.offered(session)[0]
        translating.write(session, found, "de", {"A-1:title": "Schriftlich"}, by=person.id, now=NOW)

    assert title() == "Schriftlich"
