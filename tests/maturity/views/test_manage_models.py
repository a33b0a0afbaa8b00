"""Models of maturity in the console: versions, files that bring them, crosswalks, texts."""

import io
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from flask import Flask

from engage.accounts.roles import RoleName
from engage.i18n.text import TextState, Translation
from engage.maturity import queries_models as queries
from engage.maturity import wording
from engage.maturity.domain.kinds import ModelState
from engage.maturity.modelling import keeping
from tests.factories.maturity import SMALL, make_assessment
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]
NOW = datetime(2027, 3, 1, tzinfo=UTC)
TEXTS = "/console/models/small/1.0.0/texts/de"
GERMAN = {
    "A-1:title": Translation("Aufgeschrieben", TextState.REVIEWED),
    "A-2:title": Translation("Bekannt", TextState.DRAFT),
}


def small(version: str = "1.0.0", **more: Any) -> dict[str, Any]:
    document = deepcopy(SMALL)
    document["model"]["version"] = version
    return document | more


@pytest.fixture
def _here(app: Flask) -> None:
    """The small model, in use, with two German texts."""
    with transaction(app) as session:
        keeping.keep(session, small(), {"de": GERMAN}, now=NOW, state=ModelState.IN_USE)


def upload(
    browser: Browser, content: str | bytes, *, name: str = "model.yaml", path: str = "", token: str = ""
) -> Page:
    """Bring a file on the page for versions, or on another."""
    address = path or "/console/models/import"
    data = content.encode() if isinstance(content, str) else content
    form = {"_csrf": token or browser.get(address).value("_csrf"), "file": (io.BytesIO(data), name)}
    return browser.post(address, form)


def version_of(app: Flask, number: str) -> Any:
    with reading(app) as session:
        return queries.version(session, "small", number)


# -- files that bring versions


def test_a_file_brings_a_version_that_rounds_take_once_it_is_put_in_use(app: Flask, sign_in: SignIn):
    office = sign_in(RoleName.NETWORK_ADMIN)

    page = upload(office, yaml.safe_dump(small()))
    assert (page.h1, version_of(app, "1.0.0").state) == ("Small model", ModelState.DRAFT)
    office.submit(page.path, action="use")

    assert version_of(app, "1.0.0").state is ModelState.IN_USE


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("model: {id: small", "this is not YAML", id="broken"),
        pytest.param("model:\n  id: small\n", "line 1", id="half a model"),
        pytest.param(b"\xff\xfe", "not in UTF-8", id="another encoding"),
    ],
)
def test_a_file_with_errors_is_said_line_by_line_and_nothing_is_stored(
    app: Flask, sign_in: SignIn, content: str | bytes, said: str
):
    page = upload(sign_in(RoleName.NETWORK_ADMIN), content)

    assert page.status == 422
    assert said in page
    with reading(app) as session:
        assert list(queries.versions(session)) == []


@pytest.mark.usefixtures("_here")
def test_a_version_with_other_content_is_refused_and_keeps_what_it_said(app: Flask, sign_in: SignIn):
    changed = small()
    changed["dimensions"][0]["title"] = "Another purpose"

    page = upload(sign_in(RoleName.NETWORK_ADMIN), yaml.safe_dump(changed))

    assert page.status == 409
    assert "says something else" in page
    assert wording.model_of(version_of(app, "1.0.0")).dimensions[0].title == "Purpose"


@pytest.mark.usefixtures("_here")
def test_a_new_major_version_is_put_in_use_after_its_crosswalk_which_says_what_has_no_pair(app: Flask, sign_in: SignIn):
    office = sign_in(RoleName.NETWORK_ADMIN)
    path = upload(office, yaml.safe_dump(small("2.0.0"))).path
    assert "Write the crosswalk" in office.get(path)
    assert office.post(f"{path}/state", {"_csrf": office.get(path).value("_csrf"), "_action": "use"}).status == 409

    page = office.submit(f"{path}/crosswalk", {"to-A-1": "A-2", "to-A-2": ""})
    assert "Version 1.0.0: A-2 Known" in page
    assert "Version 2.0.0: A-1 Written" in page
    office.submit(path, action="use")

    assert version_of(app, "2.0.0").state is ModelState.IN_USE


@pytest.mark.usefixtures("_here")
def test_one_indicator_cannot_stand_for_two(sign_in: SignIn):
    office = sign_in(RoleName.NETWORK_ADMIN)
    path = upload(office, yaml.safe_dump(small("2.0.0"))).path

    page = office.submit(f"{path}/crosswalk", {"to-A-1": "A-2", "to-A-2": "A-2"})

    assert page.status == 422
    assert page.value("to-A-1") == "A-2"


