"""A backup holds one state of the whole instance, is taken while people write, and is restored on either database."""

import json
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from engage.activities.models import ActivityHub
from engage.core.settings import Settings
from engage.db import engine as database
from engage.db import migrate
from engage.db.backup import archive, making
from engage.db.backup.archive import BackupRefused, Manifest
from engage.db.backup.making import make
from engage.db.backup.restoring import restore
from engage.db.backup.values import Sort, sort_of
from engage.hubs.models import Hub
from engage.jobs.models import ScheduledRun
from engage.portal import commands_backup
from tests.db.test_migrations import NOW, populate, rows
from tests.support import postgres

KEY = "k" * 40
ABOUT = Manifest("2026-11-22T10:00:00+00:00", "2026-12-22", "0.1.0", "", "", "", with_key=False)


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = create_engine(url, **database.engine_options(url))
    database.configure(engine)
    try:
        yield engine
    finally:
        engine.dispose()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    with opened(Settings(database_url=database_url).sqlalchemy_url) as found:
        yield found


@pytest.fixture
def another(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """A second database without a table: `another("sqlite")`."""
    with ExitStack() as kept:

        def made(kind: str) -> str:
            if kind == "sqlite":
                return f"sqlite:///{tmp_path / 'elsewhere' / 'engage.db'}"
            cluster: postgres.Cluster = request.getfixturevalue("postgres_cluster")
            return Settings(database_url=kept.enter_context(cluster.database("template0"))).sqlalchemy_url

        yield made


def backed_up(engine: Engine, path: Path, **files: bytes) -> Manifest:
    listed = [(name.replace("__", "/"), [content]) for name, content in files.items()]
    return make(engine, path, ABOUT, files=lambda: listed, step=lambda _: None)


def restored(path: Path, url: str) -> None:
    with archive.existing(path) as source:
        source.check(lambda _: None)
        restore(source, url, step=lambda _: None)


def exact(engine: Engine) -> dict[str, list[Any]]:
    """Everything with JSON as text, so that its null is not a missing value."""
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(_as_it_stands(table))), key=repr)
            for table in making.tables(connection)
        }


def _as_it_stands(table: making.Table) -> sa.TextClause:
    columns = (
        f"CAST({making.quoted(name)} AS TEXT)" if sort is Sort.JSON else making.quoted(name)
        for name, sort in table.columns
    )
    return sa.text(f"SELECT {', '.join(columns)} FROM {making.quoted(table.name)}")


KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_of_every_table_is_restored_on_either_database(
    engine: Engine, another: Callable[[str], str], kind: str, tmp_path: Path
):
    populate(engine)
    made = backed_up(engine, tmp_path / "b.zip")
    url = another(kind)
    restored(tmp_path / "b.zip", url)

    with opened(url) as there:
        assert rows(there) == rows(engine)
        if kind == engine.dialect.name:
            assert exact(there) == exact(engine)
        assert migrate.current(there) == migrate.head()
        orphan = sa.insert(ActivityHub).values(activity_id=99, hub_id=99)
        with database.writing(), there.connect() as connection, pytest.raises(sa.exc.IntegrityError):
            connection.execute(orphan)  # what must never be false, never is
    assert made.rows == sum(map(len, rows(engine).values()))
    assert made.database == engine.dialect.name


def test_numbers_go_on_after_a_restore(engine: Engine, another: Callable[[str], str], tmp_path: Path):
    populate(engine)
    backed_up(engine, tmp_path / "b.zip")
    url = another(engine.dialect.name)
    restored(tmp_path / "b.zip", url)
    with opened(url) as there, database.writing(), Session(there) as session:
        newest = session.scalars(sa.select(sa.func.max(Hub.id))).one()
        session.add(hub := Hub(slug="new", name="New"))
        session.flush()
        assert hub.id == newest + 1


def test_a_backup_of_an_earlier_release_is_migrated(
    empty_database_url: str, another: Callable[[str], str], tmp_path: Path
):
    with opened(Settings(database_url=empty_database_url).sqlalchemy_url) as engine:
        migrate.upgrade(engine, "0008")
        made = backed_up(engine, tmp_path / "b.zip")
        kind = engine.dialect.name
    url = another(kind)
    restored(tmp_path / "b.zip", url)

    assert made.revision == "0008"
    with opened(url) as there, there.connect() as connection:
        assert migrate.current(there) == migrate.head()
        assert connection.execute(sa.text("SELECT slug FROM hub")).scalars().all() == ["default"]


def test_an_instance_that_holds_something_is_not_touched(engine: Engine, tmp_path: Path):
    populate(engine)
    backed_up(engine, tmp_path / "b.zip")
    before = rows(engine)

    with pytest.raises(BackupRefused, match="empty"):
        restored(tmp_path / "b.zip", engine.url.render_as_string(hide_password=False))

    assert rows(engine) == before


