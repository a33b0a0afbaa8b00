"""The programme in the console: sessions, speakers, files; places with quotas; texts in several languages."""

import io

import pytest
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.activities.domain.kinds import ActivityState
from engage.core import zones
from engage.events import queries
from engage.events.models import Event, Material, ProgrammeSession, Quota
from engage.i18n.text import LocalizedText, TextState, Translation
from tests.factories.events import SLUG, make_event
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
BASE = f"/console/events/{SLUG}"


@pytest.fixture
def organiser(app, sign_in):
    with transaction(app) as session:
        make_event(session)
    return sign_in(RoleName.ORGANISER, hub="default")


def test_a_session_is_added_and_changing_its_time_raises_its_number_in_calendars(app, organiser):
    refused = organiser.submit(f"{BASE}/programme/sessions/new", {"title": "", "about": "Soup"})
    assert refused.status == 422
    assert refused.value("about").strip() == "Soup"

    with reading(app) as session:
        event = session.scalars(select(Event)).one()
        start, end = event.starts_at, event.ends_at
    typed = {"title": "Lunch"}
    for name, moment in (("starts_at", start), ("ends_at", end)):
        wall = zones.local(moment, event.time_zone)
        typed |= {name: f"{wall:%Y-%m-%d}", f"{name}-time": f"{wall:%H:%M}"}
    page = organiser.press(refused, typed)
    assert "Lunch" in page
    with reading(app) as session:
        slot = session.scalars(select(ProgrammeSession)).one()
        assert (slot.starts_at, slot.ends_at, slot.sequence) == (start, end, 0)

    organiser.submit(f"{BASE}/programme/sessions/{slot.id}", title="Long lunch")
    with reading(app) as session:
        assert session.scalars(select(ProgrammeSession)).one().sequence == 1


def upload(organiser, name, content, **values):
    page = organiser.get(f"{BASE}/materials/new")
    data = {"_csrf": page.value("_csrf"), "phase": "before", "language": "en", "title": "Reader", **values}
    data["file"] = (io.BytesIO(content), name)
    return organiser.raw("POST", f"{BASE}/materials/new", data=data, content_type="multipart/form-data")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("page.html", b"<script>", id="a page"),
        pytest.param("reader.pdf", b"MZ\x90", id="a programme called pdf"),
    ],
)
def test_only_safe_files_are_offered_and_what_was_typed_stays(organiser, name, content):
    answer = upload(organiser, name, content, title="My reader")

    assert answer.status_code == 422
    assert 'value="My reader"' in answer.text


def test_a_file_is_kept_and_handed_out_as_a_download(app, organiser):
    assert upload(organiser, "reader.pdf", b"%PDF-1.7 words").status_code == 303

    with reading(app) as session:
        number = session.scalars(select(Material)).one().id
    answer = organiser.raw("GET", f"{BASE}/materials/{number}/file")
    assert answer.data == b"%PDF-1.7 words"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_quota_says_who_belongs_to_it_and_contradictions_are_refused(app, organiser):
    values = {"name": "Norway", "typed": "NO", "minimum": "6", "maximum": "5"}
    page = organiser.submit(f"{BASE}/places/quotas/new?key=country", values)
    assert page.status == 422

    organiser.press(page, maximum="8")
    with reading(app) as session:
        quota = session.scalars(select(Quota)).one()
        assert (quota.key, quota.codes, quota.minimum, quota.maximum) == ("country", ["NO"], 6, 8)

    refused = organiser.submit(f"{BASE}/places", seats="5")
    assert refused.status == 409
    assert "The minimums of the groups are more than the places there are." in refused


