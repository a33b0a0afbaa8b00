"""Text is compared without case and accents, alike in Python and in both databases."""

import pytest
from sqlalchemy import JSON, Column, Engine, Integer, MetaData, Select, String, Table, create_engine, insert, select

from engage.db import engine as database
from engage.db.engine import writing
from engage.db.folding import contains, fold, folded, localized, words_of, written_in

THINGS = Table(
    "thing", MetaData(), Column("id", Integer, primary_key=True), Column("name", String), Column("title", JSON)
)
NAMES = {
    "Brașov": "brasov",
    "ÉVORA": "evora",
    "Łódź": "lodz",
    "Straße": "strasse",
    "Århus": "arhus",
    "ÆRØ": "aero",
    "Œuvre": "oeuvre",
    "ﬁnal": "final",
}


@pytest.fixture
def engine(empty_database_url: str) -> Engine:
    engine = create_engine(empty_database_url, **database.engine_options(empty_database_url))
    database.configure(engine)
    with writing(), engine.begin() as connection:
        THINGS.metadata.create_all(connection)
        connection.execute(insert(THINGS), [{"name": name, "title": {}} for name in NAMES])
        titles = [{"name": "a", "title": {"de": "Prüfung", "fr": "Épreuve"}}, {"name": "b", "title": {"en": ""}}]
        connection.execute(insert(THINGS), titles)
    return engine


def read(engine: Engine, statement: Select) -> list:
    with engine.begin() as connection:
        found = list(connection.scalars(statement))
    engine.dispose()
    return found


@pytest.mark.parametrize(("written", "plain"), NAMES.items())
def test_accents_and_case_are_left_out(written: str, plain: str):
    assert fold(written) == plain


def test_databases_fold_as_python_does(engine: Engine):
    found = read(engine, select(folded(THINGS.c.name)).where(THINGS.c.id <= len(NAMES)).order_by(THINGS.c.id))

    assert found == list(NAMES.values())


def test_a_word_is_found_however_it_is_written_and_signs_of_patterns_mean_themselves(engine: Engine):
    assert read(engine, select(THINGS.c.name).where(contains(THINGS.c.name, "BRASOV"))) == ["Brașov"]
    assert read(engine, select(THINGS.c.name).where(contains(THINGS.c.name, "%"))) == []
    assert read(engine, select(THINGS.c.name).where(contains(THINGS.c.name, "_"))) == []


@pytest.mark.parametrize(
    ("language", "title"),
    [
        pytest.param("fr", "Épreuve", id="the language asked for"),
        pytest.param("en", "Prüfung", id="what comes first, where it is missing"),
    ],
)
def test_a_localized_text_is_read_in_a_language_else_in_another(engine: Engine, language: str, title: str):
    assert read(engine, select(localized(THINGS.c.title, language)).where(THINGS.c.name == "a")) == [title]


def test_a_localized_text_without_words_is_none(engine: Engine):
    assert read(engine, select(localized(THINGS.c.title, "en")).where(THINGS.c.name == "b")) == [None]


def test_words_are_looked_for_in_all_languages(engine: Engine):
    assert read(engine, select(THINGS.c.name).where(contains(words_of(THINGS.c.title), "epreuve"))) == ["a"]
    assert read(engine, select(THINGS.c.name).where(contains(words_of(THINGS.c.title), "de"))) == []


def test_what_a_document_says_is_found_although_its_letters_are_stored_as_numbers(engine: Engine):
    assert read(engine, select(THINGS.c.name).where(contains(written_in(THINGS.c.title), "prufung"))) == ["a"]
