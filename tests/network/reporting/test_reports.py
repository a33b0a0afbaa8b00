"""What a report keeps, and what is printed from it."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from engage.network.domain.figures import Adding, Choice, Number
from engage.network.domain.periods import Period
from engage.network.models import NetworkReport
from engage.network.reporting import aims, files, freezing, making, reports
from engage.network.reporting.aims import Way
from engage.network.reporting.board import Board
from engage.network.reporting.making import Sight
from engage.network.reporting.paper_report import About, paper
from engage.network.reporting.printing import pdf
from engage.network.reporting.telling import speaking
from tests.factories.network import make_network
from tests.support.databases import ON_SQLITE
from tests.support.pdf_text import words_of

FIRST_MONTHS = Period(date(2025, 12, 1), date(2026, 4, 30))
TODAY = date(2026, 5, 20)
NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
EVERYBODY = Sight(frozenset(), TODAY, 120, "a secret of tests")


def board(session: Session) -> Board:
    make_network(session)
    return making.board(session, FIRST_MONTHS, Choice(), EVERYBODY)


@ON_SQLITE
def test_what_is_kept_is_what_was_counted(session: Session):
    counted = board(session)

    kept = json.loads(json.dumps(freezing.to_json(counted)))

    again = freezing.from_json(kept)
    assert freezing.to_json(again) == kept
    assert [(each.key, each.total, each.months, each.hubs) for each in again.figures] == [
        (each.key, each.total, each.months, each.hubs) for each in counted.figures
    ]
    numbers = [number.value for each in again.figures for _, number in each.months]
    assert 0 in numbers, "nothing at all is a figure, too"
    assert None in numbers


def test_a_report_of_another_format_is_not_read_as_one_of_this():
    with pytest.raises(freezing.UnknownFormat):
        freezing.from_json({"format": 2})


@ON_SQLITE
@pytest.mark.parametrize(
    ("language", "says"),
    [
        pytest.param("en", "This report corrects report 2: One event was missing.", id="English"),
        pytest.param("de", "Dezember 2025 bis April 2026", id="German"),
    ],
)
def test_the_printed_report_is_tagged_says_its_language_and_is_the_same_each_time(
    session: Session, language: str, says: str
):
    kept = freezing.from_json(freezing.to_json(board(session)))
    about = About("Figures of the winter", 3, date(2026, 5, 20), corrects="report 2", reason="One event was missing.")

    with speaking(language) as teller:
        made = [pdf(paper(kept, about, teller)) for _ in range(2)]

    assert made[0] == made[1]
    assert f"/Lang({language})".encode() in made[0]
    assert b"/MarkInfo" in made[0]
    assert b"pdfuaid" in made[0]
    assert 6 <= made[0].count(b"/Type/Page/") + made[0].count(b"/Type /Page/") <= 12
    text = words_of(made[0])
    assert says in text
    for figure in kept.figures:
        assert teller.pick(figure.title).split()[0] in text


@ON_SQLITE
def test_files_say_the_same_of_what_is_kept_as_of_what_was_counted(session: Session):
    counted = board(session)
    kept = freezing.from_json(freezing.to_json(counted))

    with speaking("en") as teller:
        assert files.to_csv(kept, teller) == files.to_csv(counted, teller)


@ON_SQLITE
def test_a_report_is_protected_for_everybody_and_made_of_months_that_are_over(session: Session):
    make_network(session)
    made = reports.make(session, "Winter", FIRST_MONTHS, Choice(country="NO"), EVERYBODY, now=NOW)

    kept = reports.board_of(session.get_one(NetworkReport, made.id))
    assert kept.exact == "none"
    assert kept.narrowed.country == "NO"
    assert reports.choice_of(made) == Choice(country="NO")
    assert not any(figure.targets for figure in kept.figures)
    running = Period(date(2026, 5, 1), date(2026, 5, 31))
    with pytest.raises(reports.PeriodNotOver):
        reports.make(session, "May", running, Choice(), EVERYBODY, now=NOW)


@pytest.mark.parametrize(
    ("figure", "adding", "so_far", "by", "expected"),
    [
        pytest.param("events_held", Adding.SUM, Number(20), date(2026, 12, 31), Way.REACHED, id="reached early"),
        pytest.param("events_held", Adding.SUM, Number(19), date(2026, 12, 31), Way.ON_THE_WAY, id="not yet"),
        pytest.param("events_held", Adding.SUM, Number(19), date(2026, 4, 30), Way.MISSED, id="too late"),
        pytest.param("no_show", Adding.SHARE, Number(5.0), date(2026, 12, 31), Way.ON_THE_WAY, id="small so far"),
        pytest.param("no_show", Adding.SHARE, Number(30.0), date(2026, 12, 31), Way.ABOVE, id="too large so far"),
        pytest.param("no_show", Adding.SHARE, Number(5.0), date(2026, 4, 30), Way.REACHED, id="stayed small"),
        pytest.param("no_show", Adding.SHARE, Number(30.0), date(2026, 4, 30), Way.MISSED, id="grew too large"),
        pytest.param("overdue", Adding.STATE, Number(0), date(2026, 12, 31), Way.ON_THE_WAY, id="can still grow"),
        pytest.param(
            "attended", Adding.SUM, Number(None, below=10), date(2026, 4, 30), Way.MISSED, id="too few to say"
        ),
        pytest.param(
            "answer_days", Adding.MEDIAN, Number(None), date(2026, 12, 31), Way.ON_THE_WAY, id="no answer yet"
        ),
    ],
)
def test_a_target_is_reached_open_or_missed(figure: str, adding: Adding, so_far: Number, by: date, expected: Way):
    assert aims.way(figure, adding, so_far, 20, by, TODAY) is expected


@pytest.mark.parametrize(
    ("adding", "by", "expected"),
    [
        pytest.param(Adding.SUM, date(2026, 12, 31), Period(date(2026, 1, 1), date(2026, 5, 31)), id="the year so far"),
        pytest.param(Adding.SUM, date(2025, 6, 15), Period(date(2025, 1, 1), date(2025, 6, 30)), id="a year ago"),
        pytest.param(Adding.SUM, date(2027, 6, 30), None, id="a year to come"),
        pytest.param(Adding.STATE, date(2027, 6, 30), Period(date(2026, 1, 1), date(2026, 5, 31)), id="what lasts"),
    ],
)
def test_a_target_counts_from_january_of_its_year(adding: Adding, by: date, expected: Period | None):
    assert aims.period(adding, by, TODAY) == expected
