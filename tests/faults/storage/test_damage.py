"""A folder that cannot be written to, and a database that is damaged: said in one line before anything is written."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engage.core.settings import Settings
from engage.db import storage
from engage.db.engine import sqlite_module
from tests.conftest import KEY
from tests.support.commands import Done, run

NOBODY = 65534
PAGE = 4096
STARTS = (("serve",), ("worker", "--once"), ("db", "upgrade"), ("db", "downgrade", "0017"))


def settings(folder: Path) -> dict[str, str]:
    return {"ENGAGE_DATA_DIR": str(folder), "ENGAGE_BASE_URL": "http://localhost", "ENGAGE_SECRET_KEY": KEY}


def engage(folder: Path, *arguments: str) -> Done:
    return run(*arguments, environment=settings(folder))


@pytest.fixture
def folder(tmp_path: Path, sqlite_template: Path) -> Path:
    """A data directory with a sound database."""
    data = tmp_path / "instance"
    data.mkdir()
    shutil.copy(sqlite_template, data / "engage.db")
    return data


# -- damage


def cut_off(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size // 2 // PAGE * PAGE)


def cut_in_a_page(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size // 3)


def another_head(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.write(b"X")


def one_byte(file: Path) -> None:
    """The kind of the page on which the list of tables begins."""
    with file.open("r+b") as opened:
        opened.seek(100)
        opened.write(bytes([opened.read(1)[0] ^ 0xFF]))


def noise(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.seek(8 * PAGE)
        opened.write(b"\xa5" * PAGE)


DAMAGES = [
    pytest.param(cut_off, id="half of it is gone"),
    pytest.param(cut_in_a_page, id="it ends in the middle of a page"),
    pytest.param(another_head, id="its first byte is another"),
    pytest.param(one_byte, id="a byte of its first tree is another"),
    pytest.param(noise, id="a page is overwritten"),
]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("command", STARTS, ids=" ".join)
def test_nothing_starts_on_a_damaged_database_and_the_line_names_the_way_back(folder: Path, command, damage):
    file = folder / "engage.db"
    damage(file)
    before = file.read_bytes()

    done = engage(folder, *command)

    assert done.code == 1
    assert done.stderr.startswith(f"Error: The database {file} is damaged (")
    assert "engage restore FILE" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert file.read_bytes() == before


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_doctor_sees_damage(folder: Path, damage):
    damage(folder / "engage.db")

    done = engage(folder, "doctor")

    line = next(line for line in done.stdout.splitlines() if " database: " in line)
    assert done.code == 1
    assert line.startswith("FAIL")
    assert "engage restore" in line


def test_a_sound_database_and_none_at_all_have_no_damage(folder: Path, tmp_path: Path):
    assert storage.damage_of(f"sqlite:///{folder / 'engage.db'}") == ""
    assert storage.damage_of(f"sqlite:///{tmp_path / 'none.db'}") == ""
    assert storage.damage_of("postgresql://localhost/engage") == ""
    assert not (tmp_path / "none.db").exists()


def test_what_stands_in_the_log_belongs_to_the_database(folder: Path):
    """Looking through a database whose last writer was killed neither loses nor misjudges what it wrote."""
    file = folder / "engage.db"
    writer = sqlite_module().connect(str(file))
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE later (n INTEGER)")
    writer.execute("INSERT INTO later VALUES (7)")
    writer.commit()
    killed = folder.parent / "killed"
    shutil.copytree(folder, killed)

    assert storage.damage_of(f"sqlite:///{killed / 'engage.db'}") == ""
    with sqlite_module().connect(str(killed / "engage.db")) as found:
        assert found.execute("SELECT n FROM later").fetchall() == [(7,)]
    writer.close()


# -- folders


@contextmanager
def as_nobody() -> Iterator[None]:
    """Files that are not one's own cannot be written to; root can write to all."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def readable(path: Path) -> None:
    """By everybody, up to the folder of all tests."""
    for each in path.parents:
        if each.owner() == path.owner() and "pytest" in str(each):
            each.chmod(each.stat().st_mode | 0o055)


def test_a_folder_of_somebody_else_is_refused_in_one_line(folder: Path):
    readable(folder)
    folder.chmod(0o555)

    with as_nobody(), pytest.raises(storage.StorageRefused, match="cannot be written to by the user") as refused:
        storage.require_writable(folder, "")

    assert str(refused.value).startswith(str(folder))
    assert "Permission denied" in str(refused.value)


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
def test_a_database_of_somebody_else_is_refused_in_one_line(folder: Path, ending: str):
    readable(folder)
    folder.chmod(0o777)
    (folder / "engage.db").chmod(0o666)
    file = folder / f"engage.db{ending}"
    file.touch()
    file.chmod(0o444)

    with as_nobody(), pytest.raises(storage.StorageRefused) as refused:
        storage.require_writable(folder, f"sqlite:///{folder / 'engage.db'}")

    assert str(refused.value).startswith(f"{file} cannot be written to")


@pytest.mark.parametrize("command", [*STARTS, ("survey", "results", "none")], ids=" ".join)
def test_no_command_starts_where_the_data_directory_is_a_file(tmp_path: Path, command):
    (tmp_path / "instance").write_text("", encoding="utf-8")

    done = engage(tmp_path / "instance", *command)

    assert done.code == 1
    assert done.stderr.startswith(f"Error: {tmp_path / 'instance'} cannot be written to by the user")
    assert len(done.stderr.splitlines()) == 1


def test_other_servers_of_the_application_end_with_the_same_line(folder: Path):
    another_head(folder / "engage.db")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")}
    command = [sys.executable, "-c", "import wsgi"]

    done = subprocess.run(command, env=kept | settings(folder), capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith("Error: The database ")
    assert len(done.stderr.splitlines()) == 1


def test_a_full_disk_is_no_reason_not_to_start(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.tempfile, "TemporaryFile", full)

    storage.require_writable(folder, Settings(data_dir=folder).sqlalchemy_url)