def test_a_version_that_self_assessments_rest_on_is_retired_and_never_deleted(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        version = make_assessment(session).model
        path = f"/console/models/{version.key}/{version.version}"
    office = sign_in(RoleName.NETWORK_ADMIN)
    page = office.get(path)
    assert "Delete this version" not in page
    assert office.post(f"{path}/state", {"_csrf": page.value("_csrf"), "_action": "drop"}).status == 409

    assert "Retired" in office.submit(path, action="retire")


def test_the_page_of_the_bundled_model_says_all_of_it_with_its_sources(app: Flask, sign_in: SignIn):
    office = sign_in(RoleName.NETWORK_ADMIN)
    office.submit("/console/models")

    page = office.get("/console/models/ncmh-citizen-engagement/0.2.0?lang=de")

    assert "Bürgerinnen und Bürger am Tisch" in page
    assert "voices" not in page
    assert any("cancermissionhubs.eu" in link for link in page.links)


# -- texts


@pytest.mark.usefixtures("_here")
def test_what_is_written_is_a_draft_and_what_was_typed_elsewhere_meanwhile_is_shown(app: Flask, sign_in: SignIn):
    office = sign_in(RoleName.NETWORK_ADMIN)
    before = office.get(TEXTS).fields

    office.submit(TEXTS, {"A:title": "Zweck"})
    page = office.post(TEXTS, {**{name: values[0] for name, values in before.items() if values}, "A:title": "Absicht"})

    assert page.status == 409
    assert page.value("A:title") == "Absicht"
    assert "It says now: Zweck" in page
    with reading(app) as session:
        found = wording.texts(session, queries.version(session, "small", "1.0.0"))["A:title"]
        assert found.translations["de"] == Translation("Zweck", TextState.DRAFT)


@pytest.mark.usefixtures("_here")
def test_nobody_reviews_their_own_translation(app: Flask, sign_in: SignIn):
    writer, reader = sign_in(RoleName.NETWORK_ADMIN), sign_in(RoleName.NETWORK_ADMIN)
    writer.submit(TEXTS, {"A:title": "Zweck"})

    assert "These are your own translations" in writer.submit(TEXTS, action="review:A:title")
    reader.submit(TEXTS, action="review:A:title")

    with reading(app) as session:
        version = queries.version(session, "small", "1.0.0")
        assert wording.words(session, version, "de").text("A:title") == ("Zweck", "de")


@pytest.mark.usefixtures("_here")
def test_who_translates_for_a_hub_writes_drafts_and_leaves_what_people_read_alone(app: Flask, sign_in: SignIn):
    translator = sign_in(RoleName.TRANSLATOR, hub="default")
    page = translator.get(TEXTS)
    assert not page.asks("A-1:title")
    assert "Approve" not in page

    translator.submit(TEXTS, {"A-2:title": "Allen bekannt"})
    form = {name: values[0] for name, values in translator.get(TEXTS).fields.items() if values}
    forced = {**form, "was-A-1:title": fingerprint_of("Aufgeschrieben"), "A-1:title": "Anders", "_action": "approve"}
    assert translator.post(TEXTS, forced).status == 409

    with reading(app) as session:
        found = wording.texts(session, queries.version(session, "small", "1.0.0"))
        assert found["A-1:title"].translations["de"].text == "Aufgeschrieben"
        assert found["A-2:title"].translations["de"] == Translation("Allen bekannt", TextState.DRAFT)


def fingerprint_of(words: str) -> str:
    from engage.instruments.domain.translating import fingerprint

    return fingerprint(words)


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize(
    ("asked", "there"),
    [
        pytest.param("show=missing&part=A", {"A:title", "A:why"}, id="missing"),
        pytest.param("show=draft", {"A-2:title"}, id="draft"),
        pytest.param("show=reviewed", {"A-1:title"}, id="reviewed"),
        pytest.param("show=todo&part=general", {"model:title", "level:0:name"}, id="to do"),
        pytest.param("show=stale", set(), id="stale: none"),
    ],
)
def test_texts_are_narrowed_by_part_and_state(sign_in: SignIn, asked: str, there: set[str]):
    page = sign_in(RoleName.NETWORK_ADMIN).get(f"{TEXTS}?{asked}")

    shown = {name for name in page.fields if name.startswith("was-")}
    assert {f"was-{place}" for place in there} <= shown
    assert bool(there) is bool(shown)


@pytest.mark.usefixtures("_here")
def test_a_file_goes_out_and_comes_back_without_undoing_what_was_changed_here(app: Flask, sign_in: SignIn):
    office = sign_in(RoleName.NETWORK_ADMIN)
    out = office.raw("GET", f"{TEXTS}/file.po").get_data(as_text=True)
    translated = _answered(out, {"A:title": "Zweck", "A-2:title": "Aus der Datei"})
    office.submit(TEXTS, {"A-2:title": "Hier geändert"})

    token = office.get(TEXTS).value("_csrf") or ""
    page = upload(office, translated, name="texts.po", path=f"{TEXTS}/file", token=token)

    assert "It was changed here since the file went out." in page
    with reading(app) as session:
        found = wording.texts(session, queries.version(session, "small", "1.0.0"))
        assert found["A:title"].translations["de"] == Translation("Zweck", TextState.DRAFT)
        assert found["A-2:title"].translations["de"].text == "Hier geändert"


def _answered(po: str, words: Mapping[str, str]) -> str:
    """A PO file with translations typed into it."""
    lines, context = [], ""
    for line in po.splitlines():
        if line.startswith("msgctxt"):
            context = line.split('"')[1]
        lines.append(f'msgstr "{words[context]}"' if line.startswith("msgstr") and context in words else line)
    return "\n".join(lines)


@pytest.mark.usefixtures("_here")
def test_the_network_office_says_which_languages_and_which_translations_people_read(app: Flask, sign_in: SignIn):
    office = sign_in(RoleName.NETWORK_ADMIN)
    address = "/console/models/small/1.0.0/texts"

    assert office.submit(address, {"languages": ["de"], "languages_more": "not a tag!", "gate": "none"}).status == 422
    office.submit(address, {"languages": ["de", "sv"], "languages_more": "ro", "gate": "none"})

    with reading(app) as session:
        version = queries.version(session, "small", "1.0.0")
        assert version.languages == ["en", "de", "sv", "ro"]
        assert wording.words(session, version, "de")["A-2:title"] == "Bekannt"


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("role", [RoleName.COORDINATOR, RoleName.TRANSLATOR])
def test_a_hub_reads_models_and_brings_none(sign_in: SignIn, role: RoleName):
    team = sign_in(role, hub="default")

    assert "Small model" in team.get("/console/models")
    assert "Retire" not in team.get("/console/models/small/1.0.0")
    assert team.get("/console/models/import").status == 404
