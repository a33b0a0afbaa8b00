"""Making policy briefs in the console."""

import io
from datetime import UTC, datetime

import pytest
from docx import Document
from flask import Flask
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.hubs.models import Hub
from engage.outcomes.domain.briefs import FigureOf
from engage.outcomes.models import Outcome, PolicyBrief
from engage.privacy.models import AuditEntry
from tests.factories.briefs import make_brief
from tests.factories.editions_of_results import make_edition
from tests.factories.outcomes import make_outcome
from tests.factories.surveys import SLUG, make_survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
BRIEFS = "/console/briefs"


def publish_results(app: Flask, *, editions: int = 1) -> FigureOf:
    with transaction(app) as session:
        survey = make_survey(session)
        session.add_all([make_edition(survey.id, number) for number in range(1, editions + 1)])
    return FigureOf(SLUG, editions, "heard")


def make_outcomes(app: Flask, **values) -> list[int]:
    with transaction(app) as session:
        return [make_outcome(session, title=title, **values).id for title in ("Waiting", "Letters")]


def brief_of(app: Flask, **values) -> int:
    with transaction(app) as session:
        return make_brief(session, **({"published_at": None} | values)).id


def one(app: Flask, brief_id: int) -> PolicyBrief:
    with transaction(app) as session:
        found = session.get(PolicyBrief, brief_id)
        session.expunge(found)
    return found


def press(desk: Browser, brief_id: int, deed: str, **values: str) -> Page:
    """Press a button of the page of a brief that is a form of its own."""
    page = desk.get(f"{BRIEFS}/{brief_id}")
    fields = {name: found[0] for name, found in page.fields.items() if name in ("_csrf", "seen")}
    return desk.post(f"{BRIEFS}/{brief_id}/{deed}", fields | values)


