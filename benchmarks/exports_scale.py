"""What files of a million responses cost: `python -m benchmarks.exports_scale --help`

Segments of a snapshot are made up for a questionnaire of 40 items, as the worker writes them. Each format is then
written in a process of its own, which says how long it took, when the first bytes of data were there, and how far its
memory grew beyond what it held before the first row. Polars writes the same cells from memory beside it.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click
import numpy as np
import polars as pl
from rich.console import Console
from rich.table import Table

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Item, ItemType, Option, Section
from engage.instruments.domain.merging import merged
from engage.results.exports import csv_file, parquet_file, sav_export
from engage.results.exports.fields import fields
from engage.results.exports.source import Source
from engage.results.queries import StoredSegment
from engage.results.snapshots import segments
from engage.results.snapshots.columns import kept
from engage.results.snapshots.loose import stored_names
from engage.results.snapshots.parts import Part
from engage.results.snapshots.versions import Version, Versions

MOST_MEGABYTES, FIRST_BYTE, SHARE_OF_POLARS, SMALL_CSV = 150.0, 1.0, 0.3, 1.5
A_SEGMENT = 100_000
SMALL = (100_000, 12)
TURNS = 3
"""Of polars and of ours, one after the other; the fastest of each are compared, since others use the machine too."""
FORMATS = ("csv", "parquet", "sav")
T = LocalizedText.of


def _instrument(items: int) -> Instrument:
    """Mostly questions with options; of forty, one with several answers and one for words."""
    options = tuple(Option(code=f"option_{n}", label=T(f"Option {n}", de=f"Antwort {n}")) for n in range(5))
    types = [ItemType.SINGLE] * (items - items // 3) + [
        ItemType.SCALE,
        ItemType.INTEGER,
        ItemType.DECIMAL,
        ItemType.DATE,
    ]
    found = [
        Item(name=f"q{n}", type=types[n % len(types)], label=T(f"Question {n}?"), options=options)
        for n in range(items - (2 if items > 20 else 0))
    ]
    if items > 20:
        found.append(Item(name="several", type=ItemType.MULTIPLE, label=T("Which?"), options=options))
        found.append(Item(name="words", type=ItemType.TEXT, label=T("What else?")))
    section = Section(name="all", slug="all", title=T("All"), items=tuple(found))
    return Instrument(
        name="made-up", title=T("Made up"), source_language="en", languages=("en", "de"), sections=(section,)
    )


def _segment(instrument: Instrument, rows: int, seed: int) -> pl.DataFrame:
    """Stored columns, as the worker writes them."""
    random = np.random.default_rng(seed)

    def some(values: list[str | None]) -> pl.Series:
        kinds = pl.Enum(sorted({value for value in values if value is not None}))
        return pl.Series(values, dtype=kinds).gather(random.integers(0, len(values), rows))

    days = pl.Series([date(2026, 1, 1) + timedelta(days=n) for n in range(200)])
    found = [
        pl.Series("_response", random.integers(0, 2**62, rows)),
        some(["en", "de", "nb", "he"]).alias("_language"),
        some(["link", "qr", "mail"]).alias("_channel"),
        some([""]).alias("_country"),
        days.gather(random.integers(0, 200, rows)).alias("_day"),
        pl.Series("_seconds", random.integers(6, 200, rows) * 10, dtype=pl.UInt32),
        pl.Series("_weight", [None] * rows, dtype=pl.Float64),
    ]
    sets = ["\x1f".join(f"option_{n}" for n in range(5) if kind >> n & 1) or None for kind in range(32)]
    texts = [f"What matters to me is number {n}, and that it is soon, said the {n}th of us." for n in range(2000)]
    for item in instrument.items:
        match item.type:
            case ItemType.SINGLE:
                column = some([*(option.code for option in item.options), "_declined", None])
            case ItemType.SCALE:
                column = some([str(n) for n in range(11)])
            case ItemType.INTEGER:
                column = some([str(n) for n in range(18, 95)])
            case ItemType.DECIMAL:
                column = some([f"{n / 10}" for n in range(2000)])
            case ItemType.DATE:
                column = some([f"{1930 + n % 90}-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(2520)])
            case ItemType.MULTIPLE:
                column = some(sets)
            case _:
                column = pl.Series([*texts, *[None] * 2000], dtype=pl.String).gather(random.integers(0, 4000, rows))
                found.append(some(["1", None]).alias(f"{item.name}?"))
        found.append(column.alias(item.name))
    return pl.DataFrame(found)


def _source(instrument: Instrument, folder: Path) -> Source:
    """The segments below a folder, looked at as a reader looks at them."""
    columns = kept(instrument)
    version = Version(1, columns, {item.name: item.name for item in instrument.items})
    known = Versions(merged([(1, instrument)]), 1, {1: version}, columns)
    sizes = json.loads((folder / "sizes").read_text())
    parts = [
        Part(name, 1, rows, segments.loading(_looked_at(folder, name, rows)), stored_names(version), version.heads)
        for name, rows in sizes.items()
    ]
    return Source(
        instrument=instrument,
        newest=1,
        variables=known.merged.variables,
        fields=fields(instrument),
        known=known,
        parts=parts,
    )


def _looked_at(folder: Path, name: str, rows: int) -> Path:
    return segments.verify(folder, 1, StoredSegment(int(name.partition("-")[0]), 1, 1, rows, name))


def _written(format_: str, source: Source, folder: Path) -> Iterator[bytes]:
    match format_:
        case "csv":
            pieces = csv_file.pieces(source)
            next(pieces)  # the header, which needs no response
            yield from (piece for _, piece in pieces)
        case "sav":
            yield from (piece for _, piece in sav_export.pieces(source, language="en", made=datetime.now(UTC)))
        case "parquet":
            files = parquet_file.write(source, folder)
            yield from (path.read_bytes()[:1] for path in files.values())


def _now_and_peak() -> tuple[float, float]:
    """Megabytes that this process holds, and the most it held."""
    status = Path("/proc/self/status").read_text()
    now, peak = (int(status.split(f"{name}:")[1].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return now, peak


def _one(format_: str, folder: Path, items: int) -> dict[str, float]:
    """In a process of its own."""
    source = _source(_instrument(items), folder)
    with tempfile.TemporaryDirectory() as other:
        _fill(Path(other), 100, items)
        few = _source(_instrument(items), Path(other))
        for _ in _written(format_, few, Path(other)):  # what is loaded once is no growth
            pass
        before, _ = _now_and_peak()
        Path("/proc/self/clear_refs").write_text("5")
        began, first, size = time.perf_counter(), 0.0, 0
        with (Path(other) / "out").open("wb") as file:
            for piece in _written(format_, source, Path(other)):
                first = first or time.perf_counter() - began
                size += file.write(piece)
        seconds = time.perf_counter() - began
        size = size if format_ != "parquet" else sum(each.stat().st_size for each in Path(other).glob("*.parquet"))
    return {"seconds": seconds, "first": first, "megabytes": _now_and_peak()[1] - before, "size": size / 1e6}


def _polars(folder: Path, items: int) -> dict[str, float]:
    """The same cells from memory, by polars alone."""
    source = _source(_instrument(items), folder)
    named = [each.name for each in source.fields.first]
    frames = []
    for part in source.parts:
        stored = part.load(["_response", "_language", "_day", *(n for n in part.stored if n in named)])
        flags = [
            stored["several"].cast(pl.String).str.contains(f"option_{n}").cast(pl.Int8).alias(f"several/{n}")
            for n in range(5 if "several" in stored.columns else 0)
        ]
        numbers = [
            pl.col(item.name).cast(pl.String).cast(pl.Float64)
            for item in source.instrument.items
            if item.type in (ItemType.SCALE, ItemType.INTEGER, ItemType.DECIMAL)
        ]
        frames.append(stored.with_columns(*numbers, *flags))
    whole = pl.concat(frames)
    with tempfile.TemporaryDirectory() as other:
        began = time.perf_counter()
        whole.write_csv(Path(other) / "out.csv")
        return {"seconds": time.perf_counter() - began}


def _child(format_: str, folder: Path, items: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.exports_scale", "--one", format_, "--folder", str(folder)]
    done = subprocess.run([*command, "--items", str(items)], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


@click.command()
@click.option("--responses", default=200_000, show_default=True)
@click.option("--items", default=40, show_default=True)
@click.option("--one", hidden=True)
@click.option("--folder", type=click.Path(path_type=Path), hidden=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON document in place of the table.")
def main(responses: int, items: int, one: str | None, folder: Path | None, as_json: bool) -> None:
    """Measure, and fail when a promise is broken."""
    if one and folder:
        json.dump(_polars(folder, items) if one == "polars" else _one(one, folder, items), sys.stdout)
        return
    table = Table("what", "figure", "promised", "")
    kept_all = True

    def say(what: str, figure: str, promised: str, ok: bool) -> None:
        nonlocal kept_all
        kept_all &= ok
        table.add_row(what, figure, promised, "" if not promised else "yes" if ok else "NO")

    with tempfile.TemporaryDirectory() as made:
        _fill(Path(made), responses, items)
        found = {format_: _child(format_, Path(made), items) for format_ in FORMATS}
        turns = [(_child("polars", Path(made), items), _child("csv", Path(made), items)) for _ in range(TURNS)]
    for format_, each in found.items():
        what = f"{format_}, {responses:,} × {items}"
        say(what, f"{each['seconds']:.1f} s, {each['size']:.0f} MB", "", ok=True)
        growth = each["megabytes"]
        say(f"{what}: memory growth", f"{growth:.0f} MB", f"< {MOST_MEGABYTES:.0f} MB", growth < MOST_MEGABYTES)
    fastest = [min(turn[place]["seconds"] for turn in turns) for place in range(2)]
    first, share = found["csv"]["first"], fastest[0] / fastest[1]
    say("csv: first bytes of data", f"{first:.2f} s", f"< {FIRST_BYTE:.0f} s", first < FIRST_BYTE)
    say("csv: of the speed of polars' own writer", f"{share:.2f}", f"≥ {SHARE_OF_POLARS}", share >= SHARE_OF_POLARS)
    with tempfile.TemporaryDirectory() as made:
        _fill(Path(made), *SMALL)
        seconds = _child("csv", Path(made), SMALL[1])["seconds"]
    say(f"csv, {SMALL[0]:,} × {SMALL[1]}", f"{seconds:.2f} s", f"< {SMALL_CSV} s", seconds < SMALL_CSV)
    if as_json:
        figures = {
            f"{format_}_{name}": round(value, 2) for format_, each in found.items() for name, value in each.items()
        }
        figures |= {"responses": responses, "of_polars": round(share, 2), "small_csv_seconds": round(seconds, 2)}
        sys.stdout.write(json.dumps(figures | {"kept": kept_all}) + "\n")
    else:
        Console().print(table)
    sys.exit(0 if kept_all else 1)


def _fill(folder: Path, responses: int, items: int) -> None:
    """Segments as the worker writes them, and how many rows each has."""
    instrument, sizes = _instrument(items), {}
    for number, start in enumerate(range(0, responses, A_SEGMENT)):
        rows = min(A_SEGMENT, responses - start)
        sizes[segments.write(folder, 1, number, _segment(instrument, rows, number))] = rows
    (folder / "sizes").write_text(json.dumps(sizes))


if __name__ == "__main__":
    main()
