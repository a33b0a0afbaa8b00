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
    "activity_told": "days and numbers",
    "assessment": "a round of a hub: dates, goals, what members of the panel get",
    "assessment_workshop": "what the room sees now",
    "benchmark_edition": "figures of peers",
    "event_material": "files and links of events",
    "event_move": "when an event would have been",
    "event_places": "a number",
    "event_quota": "numbers of places",
    "event_session": "the programme of events",
    "event_site": "rooms",
    "event_text": "the words of events",
    "event_track": "the programme of events",
    "fieldwork_count": "counts by day",
    "funding": "organisations",
    "glossary_term": "words",
    "gone_from_segment": "numbers of responses that are gone",
    "image": "pictures of hubs and activities",
    "instrument": "the name of a questionnaire",
    "interface_language": "languages of the interface",
    "job": "ids and settings; its kinds keep nothing of persons in it",
    "library_item": "guides, toolkits and trainings with who keeps them: organisations",
    "maturity_crosswalk": "indicators",
    "maturity_model": "a rubric",
    "maturity_text": "words of a rubric",
    "network_correction": "numbers with a reason",
    "network_report": "protected figures",
    "network_target": "numbers",
    "outcome": "what a hub heard and what became of it",
    "outcome_activity": "where it was said",
    "outcome_recommendation": "words of hubs and public bodies",
    "outcome_rest": "links to what is published",
    "picture": "pictures that questionnaires show",
    "policy_brief": "words of hubs",
    "quota_count": "counts",
    "result_decision": "which responses count; goes with them",
    "result_population": "figures of a population",
    "result_segment": "names of files",
    "result_target": "numbers of responses",
    "result_weighting": "factors by group",
    "results_edition": "protected figures",
    "results_page": "what is to be published",
    "retention_run": "counts",
    "scheduled_run": "when regular jobs ran",
    "survey_partner": "which hubs field it",
    "text_code": "a codebook",
    "topic_box": "whether hubs take topics",
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
