"""Archives as tests want them: made of one instance, taken in by another, and read."""

import json
import re
import shutil
import zipfile
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask

from engage.core.actor import Actor
from engage.handover import adopting, making, unpacking
from engage.handover.parts import KEPT
from engage.handover.parts.kept import Choice, Kept, target
from engage.handover.records import is_file, is_random, names_hub
from engage.hubs import queries as hubs
from tests.support.databases import reading, transaction

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ALL = tuple(Choice)


def archive(app: Flask, path: Path, choices: Collection[Choice] = (), *, hub: str = "default") -> Path:
    with reading(app) as session, path.open("w+b") as into:
        found = hubs.by_slug(session, hub)
        assert found is not None
        data_dir = app.config["ENGAGE_SETTINGS"].data_dir
        making.make(session, found, into, choices, data_dir=data_dir, now=NOW)
    return path


def adopt(app: Flask, path: Path, *, as_slug: str = "") -> adopting.Adopted:
    with unpacking.opened(path) as found, transaction(app) as session:
        found.verify()
        return adopting.adopt(session, found, as_slug=as_slug, now=NOW, by=Actor(None, "test"))


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def rewritten(path: Path, files: dict[str, bytes], *, manifest: bool = True) -> Path:
    """The archive with these files; with a manifest that says so."""
    import hashlib

    said = json.loads(files["manifest.json"])
    if manifest:
        said["files"] = {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in files.items()
            if name != "manifest.json"
        }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in (files | {"manifest.json": json.dumps(said).encode()}).items():
            packed.writestr(name, content)
    return path


def normal(path: Path, slug: str) -> dict[str, list[str]]:
    """The rows of an archive without the numbers that each instance gives anew, and the hub under one name."""
    files = contents(path)
    found: dict[str, list[str]] = {}
    for kept in KEPT:
        if kept.file not in files:
            continue
        drop = {
            column.name
            for column in kept.columns
            if column.name == "id"
            or is_random(kept, column)
            or ((to := target(column)) is not None and to.name == "id")
        } | set(kept.lists)
        hubs_in = {column.name for column in kept.columns if names_hub(kept, column)} | {"slug"}
        rows = [json.loads(line) for line in files[kept.file].splitlines()]
        for row in rows:
            for name in drop - hubs_in:
                row.pop(name, None)
            if "place" in row:
                row["place"] = re.sub(r":\d+:", ":N:", str(row["place"]))
            if "codes" in row:
                row["codes"] = ["HUB" if code == slug else code for code in row["codes"]]
            for name in hubs_in & row.keys():
                row[name] = "HUB" if row[name] == slug else row[name]
        found[kept.file] = sorted(json.dumps(row, sort_keys=True) for row in rows)
    return found


def _numbered(kept: Kept, column: Any) -> bool:
    to = target(column)
    return column.name == "id" or is_random(kept, column) or (to is not None and to.name == "id")


def other(make_app: Any, template: Path, folder: Path) -> Flask:
    """A fresh instance beside the one of the test."""
    folder.mkdir()
    shutil.copy(template, folder / "engage.db")
    made: Flask = make_app(database_url=f"sqlite:///{folder / 'engage.db'}", data_dir=folder / "data")
    return made


def kept_files() -> Iterator[str]:
    for kept in KEPT:
        if any(is_file(column) for column in kept.columns):
            yield kept.file