def test_what_was_begun_is_gone_when_a_restore_fails(engine: Engine, another: Callable[[str], str], tmp_path: Path):
    populate(engine)
    backed_up(engine, tmp_path / "b.zip")
    url = another(engine.dialect.name)

    def fail(_count: int) -> None:
        raise OSError("no space left")

    with archive.existing(tmp_path / "b.zip") as source, pytest.raises(OSError, match="space"):
        restore(source, url, step=fail)

    if engine.dialect.name == "sqlite":
        assert list((tmp_path / "elsewhere").iterdir()) == []
    else:
        with opened(url) as there:
            assert sa.inspect(there).get_table_names() == []
    restored(tmp_path / "b.zip", url)


def test_people_write_while_it_is_taken_and_it_holds_one_state(
    engine: Engine, another: Callable[[str], str], tmp_path: Path
):
    """Pairs are written in one transaction each, into two tables: a backup has both or none, and all of before."""
    stop, written = threading.Event(), [0]
    statement = sa.text('INSERT INTO attempt (key, "window", count) VALUES (:key, :window, 1)')

    def write() -> None:
        while not stop.is_set():
            number = written[0]
            with database.writing(), engine.begin() as connection:
                connection.execute(statement, {"key": str(number), "window": number})
                connection.execute(sa.insert(ScheduledRun).values(name=str(number), last_at=NOW, problem=""))
            written[0] = number + 1

    def slowly(_count: int) -> None:
        now = written[0]
        while written[0] < now + 3 and thread.is_alive():
            stop.wait(0.005)

    with database.writing(), engine.begin() as connection:
        connection.execute(statement, [{"key": f"before {number}", "window": number} for number in range(1200)])
    thread = threading.Thread(target=write)
    thread.start()
    while written[0] < 20:
        stop.wait(0.01)
    before = written[0]
    make(engine, tmp_path / "b.zip", ABOUT, files=lambda: [], step=slowly)
    after = written[0]
    stop.set()
    thread.join(20)
    url = another(engine.dialect.name)
    restored(tmp_path / "b.zip", url)

    with opened(url) as there, there.connect() as connection:
        first = connection.execute(sa.text("SELECT key FROM attempt WHERE key NOT LIKE 'before%'")).scalars().all()
        second = connection.execute(sa.select(ScheduledRun.name)).scalars().all()
    pairs = {int(key) for key in first}
    assert {int(name) for name in second} == pairs == set(range(len(pairs)))
    assert before <= len(pairs) < after, "and writers did not wait for it"


# -- the file


@pytest.fixture
def small(tmp_path: Path, sqlite_template: Path) -> Path:
    with opened(f"sqlite:///{sqlite_template}") as engine:
        backed_up(engine, tmp_path / "b.zip", mail__a_eml=b"mail " * 50)
    return tmp_path / "b.zip"


def test_only_its_owner_can_read_it_and_nothing_else_is_left_beside_it(small: Path):
    assert stat.S_IMODE(small.stat().st_mode) == 0o600
    assert [path.name for path in small.parent.iterdir() if path.name.startswith("b.zip")] == ["b.zip"]


def test_it_never_takes_the_place_of_another(small: Path, sqlite_template: Path):
    before = small.read_bytes()
    with opened(f"sqlite:///{sqlite_template}") as engine, pytest.raises(BackupRefused, match="there already"):
        backed_up(engine, small)
    assert small.read_bytes() == before


def test_nothing_is_left_of_one_that_failed(tmp_path: Path, sqlite_template: Path):
    def broken() -> Iterator[tuple[str, list[bytes]]]:
        raise OSError("gone")
        yield

    with opened(f"sqlite:///{sqlite_template}") as engine, pytest.raises(OSError, match="gone"):
        make(engine, tmp_path / "b.zip", ABOUT, files=broken, step=lambda _: None)
    assert list(tmp_path.glob("b.zip*")) == []


