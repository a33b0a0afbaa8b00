"""Calculations that run only when something changed, or once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from engage.instruments.domain.definition import ItemType, Repeat
from engage.instruments.domain.journey import Circumstances, Journey
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.domain.settling import settled
from tests.factories.surveys import instrument, item, section

NOW = datetime(2026, 11, 21, tzinfo=UTC)
LATER = Circumstances(now=NOW + timedelta(days=3), seed="s")
PLAIN = Circumstances(now=NOW, seed="s")
FORM = Questionnaire(
    instrument(
        section(
            "one",
            item("place"),
            item("noted", ItemType.CALCULATION, calculation="string(today())", trigger=("place",)),
            item("first", ItemType.CALCULATION, calculation="once(string(today()))"),
            item("copy", ItemType.CALCULATION, calculation="concat(${noted}, '!')", trigger=("noted",)),
            item("always", ItemType.CALCULATION, calculation="string(today())"),
        )
    )
)


def keep(before, after, circumstances=PLAIN):
    return settled(Journey(FORM, before, circumstances), Journey(FORM, after, circumstances))


def test_a_calculation_with_a_trigger_runs_when_the_trigger_changes_and_then_those_that_follow_it():
    kept = keep({}, {"place": "Oslo"})

    assert kept == {"noted": "2026-11-21", "first": "2026-11-21", "copy": "2026-11-21!"}


def test_what_was_kept_stays_when_nothing_changed_even_days_later():
    raw = {"place": "Oslo", "noted": "2026-11-21", "first": "2026-11-21", "copy": "2026-11-21!"}

    assert keep(raw, raw, LATER) == {}
    later = Journey(FORM, raw, LATER)
    assert (later["noted"], later["first"], later["always"]) == ("2026-11-21", "2026-11-21", "2026-11-24")


def test_a_new_value_of_the_trigger_makes_it_run_again_and_once_stays_once():
    raw = {"place": "Oslo", "noted": "2026-11-21", "first": "2026-11-21", "copy": "2026-11-21!"}

    assert keep(raw, raw | {"place": "Bergen"}, LATER) == {"noted": "2026-11-24", "copy": "2026-11-24!"}


def test_until_it_is_triggered_there_is_no_value():
    assert Journey(FORM, {}, PLAIN)["noted"] == ""


def test_in_a_list_each_entry_is_settled_for_itself():
    part = section(
        "visits",
        item("where"),
        item("at", ItemType.CALCULATION, calculation="string(today())", trigger=("where",)),
    )
    form = Questionnaire(instrument(replace(part, repeat=Repeat(name="visits"))))
    before = {"visits[]": ("1",), "visits[+]": "1", "visits[1]/where": "Oslo", "visits[1]/at": "2026-11-01"}
    after = before | {"visits[]": ("1", "2"), "visits[2]/where": "Bergen"}

    assert settled(Journey(form, before, PLAIN), Journey(form, after, PLAIN)) == {"visits[2]/at": "2026-11-21"}
