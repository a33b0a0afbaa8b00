"""Our own format is read whole, and what is wrong with a file is said with its line."""

import json
import re
from pathlib import Path
from textwrap import dedent, indent

import pytest

from engage.core.findings import Level
from engage.demo import citizen_survey, citizen_survey_source
from engage.instruments.document import from_document, to_document
from engage.instruments.domain.definition import Cell, ItemType
from engage.instruments.readers.native import MAX_FINDINGS, read
from engage.instruments.readers.open import read as open_any
from engage.instruments.schema import schema
from tests.corpora import corpora

HEAD = "name: tiny\ntitle: Tiny\nsource_language: en\n"
BEGIN = "sections:\n- name: first\n  title: First\n  items:\n"
"""Items begin in line 8 of a file made of HEAD and BEGIN."""
FIRST = 8
Q = "- {name: q, type: text, label: Q?}\n"


@pytest.fixture
def reading(tmp_path):
    """Read what stands in a file."""

    def read_text(text, name="survey.yaml"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return read(path)

    return read_text


def items(text):
    return HEAD + BEGIN + indent(dedent(text), "  ")


def said(reading):
    return [
        (finding.level.value, finding.code, finding.where.row, finding.where.column) for finding in reading.findings
    ]


def test_the_demonstration_reads_without_findings(tmp_path):
    path = tmp_path / "survey.yaml"
    path.write_text(json.dumps(citizen_survey_source(), ensure_ascii=False), "utf-8")

    found = read(path)

    assert found.ok
    assert found.findings == ()
    assert found.instrument == from_document(citizen_survey_source())


def test_what_is_exported_is_read_back_the_same(reading):
    text = json.dumps(to_document(citizen_survey()), indent=1)

    found = reading(text, "survey.json")

    assert found.ok
    assert found.instrument == citizen_survey()


@pytest.mark.parametrize(
    ("text", "name", "row"),
    [
        pytest.param("a: 'b", "survey.yaml", 1, id="no YAML"),
        pytest.param('{"a": 1\n"b"', "survey.json", 2, id="no JSON"),
    ],
)
def test_of_a_file_that_cannot_be_read_only_that_is_said(reading, text, name, row):
    found = reading(text, name)

    assert found.instrument is None
    assert said(found) == [("error", "unreadable", row, None)]


ERRORS = [
    pytest.param("- {name: q, type: singel, label: Q?}", ("unknown_type", 8, "items.q.type"), id="a form error"),
    pytest.param(Q + "- {name: q, type: text, label: R?}", ("duplicate_name", 9, "items.q.name"), id="a name twice"),
    pytest.param(
        "- {name: a, type: matrix, cell: text, label: A, rows: {x: X}}\n- {name: a/x, type: text, label: X}",
        ("key_clash", 9, "items.a/x"),
        id="two items under one key",
    ),
    pytest.param(
        "- name: q\n  type: single\n  label: Q?\n  options:\n  - {code: 1, label: A}\n  - {code: 1, label: B}",
        ("duplicate_code", 13, "items.q.options.1"),
        id="a code twice in a list",
    ),
    pytest.param(
        "- name: q\n  type: single\n  label: Q?\n  options:\n    a: A\n    a: B",
        ("duplicate_key", 13, "items.q.options.a"),
        id="a code twice in a mapping",
    ),
    pytest.param(
        "- {name: q, type: single, label: Q?, options: {_declined: No}}",
        ("reserved_code", 8, "items.q.options._declined"),
        id="a code of the product",
    ),
    pytest.param(
        "- {name: q, type: allocation, label: Q?, rows: {rank: R}}",
        ("reserved_code", 8, "items.q.rows.rank"),
        id="a row of the product",
    ),
    pytest.param(
        "- {name: q, type: single, label: Q?, options: agree}",
        ("unknown_list", 8, "items.q.options"),
        id="a list that is not there",
    ),
    pytest.param("- {name: q, type: single, label: Q?}", ("missing_options", 8, "items.q"), id="nothing to choose"),
    pytest.param("- {name: q, type: allocation, label: Q?}", ("missing_rows", 8, "items.q"), id="no rows"),
    pytest.param("- {name: q, type: calculation, label: Q}", ("missing_calculation", 8, "items.q"), id="no sum"),
    pytest.param(
        "- {name: q, type: scale, label: Q?, minimum: 0}", ("missing_maximum", 8, "items.q"), id="a scale without end"
    ),
    pytest.param(
        "- {name: q, type: integer, label: Q?, minimum: 5, maximum: 1}",
        ("contradiction", 8, "items.q.minimum"),
        id="limits upside down",
    ),
    pytest.param(
        "- name: q\n  type: multiple\n  label: Q?\n  options: {a: A, b: B, c: C}\n  min_choices: 3\n  max_choices: 2",
        ("contradiction", 12, "items.q.min_choices"),
        id="more choices than allowed",
    ),
    pytest.param(
        "- {name: q, type: multiple, label: Q?, options: {a: A}, min_choices: 2}",
        ("contradiction", 8, "items.q.min_choices"),
        id="more choices than options",
    ),
    pytest.param(
        "- {name: q, type: single, label: Q?, options: [{code: a, label: A, other: true, exclusive: true}]}",
        ("contradiction", 8, "items.q.options"),
        id="exclusive and other",
    ),
    pytest.param(
        "- name: q\n  type: single\n  label: Q?\n  options:\n"
        "  - {code: a, label: A, other: true}\n  - {code: b, label: B, other: true}",
        ("two_others", 11, "items.q.options"),
        id="two text fields under one key",
    ),
    pytest.param(
        "- {name: q, type: single, label: Q?, options: {a: A}, answer: b}",
        ("unknown_answer", 8, "items.q.answer"),
        id="an answer that is not offered",
    ),
    pytest.param(
        "- {name: q, type: text, label: Q?, pattern: '(a'}", ("bad_pattern", 8, "items.q.pattern"), id="an open group"
    ),
    pytest.param(
        "- {name: q, type: text, label: Q?, pattern: '(a+)+b'}",
        ("dangerous_pattern", 8, "items.q.pattern"),
        id="a pattern that takes for ever",
    ),
    pytest.param(
        "- {name: q, type: text, label: Q?, relevance: '${zz} = 1'}",
        ("unknown_reference", 8, "items.q.relevance"),
        id="an item that is not there",
    ),
    pytest.param(
        "- {name: q, type: text, label: 'Hello ${zz}'}",
        ("unknown_reference", 8, "items.q.label"),
        id="a text that names an item that is not there",
    ),
    pytest.param(
        "- {name: q, type: text, label: Q?, constraint: '. > '}",
        ("unexpected", 8, "items.q.constraint"),
        id="half an expression",
    ),
    pytest.param(
        "- {name: q, type: text, label: Q?, required: 'nosuch(1)'}",
        ("unknown_function", 8, "items.q.required"),
        id="a function that does not exist",
    ),
    pytest.param(
        "- {name: q, type: text, label: Q?, default: '${zz}'}",
        ("unknown_reference", 8, "items.q.default"),
        id="a default that is an expression",
    ),
    pytest.param(
        "- {name: q, type: single, label: Q?, options: [{code: a, label: A, relevance: '${zz}'}]}",
        ("unknown_reference", 8, "items.q.options.a.relevance"),
        id="an option's condition",
    ),
    pytest.param(
        "- {name: q, type: calculation, label: Q, calculation: '${q} + 1'}",
        ("circular_calculation", 8, "items.q.calculation"),
        id="a sum of itself",
    ),
]


@pytest.mark.parametrize(("text", "finding"), ERRORS)
def test_an_error_is_said_with_its_line_and_place(reading, text, finding):
    found = reading(items(text))

    assert not found.ok
    assert ("error", *finding) in said(found)
    assert [each for each in said(found) if each[0] == "error"] == [("error", *finding)]


WARNINGS = [
    pytest.param(
        "- {name: q, type: text, label: Q?, max_choices: 2}",
        ("no_effect", 8, "items.q.max_choices"),
        id="a key that means nothing here",
    ),
    pytest.param(
        "- {name: q, type: multiple, label: Q?, options: {a: A}, max_choices: 2}",
        ("no_effect", 8, "items.q.max_choices"),
        id="a limit that never bites",
    ),
    pytest.param(
        "- {name: q, type: text, label: Q?, relevance: '${r} = 1'}\n- {name: r, type: text, label: R?}",
        ("forward_reference", 8, "items.q.relevance"),
        id="a condition on what comes later",
    ),
    pytest.param(
        "- {name: q, type: text, label: Q?, relevance: '${q} = 1'}",
        ("forward_reference", 8, "items.q.relevance"),
        id="a condition on itself",
    ),
    pytest.param(
        Q + "- {name: r, type: text, label: R?, relevance: q = 1}",
        ("bare_name", 9, "items.r.relevance"),
        id="a name without its sign",
    ),
    pytest.param(
        Q + "- {name: r, type: text, label: R?, pulse: true, relevance: '${q} = 1'}",
        ("pulse_gap", 9, "items.r.relevance"),
        id="a short form that never gets there",
    ),
    pytest.param(
        "- {name: q, type: region, label: Q?, countries: [US]}",
        ("no_regions", 8, "items.q.countries"),
        id="a country without regions",
    ),
    pytest.param(
        "- {name: q, type: multiple, label: Q?, options: {a b: A}}",
        ("code_with_space", 8, "items.q.options"),
        id="a code of two words",
    ),
    pytest.param(
        "- {name: q, type: text, label: {de: F?}}",
        ("missing_source_text", 8, "items.q.label"),
        id="a translation of nothing",
    ),
]


@pytest.mark.parametrize(("text", "finding"), WARNINGS)
def test_a_warning_leaves_the_instrument_usable(reading, text, finding):
    found = reading(items(text))

    assert found.ok
    assert ("warning", *finding) in said(found)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("- {name: q, type: text, label: Q?, pattern: '[A-Z]{2}\\d+(-\\w+)*'}", id="separated repetitions"),
        pytest.param("- {name: q, type: text, label: Q?, default: plain}", id="a default that is a value"),
        pytest.param(Q + "- {name: r, type: text, label: R?, relevance: \"${q} != ''\"}", id="what came before"),
        pytest.param("- {name: q, type: matrix, label: Q, cell: integer, rows: {a: A}}", id="a matrix of numbers"),
        pytest.param(
            "- {name: q, type: text, label: Q?, pulse: true}\n"
            "- {name: r, type: text, label: R?, pulse: true, relevance: '${q} = 1'}",
            id="the short form among itself",
        ),
        pytest.param(
            "- {name: q, type: text, label: Q?, relevance: '${c} = 1'}\n"
            "- {name: c, type: calculation, label: C, calculation: '1'}",
            id="a sum may stand later",
        ),
        pytest.param(
            "- {name: q, type: matrix, label: Q, cell: text, rows: {a: A}}\n"
            "- {name: r, type: note, label: 'You wrote ${q/a}'}",
            id="the answer of a row",
        ),
    ],
)
def test_what_is_right_is_not_commented(reading, text):
    assert said(reading(items(text))) == []


