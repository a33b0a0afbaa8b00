"""An archive that came from elsewhere is believed in nothing: what is wrong with it is said, and nothing is stored."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from engage.handover import unpacking
from engage.handover.clashing import Clashes
from engage.handover.parts import KEPT
from engage.handover.records import BadRecord, checked, parsed
from engage.handover.unpacking import BadArchive
from engage.hubs.domain.kinds import HubScope
from engage.hubs.models import Hub
from engage.surveys.models import Survey
from tests.factories.surveys import make_survey
from tests.handover.archives import ALL, adopt, archive, contents, other, rewritten
from tests.handover.filled import filled
from tests.support.databases import ON_SQLITE, everything, transaction

Files = dict[str, bytes]
Change = Callable[[Files], None]


def manifest(**more: object) -> Change:
    def change(files: Files) -> None:
        files["manifest.json"] = json.dumps(json.loads(files["manifest.json"]) | more).encode()

    return change


def row(file: str, **more: object) -> Change:
    """Other values in the first line of a file."""

    def change(files: Files) -> None:
        first, *others = files[f"data/{file}.jsonl"].splitlines()
        files[f"data/{file}.jsonl"] = b"\n".join((json.dumps(json.loads(first) | more).encode(), *others))

    return change


def whole(name: str, content: bytes) -> Change:
    def change(files: Files) -> None:
        files[name] = content

    return change


@pytest.fixture
def small(app: Flask, tmp_path: Path) -> Path:
    """The archive of a hub with one survey, whose places in addresses are free again."""
    with transaction(app) as session:
        make_survey(session)
    path = archive(app, tmp_path / "small.zip", ALL)
    with transaction(app) as session:
        session.execute(update(Survey).values(slug="elsewhere"))
    return path


WRONG: dict[str, Change] = {
    "it has format 2": manifest(format=2),
    "is none of a hub": manifest(format="1"),
    "are not as large|does not say what is inside": manifest(files={"data/hub.jsonl": {"size": "1"}}),
    "other files than its manifest says": manifest(files={}),
    "manifest does not say which hub": manifest(hub=1),
    "manifest does not say which hub, and what was chosen": manifest(choices=[1]),
    "which its choices do not say": manifest(choices={}),
    "audit_entry.jsonl, which its choices do not say": whole("data/audit_entry.jsonl", b"{}"),
    "is no JSON object": whole("data/hub.jsonl", b"[1]"),
    "hub that it is of is not inside": whole("data/hub.jsonl", b""),
    "no place in addresses": row("survey", slug="A B"),
    "title: no text in languages": row("activity", title={"en": {"words": 1}}),
    "activity_id points to nothing": row("survey", activity_id=999),
    "data/instrument_version.jsonl, line 1": row("instrument_version", document={"a": 1}),
}


@ON_SQLITE
def test_what_is_wrong_inside_is_said_and_nothing_is_stored(app: Flask, small: Path, tmp_path: Path) -> None:
    good, before = contents(small), everything(app)

    for why, change in WRONG.items():
        files = dict(good)
        change(files)
        said = "manifest" not in why and "what is inside" not in why
        with pytest.raises((BadArchive, BadRecord), match=why):
            adopt(app, rewritten(tmp_path / "bad.zip", files, manifest=said), as_slug="moved")

    assert everything(app) == before
    assert adopt(app, small, as_slug="moved").rows["survey"] == 1


OF_OTHERS: dict[str, Change] = {
    "person_role.jsonl: hub_id names no hub": row("person_role", hub_id=None),
    "person_role.jsonl: hub_id names no hub that": row("person_role", hub_id="north"),
    "activity.jsonl: hub_id": row("activity", hub_id="north"),
    "outcome.jsonl: hub_id": row("outcome", hub_id="north"),
    "citizen_topic.jsonl: hub_id": row("citizen_topic", hub_id="north"),
    "mail_text.jsonl: hub_id": row("mail_text", hub_id="north"),
    "library_item.jsonl: hub_id": row("library_item", hub_id=None),
    "funding.jsonl: hub_id": row("funding", hub_id=None, activity_id=None),
}


@ON_SQLITE
def test_an_archive_brings_nothing_to_other_hubs_and_nobody_a_role_elsewhere(
    app: Flask, sqlite_template: Path, make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    filled(app)
    files = contents(archive(app, tmp_path / "whole.zip", ALL))
    new = other(make_app, sqlite_template, tmp_path / "new")
    with transaction(new) as session:
        session.add(Hub(slug="north", name="Nord", scope=HubScope.NATIONAL, languages=["nb"]))
    before = everything(new)

    for why, change in OF_OTHERS.items():
        changed = dict(files)
        change(changed)
        with pytest.raises(BadRecord, match=why):
            adopt(new, rewritten(tmp_path / "bad.zip", changed), as_slug="moved")

    assert everything(new) == before


NO_PAGE_CAN_SHOW: dict[str, Change] = {
    "no language that it can be read in": row("outcome", languages=[], published_at="2026-11-01T00:00Z"),
    "is not a valid MissionArea": row("outcome", mission_areas=["moon"]),
    "no published figure": row("policy_brief", figures=[{"survey": {}, "edition": 1, "item": "x"}]),
    "unexpected keyword": row("policy_brief", figures=[{"a": 1}]),
    "an answer without its day": row("outcome_recommendation", state="accepted", answered_on=None),
    "done without its day": row("outcome_recommendation", state="done", answered_on="2026-11-01", done_on=None),
    "a day too early or too late": row("outcome_recommendation", handed_on="9999-12-31"),
}


@ON_SQLITE
def test_what_no_page_could_show_of_what_became_of_it_is_refused(
    app: Flask, sqlite_template: Path, make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    filled(app)
    files = contents(archive(app, tmp_path / "whole.zip"))
    new = other(make_app, sqlite_template, tmp_path / "new")

    for why, change in NO_PAGE_CAN_SHOW.items():
        changed = dict(files)
        change(changed)
        with pytest.raises(BadRecord, match=why):
            adopt(new, rewritten(tmp_path / "bad.zip", changed), as_slug="moved")


HUB = next(kept for kept in KEPT if kept.table.name == "hub")
GOOD = {
    **{column.name: None if column.nullable else "" for column in HUB.columns},
    **{name: {} for name in ("names", "about", "support", "controller", "legal_basis", "emblem_text")},
    "id": 1,
    "slug": "north",
    "name": "Nord",
    "scope": "national",
    "languages": ["nb"],
    "time_zone": "Europe/Oslo",
}


def read(record: dict[str, object]) -> dict[str, object]:
    return checked(HUB, parsed(json.dumps(record).encode(), "line 1"), "line 1", lambda _: b"")


def test_a_row_as_the_product_writes_it_is_read() -> None:
    assert read(GOOD) | {"scope": "national"} == GOOD


@pytest.mark.parametrize(
    ("given", "why"),
    [
        pytest.param({"password": "x"}, "columns differ: password", id="an unknown column"),
        pytest.param({"name": 5}, "another kind of value", id="a number for a name"),
        pytest.param({"name": "a\0b"}, "a zero byte", id="a zero byte"),
        pytest.param({"name": None}, "must not be empty", id="no name"),
        pytest.param({"name": "x" * 201}, "longer than 200", id="a name that is too long"),
        pytest.param({"website": "javascript:alert(1)"}, "begins with https://", id="a script for an address"),
        pytest.param({"scope": "world"}, "is not a valid", id="an unknown scope"),
        pytest.param({"about": ["x"]}, "another kind of value", id="a list for a mapping"),
        pytest.param({"slug": "../x"}, "use lower-case letters", id="a slug that leaves its place"),
        pytest.param({"id": 10**12}, "too large a number", id="a number that does not fit"),
        pytest.param({"id": True}, "another kind of value", id="yes for a number"),
        pytest.param({"published_at": "2026-01-01T00:00"}, "without a time zone", id="a moment of no zone"),
        pytest.param({"published_at": "soon"}, "published_at", id="no moment"),
    ],
)
def test_a_value_that_does_not_fit_its_column_is_refused(given: dict[str, object], why: str) -> None:
    with pytest.raises(BadRecord, match=why):
        read(GOOD | given)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"[1]", id="no object"),
        pytest.param(b"[" * 100_000, id="nested without end"),
        pytest.param(b'{"id": NaN}', id="no number"),
        pytest.param(b'{"a": "\\ud800"}', id="half a character"),
        pytest.param(b'{"a": "\xff"}', id="no UTF-8"),
        pytest.param(b'{"a": ' + b"9" * 5_000 + b"}", id="a number of thousands of digits"),
    ],
)
def test_a_line_that_cannot_be_kept_is_refused(line: bytes) -> None:
    with pytest.raises(BadRecord, match="is no JSON object that can be kept"):
        parsed(line, "line 1")


def zipped(path: Path, name: str, content: bytes = b"x", *, times: int = 1, mode: int = 0o600) -> Path:
    digest = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    said = {"format": 1, "hub": "a", "choices": {}, "files": {name: digest}}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for _ in range(times):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)
        packed.writestr("manifest.json", json.dumps(said))
    return path


@pytest.mark.parametrize(
    ("name", "why"),
    [
        pytest.param("../evil", "archives of hubs have not", id="out of its folder"),
        pytest.param("/etc/passwd", "archives of hubs have not", id="from the root"),
        pytest.param("C:/x", "archives of hubs have not", id="a drive"),
        pytest.param("data/a\\b", "archives of hubs have not", id="a backslash"),
        pytest.param("data/..", "archives of hubs have not", id="the folder above"),
        pytest.param("data/x\ny", "archives of hubs have not", id="a line end"),
    ],
)
def test_names_that_leave_the_archive_are_refused(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(BadArchive, match=why), unpacking.opened(zipped(tmp_path / "a.zip", name)):
        pass


def test_links_files_that_stand_twice_and_what_unpacks_without_end_are_refused(tmp_path: Path) -> None:
    for path, why in (
        (zipped(tmp_path / "link.zip", "data/x", mode=0o120777), "is a link"),
        (zipped(tmp_path / "bomb.zip", "data/x", bytes(20_000_000)), "unpack to far more"),
        (_twice(tmp_path / "twice.zip"), "twice"),
        (_noise(tmp_path / "noise.zip"), "no ZIP file"),
    ):
        with pytest.raises(BadArchive, match=why), unpacking.opened(path):
            pass


@pytest.mark.filterwarnings("ignore:Duplicate name")
def _twice(path: Path) -> Path:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return zipped(path, "data/x", times=2)


def _noise(path: Path) -> Path:
    path.write_bytes(b"PK\x03\x04" + bytes(range(256)))
    return path


@ON_SQLITE
def test_a_file_that_was_changed_on_the_way_is_found_before_anything_is_stored(
    app: Flask, small: Path, tmp_path: Path
) -> None:
    files = contents(small)
    files["data/hub.jsonl"] = files["data/hub.jsonl"].replace(b'"default"', b'"defauld"')
    before = everything(app)

    with pytest.raises(BadArchive, match="is not what the manifest says"):
        adopt(app, rewritten(tmp_path / "changed.zip", files, manifest=False), as_slug="moved")

    assert everything(app) == before


@ON_SQLITE
def test_everything_that_clashes_is_said_at_once(app: Flask, small: Path) -> None:
    before = everything(app)

    with transaction(app) as session:
        session.execute(update(Survey).values(slug="health"))

    with pytest.raises(Clashes) as refused:
        adopt(app, small)

    assert refused.value.found == [("the hub", "default"), ("the survey", "health")]
    assert everything(app) == before
