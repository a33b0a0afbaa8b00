"""Sign-off from both sides, and the signed text."""

import hashlib
import json
import re

import pytest
from sqlalchemy import select

from engage.accounts.models import Grant
from engage.accounts.roles import Duty, RoleName
from engage.core.clock import utcnow
from engage.mail.models import OutboxMail
from engage.maturity.domain.kinds import LevelState, Stage
from engage.maturity.models import AssessedLevel, Assessment
from engage.maturity.models_after import Signature, Snapshot
from engage.privacy.models import AuditEntry
from engage.surveys import fielding
from engage.surveys import queries as surveys
from tests.factories.maturity_signing import PANEL, make_ready, make_signed
from tests.factories.people import make_person
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
BASE = "/console/assessments"


@pytest.fixture
def lead(sign_in):
    return sign_in(RoleName.COORDINATOR, hub="default")


@pytest.fixture
def citizen(app):
    """Somebody without a role who may co-sign one round."""

    def signed_in(number: int) -> Browser:
        with transaction(app) as session:
            person = make_person(session, RoleName.TRANSLATOR, hub="default")
            session.add(Grant(person_id=person.id, thing="assessment", thing_id=number, duty=Duty.CO_SIGNER))
            uniquifier = person.fs_uniquifier
        browser = Browser(app, base_url=app.config["ENGAGE_BASE_URL"])
        browser.sign_in(uniquifier)
        return browser

    return signed_in


def ready(app, **columns) -> int:
    with transaction(app) as session:
        return make_ready(session, **columns).id


def sign(browser, number, who, *, code=200, **data):
    """Sign on the page as it is now."""
    page = browser.raw("GET", f"{BASE}/{number}/sign-off").text
    token, seen = (re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("_csrf", "seen"))
    sent = {"_csrf": token, "seen": seen, f"{who}/read": "yes", f"{who}/note": "", **data}
    page = browser.post(f"{BASE}/{number}/sign-off/{who}", sent)
    assert page.status == code, page
    return page


def test_hub_lead_and_citizen_sign_and_the_round_is_frozen(app, lead, citizen):
    number = ready(app)
    other = citizen(number)

    assert "You have signed." in sign(lead, number, "hub-lead")
    page = sign(other, number, "citizen")

    assert "Both have signed. The result is frozen." in page
    assert page.h1 == "What was signed"
    assert "Yes. The signed text and its digest fit together." in page
    with reading(app) as session:
        assert session.get(Assessment, number).stage is Stage.SIGNED
        kept = session.scalars(select(Snapshot)).one()
        noted = [each.action for each in session.scalars(select(AuditEntry)) if "sign" in each.action]
    assert "assessment.signed" in noted
    file = lead.raw("GET", f"{BASE}/{number}/signed.json")
    assert hashlib.sha256(file.data).hexdigest() == kept.digest
    assert "attachment" in file.headers["Content-Disposition"]


def test_the_page_shows_what_is_signed_before_anybody_signs(app, lead):
    number = ready(app, levels={"LIS-3": 1, "MAN-1": 4})
    with transaction(app) as session:
        level = session.get(AssessedLevel, (number, "MAN-1"))
        level.state, level.minority = LevelState.UNCERTAIN, "It hangs on one person."

    page = lead.get(f"{BASE}/{number}/sign-off")

    assert "no maturity without protection of participants" in page
    assert "It hangs on one person." in page
    assert "Nobody from outside the team checked the evidence." in page
    assert "Annual report" in page
    assert "6 of 6 handed in; of these 2 citizens" in page
    assert "Sign as hub lead" in page
    assert "Sign as a citizen" not in page


def test_who_does_not_say_that_it_was_read_is_asked_to(app, lead):
    number = ready(app)

    page = sign(lead, number, "hub-lead", code=422, **{"hub-lead/read": "", "hub-lead/note": "Good work."})

    assert "Say that you have read the result and stand behind it." in page
    assert "Good work." in page


def test_a_small_panel_needs_the_lead_to_say_why(app, lead):
    number = ready(app, panel=PANEL[:4])

    page = sign(lead, number, "hub-lead", code=409)

    assert "The panel is not as the protocol has it. Say why: it is printed beside the result." in page
    assert "You have signed." in sign(lead, number, "hub-lead", **{"hub-lead/note": "Two had to leave."})
    assert "Two had to leave." in lead.get(f"{BASE}/{number}/sign-off")


def test_what_stands_in_the_way_is_said_and_nobody_can_sign(app, lead):
    number = ready(app, panel=PANEL[:1])

    page = lead.get(f"{BASE}/{number}/sign-off")

    assert "Only 1 person has handed in. A panel has at least 3" in page
    assert 'name="seen"' not in lead.raw("GET", f"{BASE}/{number}/sign-off").text


def test_a_change_after_one_signature_is_shown_to_both(app, lead, citizen):
    number = ready(app)
    sign(lead, number, "hub-lead")
    with transaction(app) as session:
        session.get(AssessedLevel, (number, "MAN-1")).level = 3

    page = citizen(number).get(f"{BASE}/{number}/sign-off")

    assert "so it no longer holds" in page