SECTIONS = [
    pytest.param("- {name: a, title: A, slug: review}", [("reserved_slug", 5, "sections.a.slug")], id="reserved"),
    pytest.param(
        "- {name: a, title: A, slug: x}\n- {name: b, title: B, slug: x}",
        [("duplicate_slug", 6, "sections.b.slug")],
        id="twice",
    ),
    pytest.param(
        "- {name: a, title: A}\n- {name: a, title: B}", [("duplicate_name", 6, "sections.a.name")], id="a name twice"
    ),
    pytest.param(
        "- {name: a, title: A, relevance: '${q} = 1'}",
        [("unknown_reference", 5, "sections.a.relevance")],
        id="a condition on nothing",
    ),
]


@pytest.mark.parametrize(("text", "findings"), SECTIONS)
def test_sections_are_looked_at_too(reading, text, findings):
    found = reading(f"{HEAD}sections:\n{text}")

    assert said(found) == [("error", *finding) for finding in findings]


def test_a_section_may_not_depend_on_its_own_items(reading):
    found = reading(items(Q).replace("title: First", "title: First\n  relevance: ${q} = 1"))

    assert said(found) == [("warning", "forward_reference", 7, "sections.first.relevance")]


def test_missing_translations_are_counted_by_language(reading):
    text = items("- {name: q, type: text, label: {en: Q?, de: F?}, hint: H}").replace(
        "title: Tiny", "title: {en: Tiny, de: Klein, fr: ''}"
    )

    found = reading(text)

    assert found.ok
    assert [(f.level, f.code, f.where.row, f.message) for f in found.findings] == [
        (Level.NOTE, "missing_translation", 2, "fr: 4 of 4 texts have no translation, first title"),
        (Level.NOTE, "missing_translation", 6, "de: 2 of 4 texts have no translation, first sections.first.title"),
    ]