def test_a_brief_is_begun_written_looked_at_and_published(app: Flask, sign_in):
    waiting, letters = make_outcomes(app)
    figure = publish_results(app)
    desk = sign_in(RoleName.ORGANISER)

    page = desk.submit(f"{BRIEFS}/new", source="en", title="Nobody should wait alone")
    assert page.h1 == "Write and choose"
    page = desk.submit(
        page.path,
        **{
            "outcomes": [str(waiting), str(letters)],
            f"place-{waiting}": "2",
            f"place-{letters}": "1",
            "figure-1": figure.code,
            "asks-en": "Answer the request.",
        },
    )
    assert "1 page" in page
    assert "Everything" in page

    (brief_id,) = [int(part) for part in page.path.split("/") if part.isdigit()]

    page = press(desk, brief_id, "publish")

    assert "Everybody can read it now." in page
    found = one(app, brief_id)
    assert found.outcomes == [letters, waiting]
    assert found.figures == [{"survey": SLUG, "edition": 1, "item": "heard"}]
    assert found.published_at is not None
    with transaction(app) as session:
        noted = [each.action for each in session.query(AuditEntry) if each.action.startswith("brief.")]
    assert noted == ["brief.added", "brief.changed", "brief.published"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param({"title-en": ""}, "Write a title in the language in which you write.", id="no title"),
        pytest.param({"title-en": "x" * 121}, "Use at most 120 characters.", id="long title"),
        pytest.param({"lead-de": "x" * 601}, "Use at most 600 characters.", id="long beginning in German"),
        pytest.param({"figure-1": "screening:9:heard"}, "Choose one of these.", id="a figure that is not offered"),
        pytest.param(
            {"figure-1": f"{SLUG}:1:heard", "figure-2": f"{SLUG}:1:heard"}, "chosen twice", id="a figure twice"
        ),
        pytest.param({"source": "xx"}, "Choose one of these.", id="no language"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(app: Flask, sign_in, typed, said):
    publish_results(app)
    brief_id = brief_of(app)
    desk = sign_in(RoleName.ORGANISER)
    page = desk.get(f"{BRIEFS}/{brief_id}/write")
    fields = {name: found[0] for name, found in page.fields.items() if found}

    answer = desk.post(page.path, fields | {"asks-en": "Answer, please"} | typed)

    assert answer.status == 422
    assert any(said in each for each in answer.errors)
    assert answer.value("asks-en") == "Answer, please"
    assert one(app, brief_id).revision == 1


def test_an_outcome_of_another_hub_or_of_the_team_alone_cannot_be_chosen(app: Flask, sign_in):
    make_outcomes(app, published_at=None)
    with transaction(app) as session:
        other = make_outcome(session, hub=_other_hub(session)).id
    brief_id = brief_of(app)
    desk = sign_in(RoleName.ORGANISER)

    page = desk.get(f"{BRIEFS}/{brief_id}/write")
    assert "There is no published outcome of this hub" in page
    fields = {name: found[0] for name, found in page.fields.items() if found}
    desk.post(page.path, fields | {"outcomes": str(other)})

    assert one(app, brief_id).outcomes == []


def test_of_two_who_save_one_is_told_and_what_they_typed_stays(app: Flask, sign_in):
    brief_id = brief_of(app)
    desk = sign_in(RoleName.ORGANISER)
    page = desk.get(f"{BRIEFS}/{brief_id}/write")
    with transaction(app) as session:
        session.get(PolicyBrief, brief_id).revision = 2

    page = desk.press(page, {"title-en": "My own title"})

    assert page.status == 409
    assert "Somebody else has changed this brief" in page
    assert page.value("title-en") == "My own title"
    assert one(app, brief_id).title == {"en": "Nobody should wait alone"}


def test_a_brief_says_what_is_missing_in_a_language(app: Flask, sign_in):
    outcomes = make_outcomes(app)
    publish_results(app)
    brief_id = brief_of(
        app,
        languages=("en", "de"),
        title={"en": "Waiting", "de": "Warten"},
        lead={},
        outcomes=tuple(outcomes[:1]),
        figures=(FigureOf(SLUG, 1, "helped"),),
    )

    page = sign_in(RoleName.ANALYST).get(f"{BRIEFS}/{brief_id}")

    assert "Missing: what you ask of the reader; words of the outcome “Waiting”; words of the figure" in page.text
    assert f"{BRIEFS}/{brief_id}/en.pdf" in page.links
    assert f"{BRIEFS}/{brief_id}/de.pdf" not in page.links


def test_a_brief_of_three_pages_is_not_published_and_says_what_takes_room(app: Flask, sign_in):
    with transaction(app) as session:
        long = "Again and again people told us the same of their weeks of waiting. " * 50
        told = {"en": "\n\n".join([long, long])[:4000]}
        outcomes = [make_outcome(session, title=f"Number {n}", heard=told).id for n in range(4)]
    brief_id = brief_of(app, outcomes=tuple(outcomes))
    desk = sign_in(RoleName.ORGANISER)

    page = desk.get(f"{BRIEFS}/{brief_id}")
    assert "too long, take something out" in page
    assert "What people said in “Number 0”" in page
    page = press(desk, brief_id, "publish")

    assert page.status == 409
    assert "It cannot be published yet." in page
    assert one(app, brief_id).published_at is None


def test_the_team_gets_both_files_and_a_preview_before_anybody_else(app: Flask, sign_in, browser):
    outcomes = make_outcomes(app)
    brief_id = brief_of(app, outcomes=tuple(outcomes))
    desk = sign_in(RoleName.ANALYST)

    pdf = desk.raw("GET", f"{BRIEFS}/{brief_id}/en.pdf")
    word = desk.raw("GET", f"{BRIEFS}/{brief_id}/en.docx")
    page = desk.get(f"{BRIEFS}/{brief_id}/preview/en")

    assert pdf.data.startswith(b"%PDF-")
    assert (pdf.headers["Content-Type"], pdf.headers["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert "Nobody should wait alone" in [each.text for each in Document(io.BytesIO(word.data)).paragraphs]
    assert "This is a preview" in page
    assert browser.get("/en/briefs/nobody-should-wait-alone").status == 404


def test_an_analyst_reads_and_changes_nothing(app: Flask, sign_in):
    brief_id = brief_of(app)
    desk = sign_in(RoleName.ANALYST)

    assert "Nobody should wait alone" in desk.get(BRIEFS)
    assert "Write and choose" not in desk.get(f"{BRIEFS}/{brief_id}")
    assert desk.get(f"{BRIEFS}/{brief_id}/write").status == 404
    assert desk.post(f"{BRIEFS}/{brief_id}/publish", {"seen": "1"}).status == 404


def test_briefs_of_other_hubs_are_not_there(app: Flask, sign_in):
    with transaction(app) as session:
        brief_id = make_brief(session, hub=_other_hub(session)).id
    desk = sign_in(RoleName.ORGANISER)

    assert "Nobody should wait alone" not in desk.get(BRIEFS)
    for path in ("", "/write", "/en.pdf", "/preview/en"):
        assert desk.get(f"{BRIEFS}/{brief_id}{path}").status == 404


def test_a_brief_is_taken_back_deleted_and_brought_back(app: Flask, sign_in):
    brief_id = brief_of(app, outcomes=tuple(make_outcomes(app)), published_at=datetime(2026, 10, 3, tzinfo=UTC))
    desk = sign_in(RoleName.ORGANISER)

    assert press(desk, brief_id, "remove").status == 409
    assert "Nobody but the team can read it now." in press(desk, brief_id, "withdraw")
    page = press(desk, brief_id, "remove")
    assert "The brief is deleted." in page
    page = desk.press(page)

    assert "The brief is back." in page
    assert "Nobody should wait alone" in desk.get(BRIEFS)


def test_who_saw_an_older_revision_publishes_nothing(app: Flask, sign_in):
    brief_id = brief_of(app, outcomes=tuple(make_outcomes(app)))
    desk = sign_in(RoleName.ORGANISER)

    page = press(desk, brief_id, "publish", seen="9")

    assert page.status == 409
    assert "Look at it again." in page
    assert one(app, brief_id).published_at is None


def test_what_was_taken_back_since_is_said_and_goes_when_saved(app: Flask, sign_in):
    waiting, letters = make_outcomes(app)
    figure = publish_results(app, editions=2)
    brief_id = brief_of(
        app, outcomes=(waiting, letters), figures=(figure,), published_at=datetime(2026, 10, 3, tzinfo=UTC)
    )
    with transaction(app) as session:
        _withdraw(session, waiting)
    desk = sign_in(RoleName.ORGANISER)

    page = desk.get(f"{BRIEFS}/{brief_id}")
    assert "The outcome “Waiting”" in page
    assert "Not shown at present" in page
    page = desk.submit(f"{BRIEFS}/{brief_id}/write")

    assert "Something that it rests on was taken back" not in page
    assert one(app, brief_id).outcomes == [letters]


def test_a_figure_keeps_to_its_edition_and_the_team_is_told_of_a_newer_one(app: Flask, sign_in):
    publish_results(app, editions=2)
    brief_id = brief_of(app, outcomes=tuple(make_outcomes(app)), figures=(FigureOf(SLUG, 1, "heard"),))
    desk = sign_in(RoleName.ORGANISER)

    assert "edition 2 is newer" in desk.get(f"{BRIEFS}/{brief_id}")
    desk.submit(f"{BRIEFS}/{brief_id}/write")

    assert one(app, brief_id).figures == [{"survey": SLUG, "edition": 1, "item": "heard"}]


def _withdraw(session: Session, outcome_id: int) -> None:
    session.get(Outcome, outcome_id).published_at = None


def _other_hub(session: Session) -> str:
    session.add(Hub(slug="elsewhere", name="Elsewhere"))
    session.flush()
    return "elsewhere"


def test_an_outcome_that_went_to_another_hub_stays_in_the_brief(app: Flask, sign_in):
    waiting, letters = make_outcomes(app)
    brief_id = brief_of(app, outcomes=(waiting, letters))
    with transaction(app) as session:
        other = session.query(Hub).filter_by(slug=_other_hub(session)).one()
        session.get(Outcome, waiting).hub_id = other.id

    sign_in(RoleName.ORGANISER).submit(f"{BRIEFS}/{brief_id}/write")

    assert one(app, brief_id).outcomes == [waiting, letters]


def test_a_public_brief_stays_fit_to_be_public(app: Flask, sign_in):
    (waiting, _letters) = make_outcomes(app)
    brief_id = brief_of(app, outcomes=(waiting,), published_at=datetime(2026, 10, 3, tzinfo=UTC))
    desk = sign_in(RoleName.ORGANISER)

    page = desk.submit(f"{BRIEFS}/{brief_id}/write", {"asks-en": "", "lead-en": "We began anew."})

    assert page.status == 422
    assert "This brief is public: Say what you ask of the reader." in page
    assert page.value("lead-en") == "We began anew."
    assert one(app, brief_id).asks != {}