def test_a_translation_is_approved_by_somebody_else_and_then_its_language_opens(app, sign_in):
    with transaction(app) as session:
        title = LocalizedText("en", {"en": Translation("Open day")})
        event = make_event(session, texts={"title": title, "summary": title}, text_gate="approved")
        event.activity.languages = ["en"]
        event.languages = ["en", "de"]
        place = f"site:{event.sites[0].id}:name"
    writer = sign_in(RoleName.ORGANISER, hub="default")
    writer.submit(f"{BASE}/texts/de", {"title": "Offener Tag", "summary": "Kommen Sie."})
    own = writer.submit(f"{BASE}/texts/de", action="approve:title")
    assert "You translated these words yourself." in own

    other = sign_in(RoleName.TRANSLATOR, hub="default")
    assert "Open day needs translations" in other.get("/console/")
    page = other.get(f"{BASE}/texts")
    assert [link for link in page.links if link.startswith("/console") and other.get(link).status != 200] == []
    other.submit(f"{BASE}/texts/de", action="approve")

    with reading(app) as session:
        event = session.scalars(select(Event)).one()
        states = {tag: each.state for tag, each in queries.texts(session, event)["title"]}
        assert states["de"] is TextState.APPROVED
        assert event.activity.languages == ["en", "de"]
        assert event.activity.title["de"] == "Offener Tag"
        assert place in queries.texts(session, event)


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten_unseen(app, organiser):
    mine = organiser.get(f"{BASE}/texts/en")
    settings = organiser.get(f"{BASE}/settings")
    organiser.submit(f"{BASE}/texts/en", summary="Theirs.")

    refused = organiser.press(mine, summary="Mine.")
    assert refused.status == 409
    assert "It says now: Theirs." in refused
    assert refused.value("summary").strip() == "Mine."
    assert organiser.press(settings, contact_name="Ada").status == 409


@pytest.mark.parametrize(
    ("made", "page", "typed"),
    [
        pytest.param("programme/speakers/new", "programme/speakers/1", {"name": "Ada"}, id="a speaker"),
        pytest.param(
            "materials/new", "materials/1", {"title": "Reader", "link": "https://example.org/a"}, id="a material"
        ),
    ],
)
def test_a_speaker_or_material_that_somebody_else_changed_meanwhile_is_shown_again(organiser, made, page, typed):
    organiser.submit(f"{BASE}/{made}", **typed)
    mine, field = organiser.get(f"{BASE}/{page}"), next(iter(typed))
    organiser.submit(f"{BASE}/{page}", {field: "Theirs"})

    refused = organiser.press(mine, {field: "Mine"})

    assert refused.status == 409
    assert "Somebody else has changed this event" in refused
    assert refused.value(field) == "Mine"
    assert organiser.press(refused, {field: "Ours"}).status == 200


def test_a_track_that_somebody_else_renamed_meanwhile_keeps_their_name(organiser):
    token = organiser.get(f"{BASE}/programme").value("_csrf")
    organiser.post(f"{BASE}/programme/tracks", {"name": "Morning", "_csrf": token})
    mine = organiser.get(f"{BASE}/programme")
    organiser.press(mine, {"name": "Theirs"}, action="name")

    refused = organiser.press(mine, {"name": "Mine"}, action="name")

    assert "Somebody else has changed this event" in refused
    assert ["Theirs"] in [form.values().get("name") for form in refused.forms]


def test_questions_are_asked_once_they_are_published(app, organiser):
    page = organiser.get(f"{BASE}/registration")
    assert "None yet." in page
    with reading(app) as session:
        number = session.scalars(select(Event)).one().instrument_id
    assert organiser.get(f"/console/instruments/{number}/edit").status == 200


def test_what_is_said_elsewhere_never_changes_where_an_event_stands(app, organiser):
    with reading(app) as session:
        number = session.scalars(select(Event)).one().activity_id

    organiser.submit(f"/console/activities/{number}/edit", {"groups": "People who work at night", "state": "cancelled"})

    with reading(app) as session:
        activity = session.scalars(select(Event)).one().activity
        assert activity.groups == "People who work at night"
        assert activity.state is ActivityState.ANNOUNCED