def test_texts_in_a_language_that_is_not_listed_are_counted(reading):
    found = reading("languages: [en]\n" + items("- {name: q, type: text, label: {en: Q?, de: F?}}"))

    assert said(found) == [("warning", "unlisted_language", 9, "items.q.label")]
    assert "1 texts are in de" in found.findings[0].message


@pytest.mark.parametrize(
    ("head", "finding"),
    [
        pytest.param("languages: [de, en]\n", ("error", "source_not_first", 1, "languages"), id="the source not first"),
        pytest.param("lists: {agree: {a: A}}\n", ("note", "unused_list", 1, "lists.agree"), id="a list nobody uses"),
        pytest.param("pulse_minutes: 4\n", ("warning", "no_pulse", 1, "pulse_minutes"), id="a pulse of nothing"),
        pytest.param(
            "lists: {agree: [{code: a, label: A}, {code: a, label: B}]}\n",
            ("error", "duplicate_code", 1, "lists.agree.a"),
            id="a code twice in a list of the head",
        ),
    ],
)
def test_the_head_is_looked_at_too(reading, head, finding):
    assert finding in said(reading(head + items(Q)))


def test_scales_may_repeat_by_anchor_or_by_list(reading):
    found = reading(
        "lists: {agree: &agree {1: Disagree, 2: Agree}}\n"
        + items(
            "- {name: a, type: single, label: A, options: agree}\n- {name: b, type: single, label: B, options: *agree}"
        )
    )

    assert found.ok
    first, second = found.instrument.items
    assert first.options == second.options
    assert [option.code for option in first.options] == ["1", "2"]


