"""Texts go out as PO, XLIFF and Excel, and come back as they were."""

import zipfile
from contextlib import suppress
from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from engage.demo import citizen_survey
from engage.i18n.text import TextState
from engage.instruments.translating.files import KINDS, BadFile, read
from engage.instruments.translating.files.units import Sheaf, Unit, sheaf_of
from engage.instruments.translating.files.xliff import NAMESPACE

STATES = [None, *TextState]
# What people write: any character that a database and a page can hold, placeholders among them.
letters = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], exclude_characters="\ufffe\uffff") | st.just("\n")
pieces = st.text(letters, max_size=30) | st.sampled_from(
    ["${name}", "=1+1", "+A1", "<b>&amp;</b>", "\\n", '"', "_x000D_"]
)
texts = st.lists(pieces, min_size=1, max_size=4).map("".join)
words = texts.filter(lambda text: bool(text.strip()))


@st.composite
def sheaves(draw: st.DrawFn) -> Sheaf:
    paths = draw(
        st.lists(st.from_regex(r"items\.[a-z]{1,8}\.label(~2)?", fullmatch=True), min_size=1, max_size=6, unique=True)
    )
    units = []
    for path in paths:
        state = draw(st.sampled_from(STATES))
        text = "" if state is None else draw(words)
        units.append(Unit(path, "q, label", draw(words), text, state))
    return Sheaf("x", "en", "sr-Latn", tuple(units))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=50, deadline=None)
@given(sheaf=sheaves())
def test_what_goes_out_comes_back(kind: str, sheaf: Sheaf):
    back = read(f"texts.{kind}", KINDS[kind].write(sheaf))

    assert back.language == "sr-Latn"
    assert {(unit.path, unit.source, unit.text, unit.words) for unit in back.units} == {
        (unit.path, unit.source, unit.text, unit.words) for unit in sheaf.units
    }


@pytest.mark.parametrize("kind", KINDS)
def test_the_demonstration_comes_back_whole_in_every_language(kind: str):
    survey = citizen_survey()
    for language in ("de", "he", "fr"):
        sheaf = sheaf_of(survey, language)
        back = read(f"x.{kind}", KINDS[kind].write(sheaf))
        assert [(unit.path, unit.text) for unit in back.units] == [(unit.path, unit.text) for unit in sheaf.units]


@pytest.mark.parametrize(
    ("state", "po", "xliff", "finished"),
    [
        (None, "", "initial", False),
        (TextState.DRAFT, "fuzzy", "translated", False),
        (TextState.STALE, "fuzzy", "translated", False),
        (TextState.REVIEWED, "", "reviewed", True),
        (TextState.APPROVED, "", "final", True),
    ],
)
def test_each_format_says_how_far_a_text_has_come(state: TextState | None, po: str, xliff: str, finished: bool):
    sheaf = Sheaf("x", "en", "de", (Unit("title", "", "Yes", "Ja" if state else "", state),))

    assert ("fuzzy" in KINDS["po"].write(sheaf).decode()) == bool(po)
    segment = ElementTree.fromstring(KINDS["xlf"].write(sheaf)).find(f".//{{{NAMESPACE}}}segment")
    assert segment is not None
    assert segment.get("state") == xliff
    for kind in ("xlf", "xlsx"):
        assert read(f"x.{kind}", KINDS[kind].write(sheaf)).units[0].finished is finished


ORDER = {
    "xliff": ["file"],
    "file": ["unit"],
    "unit": ["notes", "segment"],
    "notes": ["note"],
    "segment": ["source", "target"],
    "source": ["ph", "cp"],
    "target": ["ph", "cp"],
    "note": [],
    "ph": [],
    "cp": [],
}
ATTRIBUTES = {
    "xliff": ({"version", "srcLang", "trgLang"}, set()),
    "file": ({"id"}, {"original"}),
    "unit": ({"id"}, {"name"}),
    "notes": (set(), set()),
    "note": (set(), {"category"}),
    "segment": (set(), {"state", "subState"}),
    "source": (set(), {"{http://www.w3.org/XML/1998/namespace}space"}),
    "target": (set(), {"{http://www.w3.org/XML/1998/namespace}space"}),
    "ph": ({"id"}, {"equiv", "disp"}),
    "cp": ({"hex"}, set()),
}


