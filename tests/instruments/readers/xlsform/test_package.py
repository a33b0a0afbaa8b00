"""Files made to harm: refused in little time and little memory, before anything parses them."""

import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest

from engage.instruments.readers.workbook import Unreadable
from engage.instruments.readers.xlsform import excel, package, read

DOCTYPE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def small(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(["type", "name", "label"])
    book.active.append(["text", "q", "Q"])
    book.save(path)
    return path


def changed(path: Path, part: str, content: bytes | Iterator[bytes]) -> Path:
    """A copy of a small workbook in which one part holds something else."""
    with zipfile.ZipFile(small(path.with_name("small.xlsx"))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in parts.keys() - {part}:
            target.writestr(name, parts[name])
        with target.open(part, "w", force_zip64=True) as stream:
            for chunk in [content] if isinstance(content, bytes) else content:
                stream.write(chunk)
    return path


@contextmanager
def cheap(seconds: float = 3, megabytes: int = 50) -> Iterator[None]:
    tracemalloc.start()
    begun = time.process_time()
    yield
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.process_time() - begun < 2 * seconds, "not stopped by its limits"
    assert peak < megabytes << 20


def code_of(path: Path) -> str:
    reading = read(path, languages={})
    assert reading.instrument is None
    assert not reading.ok
    return reading.findings[0].code


def test_a_sheet_that_unpacks_far_too_well_is_refused(tmp_path):
    path = changed(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", (bytes(1 << 20) for _ in range(300)))

    with cheap():
        assert code_of(path) == "zip_bomb"


def test_the_size_counts_over_all_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(package, "MAX_UNPACKED", 10_000)
    with pytest.raises(Unreadable) as refused:
        package.check_package(changed(tmp_path / "a.xlsx", "junk.bin", bytes(range(256)) * 40))
    assert refused.value.finding.code == "zip_bomb"


def a_million_rows(head: bytes) -> Iterator[bytes]:
    yield b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + head + b"<sheetData>"
    for start in range(0, 1_000_000, 1000):
        yield b"".join(
            b'<row r="%d"><c t="inlineStr"><is><t>%d</t></is></c></row>' % (n, n * 7919)
            for n in range(start + 1, start + 1001)
        )
    yield b"</sheetData></worksheet>"


@pytest.mark.parametrize("head", [b"", b'<dimension ref="A1:A1000000"/>'], ids=["no size stated", "size stated"])
def test_a_million_rows_are_refused(tmp_path, head):
    path = changed(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", a_million_rows(head))

    with cheap(seconds=6):
        assert code_of(path) == "too_many_rows"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_a_document_type_is_refused_wherever_it_stands(tmp_path, part, encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>{DOCTYPE}<r>&x;</r>'

    with cheap(seconds=1):
        assert code_of(changed(tmp_path / "a.xlsx", part, text.encode(encoding))) == "document_type"


def test_a_document_type_across_the_edge_of_two_reads_is_seen(tmp_path):
    content = b" " * (65_536 - 4) + DOCTYPE.encode()

    assert code_of(changed(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", content)) == "document_type"


def test_laughs_by_the_billion_expand_to_nothing(tmp_path):
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE l [<!ENTITY l0 "ha">{entities}]><worksheet>&l9;</worksheet>'

    with cheap(seconds=1):
        assert code_of(changed(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", text.encode())) == "document_type"


def test_too_many_parts_are_refused(tmp_path):
    path = small(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(package.MAX_ENTRIES):
            archive.writestr(f"../../{number}.txt", b"")

    assert code_of(path) == "too_many_entries"
    assert not (tmp_path.parent.parent / "1.txt").exists()


def test_a_zip_that_is_no_workbook_says_so(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", b"hello")

    assert code_of(path) == "not_a_workbook"


def test_an_ordinary_workbook_passes_and_its_formulas_are_seen(tmp_path):
    assert not package.check_package(small(tmp_path / "a.xlsx")).has_formulas
    book = openpyxl.Workbook()
    book.active.append(["=1+1"])
    book.save(tmp_path / "b.xlsx")
    assert package.check_package(tmp_path / "b.xlsx").has_formulas
    assert excel.read_xlsx(tmp_path / "b.xlsx").sheets