def test_findings_stand_in_the_order_of_lines(reading):
    wrong = "- {name: q, type: text, label: 'Hi ${zz}', relevance: '${yy}'}\n- {name: r, type: single, label: R}"

    rows = [finding.where.row for finding in reading(items(wrong)).findings]

    assert rows == sorted(rows) == [FIRST, FIRST, FIRST + 1]


def test_a_file_that_is_wrong_throughout_gives_a_bounded_number_of_findings(reading):
    found = reading(items("\n".join(f"- {{name: q{n}, type: text, label: '${{zz}}'}}" for n in range(300))))

    assert len(found.findings) == MAX_FINDINGS + 1
    assert "100 more findings" in found.findings[-1].message


def test_a_language_tag_that_is_not_well_formed_is_an_error(reading):
    found = reading(items("- name: q\n  type: text\n  label:\n    en: Q?\n    english (UK): Q?"))

    assert said(found) == [("error", "malformed_language", 12, "items.q.label.english (UK)")]


REFERENCE = (Path(__file__).parents[3] / "docs" / "reference" / "instrument-format.md").read_text("utf-8")


def test_the_example_of_the_reference_reads_with_nothing_but_missing_translations(reading):
    example = re.search(r"```yaml\n(.*?)```", REFERENCE, re.DOTALL).group(1)

    found = reading(example)

    assert found.ok
    assert {finding.code for finding in found.findings} == {"missing_translation"}


def test_the_reference_names_every_key_and_type_of_the_format():
    definitions = schema()["$defs"]
    parts = [schema(), *(definitions[name] for name in ("about", "section", "item"))]
    parts += [definitions[name]["items"] for name in ("options", "rows")]
    words = {key for part in parts for key in part["properties"]} | set(map(str, ItemType)) | set(map(str, Cell))

    assert sorted(word for word in words - {"code"} if not re.search(rf"`[^`\n]*\b{word}\b", REFERENCE)) == []


@pytest.mark.parametrize("code", [*(case.values[1][0] for case in ERRORS + WARNINGS), "missing_translation"])
def test_the_reference_explains_the_codes_of_findings(code):
    assert f"`{code}`" in REFERENCE