def test_one_takes_back_ones_own_signature_and_nobody_elses(app, lead, citizen):
    number = ready(app)
    sign(lead, number, "hub-lead")
    other = citizen(number)
    page = other.raw("GET", f"{BASE}/{number}/sign-off").text
    token = re.search(r'name="_csrf" value="([^"]+)"', page)[1]
    assert "Take your signature back" not in page

    other.post(f"{BASE}/{number}/sign-off/take-back", {"_csrf": token})
    with reading(app) as session:
        assert len(session.scalars(select(Signature)).all()) == 1
    page = lead.raw("GET", f"{BASE}/{number}/sign-off").text
    token = re.search(r'name="_csrf" value="([^"]+)"', page)[1]

    assert "Your signature is taken back." in lead.post(f"{BASE}/{number}/sign-off/take-back", {"_csrf": token})
    with reading(app) as session:
        assert session.scalars(select(Signature)).all() == []


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        pytest.param(RoleName.ORGANISER, "sign-off", 200, id="an organiser reads"),
        pytest.param(RoleName.ORGANISER, "sign-off/hub-lead", 404, id="and does not sign for the lead"),
        pytest.param(RoleName.COORDINATOR, "sign-off/citizen", 404, id="nor the lead for a citizen"),
        pytest.param(RoleName.NETWORK_ADMIN, "sign-off", 404, id="the network office sees nothing of it"),
        pytest.param(RoleName.NETWORK_ADMIN, "signed", 404, id="nor what was signed"),
    ],
)
def test_each_signs_in_their_own_place(app, sign_in, role, path, status):
    number = ready(app)
    browser = sign_in(role)

    assert browser.raw("POST" if "/" in path else "GET", f"{BASE}/{number}/{path}").status_code == status


def test_there_is_nothing_signed_before_it_is_signed_and_nothing_to_sign_after(app, lead):
    with transaction(app) as session:
        frozen = make_signed(session)[0].id
        open_ = make_ready(session).id

    assert lead.raw("GET", f"{BASE}/{open_}/signed").status_code == 404
    assert lead.raw("GET", f"{BASE}/{open_}/signed.json").status_code == 404
    assert lead.get(f"{BASE}/{frozen}/sign-off").h1 == "What was signed"


def test_whoever_signs_second_is_told(app, lead, citizen):
    number = ready(app)
    other = citizen(number)
    assert "waits for your signature" not in other.get("/console/")

    sign(lead, number, "hub-lead")

    assert "Round 1 waits for your signature." in other.get("/console/")
    assert "waits for your signature" not in lead.get("/console/")
    with reading(app) as session:
        mail = session.scalars(select(OutboxMail)).one()
        assert (mail.kind, mail.to.split("@")[0].startswith("translator")) == ("maturity.co-sign", True)


def test_the_hub_lead_sees_on_the_start_page_that_a_citizen_has_signed(app, lead, citizen):
    number = ready(app)

    sign(citizen(number), number, "citizen")

    assert "Round 1 waits for your signature." in lead.get("/console/")


def test_who_leads_the_hub_is_told_when_nobody_may_sign_as_a_citizen(app, lead):
    assert "Nobody may sign as a citizen yet." in lead.get(f"{BASE}/{ready(app)}/sign-off")


def test_the_first_signature_closes_the_mirror_and_what_people_said_is_signed(app, lead, citizen):
    number = ready(app)
    lead.press(lead.get(f"{BASE}/{number}/mirror"))
    with transaction(app) as session:
        survey = surveys.by_slug(session, session.get(Assessment, number).mirror)
        version = fielding.answered_version(session, survey, now=utcnow())
        row = {"version_id": version.id, "language": "en", "channel": "open", "day": utcnow().date()}
        fielding.add_responses(session, survey, [{**row, "answers": {"man_3": "agree"}}] * 25)
    assert "The first signature closes it." in lead.get(f"{BASE}/{number}/sign-off")

    sign(lead, number, "hub-lead")
    page = sign(citizen(number), number, "citizen")

    assert "25 people answered. It does not change the score." in page
    with reading(app) as session:
        said = json.loads(session.scalars(select(Snapshot.content)).one())["mirror"]
        assert session.get(Assessment, number).mirror_results["answers"] == 25
    assert (said["answers"], said["statements"]["MAN-3"]["answers"]) == (25, 25)
    assert said["statements"]["MAN-3"]["gap"] == -0.25


def test_nobody_of_the_team_signs_as_a_citizen(app, sign_in):
    number = ready(app)
    with transaction(app) as session:
        person = make_person(session, RoleName.ASSESSOR, hub="default")
        session.add(Grant(person_id=person.id, thing="assessment", thing_id=number, duty=Duty.CO_SIGNER))
        uniquifier = person.fs_uniquifier
    assessor = Browser(app, base_url=app.config["ENGAGE_BASE_URL"])
    assessor.sign_in(uniquifier)

    assert "You work on this assessment for the hub." in sign(assessor, number, "citizen", code=409)
    with reading(app) as session:
        assert session.scalars(select(Signature)).all() == []


def test_the_signed_text_has_numbers_of_few_people_and_stays_in_the_hub(app, lead, citizen):
    with transaction(app) as session:
        number = make_signed(session)[0].id
    other = citizen(number)

    assert lead.raw("GET", f"{BASE}/{number}/signed.json").status_code == 200
    assert other.raw("GET", f"{BASE}/{number}/signed.json").status_code == 404
    for page in ("signed", "report"):
        assert "signed.json" in lead.raw("GET", f"{BASE}/{number}/{page}").text
        assert "signed.json" not in other.raw("GET", f"{BASE}/{number}/{page}").text
