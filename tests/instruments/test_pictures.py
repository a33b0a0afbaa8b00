"""Pictures of an instrument: what is stored, and which one a version shows."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from engage.instruments import pictures
from engage.instruments.domain.pictures import picture_name
from engage.instruments.pictures import NoPicture, PictureTooLarge, store_picture
from tests.core.test_images import JPEG, chunk, jpeg, png
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OLD, NEW = png(chunk(b"gAMA", b"\0\0\0\1")), png(chunk(b"gAMA", b"\0\0\0\2"))


@pytest.fixture
def instrument_id(session: Session) -> int:
    return make_survey(session).instrument_id


def test_a_picture_is_kept_once_without_traces_and_measured(session: Session, instrument_id: int):
    dirty = jpeg(exif=b"Exif\0\0GPS")

    first = store_picture(session, instrument_id, "body.jpg", dirty, NOW)
    second = store_picture(session, instrument_id, "body.jpg", JPEG, NOW + HOUR)

    assert first.id == second.id
    assert (first.content, first.type, first.width, first.height) == (JPEG, "image/jpeg", 40, 30)
    (shown,) = pictures.shown(session, instrument_id).values()
    assert shown.address == f"/pictures/{first.digest}.jpg"
    assert pictures.content_of(session, first.digest) == (JPEG, "image/jpeg")


@ON_SQLITE
@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", NoPicture, id="SVG can act"),
        pytest.param(JPEG[:-20], NoPicture, id="broken"),
        pytest.param(JPEG + bytes(4_000_001), PictureTooLarge, id="too many bytes"),
        pytest.param(png(size=(100_000, 100_000)), PictureTooLarge, id="a bomb: small to send, huge to unpack"),
    ],
)
def test_what_a_page_could_not_show_to_everybody_is_refused(session: Session, instrument_id: int, content, refusal):
    with pytest.raises(refusal) as told:
        store_picture(session, instrument_id, "body.png", content, NOW)

    assert told.value.name == "body.png"


@ON_SQLITE
def test_a_published_version_keeps_its_picture_and_gets_one_that_was_missing(session: Session, instrument_id: int):
    old = store_picture(session, instrument_id, "body.png", OLD, NOW)
    new = store_picture(session, instrument_id, "body.png", NEW, NOW + 2 * HOUR)
    late = store_picture(session, instrument_id, "late.png", OLD, NOW + 2 * HOUR)

    published = pictures.shown(session, instrument_id, as_of=NOW + HOUR)
    newest = pictures.shown(session, instrument_id)

    assert old.digest in published["body.png"].address
    assert new.digest in newest["body.png"].address
    assert late.digest in published["late.png"].address


@pytest.mark.parametrize(
    ("language", "name"),
    [("de", "de.png"), ("de-simple", "de.png"), ("fr", "en.png"), ("en", "en.png")],
)
def test_a_language_without_its_own_picture_shows_the_one_it_stands_beside_or_the_source(language: str, name: str):
    assert picture_name({"de": "de.png", "en": "en.png"}, language, "en") == name
