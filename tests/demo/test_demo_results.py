"""The demonstration's results: two waves, weighted, published."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from engage.demo import hub_file, results
from engage.hubs import importing
from engage.results.publishing import figures, keeping
from engage.results.weighting import keeping as weightings
from engage.surveys import queries
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def loaded(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Flask:
    """As `demo load` does, with fewer people and figures: the proof takes its time."""
    monkeypatch.setattr(results, "BY_COUNTRY", dict.fromkeys(results.BY_COUNTRY, 40))
    monkeypatch.setattr(results, "BEFORE_BY_COUNTRY", 20)
    monkeypatch.setattr(results, "ELSEWHERE", 10)
    for name in ("MATRICES", "CROSSINGS", "FILTERS"):
        monkeypatch.setattr(results, name, ())
    monkeypatch.setattr(results, "ITEMS", ("A1", "D1"))
    with app.app_context(), transaction(app) as session:
        importing.bring_in(session, hub_file(), now=NOW)
        results.load(session, data_dir=tmp_path, now=NOW)
    return app


@ON_SQLITE
def test_the_newer_wave_is_published_beside_the_older_one(loaded: Flask):
    with transaction(loaded) as session:
        survey = queries.by_slug(session, "cancer-in-six-countries")
        assert survey is not None
        edition = keeping.current(session, survey)
        assert edition is not None
        published = figures.read(edition.figures)

        assert [wave.survey for wave in published.waves] == [results.OLDER]
        assert survey.earlier_id is not None
        assert len(weightings.weightings(session, survey.id)) == 1
        assert set(edition.texts["next"]) == {"en", "de", "nb", "sv", "fr", "it", "pl", "he"}


@ON_SQLITE
@pytest.mark.parametrize("language", ["en", "he"])
def test_everybody_can_read_it(loaded: Flask, browser: Browser, language: str):
    page = browser.get(f"/{language}/surveys/cancer-in-six-countries/results")

    assert page.status == 200


def test_twenty_thousand_people_answer_in_eight_languages_and_six_countries():
    assert sum(results.BY_COUNTRY.values()) + results.ELSEWHERE == 20_000
    assert len(results.BY_COUNTRY) == 6
    assert len({tag for spoken in results.SPOKEN.values() for tag in spoken}) == 8
