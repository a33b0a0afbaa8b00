"""A model is read from its file: what is wrong is said with its line."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from engage.core.findings import Level
from engage.maturity.modelling.reading import Reading, read, schema
from tests.corpora import corpora

SMALL = """\
model: {id: small, version: 1.0.0, title: Small}
levels:
- {value: 0, name: None yet, meaning: nothing}
- {value: 1, name: Some, meaning: something}
evidence_classes:
- {id: E0, name: nothing, ceiling: 0}
- {id: E1, name: checked, ceiling: 1}
scoring:
  gates:
  - {id: G1, if: A-1 < 1, then: overall_level <= 0, why: not without it}
metrics:
- id: M1
  name: Surveys
  definition: surveys closed
  figures:
  - {name: closed, unit: count, definition: how many}
dimensions:
- id: A
  title: First
  why: because
  weight: 1
  indicators:
  - id: A-1
    title: One
    question: Is it?
    core: true
    levels:
      0: No.
      1: Yes.
    platform_evidence:
    - {metric: M1, level: 1, test: one at least, check: [{figure: closed, at_least: 1}]}
    plain:
      statement: It is so.
      question: Is it so?
      levels: {0: No, 1: Yes}
"""


def said(reading: Reading) -> list[tuple[str, str, int | None]]:
    return [(each.level.value, each.code, each.where.row) for each in reading.findings]


def test_a_sound_file_is_a_model_without_findings():
    found = read(SMALL, "small.yaml")

    assert said(found) == []
    assert found.model is not None
    assert (found.model.id, found.model.version, found.model.top, found.model.major) == ("small", "1.0.0", 1, 1)
    assert found.model.indicator("A-1").plain_levels == ("No", "Yes")
    assert found.model.gates[0].indicator == "A-1"
    assert found.model.indicator("A-1").tests[0].check[0].number == 1


def test_the_same_as_json_is_the_same_model():
    as_json = json.dumps(read(SMALL, "small.yaml").document, indent=1)

    assert read(as_json, "small.json").model == read(SMALL, "small.yaml").model


def test_the_bundled_model_has_no_findings():
    data = (files("engage.maturity.bundled") / "ncmh-citizen-engagement.yaml").read_bytes()

    assert said(read(data, "ncmh-citizen-engagement.yaml")) == []


def test_the_example_of_the_manual_has_no_findings():
    page = (Path(__file__).parents[3] / "docs" / "reference" / "maturity-model.md").read_text("utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]

    assert said(read(example, "example.yaml")) == []


def test_the_original_file_of_the_model_is_read_without_an_error():
    found = read(corpora("maturity", "ncmh-citizen-engagement.yaml").read_bytes(), "ncmh-citizen-engagement.yaml")

    assert found.ok
    assert [each.code for each in found.findings] == ["no_plain_words"]
    assert found.model is not None
    assert len(list(found.model.indicators)) == 30
    assert sum(len(each.tests) for each in found.model.indicators) == 47


ERROR, WARNING, NOTE = Level.ERROR.value, Level.WARNING.value, Level.NOTE.value


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("version: 1.0.0", "version: 1.0", (ERROR, "wrong_type", 1), id="a version that is a number"),
        pytest.param("version: 1.0.0", "version: one", (ERROR, "bad_form", 1), id="a version that is none"),
        pytest.param("title: Small", "titel: Small", (ERROR, "unknown_key", 1), id="a key that nothing reads"),
        pytest.param("title: Small", "title: Small, language: x", (ERROR, "malformed_language", 1), id="no language"),
        pytest.param("  title: First\n", "", (ERROR, "missing_key", 18), id="a title that is missing"),
        pytest.param("  weight: 1\n", "  weight: 0\n", (ERROR, "out_of_bounds", 21), id="a weight of nothing"),
        pytest.param("  weight: 1\n", "  weight: heavy\n", (ERROR, "wrong_type", 21), id="a weight in words"),
        pytest.param("  weight: 1\n", "  weight: 1\n  weight: 2\n", (ERROR, "duplicate_key", 22), id="a key twice"),
        pytest.param(
            "- {value: 1, name: Some", "- {value: 2, name: Some", (ERROR, "wrong_order", 4), id="a gap of levels"
        ),
        pytest.param("      1: Yes.\n", "", (ERROR, "missing_level", 27), id="a level without a descriptor"),
        pytest.param(
            "      1: Yes.\n", "      1: Yes.\n      2: Much.\n", (ERROR, "unknown_level", 30), id="a level too high"
        ),
        pytest.param(
            "levels: {0: No, 1: Yes}", "levels: {0: No}", (ERROR, "missing_level", 35), id="a plain level missing"
        ),
        pytest.param("checked, ceiling: 1", "checked, ceiling: 0", (ERROR, "wrong_ceiling", 7), id="no higher ceiling"),
        pytest.param(
            "checked, ceiling: 1", "checked, ceiling: 3", (ERROR, "unknown_level", 7), id="a ceiling too high"
        ),
        pytest.param("id: E1, name", "id: E0, name", (ERROR, "duplicate", 7), id="two classes of one name"),
        pytest.param("if: A-1 < 1", "if: B-1 < 1", (ERROR, "unknown_indicator", 10), id="a gate on nothing"),
        pytest.param("if: A-1 < 1", "if: A-1 < 2", (ERROR, "unknown_level", 10), id="a gate above the top"),
        pytest.param("if: A-1 < 1", "if: A-1 is low", (ERROR, "bad_gate", 10), id="a gate in other words"),
        pytest.param("level <= 0", "level < 0", (ERROR, "bad_gate", 10), id="a consequence in other words"),
        pytest.param("level <= 0", "level <= 1", (ERROR, "unknown_level", 10), id="a gate that holds nothing down"),
        pytest.param("metric: M1,", "metric: M2,", (ERROR, "unknown_metric", 31), id="a test of an unknown metric"),
        pytest.param("M1, level: 1", "M1, level: 0", (ERROR, "unknown_level", 31), id="a test of level 0"),
        pytest.param("figure: closed", "figure: open", (ERROR, "unknown_figure", 31), id="a figure that is not there"),
        pytest.param("at_least: 1", "at_least: 1, at_most: 2", (ERROR, "bad_check", 31), id="a check with two bounds"),
        pytest.param(", at_least: 1", "", (ERROR, "bad_check", 31), id="a check without a bound"),
        pytest.param("id: A-1\n", "id: B-1\n", (ERROR, "bad_form", 23), id="a name of another dimension"),
        pytest.param("unit: count", "unit: pounds", (ERROR, "unknown_value", 16), id="a unit that there is not"),
        pytest.param(
            "    core: true\n",
            "    core: true\n    not_applicable: {allowed: true}\n",
            (ERROR, "missing_key", 27),
            id="not applicable without saying when",
        ),
        pytest.param("    core: true\n", "", (WARNING, "no_core", 18), id="a dimension without a core"),
        pytest.param(
            "checked, ceiling: 1",
            "checked, ceiling: 1}\n- {id: E1, name: x, ceiling: 2",
            (ERROR, "duplicate", 8),
            id="twice, and too high",
        ),
        pytest.param(
            "metrics:\n",
            "crosswalk: {from: 1.0.0, pairs: {A-9: A-9}}\nmetrics:\n",
            (ERROR, "bad_crosswalk", 11),
            id="a crosswalk from the same major version",
        ),
        pytest.param(
            "metrics:\n",
            "crosswalk: {from: 0.1.0, pairs: {A-9: A-9}}\nmetrics:\n",
            (ERROR, "unknown_indicator", 11),
            id="a crosswalk to nothing",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old, new, expected):
    assert old in SMALL

    found = read(SMALL.replace(old, new), "small.yaml")

    assert expected in said(found)
    assert found.ok is (expected[0] != ERROR)
    assert bool(found.document) is found.ok


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(b"", "a.yaml", id="empty"),
        pytest.param(b"\xff\xfe\x00", "a.yaml", id="not UTF-8"),
        pytest.param(b"model: [", "a.yaml", id="not YAML"),
        pytest.param(b"{", "a.json", id="not JSON"),
        pytest.param(b"- 1\n- 2\n", "a.yaml", id="a list"),
        pytest.param(b"just words", "a.yaml", id="words"),
        pytest.param(b"model: !!python/object/apply:os.system [ls]\n", "a.yaml", id="a tag"),
        pytest.param(b"[" * 5000, "a.json", id="very deep"),
        pytest.param(
            b"a: &a [x,x,x,x,x,x,x,x,x]\n"
            + b"".join(b"%c: &%c [%s]\n" % (98 + at, 98 + at, b",".join([b"*%c" % (97 + at)] * 9)) for at in range(8)),
            "a.yaml",
            id="a bomb of aliases",
        ),
        pytest.param(b"model: " + b"x" * 5_000_001, "a.yaml", id="too large"),
        pytest.param("title: \ud800".encode("utf-8", "surrogatepass"), "a.yaml", id="half a character"),
    ],
)
def test_nothing_that_stands_in_a_file_raises(data, name):
    found = read(data, name)

    assert not found.ok
    assert found.findings[0].level is Level.ERROR


def test_a_file_with_very_many_faults_names_the_first_of_them():
    many = SMALL + "".join(f"unknown{at}: 1\n" for at in range(3000))

    found = read(many, "small.yaml")

    assert len(found.findings) == 200


def test_every_key_of_the_bundled_model_is_in_the_published_schema():
    text = (files("engage.maturity.bundled") / "ncmh-citizen-engagement.yaml").read_text("utf-8")

    assert set(yaml.safe_load(text)) <= set(schema()["properties"])
