"""The registry of what is kept of persons is complete, and says everything people have a right to know."""

import pytest
from flask import Flask
from flask_babel import gettext

import engage.tables
from engage import privacy
from engage.db.base import Base
from engage.privacy.registry import Twice
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
assert engage.tables

NOTHING_OF_PERSONS = {
    "activity": "what a hub does",
    "activity_hub": "which hubs own it",
    "activity_partner": "organisations",
    "fieldwork_count": "counts by day",
    "funding": "organisations",
    "glossary_term": "words",
    "image": "pictures of hubs and activities",
    "instrument": "the name of a questionnaire",
    "interface_language": "languages of the interface",
    "job": "ids and settings; its kinds keep nothing of persons in it",
    "picture": "pictures that questionnaires show",
    "quota_count": "counts",
    "retention_run": "counts",
    "scheduled_run": "when regular jobs ran",
    "survey_partner": "which hubs field it",
}


def test_every_table_is_in_the_registry_or_known_to_keep_nothing_of_persons(app: Flask):
    named = {table for entry in privacy.kept(app) for table in entry.tables or (entry.store,)}

    assert {table.name for table in Base.metadata.sorted_tables} - named == set(NOTHING_OF_PERSONS)


def test_every_entry_says_what_why_and_how_long_and_is_found_wherever_it_can_be_erased(app: Flask):
    with app.test_request_context():
        for entry in privacy.kept(app):
            assert all(words(gettext) for words in (entry.what, entry.why, entry.how_long)), entry.store
            if entry.erase or entry.export or entry.stays:
                assert entry.find, entry.store
            if entry.find:
                assert entry.export, entry.store
                assert (entry.erase is None) is (entry.stays is not None), entry.store


def test_a_store_is_named_once(app: Flask):
    with pytest.raises(Twice, match="response"):
        privacy.keeps(app, next(entry for entry in privacy.kept(app) if entry.store == "response"))