def changed(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(path) as read:
        members = {name: read.read(name) for name in read.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as written:
        for name, content in members.items():
            written.writestr(name, content)


def manifest(**values: Any) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | values).encode()

    return change


def outside(members: dict[str, bytes]) -> None:
    document = json.loads(members["manifest.json"])
    document["files"]["../evil"] = document["files"].pop("mail/a_eml")
    members["manifest.json"] = json.dumps(document).encode()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param(lambda m: m.update({"tables/hub.jsonl": b"[]\n"}), "damaged", id="another table"),
        pytest.param(lambda m: m.pop("tables/hub.jsonl"), "not whole", id="a table less"),
        pytest.param(lambda m: m.update({"tables/x.jsonl": b""}), "not whole", id="a table more"),
        pytest.param(lambda m: m.pop("manifest.json"), "no backup", id="no manifest"),
        pytest.param(manifest(format=2), "format 2", id="a later format"),
        pytest.param(manifest(revision="9999"), "later release", id="a later release"),
        pytest.param(outside, "outside", id="a file outside"),
    ],
)
def test_what_is_not_as_it_was_made_is_refused_before_anything_is_restored(
    small: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], reason: str
):
    changed(small, change)

    with pytest.raises(BackupRefused, match=reason):
        restored(small, f"sqlite:///{tmp_path / 'elsewhere' / 'engage.db'}")

    assert not (tmp_path / "elsewhere").exists() or not any((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("place", [0.3, 0.6, None])
def test_a_file_that_a_disk_damaged_is_refused(small: Path, tmp_path: Path, place: float | None):
    """In the largest table, or in the list of what is in it, at the end."""
    content = bytearray(small.read_bytes())
    with zipfile.ZipFile(small) as packed:
        largest = max(packed.infolist(), key=lambda each: each.compress_size)
    begins = largest.header_offset + 30 + len(largest.filename)  # PKWARE APPNOTE 4.3.7
    at = len(content) - 40 if place is None else begins + int(largest.compress_size * place)
    content[at : at + 20] = bytes(20)
    small.write_bytes(content)

    with pytest.raises(BackupRefused):
        restored(small, f"sqlite:///{tmp_path / 'elsewhere.db'}")


def test_a_type_of_column_that_nobody_thought_of_is_no_silent_loss():
    with pytest.raises(TypeError, match="INTERVAL"):
        sort_of(sa.Interval().dialect_impl(sa.dialects.postgresql.dialect()))


# -- the commands


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Go to another data directory: `instance("a")`."""
    monkeypatch.setenv("ENGAGE_SECRET_KEY", KEY)

    def enter(name: str) -> Path:
        monkeypatch.setenv("ENGAGE_DATA_DIR", str(tmp_path / name))
        return tmp_path / name

    return enter


def run(command: Any, *arguments: str) -> str:
    done = CliRunner().invoke(command, arguments)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def filled(folder: Path, template: Path) -> None:
    (folder / "mail").mkdir(parents=True)
    (folder / "mail" / "1.eml").write_bytes(b"To: ada@example.org\r\n")
    (folder / "exports").mkdir()
    (folder / "exports" / "1.csv").write_text("for a day")
    (folder / "engage.db").write_bytes(template.read_bytes())
    with opened(f"sqlite:///{folder / 'engage.db'}") as engine:
        populate(engine)


def test_the_commands_take_an_instance_from_here_to_there(
    instance: Callable[[str], Path], sqlite_template: Path, tmp_path: Path
):
    here = instance("here")
    filled(here, sqlite_template)
    with opened(f"sqlite:///{here / 'engage.db'}") as engine:
        before = rows(engine)
    said = run(commands_backup.backup, str(tmp_path / "b.zip"))
    there = instance("there")
    answer = run(commands_backup.restore, str(tmp_path / "b.zip"))

    assert "Delete it by" in said
    assert "The secret key is not in it" in said
    assert "carry out those requests again" in answer
    assert "not the one" not in answer
    assert sorted(str(path.relative_to(there)) for path in there.rglob("*") if path.is_file()) == [
        "engage.db",
        "mail/1.eml",
    ]
    with opened(f"sqlite:///{there / 'engage.db'}") as engine:
        after = rows(engine)
    trail = after.pop("audit_entry")
    assert [row[4] for row in trail if row not in before["audit_entry"]] == ["backup.restored"]
    assert after == {name: found for name, found in before.items() if name != "audit_entry"}
    assert stat.S_IMODE((there / "mail" / "1.eml").stat().st_mode) == 0o600


def test_a_backup_is_noted_in_the_trail_with_the_day_until_which_it_is_kept(
    instance: Callable[[str], Path], sqlite_template: Path, tmp_path: Path
):
    here = instance("here")
    filled(here, sqlite_template)
    made = json.loads(run(commands_backup.backup, str(tmp_path), "--json"))
    with opened(f"sqlite:///{here / 'engage.db'}") as engine, engine.connect() as connection:
        noted = connection.execute(sa.text("SELECT details FROM audit_entry WHERE action = 'backup.made'")).scalar_one()

    assert Path(made["path"]).is_file()
    assert Path(made["path"]).suffix == ".zip"
    assert json.loads(noted)["expires_on"] == made["expires_on"]


def test_the_key_goes_in_only_when_it_is_asked_for(
    instance: Callable[[str], Path], sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    filled(instance("here"), sqlite_template)
    run(commands_backup.backup, str(tmp_path / "without.zip"))
    run(commands_backup.backup, str(tmp_path / "with.zip"), "--with-key")
    monkeypatch.setenv("ENGAGE_SECRET_KEY", "another key " * 4)
    instance("without")
    without = run(commands_backup.restore, str(tmp_path / "without.zip"))
    monkeypatch.delenv("ENGAGE_SECRET_KEY")
    there = instance("with")
    run(commands_backup.restore, str(tmp_path / "with.zip"))

    assert KEY.encode() not in zipfile.ZipFile(tmp_path / "without.zip").read("manifest.json")
    assert "not the one" in without
    assert Settings().secret_key == KEY
    assert stat.S_IMODE((there / "engage.toml").stat().st_mode) == 0o600


def test_mails_of_a_failed_restore_do_not_stay(instance: Callable[[str], Path], sqlite_template: Path, tmp_path: Path):
    filled(instance("here"), sqlite_template)
    run(commands_backup.backup, str(tmp_path / "b.zip"))
    there = instance("there")
    there.mkdir()
    (there / "engage.db").write_bytes(sqlite_template.read_bytes())

    with pytest.raises(BackupRefused):
        run(commands_backup.restore, str(tmp_path / "b.zip"))
    assert not list((there / "mail").iterdir())
