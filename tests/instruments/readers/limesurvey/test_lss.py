"""The XML format, in the old table layout and the new one."""

import pytest

from engage.core.findings import Level
from engage.instruments.readers.limesurvey import read

KIND = "<LimeSurveyDocType>Survey</LimeSurveyDocType>"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def xml(**tables: list[dict[str, object]]) -> str:
    def row(cells: dict[str, object]) -> str:
        return "<row>" + "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in cells.items()) + "</row>"

    body = "".join(f"<{name}><rows>{''.join(map(row, rows))}</rows></{name}>" for name, rows in tables.items())
    return f"{HEAD}<document>{KIND}{body}</document>"


SURVEYS = {"surveys": [{"sid": 7, "language": "en", "additional_languages": "de"}]}
SETTINGS = {
    "surveys_languagesettings": [
        {"surveyls_language": "en", "surveyls_title": "Title", "surveyls_welcometext": "<p>Welcome</p>"},
        {"surveyls_language": "de", "surveyls_title": "Titel", "surveyls_endtext": "Danke"},
    ]
}
QUESTION = {"qid": 5, "gid": 1, "type": "L", "title": "Q1", "other": "N", "mandatory": "Y", "question_order": 2}
LATER = {"qid": 6, "gid": 1, "type": "S", "title": "Q0", "other": "N", "mandatory": "N", "question_order": 1}

OLD = xml(
    **SURVEYS,
    **SETTINGS,
    groups=[
        {"gid": 1, "group_name": "First", "group_order": 0, "description": "", "language": "en", "grelevance": ""},
        {"gid": 1, "group_name": "Erste", "group_order": 0, "description": "", "language": "de", "grelevance": ""},
    ],
    questions=[
        {**QUESTION, "question": "Ask", "help": "Help", "language": "en"},
        {**QUESTION, "question": "Frage", "help": "", "language": "de"},
        {**LATER, "question": "Name", "help": "", "language": "en"},
    ],
    answers=[
        {"qid": 5, "code": "B", "answer": "Bee", "sortorder": 2, "language": "en", "scale_id": 0},
        {"qid": 5, "code": "A", "answer": "Ay", "sortorder": 1, "language": "en", "scale_id": 0},
        {"qid": 5, "code": "A", "answer": "Aa", "sortorder": 1, "language": "de", "scale_id": 0},
    ],
    question_attributes=[{"qid": 5, "attribute": "random_order", "value": "1"}],
    defaultvalues=[{"qid": 5, "sqid": 0, "scale_id": 0, "specialtype": "", "language": "en", "defaultvalue": "B"}],
)
NEW = xml(
    **SURVEYS,
    **SETTINGS,
    groups=[{"gid": 1, "group_order": 0, "grelevance": ""}],
    group_l10ns=[
        {"gid": 1, "group_name": "First", "description": "", "language": "en"},
        {"gid": 1, "group_name": "Erste", "description": "", "language": "de"},
    ],
    questions=[QUESTION, LATER],
    question_l10ns=[
        {"qid": 5, "question": "Ask", "help": "Help", "language": "en"},
        {"qid": 5, "question": "Frage", "help": "", "language": "de"},
        {"qid": 6, "question": "Name", "help": "", "language": "en"},
    ],
    answers=[
        {"aid": 2, "qid": 5, "code": "B", "sortorder": 2, "scale_id": 0},
        {"aid": 1, "qid": 5, "code": "A", "sortorder": 1, "scale_id": 0},
    ],
    answer_l10ns=[
        {"aid": 2, "answer": "Bee", "language": "en"},
        {"aid": 1, "answer": "Ay", "language": "en"},
        {"aid": 1, "answer": "Aa", "language": "de"},
    ],
    question_attributes=[{"qid": 5, "attribute": "random_order", "value": "1", "language": ""}],
    defaultvalues=[{"dvid": 3, "qid": 5, "sqid": 0, "scale_id": 0, "specialtype": ""}],
    defaultvalue_l10ns=[{"dvid": 3, "language": "en", "defaultvalue": "B"}],
)