@pytest.mark.corpora
@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(("rse-2018", "questions_to_import.txt"), id="132 questions in three languages"),
        pytest.param(
            ("limesurvey", "demos", "ls6_sample_survey_multilingual_fr_de_en_it.lss"), id="all question types"
        ),
    ],
)
def test_what_was_imported_from_elsewhere_is_exported_and_read_back_the_same(reading, parts):
    imported = open_any(corpora("surveys", *parts)).instrument

    found = reading(json.dumps(to_document(imported), ensure_ascii=False), "survey.json")

    assert found.ok
    assert found.instrument == imported


@pytest.mark.parametrize(
    ("edition", "code"),
    [
        pytest.param("{items: {q: {options: {a: A}}}}", "edition_options", id="options for a text"),
        pytest.param("{items: {x: {left_out: true}}}", "edition_item", id="no such item"),
        pytest.param("{items: {c: {options: [{code: a, label: A, common: z}]}}}", "edition_code", id="no such code"),
        pytest.param("{languages: [da]}", "edition_language", id="no such language"),
    ],
)
def test_an_edition_that_could_not_be_pooled_is_refused_at_its_line(reading, edition, code):
    choice = "- {name: c, type: single, label: C?, options: {x: X}}\n"
    found = reading(items(Q + choice) + f"editions:\n  DK: {edition}\n")

    assert [(level, said_code, line) for level, said_code, line, _ in said(found)] == [("error", code, 11)]


def test_a_text_that_only_one_country_has_needs_no_other_language(reading):
    edition = "editions:\n  DK: {items: {q: {label: {da: Hvad?}}}, languages: [da]}\n"
    found = reading(f"languages: [en, da]\ntranslations: {{da: draft}}\n{items(Q)}{edition}")

    assert [code for _, code, _, _ in said(found)] == ["missing_translation"]
    assert found.instrument.editions["DK"].items["q"].label.in_("da") == "Hvad?"


# -- sections that repeat

LIST = """\
name: household
title: Household
source_language: en
sections:
- name: people
  title: People
  repeat: {name: %s, minimum: %s, maximum: %s}
  items:
  - {name: age, type: integer, label: Age?}
- name: after
  title: After
  items:
  - {name: adults, type: calculation, label: Adults, calculation: "count(${people}[age >= 18])"}
  - {name: why, type: text, label: "You named ${people} people. Why?", relevance: "count(${people}) > %s"}
"""


def test_expressions_and_texts_name_lists_and_what_is_asked_in_them(reading):
    found = reading(LIST % ("people", 0, 10, 2))

    assert said(found) == []
    assert found.instrument.repeat_of("people").items[0].name == "age"


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        pytest.param(LIST % ("age", 0, 10, 0), ("key_clash", "sections.people.repeat.name"), id="the name of an item"),
        pytest.param(LIST % ("people", 5, 2, 0), ("contradiction", "sections.people.repeat"), id="no such number"),
        pytest.param(LIST % ("people", 0, 999, 0), ("out_of_bounds", "sections.people.repeat.maximum"), id="too many"),
    ],
)
def test_what_cannot_be_a_list_is_refused(reading, text, finding):
    assert finding in [(code, column) for _, code, _, column in said(reading(text))]


def test_a_code_may_stand_under_several_parents_of_a_cascade(reading):
    towns = "options: [{code: x, label: A, attributes: {in: n}}, {code: x, label: B, attributes: {in: s}}]"
    once = "- {name: q, type: text, label: Q?}\n- {name: town, type: single, label: T?, %s%s}"

    assert said(reading(items(once % ('choice_filter: "in = ${q}", ', towns)))) == []
    assert [code for _, code, _, _ in said(reading(items(once % ("", towns))))] == ["duplicate_code"]


def test_what_sets_off_a_calculation_is_an_item(reading):
    noted = Q + "- {name: c, type: calculation, label: C, calculation: now(), trigger: [%s]}"

    assert said(reading(items(noted % "q"))) == []
    assert said(reading(items(noted % "nobody"))) == [("error", "unknown_reference", 9, "items.c.trigger")]
