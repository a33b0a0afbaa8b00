"""The demonstration's fieldwork and results: two waves in six countries, weighted and published. All is made up."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from engage.activities.domain.kinds import MissionArea
from engage.core.located import from_yaml, read_text
from engage.demo import six_countries, six_countries_source
from engage.hubs import queries as hubs
from engage.i18n.gates import TextGate
from engage.i18n.text import LocalizedText, Translation
from engage.instruments.domain.definition import Instrument
from engage.instruments.readers.reading import Reading
from engage.results.domain.plan import Plan
from engage.results.domain.populations import composition
from engage.results.models import Target
from engage.surveys import fielding, partners, simulating
from engage.surveys.domain.simulation import Habits
from engage.surveys.models import Survey
from engage.surveys.simulating import Watch

if TYPE_CHECKING:
    from engage.hubs.models import Hub

BY_COUNTRY = {"NO": 3_400, "SE": 3_600, "DE": 4_000, "FR": 3_400, "IT": 2_900, "PL": 2_300}
ELSEWHERE = 400
"""Responses to the wave that is open now: 20,000, some of them from people who live in none of the six."""
SPOKEN = {
    "NO": {"nb": 0.9, "en": 0.1},
    "SE": {"sv": 0.9, "en": 0.1},
    "DE": {"de": 0.93, "en": 0.07},
    "FR": {"fr": 0.94, "en": 0.06},
    "IT": {"it": 0.95, "en": 0.05},
    "PL": {"pl": 0.95, "en": 0.05},
    "": {"he": 0.5, "en": 0.3, "de": 0.1, "fr": 0.1},
}
BEFORE_BY_COUNTRY = 200
"""Responses from each country to the wave of a year ago."""
DAYS, DAYS_BEFORE, SEED = 75, 21, 2026
"""So long the wave that is open now has been in the field: the figures of past months have something to show."""
OLDER = "cancer-in-six-countries-first-wave"
DEMONSTRATION = "A survey of the demonstration."
"""Kept as the reason why there was no release check."""
ITEMS, MATRICES = ("A1", "B3", "D1", "D6", "E1", "E2"), ("D3",)
CROSSINGS = (("A1", "E1"), ("D1", "E2"))
FILTERS = ("_country", "_language")
"""What is published."""
AREAS = (MissionArea.QUALITY_OF_LIFE, MissionArea.SOCIAL_ENGAGEMENT)
SOURCE = "Made up for the demonstration; shaped like the tables of Eurostat (demo_pjangroup, edat_lfse_03)."
AGES: Mapping[str, tuple[str, ...]] = {
    "15–34": ("15_17", "18_24", "25_34"),
    "35–54": ("35_44", "45_54"),
    "55–74": ("55_64", "65_74"),
    "75+": ("75_84", "85_plus"),
}
PEOPLE = {"15–34": (13.6, 14.3), "35–54": (16.1, 16.4), "55–74": (14.9, 13.9), "75+": (6.4, 4.4)}
"""Women and men, in percent of all."""
EDUCATION = {"isced_0_2": 27.0, "isced_3_4": 43.0, "isced_5_8": 30.0}


def load(session: Session, *, data_dir: Path, now: datetime, watch: Watch = lambda things, _: things) -> int:
    """Both waves with all that belongs to them; how many responses the newer one has."""
    hub = hubs.default(session)
    given = six_countries_source()
    first = _fielded(session, hub, _named(six_countries(), now.year - 1), OLDER, now)
    for country in given["editions"]:
        _fill(session, first, BEFORE_BY_COUNTRY, country, now - timedelta(days=365), days=DAYS_BEFORE)
    first.opens_at, first.closes_at = now - timedelta(days=395), now - timedelta(days=365)
    survey = _fielded(session, hub, six_countries(), given["slug"], now)
    survey.opens_at, survey.closes_at = now - timedelta(days=DAYS), now + timedelta(days=60)
    survey.activity.starts_on = survey.opens_at.date()
    survey.earlier_id = first.id
    for country, number in BY_COUNTRY.items():
        if slug := given["hubs"].get(country):
            partner = hubs.by_slug(session, slug)
            partners.set_hub(session, survey, country, partner, editions=frozenset(given["editions"]))
        _fill(session, survey, number, country, now, watch)
    _fill(session, survey, ELSEWHERE, "", now)
    session.flush()
    for each, plan in ((first, _plan(None)), (survey, _plan(_weighted(session, survey, data_dir, now)))):
        _publish(session, each, plan if each is first else replace(plan, waves=(first.id,)), data_dir, now)
    _aim(session, survey)
    return sum(BY_COUNTRY.values()) + ELSEWHERE


def _named(instrument: Instrument, year: int) -> Instrument:
    """Under a name of its own, so that nobody takes one wave for the other."""
    title = instrument.title
    marked = {tag: replace(each, text=f"{each.text} ({year})") for tag, each in title.translations.items()}
    return replace(instrument, title=LocalizedText(title.source_language, dict[str, Translation](marked)))


def _fielded(session: Session, hub: "Hub", instrument: Instrument, slug: str, now: datetime) -> Survey:
    reading = Reading(instrument)
    survey = fielding.import_reading(
        session, reading, hub=hub, file="six-countries.yaml", slug=slug, gate=TextGate.NONE, texts=None, now=now
    )
    survey.activity.mission_areas = list(AREAS)
    fielding.publish(session, survey, now=now, without_check=DEMONSTRATION)
    return survey


def _fill(
    session: Session,
    survey: Survey,
    number: int,
    country: str,
    now: datetime,
    watch: Watch = lambda things, _: things,
    *,
    days: int = DAYS,
) -> None:
    simulating.fill(
        session,
        survey,
        responses=number,
        seed=SEED,
        days=days,
        today=now.date(),
        country=country,
        habits=Habits(languages=SPOKEN[country]),
        watch=watch,
    )


def _weighted(session: Session, survey: Survey, data_dir: Path, now: datetime) -> int:
    """Raked to age by gender, and to education."""
    from engage.results.weighting import keeping, working

    pairs = [
        [[list(codes), [gender]], share]
        for age, codes in AGES.items()
        for gender, share in zip(("woman", "man"), PEOPLE[age], strict=True)
    ]
    margins = (
        composition("Age and gender", ["E1", "E2"], pairs),
        composition("Education", ["E3"], [[[[code]], share] for code, share in EDUCATION.items()]),
    )
    keeping.keep(session, survey, margins, SOURCE)
    numbers = tuple(row.id for row in keeping.populations(session, survey.id))
    wish = keeping.Wish("Age, gender and education", numbers, False, 5.0)
    weighting = keeping.set_up(session, survey, wish)
    working.calculate_now(session, survey, weighting, data_dir=data_dir, now=now)
    return weighting.id


def _plan(weighting: int | None) -> Plan:
    rows = [f"{item}/{row.code}" for item in MATRICES for row in _rows(item)]
    return Plan((*ITEMS, *rows), CROSSINGS, FILTERS, weighting)


def texts() -> dict[str, dict[str, str]]:
    """What `results.yaml` says."""
    found: dict[str, dict[str, str]] = from_yaml(read_text((files("engage.demo") / "results.yaml").read_bytes())).value
    return found


def _rows(item: str) -> Any:
    found = six_countries().item(item)
    return found.rows if found else ()


def _publish(session: Session, survey: Survey, plan: Plan, data_dir: Path, now: datetime) -> None:
    from engage.results.publishing import keeping
    from engage.results.publishing.making import make
    from engage.results.publishing.naming import names_of_filters

    row = keeping.save(session, survey, plan, texts(), revision=0)
    made = make(session, survey, plan, names_of_filters(), data_dir=data_dir)
    keeping.put(session, survey.id, made, revision=row.revision)
    keeping.freeze(session, survey, revision=row.revision, now=now, by="demonstration")


def _aim(session: Session, survey: Survey) -> None:
    """What the team wants to reach of groups that answer less."""
    young = list(AGES["15–34"])
    session.add_all(
        [
            Target(survey_id=survey.id, name="Men under 35", who=[["E2", ["man"]], ["E1", young]], wanted=2_500),
            Target(survey_id=survey.id, name="Poland", who=[["_country", ["PL"]]], wanted=3_000),
        ]
    )
    session.flush()