@settings(max_examples=50, deadline=None)
@given(sheaf=sheaves())
def test_xliff_holds_to_the_schema(sheaf: Sheaf):
    """The rules of xliff_core_2.0.xsd for the elements we write: nesting, order, attributes, identifiers."""
    root = ElementTree.fromstring(KINDS["xlf"].write(sheaf))
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
        needed, allowed = ATTRIBUTES[name]
        assert needed <= set(element.attrib) <= needed | allowed
        children = [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in element]
        assert set(children) <= set(ORDER[name])
        if name in ("unit", "segment"):
            assert children == sorted(children, key=ORDER[name].index)
            assert len(children) == len(set(children))
        if name in ("file", "unit", "ph"):
            assert element.attrib["id"].isalnum()
    ids = [unit.attrib["id"] for unit in root.iter(f"{{{NAMESPACE}}}unit")]
    assert len(ids) == len(set(ids))
    for segment in root.iter(f"{{{NAMESPACE}}}segment"):
        for side in segment:
            codes = [code.attrib["id"] for code in side.iter(f"{{{NAMESPACE}}}ph")]
            assert len(codes) == len(set(codes))


def test_placeholders_are_codes_in_xliff_with_one_id_in_both_languages():
    unit = Unit("title", "", "${a} and ${b}, ${a}", "${b}, ${a} und ${a}", TextState.DRAFT)
    root = ElementTree.fromstring(KINDS["xlf"].write(Sheaf("x", "en", "de", (unit,))))
    sides = [[code.attrib["id"] for code in side] for side in next(root.iter(f"{{{NAMESPACE}}}segment"))]

    assert sorted(sides[0]) == sorted(sides[1])
    assert len(set(sides[0])) == 3


def test_nothing_in_the_workbook_is_a_formula_and_only_translations_can_be_typed_into():
    unit = Unit("title", "", "=1+1", '=HYPERLINK("http://x")', TextState.DRAFT)
    content = KINDS["xlsx"].write(Sheaf("x", "en", "de", (unit,)))
    sheet = load_workbook(BytesIO(content)).active

    assert sheet.protection.sheet
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr"}
    assert [cell.protection.locked for cell in sheet[2]] == [True, True, True, False, True, True]
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


OLD = b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>'
DEEP = f'<xliff xmlns="{NAMESPACE}"><unit name="title"><segment><target>'.encode() + b"<g>" * 20_000 + b"</g>" * 20_000
DEEP += b"</target></segment></unit></xliff>"
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><xliff>&b;</xliff>'


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("x.txt", b"", "unknown_kind", id="another kind"),
        pytest.param("x.po", b"\xff\xfe\x00", "not_utf8", id="PO in another encoding"),
        pytest.param("x.po", b'msgid "a"\nmsgid "b\nmsgstr', "not_po", id="broken PO"),
        pytest.param("x.po", b'msgid "a"\nmsgstr "b"\n', "no_texts", id="PO of something else"),
        pytest.param("x.xlf", b"<a", "not_xml", id="broken XML"),
        pytest.param("x.xlf", BOMB, "document_type", id="entities"),
        pytest.param("x.xlf", b"<html/>", "not_xliff", id="XML of something else"),
        pytest.param(
            "x.xlf",
            b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>',
            "other_xliff",
            id="XLIFF 1.2",
        ),
        pytest.param("x.xlf", f'<xliff xmlns="{NAMESPACE}"/>'.encode(), "no_texts", id="empty XLIFF"),
        pytest.param("x.xlf", DEEP, "not_xml", id="XLIFF of twenty thousand levels"),
        pytest.param("x.xlsx", b"PK", "not_a_workbook", id="no workbook"),
        pytest.param("x.xlsx", b"x" * 20_000_001, "too_large", id="too large"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, content: bytes, reason: str):
    with pytest.raises(BadFile) as refused:
        read(name, content)

    assert refused.value.reason == reason


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(list(KINDS)), cut=st.integers(0, 3000), put=st.binary(max_size=8))
def test_a_damaged_file_never_breaks_more_than_itself(kind: str, cut: int, put: bytes):
    unit = Unit("title", "", "Yes ${a}", "Ja ${a}", TextState.DRAFT)
    content = KINDS[kind].write(Sheaf("x", "en", "de", (unit,)))
    damaged = content[: cut % len(content)] + put + content[cut % len(content) + len(put) :]
    with suppress(BadFile):
        read(f"x.{kind}", damaged)


def test_a_header_that_claims_a_thousand_million_plural_forms_takes_no_memory():
    header = b'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=1000000000; plural=0;\\n"\n\n'
    counted = b'msgctxt "other"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\n\n'
    text = b'msgctxt "title"\nmsgid "Yes"\nmsgstr "Ja"\n'

    assert [unit.text for unit in read("x.po", header + counted + text).units] == ["Ja"]
