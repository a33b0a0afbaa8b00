"""Files made to stop a program: each grows, nests, loops or lies where a reader is tempted to follow."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping

from tests.instruments.readers.fuzz import seeds
from tests.instruments.readers.limesurvey.making import a, q, sq, survey, table

Bomb = tuple[str, bytes]
"""Ending of the file, and what is in it."""

BOMBS: list[Callable[[], Bomb]] = []


def bomb(make: Callable[[], Bomb]) -> Callable[[], Bomb]:
    BOMBS.append(make)
    return make


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/secret"><!ENTITY % b SYSTEM "file:///etc/passwd"> %b;]>'
CATASTROPHES = ("(a+)+$", "(a|a)*b", "(.*)*x", "(a{1,99}){1,99}", "^(([a-z])+.)+[A-Z]([a-z])+$", "(?:(?:a?){50}a{50})")


def _workbook(replace: Mapping[str, bytes], *, more: Mapping[str, bytes] | None = None) -> bytes:
    """The healthy workbook with some parts replaced."""
    with zipfile.ZipFile(io.BytesIO(seeds.healthy()[".xlsx"])) as healthy:
        parts = [(name, replace.get(name, healthy.read(name))) for name in healthy.namelist()]
    return seeds.zipped([*parts, *(more or {}).items()])


TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _sheet(rows: str, before: str = "") -> bytes:
    return f"<worksheet {_MAIN}>{before}<sheetData>{rows}</sheetData></worksheet>".encode()


@bomb
def entities_in_a_workbook() -> Bomb:
    return ".xlsx", _workbook({SHEET: f'<?xml version="1.0"?>{LAUGHS}<worksheet {_MAIN}>&j;</worksheet>'.encode()})


@bomb
def entities_in_utf16() -> Bomb:
    return ".xlsx", _workbook(
        {SHEET: f'<?xml version="1.0"?>{LAUGHS}<worksheet {_MAIN}>&j;</worksheet>'.encode("utf-16")}
    )


@bomb
def an_entity_from_outside() -> Bomb:
    return ".xlsx", _workbook({"xl/workbook.xml": f"{OUTSIDE}<workbook {_MAIN}>&a;</workbook>".encode()})


@bomb
def a_part_of_zeros() -> Bomb:
    return ".xlsx", _workbook({}, more={"xl/media/zeros.bin": bytes(150_000_000)})


@bomb
def a_sheet_of_spaces() -> Bomb:
    return ".xlsx", _workbook({SHEET: _sheet(" " * 60_000_000)})


@bomb
def a_thousand_parts() -> Bomb:
    return ".xlsx", _workbook({}, more={f"xl/{number}.xml": b"<a/>" for number in range(1_500)})


@bomb
def a_part_twice() -> Bomb:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ".xlsx", _workbook({}, more={SHEET: _sheet("<row r='1'><c t='s'><v>999999</v></c></row>")})


@bomb
def names_that_climb() -> Bomb:
    return ".xlsx", _workbook({}, more={"../../../../tmp/climbed.xml": b"<a/>", "/etc/climbed": b"x"})


@bomb
def cells_that_lie() -> Bomb:
    kinds = "".join(f"<c r='{place}' t='{kind}'><v>{value}</v></c>" for place, kind, value in (
        ("A1", "s", "999999"), ("ZZZZ1", "b", "maybe"), ("A0", "e", "#REF!"), ("B1", "d", "2026-99-99"),
        ("C1", "n", "1e400"), ("D1", "inlineStr", ""), ("E1", "x", "x"),
    ))  # fmt: skip
    return ".xlsx", _workbook({SHEET: _sheet(f"<row r='99999999999'>{kinds}</row><row r='-1'>{kinds}</row>")})


@bomb
def a_cell_far_away() -> Bomb:
    rows = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    return ".xlsx", _workbook({SHEET: _sheet(rows, "<dimension ref='A1:XFD1048576'/>")})


@bomb
def xml_a_hundred_thousand_deep() -> Bomb:
    return ".xlsx", _workbook({SHEET: _sheet("<row>" * 100_000)})


@bomb
def shared_texts_without_end() -> Bomb:
    texts = "".join(f"<si><t>{n * 7_919 % 104_729:08x}{n * n:016x}{'a' * 800}</t></si>" for n in range(84_000))
    name = "xl/sharedStrings.xml"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    with zipfile.ZipFile(io.BytesIO(seeds.healthy()[".xlsx"])) as healthy:
        types = healthy.read(TYPES).replace(
            b"</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
        )
    return ".xlsx", _workbook({TYPES: types}, more={name: f"<sst {_MAIN}>{texts}</sst>".encode()})


@bomb
def a_sheet_of_long_cells() -> Bomb:
    cell = "<c t='inlineStr'><is><t>{}</t></is></c>"
    rows = "".join(f"<row>{cell.format(f'{n * n:016x}' + 'a' * 800) * 20}</row>" for n in range(4_900))
    return ".xlsx", _workbook({SHEET: _sheet("<row>" + cell.format("type") + "</row>" + rows)})


@bomb
def merged_cells() -> Bomb:
    return ".xlsx", seeds.as_xlsx(seeds.sheets(), merged="B2:D18")


def _rows(number: int) -> seeds.Sheets:
    content = seeds.sheets()
    content["survey"] += [["text", f"t{place}", f"Question {place}"] for place in range(number)]
    return content


@bomb
def a_hundred_thousand_rows() -> Bomb:
    return ".csv", seeds.as_csv(_rows(100_000))


@bomb
def a_hundred_thousand_rows_in_excel() -> Bomb:
    row = "<row><c t='inlineStr'><is><t>text</t></is></c><c t='inlineStr'><is><t>x</t></is></c></row>"
    head = "<row><c t='inlineStr'><is><t>type</t></is></c><c t='inlineStr'><is><t>name</t></is></c></row>"
    return ".xlsx", _workbook({SHEET: _sheet(head + row * 100_000, "<dimension ref='A1:B100001'/>")})


@bomb
def a_hundred_thousand_options() -> Bomb:
    content = seeds.sheets()
    content["choices"] += [["towns", f"c{place}", f"Town {place}"] for place in range(100_000)]
    return ".csv", seeds.as_csv(content)


@bomb
def a_thousand_columns() -> Bomb:
    content = seeds.sheets()
    content["survey"][0] += [f"label::L{number} (l{number})" for number in range(1_500)]
    return ".csv", seeds.as_csv(content)


@bomb
def many_languages() -> Bomb:
    content = seeds.sheets()
    content["survey"][0] += [f"hint::Language {number}" for number in range(900)]
    return ".csv", seeds.as_csv(content)


@bomb
def groups_within_groups() -> Bomb:
    content = seeds.sheets()
    content["survey"] += [["begin_group", f"g{place}", "Group", "", "${age} > 1"] for place in range(2_000)]
    content["survey"] += [["text", "deep", "Deep"]] + [["end_group"]] * 2_000
    return ".csv", seeds.as_csv(content)


@bomb
def repeats_within_repeats() -> Bomb:
    content = seeds.sheets()
    content["survey"] += [["begin_repeat", f"r{place}", "Repeat"] for place in range(300)] + [["end_repeat"]] * 300
    return ".md", seeds.as_markdown(content)


@bomb
def expressions_in_a_circle() -> Bomb:
    content = seeds.sheets()
    for place in range(300):
        after = f"${{c{(place + 1) % 300}}}"
        content["survey"].append(["calculate", f"c{place}", "", "", f"{after} != 1", "", "", f"{after} + {after}"])
    return ".csv", seeds.as_csv(content)


@bomb
def expressions_too_large() -> Bomb:
    content = seeds.sheets()
    bombs = ("(" * 5_000, "not(" * 1_500, "1 + " * 900 + "1", "-" * 3_000 + "1", "concat(" * 400 + ")" * 400,
             "if(1=1," * 300, "${age} and " * 300 + "1", "selected(${topics}, " * 100)  # fmt: skip
    content["survey"] += [["text", f"b{place}", "Bomb", "", bomb] for place, bomb in enumerate(bombs)]
    return ".csv", seeds.as_csv(content)


@bomb
def patterns_without_end() -> Bomb:
    content = seeds.sheets()
    content["survey"] += [
        ["text", f"p{place}", "Pattern", "", f"regex('{'a' * 3_000}!', '{pattern}')", "", f"regex(., '{pattern}')"]
        for place, pattern in enumerate(CATASTROPHES)
    ]
    return ".csv", seeds.as_csv(content)


@bomb
def one_huge_cell() -> Bomb:
    content = seeds.sheets()
    content["survey"][2][2] = "word " * 1_000_000
    return ".csv", seeds.as_csv(content)


@bomb
def a_table_of_long_cells() -> Bomb:
    content = seeds.sheets()
    content["survey"] += [["note", f"n{place}", "\U0001f30d" * 1_000] for place in range(4_800)]
    return ".csv", seeds.as_csv(content)


@bomb
def a_lime_table_of_long_cells() -> Bomb:
    return _lime(*(q("X", f"x{place}", "\U0001f30d" * 1_000) for place in range(3_900)))


@bomb
def lss_of_long_texts() -> Bomb:
    tables = seeds.lime_tables()
    one = tables["question_l10ns"][0]
    tables["question_l10ns"] = [{**one, "qid": place, "question": "\U0001f30d" * 1_000} for place in range(3_500)]
    tables["questions"] = [{**tables["questions"][0], "qid": n, "title": f"q{n}"} for n in range(3_500)]
    return ".lss", seeds.as_lss(tables)


@bomb
def a_label_of_marks() -> Bomb:
    content = seeds.sheets()
    content["survey"][2][2] = ("**[_`" * 6_000)[:32_000]
    content["survey"][3][2] = ("${age}" * 6_000)[:32_000]
    return ".csv", seeds.as_csv(content)


@bomb
def entities_in_lss() -> Bomb:
    return ".lss", seeds.as_lss(seeds.lime_tables()).replace(b"<document>", f"{LAUGHS}<document>&j;".encode())


@bomb
def an_entity_from_outside_in_lss() -> Bomb:
    return ".lss", seeds.as_lss(seeds.lime_tables()).replace(b"<document>", f"{OUTSIDE}<document>&a;".encode())


@bomb
def lss_a_hundred_thousand_deep() -> Bomb:
    return ".lss", b"<document>" + b"<rows>" * 100_000


@bomb
def lss_of_a_hundred_thousand_questions() -> Bomb:
    tables = seeds.lime_tables()
    one = tables["questions"][0]
    tables["questions"] = [{**one, "qid": number, "title": f"q{number}"} for number in range(100_000)]
    return ".lss", seeds.as_lss(tables)


@bomb
def lss_of_one_endless_text() -> Bomb:
    tables = seeds.lime_tables()
    tables["question_l10ns"][0]["question"] = "<div>" * 20_000 + "{" * 20_000 + "<b>" * 20_000 + "a\ue001" * 20_000
    tables["question_l10ns"][1]["question"] = "<ul><li>" * 5_000 + "*" * 100_000 + "<a href='" * 5_000
    tables["question_l10ns"][2]["question"] = "{name} " * 20_000 + "{1+1} " * 5_000
    tables["question_l10ns"][3]["question"] = "<b>" * 5_000 + "<div>x</div>" * 4_000
    tables["question_l10ns"][4]["question"] = "<!-- <a '" * 6_000 + "<b>!</b>a" * 1_000
    return ".lss", seeds.as_lss(tables)


@bomb
def lss_with_strange_numbers() -> Bomb:
    tables = seeds.lime_tables()
    for number, value in zip(("inf", "nan", "1e999", "-5", "٣", "0x10", "9" * 5_000), range(7), strict=True):
        tables["questions"].append(
            {"qid": number, "gid": 1, "type": "N", "title": f"n{value}", "question_order": number}
        )
        tables["subquestions"].append({"qid": f"s{value}", "parent_qid": 2, "title": number[:9], "scale_id": number})
    tables["surveys"][0] |= {"language": "x" * 3_000, "additional_languages": "de " * 2_000}
    return ".lss", seeds.as_lss(tables)


def _lime(*rows: dict[str, str]) -> Bomb:
    return ".tsv", table(*survey(*rows)).encode()


@bomb
def filters_in_a_circle() -> Bomb:
    names = [f"f{number}" for number in range(60)]
    rows: list[dict[str, str]] = []
    for number, name in enumerate(names):
        rows.append(q("M", name, relevance=f"{names[number - 1]}_s1 == 'Y'", array_filter=";".join(names)))
        rows += [sq(f"s{place}") for place in range(20)]
    return _lime(*rows)


@bomb
def a_grid_of_a_million_cells() -> Bomb:
    return _lime(q(":", "grid"), *(sq(f"r{n}") for n in range(1_000)), *(sq(f"c{n}", scale="1") for n in range(1_000)))


@bomb
def unique_of_everything() -> Bomb:
    parts = [sq(f"r{number}") for number in range(400)]
    rules = {"em_validation_q": "unique(self) and stddev(self) > list(self)", "em_validation_sq": "sum(self) > this"}
    return _lime(q("K", "K1", **rules), *parts, q("X", "X1", "{list(that.K1)} {countifop('>', 3, that.K1)}"))


@bomb
def lime_expressions_too_large() -> Bomb:
    bombs = ("!" * 3_000 + "a", "(" * 3_000, "-(" * 1_000, "if(a, " * 500, "a.NAOK == 1 or " * 200 + "1", "{" * 3_000,
             "substr(" * 100 + "a" + ", 1)" * 100, "strstr(" * 12 + "a" + ", a)" * 12, "1," * 1_900 + "1")  # fmt: skip
    return _lime(q("S", "a"), *(q("S", f"b{place}", relevance=bomb) for place, bomb in enumerate(bombs)))


@bomb
def lime_patterns_without_end() -> Bomb:
    return _lime(*(q("S", f"p{place}", validation=f"/{each}/") for place, each in enumerate(CATASTROPHES)))


@bomb
def a_hundred_thousand_lime_rows() -> Bomb:
    head, first = table(*survey(q("L", "Q1"), a("x"))).rsplit("\n", 2)[0], []
    for number in range(100_000):
        first.append(f"A\t0\tc{number}\t\tAnswer\t\ten\t\t\t")
    return ".tsv", "\n".join([head, *first]).encode()


@bomb
def quotes_without_end() -> Bomb:
    return ".tsv", table(*survey(q("S", "Q1"))).encode() + b'\nQ\tS\tQ2\t1\t"' + b"endless\n" * 400_000


@bomb
def aliases_of_aliases() -> Bomb:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    return ".yaml", "\n".join(lines).encode()


@bomb
def an_alias_of_itself() -> Bomb:
    return ".yaml", b"format: 1\nname: &a [*a, *a]\nsections: &b {b: *b}\n<<: *b\n"


@bomb
def yaml_a_hundred_thousand_deep() -> Bomb:
    return ".yaml", b"[" * 100_000


@bomb
def yaml_that_makes_things() -> Bomb:
    return (
        ".yaml",
        b"name: !!python/object/apply:os.system ['touch /tmp/made']\ntitle: !!python/name:os.environ\n? [a]\n: b\n",
    )


@bomb
def json_a_hundred_thousand_deep() -> Bomb:
    return ".json", b'{"sections":' + b"[" * 100_000


@bomb
def json_of_strange_numbers() -> Bomb:
    document = json.loads(seeds.document())
    text = json.dumps(document).replace('"sections"', '"minutes": 1e99999, "pulse_minutes": -0, "sections"')
    return ".json", text.replace('"format": 1', '"format": ' + "9" * 5_000).encode()


@bomb
def json_of_half_characters() -> Bomb:
    return ".json", seeds.document().replace("Fuzz", "\\ud800 \\u0000 \\uffff").encode()


@bomb
def json_of_many_items() -> Bomb:
    document = json.loads(seeds.document())
    item = document["sections"][0]["items"][0]
    document["sections"][0]["items"] = [{**item, "name": f"n{number}"} for number in range(40_000)]
    return ".json", json.dumps(document).encode()


@bomb
def our_expressions_in_a_circle() -> Bomb:
    document = json.loads(seeds.document())
    document["sections"][0]["items"] = [
        {"name": f"c{n}", "type": "calculation", "label": "", "calculation": f"${{c{n + 1}}} + ${{c{n + 1}}}"}
        for n in range(400)
    ] + [{"name": "c400", "type": "text", "label": "${c0}", "relevance": "${c0} = regex(., '(a+)+')"}]
    return ".json", json.dumps(document).encode()


@bomb
def nothing_but_a_name() -> Bomb:
    return ".xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 64


@bomb
def a_chain_of_two_thousand_links() -> Bomb:
    content = seeds.sheets()
    for place in range(2_000):
        after = f"${{k{place + 1}}}"
        content["survey"].append(["calculate", f"k{place}", "", "", f"{after} != 1", "", "", f"{after} + 1"])
    content["survey"] += [["text", "look", "Look", "", "${k0} != ''"], ["text", "k2000", "The end"]]
    return ".csv", seeds.as_csv(content)


@bomb
def circles_through_circles() -> Bomb:
    content = seeds.sheets()
    for place in range(120):
        others = " + ".join(f"${{k{(place * 7 + step * 13) % 120}}}" for step in range(1, 12))
        content["survey"].append(["calculate", f"k{place}", "", "", "", "", "", others])
    content["survey"].append(["text", "look", "Look", "", "${k0} != ''"])
    return ".csv", seeds.as_csv(content)
