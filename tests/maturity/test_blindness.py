"""Nobody sees what others rate before ratings are closed, and nobody ever sees who rated what.

The strongest way to say it: as long as rating is open, no page, file or list changes when people rate otherwise; and
afterwards none changes when what one person said is put into the mouth of another.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import delete, select

from engage.accounts.models import Grant, Person
from engage.accounts.roles import Duty, RoleName
from engage.maturity import links, queries_reasons
from engage.maturity.domain.kinds import Confidence, Stage
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member, Rating
from engage.maturity.rating import closing, codes, translating
from tests.factories.maturity import make_assessment
from tests.factories.ratings import make_member
from tests.support.browser import Browser
from tests.support.crawling import addresses, crawl, words
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SEEN = ("MAN-1", "RSP-1", "INC-4")
PANEL = (
    {"name": "Zofia Testowa", "language": "pl"},
    {"name": "Bjarne Prøve", "language": "nb"},
    {"name": "Chiara Assaggio", "language": "it", "citizen": True},
    {"name": "Dorothea Muster", "language": "de", "outside": True},
    {"name": "Eli Nisayon", "language": "he", "email": None},
    {"name": "Fabienne Essai", "language": "fr", "regional": True},
)
OTHERS = ("/console/", "/console/assessments", "/console/search?q=canar", "/console/audit", "/console/mail")
"""Pages of the console that list what goes on everywhere."""


@pytest.fixture
def number(app: Flask) -> int:
    """A round that is open: five have handed in, one has begun. Each has a reason that nobody else could write."""
    with transaction(app) as session:
        made = make_assessment(session, stage=Stage.RATING, rating_opened_at=NOW, working_language="en")
        for at, columns in enumerate(PANEL):
            levels = {"MAN-1": at % 5, "RSP-1": (0, 4)[at % 2], "INC-4": None}
            reasons = {name: f"canary-{at}-{name}" for name in SEEN}
            make_member(
                session,
                made,
                levels,
                reasons=reasons,
                handed_in=at != 1,
                confidence=Confidence.LOW if at % 2 else Confidence.HIGH,
                **columns,
            )
        return made.id


@pytest.fixture
def people(app: Flask, number: int, sign_in: Callable[..., Browser]) -> dict[str, Browser]:
    """Everybody who works on the platform, by role and by duty, and somebody without an account."""
    found = {role.value: sign_in(role) for role in RoleName}
    for duty in (Duty.FACILITATOR, Duty.EVIDENCE_CHECKER, Duty.CO_SIGNER):
        browser = sign_in(RoleName.TRANSLATOR)
        with transaction(app) as session:
            newest = session.scalars(select(Person).order_by(Person.id.desc())).first()
            assert newest is not None
            session.add(Grant(person_id=newest.id, thing="assessment", thing_id=number, duty=duty))
        found[duty.value] = browser
    return found | {"nobody": Browser(app)}


def of_member(app: Flask, number: int, at: int) -> tuple[str, int]:
    """The personal token and the id of a member."""
    with reading(app) as session, app.app_context():
        found = session.scalars(
            select(Member).where(Member.assessment_id == number, Member.name == PANEL[at]["name"])
        ).one()
        return links.token(found), found.id


def everything_read(app: Flask, number: int, browser: Browser) -> dict[str, str]:
    """All that somebody can read of the round in the console."""
    _, member = of_member(app, number, 4)
    with reading(app) as session, app.app_context():
        paper = codes.code(session.get_one(Member, member))
    own = f"/console/assessments/{number}"
    values = {
        "number": number,
        "indicator": "RSP-1",
        "member": member,
        "code": paper,
        "language": "en",
        "metric": "M01",
    }
    start = addresses(app, own, values) | {own, *OTHERS}
    return crawl(browser, start, own)


def own_pages(app: Flask, number: int, at: int) -> dict[str, str]:
    """All that a member of the panel reads by the personal link."""
    token, _ = of_member(app, number, at)
    own = f"/en/assessments/{token}"
    start = addresses(app, own, {"lang": "en", "token": token, "indicator": "RSP-1"}) | {own}
    return crawl(Browser(app), start, own)


def rate_otherwise(app: Flask, *, but: int = 0) -> None:
    """Everybody but one has said something else everywhere."""
    with transaction(app) as session:
        for each in session.scalars(select(Rating).where(Rating.member_id != but)):
            each.level = 4 - each.level if each.level is not None else 2
            each.cannot_judge = False
            each.confidence = Confidence.MEDIUM
            each.reason = f"otherwise {each.reason}"


def say_it_for_one_another(app: Flask, number: int) -> None:
    """What one person handed in was handed in by the next."""
    with transaction(app) as session:
        ids = list(
            session.scalars(
                select(Member.id)
                .where(Member.assessment_id == number, Member.submitted_on.is_not(None))
                .order_by(Member.id)
            )
        )
        following = dict(zip(ids, [*ids[1:], ids[0]], strict=True))
        kept = [
            {column.key: getattr(each, column.key) for column in Rating.__table__.columns}
            for each in session.scalars(select(Rating))
        ]
        session.execute(delete(Rating))
        session.expunge_all()
        session.add_all(Rating(**{**each, "member_id": following[each["member_id"]]}) for each in kept)


def changed(before: list[str], after: list[str]) -> list[str]:
    """What only one of two pages says."""
    return [each[:200] for each in ((Counter(before) - Counter(after)) + (Counter(after) - Counter(before)))]


def test_while_rating_is_open_nothing_in_the_console_depends_on_what_people_say(
    app: Flask, number: int, people: dict[str, Browser]
):
    before = {who: everything_read(app, number, browser) for who, browser in people.items()}
    rate_otherwise(app)
    after = {who: everything_read(app, number, browser) for who, browser in people.items()}

    for who, read in before.items():
        assert [path for path, page in read.items() if "canary" in page] == [], who
        assert {
            path: changed([page], [after[who][path]]) for path, page in read.items() if page != after[who][path]
        } == {}, who
    assert len([page for page in before["coordinator"].values() if page]) >= 10


def test_while_rating_is_open_a_member_reads_the_own_ratings_and_nobody_elses(app: Flask, number: int):
    _, me = of_member(app, number, 1)
    before = own_pages(app, number, 1)
    rate_otherwise(app, but=me)

    assert own_pages(app, number, 1) == before
    assert any("canary-1-RSP-1" in page for page in before.values())
    assert not any(f"canary-{at}" in page for at in (0, 2, 3, 4, 5) for page in before.values())


def test_who_has_handed_in_is_a_count(app: Flask, number: int, people: dict[str, Browser]):
    """Had another one of the panel not handed in, no page would say anything else."""
    before = everything_read(app, number, people["coordinator"])
    with transaction(app) as session:
        first, second = (session.get_one(Member, of_member(app, number, at)[1]) for at in (0, 1))
        first.submitted_on, second.submitted_on = second.submitted_on, first.submitted_on

    assert everything_read(app, number, people["coordinator"]) == before
    assert any("5 of 6 have handed in" in page for page in before.values())


@pytest.fixture
def closed(app: Flask, number: int) -> int:
    """The same round after closing; the facilitator has put the reasons about one question into English."""
    with transaction(app) as session:
        made = session.get_one(Assessment, number)
        closing.close(session, made, now=NOW)
        about = queries_reasons.reasons(session, made)["RSP-1"].all
        read = {each.key: translating.Read(f"in English: {each.original.removesuffix('-RSP-1')}") for each in about}
        translating.keep(session, made, "RSP-1", read)
    return number


def test_after_closing_nobody_reads_who_said_what(app: Flask, closed: int, people: dict[str, Browser]):
    """No page has a name beside what somebody said, and none changes when one had said what another said."""
    readers = people.keys() - {RoleName.ASSESSOR, RoleName.TRANSLATOR, RoleName.NETWORK_ADMIN}  # see what others see
    before = {who: everything_read(app, closed, people[who]) for who in readers}
    say_it_for_one_another(app, closed)

    for who, read in before.items():
        after = everything_read(app, closed, people[who])
        assert {
            path: more for path, page in read.items() if (more := changed(words(page), words(after[path])))
        } == {}, who
        for path, page in read.items():
            assert not ("canary" in page and any(str(each["name"]) in page for each in PANEL)), (who, path)
    assert any("in English: canary-0" in page for page in before["coordinator"].values())


def test_only_who_facilitates_reads_reasons_as_they_were_written_and_not_in_which_language(
    app: Flask, closed: int, people: dict[str, Browser]
):
    for who, browser in people.items():
        page = browser.raw("GET", f"/console/assessments/{closed}/reasons/RSP-1")
        if who not in (RoleName.COORDINATOR, Duty.FACILITATOR):
            assert page.status_code in (303, 404), who
            continue
        text = page.get_data(as_text=True)
        assert "canary-0-RSP-1" in text
        assert not any(f'lang="{each["language"]}"' in text for each in PANEL if each["language"] != "de")
        assert "canary-0-RSP-1" not in browser.raw("GET", f"/console/assessments/{closed}/digest/RSP-1").text