@pytest.mark.parametrize("content", [pytest.param(OLD, id="old layout"), pytest.param(NEW, id="new layout")])
def test_both_layouts_read_the_same(tmp_path, content):
    path = tmp_path / "survey.lss"
    path.write_text(content, encoding="utf-8")

    instrument = read(path).instrument

    assert instrument.languages == ("en", "de")
    assert (instrument.title.in_("de"), instrument.welcome.in_("en"), instrument.closing.in_("de")) == (
        "Titel",
        "Welcome",
        "Danke",
    )
    assert instrument.sections[0].title.in_("de") == "Erste"
    assert [item.name for item in instrument.items] == ["Q0", "Q1"]
    item = instrument.item("Q1")
    assert (item.label.in_("de"), item.hint.pick("de"), item.required) == ("Frage", ("Help", "en"), "true()")
    assert [(option.code, option.label.in_("de")) for option in item.options] == [("A", "Aa"), ("B", "Bee")]
    assert (item.shuffle, item.default) == (True, "B")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(HEAD + '<!DOCTYPE a [<!ENTITY b "c">]><document>&b;</document>', "doctype", id="entities"),
        pytest.param(HEAD + '<!DOCTYPE a SYSTEM "http://e.org/a"><document/>', "doctype", id="document type"),
        pytest.param(HEAD + "<document><surveys>", "not_xml", id="cut off"),
        pytest.param("not xml at all", "not_xml", id="no XML"),
        pytest.param(HEAD + "<document><other/></document>", "not_a_survey", id="something else"),
        pytest.param(HEAD + "<a>" * 500 + "</a>" * 500, "too_deep", id="deep"),
    ],
)
def test_a_file_that_is_no_survey_is_refused_with_a_reason(tmp_path, content, code):
    path = tmp_path / "survey.lss"
    path.write_text(content, encoding="utf-8")

    found = read(path)

    assert found.instrument is None
    assert [(finding.level, finding.code) for finding in found.findings] == [(Level.ERROR, code)]


@pytest.mark.parametrize(
    ("limit", "code"),
    [("lss.MAX_BYTES", "too_large"), ("lss.MAX_ROWS", "too_many_rows"), ("mapping.MAX_QUESTIONS", "too_large")],
)
def test_what_is_larger_than_anybody_fields_is_refused(tmp_path, monkeypatch, limit, code):
    path = tmp_path / "survey.lss"
    path.write_text(OLD, encoding="utf-8")
    monkeypatch.setattr(f"engage.instruments.readers.limesurvey.{limit}", 1)

    assert [finding.code for finding in read(path).findings] == [code]


def test_a_finding_names_the_row_and_the_question(tmp_path):
    path = tmp_path / "survey.lss"
    path.write_text(OLD.replace("<![CDATA[L]]>", "<![CDATA[%]]>"), encoding="utf-8")

    [finding] = [finding for finding in read(path).findings if finding.code == "unknown_type"]

    assert (finding.where.sheet, finding.where.row, finding.where.column) == ("questions", 1, "qid 5, type")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        pytest.param("<LimeSurveyDocType>Question</LimeSurveyDocType>", "not_a_survey", id="one question only"),
        pytest.param("<DBVersion>140</DBVersion>", "stray", id="older than any that is known"),
    ],
)
def test_the_kind_and_the_version_of_the_file_are_looked_at(tmp_path, facts, code):
    path = tmp_path / "survey.lss"
    path.write_text(OLD.replace(KIND, facts), encoding="utf-8")

    assert code in [finding.code for finding in read(path).findings]


QUOTA = """
<quota><rows><row><id>1</id><name>Ones</name><qlimit>3</qlimit><action>1</action><active>1</active></row></rows></quota>
<quota_members><rows><row><id>1</id><qid>5</qid><quota_id>1</quota_id><code>A</code></row></rows></quota_members>
<quota_languagesettings><rows><row><quotals_quota_id>1</quotals_quota_id><quotals_language>en</quotals_language>
<quotals_message><![CDATA[<b>Full</b>]]></quotals_message></row></rows></quota_languagesettings>
"""


def test_quotas_have_their_own_tables(tmp_path):
    path = tmp_path / "survey.lss"
    path.write_text(OLD.replace("</document>", f"{QUOTA}</document>"), encoding="utf-8")

    [quota] = read(path).instrument.quotas

    assert (quota.name, quota.limit, quota.message.source) == ("Ones", 3, "**Full**")
    assert list(quota.when.values()) == [("A",)]
